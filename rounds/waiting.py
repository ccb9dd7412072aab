"""What of the round waits for somebody: receipt, coordinator, extensions, people who ask to join."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.actor import Actor
from people.enums import JoinState, SeatKind
from people.models import JoinRequest
from people.waiting import Waiting
from rounds.enums import ExtensionState, MilestoneKind
from rounds.models import Extension, Participation
from rounds.window import Calendar

_HEADS = (SeatKind.DIRECTOR, SeatKind.REGISTRY, SeatKind.COORDINATOR)


def waiting_for(actor: Actor, calendar: Calendar, at: dt.datetime) -> Iterator[Waiting]:
    """Matters of this round, for all seats of the actor; at most three queries."""
    colleges = actor.college_ids(*_HEADS)
    if colleges:
        yield from _of_colleges(actor, colleges, calendar)
    if actor.is_bureau:
        yield from _extensions(calendar, at)


def _of_colleges(actor: Actor, colleges: list[int], calendar: Calendar) -> Iterator[Waiting]:
    year = calendar.round.year
    guideline, naming = calendar.window(MilestoneKind.GUIDELINE), calendar.window(MilestoneKind.COORDINATOR)
    rows = Participation.objects.filter(round=calendar.round, college_id__in=colleges).select_related("college")
    for row in rows:
        if row.receipt_registered_at is None and actor.seat(
            SeatKind.REGISTRY, SeatKind.DIRECTOR, college_id=row.college_id
        ):
            yield Waiting(
                _("Register the receipt of the circular"),
                reverse("rounds:register_receipt", args=[year]),
                _("Register"),
                _("The bureau sees which colleges the circular has reached."),
                due=guideline.closes_at,
                icon="mail",
                milestone=MilestoneKind.GUIDELINE,
            )
        if row.coordinator_id is None and actor.seat(SeatKind.DIRECTOR, college_id=row.college_id):
            yield Waiting(
                _("Name the coordinator"),
                reverse("rounds:name_coordinator", args=[year]),
                _("Name"),
                _("Calendar %(printed)s: one coordinator for each college.") % {"printed": naming.milestone.shown},
                due=naming.closes_at,
                icon="users-round",
                milestone=MilestoneKind.COORDINATOR,
            )
    asking = JoinRequest.objects.filter(college_id__in=colleges, state=JoinState.REQUESTED).count()
    if asking and actor.seat(SeatKind.DIRECTOR, SeatKind.COORDINATOR):
        yield Waiting(
            ngettext("%(n)d person asks to join", "%(n)d people ask to join", asking) % {"n": asking},
            reverse("rounds:requests"),
            _("Look"),
            _("Only the college knows who works there."),
            icon="users-round",
        )


def _extensions(calendar: Calendar, at: dt.datetime) -> Iterator[Waiting]:
    count = Extension.objects.filter(round=calendar.round, state=ExtensionState.REQUESTED).count()
    if count:
        yield Waiting(
            ngettext("%(n)d request for more time", "%(n)d requests for more time", count) % {"n": count},
            reverse("rounds:extensions"),
            _("Decide"),
            _("Until it is decided the door stays shut for them."),
            icon="clock",
        )
