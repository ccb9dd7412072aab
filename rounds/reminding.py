"""Reminds whoever still owes something: one engine for all milestones, roles and rooms.

A sweep asks the rooms what is owed, finds the step that is due for each thing, gathers by person, and writes a
person's reminders in one transaction, so that they become one message. Who was told in this part of the day waits for
the next. Everything is looked at anew each time: a lost sweep, a second one or a moved date needs no repair.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation

from people.clock import is_daytime, local
from people.thai import instant
from records import bulk, outbox, reminders
from records.enums import Topic
from records.models import Notice
from rounds.enums import Mode
from rounds.models import Reminded, Round
from rounds.owed import Owed, owing
from rounds.reminders import Step, due_step, is_full, slot_of
from rounds.window import Calendar

_BATCH = 500
_NEVER = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Due:
    """One reminder that is due: what is owed, at which step, to whom."""

    owed: Owed
    step: Step
    year: int
    user_id: int
    binds: bool

    @property
    def key(self) -> str:
        """With closing and step in it: a milestone that moves reminds again, and each step once."""
        closing = self.owed.closes_at.astimezone(dt.UTC).isoformat()
        return f"{self.year}:{self.owed.kind}:{closing}:{self.step.name}:{self.owed.matter}:{self.user_id}"

    @property
    def topic(self) -> Topic:
        """What nobody may switch off is a binding date of one's own."""
        if self.step.to != "person":
            return Topic.LATE
        return Topic.DEADLINE if self.binds else Topic.DATES


def due(calendar: Calendar, at: dt.datetime, *, matters: dict[str, set[str]] | None = None) -> Iterator[Due]:
    """All reminders of a round that are due now, told or not; `matters` narrows by kind of milestone."""
    for kind, milestone in calendar.milestones.items():
        if milestone.mode == Mode.INFORMATIVE or (matters is not None and kind not in matters):
            continue
        for owed in owing(kind, calendar, at, matters=None if matters is None else matters[kind]):
            step = due_step(owed.closes_at, since=owed.since, at=at)
            if step is None:
                continue
            for user_id in owed.people.get(step.to, ()):
                yield Due(owed, step, calendar.round.year, user_id, milestone.mode == Mode.ENFORCED)


def remind(at: dt.datetime, *, batch: int = _BATCH) -> int:
    """Writes the reminders of all running rounds that are due and not yet told; says how many. By day only.

    A fixed number of queries for the question, and for each batch of people.
    """
    if not is_daytime(at):
        return 0
    wanted: defaultdict[int, list[Due]] = defaultdict(list)
    for round_ in Round.objects.running().order_by("year"):
        for row in due(Calendar.of(round_), at):
            wanted[row.user_id].append(row)
    people = sorted(wanted)
    return sum(
        _tell({user_id: wanted[user_id] for user_id in people[start : start + batch]}, at)
        for start in range(0, len(people), batch)
    )


@transaction.atomic
def _tell(wanted: dict[int, list[Due]], at: dt.datetime) -> int:
    """Claims these people, and writes what they have not been told; all of a person's, or nothing."""
    bulk.add([Reminded(user_id=user_id, told_at=_NEVER) for user_id in wanted], ignore_conflicts=True)
    told = _told(_claim(wanted, at))
    notices: list[Notice] = []
    for user_id, known in told.items():
        notices += _fresh(wanted[user_id], known, at)
    outbox.post(notices)
    Reminded.objects.filter(user_id__in={row.to_id for row in notices}).update(told_at=at)
    return len(notices)


def _claim(people: Collection[int], at: dt.datetime) -> list[int]:
    """Locks those who were not told in this part of the day. That is asked under the lock: of two sweeps the second
    finds nobody left."""
    rows = Reminded.objects.filter(user_id__in=people, told_at__lt=slot_of(at))
    return list(rows.select_for_update().order_by("user_id").values_list("user_id", flat=True))


@dataclass
class _Known:
    """What a person was reminded of: the keys, and when, by milestone."""

    keys: set[str]
    when: defaultdict[tuple[int | None, str], set[dt.datetime]]


def _told(people: list[int]) -> dict[int, _Known]:
    found = {user_id: _Known(set(), defaultdict(set)) for user_id in people}
    rows = Notice.objects.filter(to_id__in=people).exclude(reminds_of="")
    for key, user_id, year, kind, when in rows.values_list("key", "to_id", "year", "reminds_of", "written_at"):
        found[user_id].keys.add(key)
        found[user_id].when[year, kind].add(when)
    return found


def _fresh(rows: list[Due], known: _Known, at: dt.datetime) -> Iterator[Notice]:
    for row in rows:
        before = len(known.when[row.year, row.owed.kind])
        if row.key not in known.keys and not is_full(before):
            yield _notice(row, before + 1, at)


def _notice(row: Due, number: int, at: dt.datetime) -> Notice:
    owed = row.owed
    days_left = (local(owed.closes_at).date() - local(at).date()).days
    facts: dict[str, Any] = {"name": owed.name, "count": owed.count}
    with translation.override(settings.LANGUAGE_CODE):
        title, text = str(owed.title) % facts, str(owed.text) % facts
    return outbox.notice(
        row.key,
        "rounds/remind" if days_left >= 0 else "rounds/remind_late",
        to_id=row.user_id,
        at=at,
        topic=row.topic,
        year=row.year,
        college_id=owed.college_id,
        reminds_of=owed.kind,
        title=title,
        text=text,
        path=owed.path,
        number=number,
        step=row.step.name,
        to_whom=row.step.to,
        days_left=days_left,
        days_late=-days_left,
        binds=row.binds,
        closes=instant(owed.closes_at, lang="th"),
    )


@reminders.asks
def holds(notices: Collection[Notice], at: dt.datetime) -> set[str]:
    """Keys of those reminders that are still due: the thing is owed, by the same person, to the same closing, and no
    later step has overtaken it. A fixed number of queries a round."""
    matters: dict[int, dict[str, set[str]]] = {}
    for notice in notices:
        parts = notice.key.split(":")
        if notice.year and len(parts) > 2:
            matters.setdefault(notice.year, {}).setdefault(notice.reminds_of, set()).add(parts[-2])
    still: set[str] = set()
    for round_ in Round.objects.running().filter(year__in=matters):
        still |= {row.key for row in due(Calendar.of(round_), at, matters=matters[round_.year])}
    return still
