"""Doorbells of the gate: ids in, actions called."""

from __future__ import annotations

import datetime as dt

from celery import shared_task

from applications import actions, linking
from applications.models import Announcement, NameList, Plan, Signature
from people import clock
from people.models import system_seat
from records import bell
from rounds.models import Round


@bell.answers("applications.print_plan")
def print_plan(about: str, at: dt.datetime) -> None:
    actions.print_plan(_plan(about), by=system_seat(), at=at)


@bell.answers("applications.prepare_signing")
def prepare_signing(about: str, at: dt.datetime) -> None:
    actions.prepare_signing(_plan(about), by=system_seat(), at=at)


@bell.answers("applications.seal_plan")
def seal_plan(about: str, at: dt.datetime) -> None:
    actions.seal_plan(_plan(about), by=system_seat(), at=at)


@bell.answers("applications.mail_link")
def mail_link(about: str, at: dt.datetime) -> None:
    linking.mail(Signature.objects.select_related("plan__application", "seat__link").get(pk=int(about)), at=at)


def _plan(about: str) -> Plan:
    return Plan.objects.select_related("application__round", "paper", "printed", "prepared").get(pk=int(about))


@bell.answers("applications.print_announcement")
def print_announcement(about: str, at: dt.datetime) -> None:
    announcement = Announcement.objects.select_related("round", "paper", "document").get(pk=int(about))
    actions.print_announcement(announcement, by=system_seat(), at=at)


@bell.answers("applications.print_list")
def print_list(about: str, at: dt.datetime) -> None:
    rows = NameList.objects.select_related("round", "college", "paper", "printed")
    actions.print_list(rows.get(pk=int(about)), by=system_seat(), at=at)


@shared_task(name="applications.lapse", ignore_result=True)
def lapse() -> int:
    """Stamps what lapsed. Late or twice, it changes nothing: openness does not depend on it."""
    at = clock.now()
    seat = system_seat()
    return sum(actions.lapse(round_, by=seat, at=at) for round_ in Round.objects.running())
