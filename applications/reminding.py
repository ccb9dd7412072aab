"""Who is reminded of PLANS_DUE: whoever still owes something at that moment, once a step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from applications.enums import ApplicationState
from applications.models import Application
from people.enums import SeatKind
from people.models import Seat
from people.thai import instant
from records import outbox
from records.models import Notice
from rounds.enums import MilestoneKind, Mode
from rounds.models import Participation, Round
from rounds.reminders import Step, due_step
from rounds.window import Calendar

S = ApplicationState


def remind(round_: Round, *, at: dt.datetime, batch: int = 500) -> int:
    """Writes the reminders that are due and not yet told; a fixed number of queries a batch. Says how many are due.

    The key holds the closing date, so a milestone that moves reminds again, and the step, so nobody is told twice.
    """
    calendar = Calendar.of(round_)
    if calendar.window(MilestoneKind.PLANS_DUE).milestone.mode == Mode.INFORMATIVE:
        return 0
    # Three weeks after the last door has shut nobody is reminded of it any more.
    if at > calendar.latest(MilestoneKind.PLANS_DUE) + dt.timedelta(days=21):
        return 0
    told, last = 0, 0
    while True:
        rows = list(
            Application.objects.filter(
                round=round_, state__in=(S.DRAFT, S.SENT_BACK, S.SUBMITTED), pk__gt=last
            ).order_by("pk")[:batch]
        )
        if not rows:
            return told
        last = rows[-1].pk
        notices = list(_notices(rows, calendar, at))
        outbox.post(notices)
        told += len(notices)


def _notices(rows: list[Application], calendar: Calendar, at: dt.datetime) -> Iterator[Notice]:
    people = _hands({row.college_id for row in rows}, calendar.round, at)
    for row in rows:
        window = calendar.window(MilestoneKind.PLANS_DUE, row.whom)
        checking = row.state == S.SUBMITTED
        if checking:
            window = window.longer(calendar.round.endorse_days)
        since = (row.submitted_at or row.started_at) if checking else (row.sent_back_at or row.started_at)
        step = due_step(window.closes_at, since=since, at=at)
        if step is None:
            continue
        for user_id in _recipients(row, step, checking, people):
            yield _notice(row, calendar.round.year, step, window.closes_at, user_id, checking, at)


def _hands(colleges: set[int], round_: Round, at: dt.datetime) -> dict[tuple[int, str], list[int]]:
    """Coordinator and directors of each college: two queries for the batch."""
    found: dict[tuple[int, str], list[int]] = {}
    named = Participation.objects.filter(round=round_, college_id__in=colleges, coordinator__isnull=False)
    for college_id, user_id in named.values_list("college_id", "coordinator__user_id"):
        found.setdefault((college_id, "coordinator"), []).append(user_id)
    seats = Seat.objects.open_at(at).filter(college_id__in=colleges, kind=SeatKind.DIRECTOR)
    for college_id, user_id in seats.values_list("college_id", "user_id"):
        found.setdefault((college_id, "director"), []).append(user_id)
    return found


def _recipients(row: Application, step: Step, checking: bool, people: dict[tuple[int, str], list[int]]) -> list[int]:
    coordinators = people.get((row.college_id, "coordinator"), [])
    directors = people.get((row.college_id, "director"), [])
    if step.to == "person":
        return (coordinators or directors) if checking else [row.user_id]
    return coordinators if step.to == "coordinator" else directors


def _notice(
    row: Application, year: int, step: Step, closes_at: dt.datetime, user_id: int, checking: bool, at: dt.datetime
) -> Notice:
    key = f"{year}:{MilestoneKind.PLANS_DUE}:{closes_at.astimezone(dt.UTC).isoformat()}:{step.name}:{row.pk}:{user_id}"
    return outbox.notice(
        key,
        "applications/remind_late" if step.days_left < 0 else "applications/remind",
        to_id=user_id,
        at=at,
        year=year,
        groups=True,
        application=row.pk,
        name=row.name,
        checking=checking,
        mine=user_id == row.user_id,
        days_left=step.days_left,
        closes=instant(closes_at, lang="th"),
    )
