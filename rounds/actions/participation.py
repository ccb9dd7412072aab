"""Verbs of a college in the round: its coordinator, its receipt of the circular, its tick for the LINE group."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.enums import SeatKind
from people.models import Seat
from records import outbox, register
from rounds import bound, membership, notices
from rounds.actions.only import only
from rounds.enums import MilestoneKind
from rounds.models import Participation
from rounds.moves import Refusal, Refused
from rounds.rules import may_join_line


@transaction.atomic
def name_coordinator(participation: Participation, seat: Seat, *, by: Seat, at: dt.datetime) -> Participation:
    """The director names the one coordinator of the college in the round. Late naming is never refused.

    `seat` is any open seat of the person at the college: who has no coordinator's seat gets one. The coordinator
    before keeps hers only as long as another running round names her.
    """
    only(by, SeatKind.DIRECTOR, college_id=participation.college_id)
    if seat.college_id != participation.college_id:
        raise Refused(Refusal("college", _("The coordinator works at the college.")))
    seat = membership.coordinators_seat(seat, by=by, at=at)
    before = participation.coordinator_id
    if before == seat.pk:
        return participation
    changed = Participation.objects.filter(pk=participation.pk, coordinator_id=before).update(
        coordinator=seat, coordinator_named_at=at, coordinator_named_by=by
    )
    if not changed:
        raise Refused(Refusal("first", _("Somebody else has just named a coordinator.")))
    participation.refresh_from_db()
    register.write(
        "rounds:participation:name_coordinator",
        participation,
        by=by,
        at=at,
        year=participation.round.year,
        college_id=participation.college_id,
        seat=seat.pk,
        before=before,
    )
    outbox.post(notices.named(participation, at))
    if before is not None:
        membership.pass_on(participation, Seat.objects.get(pk=before), by=by, at=at)
    return participation


@transaction.atomic
def register_receipt(participation: Participation, number: str, *, by: Seat, at: dt.datetime) -> Participation:
    """The circular has reached the college: once, by its registry or director."""
    only(by, SeatKind.REGISTRY, SeatKind.DIRECTOR, college_id=participation.college_id)
    bound.hold(MilestoneKind.GUIDELINE, participation.round, at=at, whom=participation.whom)
    rows = Participation.objects.filter(pk=participation.pk, receipt_registered_at=None)
    if not rows.update(receipt_registered_at=at, receipt_registered_by=by, receipt_number=number):
        raise Refused(Refusal("first", _("The receipt is registered already.")))
    participation.refresh_from_db()
    register.write(
        "rounds:participation:register_receipt",
        participation,
        by=by,
        at=at,
        year=participation.round.year,
        college_id=participation.college_id,
        number=number,
    )
    return participation


@transaction.atomic
def join_line(participation: Participation, *, by: Seat, at: dt.datetime) -> Participation:
    """The named coordinator says: I am in the coordinators' LINE group. Saying it twice changes nothing."""
    refusal = may_join_line(by, participation)
    if refusal:
        raise Refused(refusal)
    rows = Participation.objects.filter(pk=participation.pk, line_joined_at=None)
    if rows.update(line_joined_at=at, line_joined_by=by):
        register.write(
            "rounds:participation:join_line",
            participation,
            by=by,
            at=at,
            year=participation.round.year,
            college_id=participation.college_id,
        )
    participation.refresh_from_db()
    return participation
