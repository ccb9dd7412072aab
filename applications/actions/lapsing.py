"""The sweep over what lapsed: a record and a notice, never a refusal."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from applications import notices
from applications.lapsed import CHECKING, SENDING, has_lapsed
from applications.models import Application
from people.models import Seat
from records import bulk, outbox, register
from rounds.enums import MilestoneKind
from rounds.models import Round
from rounds.window import Calendar


def lapse(round_: Round, *, by: Seat, at: dt.datetime, batch: int = 500) -> int:
    """Stamps what lapsed, in batches; says how many. Nothing is closed by this: openness is computed.

    A row that moved or was given more time meanwhile is left alone: the update tests state and stamp again.
    """
    calendar = Calendar.of(round_)
    stamped, last = 0, 0
    while rows := list(
        Application.objects.unlapsed()
        .filter(round=round_, state__in=(*SENDING, *CHECKING), pk__gt=last)
        .select_related("round")
        .order_by("pk")[:batch]
    ):
        last = rows[-1].pk
        gone = [row for row in rows if _has_lapsed(row, calendar, at)]
        stamped += _stamp_lapsed(gone, by, at) if gone else 0
    return stamped


def _has_lapsed(row: Application, calendar: Calendar, at: dt.datetime) -> bool:
    submitting = calendar.window(MilestoneKind.PLANS_DUE, row.whom)
    return has_lapsed(row, submitting, submitting.longer(calendar.round.endorse_days), at)


@transaction.atomic
def _stamp_lapsed(rows: list[Application], by: Seat, at: dt.datetime) -> int:
    stamped: list[Application] = []
    for wanted in {row.state for row in rows}:
        ids = [row.pk for row in rows if row.state == wanted]
        free = Application.objects.select_for_update().unlapsed().filter(pk__in=ids, state=wanted).order_by("pk")
        taken = set(free.values_list("pk", flat=True))
        Application.objects.unlapsed().filter(pk__in=taken, state=wanted).update(lapsed_at=at)
        stamped += [row for row in rows if row.pk in taken]
    bulk.add(
        [
            register.entry(
                "applications:application:lapse", row, by=by, at=at, year=row.round.year, college_id=row.college_id,
                state=row.state,
            )
            for row in stamped
        ]
    )  # fmt: skip
    outbox.post([row for thing in stamped for row in notices.lapsed(thing, at)])
    return len(stamped)
