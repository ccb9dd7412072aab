"""Reminds whoever still owes something: one engine for all milestones, roles and rooms.

A sweep asks the rooms what is owed, finds the step that is due for each thing, gathers by person, and writes a
person's reminders in one transaction, so that they become one message. Who was told in this part of the day waits for
the next. Everything is looked at anew each time: a lost sweep, a second one or a moved date needs no repair.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.db import transaction

from people.clock import is_daytime, local
from people.unit import unit
from records import bulk, outbox, reminders
from records.enums import Topic
from records.models import Notice
from rounds.enums import Mode
from rounds.holidays import add_working_days
from rounds.models import Reminded, Round
from rounds.owed import Owed, owing
from rounds.reminders import Step, due_step, in_reach, is_full, is_late_step, slot_of
from rounds.window import Calendar, closing_of
from rounds.worded import Wording

_BATCH = 500
_NEVER = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


class Due(NamedTuple):
    """One reminder that is due: what is owed, at which step, to whom."""

    owed: Owed
    step: Step
    year: int
    user_id: int
    binds: bool

    @property
    def key(self) -> str:
        """With closing and step in it: a milestone that moves reminds again, and each step once."""
        owed = self.owed
        return f"{_head(self.year, owed.kind, owed.closes_at, self.step.name)}:{owed.matter}:{self.user_id}"

    def says_as_much(self, notice: Notice) -> bool:
        """Whether an earlier reminder of this matter is still true: its reader has to do with it, to this closing, and
        what was said before the closing is not said after it."""
        head, _matter, _user = notice.key.rsplit(":", 2)
        closing, _colon, before = head.rpartition(":")
        return (
            self.key.startswith(f"{closing}:")
            and any(notice.to_id in people for people in self.owed.people.values())
            and is_late_step(before) == is_late_step(self.step.name)
        )

    @property
    def topic(self) -> Topic:
        """What nobody may switch off is a binding date of one's own."""
        if self.step.to != "person":
            return Topic.LATE
        return Topic.DEADLINE if self.binds else Topic.DATES


@functools.lru_cache(maxsize=4096)
def _head(year: int, kind: str, closes_at: dt.datetime, step: str) -> str:
    return f"{year}:{kind}:{closes_at.astimezone(dt.UTC).isoformat()}:{step}"


def due(calendar: Calendar, at: dt.datetime) -> Iterator[Due]:
    """All reminders of a round that are due now, told or not."""
    for owed, step, binds in _fallen(calendar, at):
        for user_id in owed.people.get(step.to, ()):
            yield Due(owed, step, calendar.round.year, user_id, binds)


def _fallen(
    calendar: Calendar, at: dt.datetime, *, matters: Mapping[str, Collection[str]] | None = None
) -> Iterator[tuple[Owed, Step, bool]]:
    """All that is owed and has come to a step, with that step and whether the milestone binds; `matters` narrows by
    kind of milestone."""
    for kind, milestone in calendar.milestones.items():
        if milestone.mode == Mode.INFORMATIVE or (matters is not None and kind not in matters):
            continue
        if not _in_reach(calendar, kind, at):
            continue
        for owed in owing(kind, calendar, at, matters=None if matters is None else matters[kind]):
            step = due_step(owed.closes_at, since=owed.since, at=at)
            if step is not None:
                yield owed, step, milestone.mode == Mode.ENFORCED


def _in_reach(calendar: Calendar, kind: str, at: dt.datetime) -> bool:
    """Whether the rooms need be asked: in most sweeps of a year a milestone is months away, or long past for everybody.

    Nothing is owed before the milestone itself closes, nor longer than the college has for checking after the last
    extension.
    """
    latest = add_working_days(calendar.latest(kind), calendar.round.endorse_days)
    return in_reach(closing_of(calendar.milestones[kind], calendar.round), latest, at)


@unit()
def remind(at: dt.datetime, *, batch: int = _BATCH) -> int:
    """Writes the reminders of all running rounds that are due and not yet told; says how many. By day only.

    A fixed number of queries for the question (and one for each 500 open things), and for each batch of people.
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
    people, wording = _claim(wanted, at), Wording(at)
    known = _told(people) if people else {}
    notices = [row for user_id in people for row in _fresh(wanted[user_id], known[user_id], wording, at)]
    if not notices:
        return 0
    outbox.pour(notices)
    Reminded.objects.filter(user__pk__among={row.to_id for row in notices}).update(told_at=at)
    return len(notices)


def _claim(people: Collection[int], at: dt.datetime) -> list[int]:
    """Locks those who were not told in this part of the day. That is asked under the lock: of two sweeps the second
    finds nobody left."""
    # Most sweeps find a row for everybody, and everybody told already: then nothing is written, and nobody locked.
    known = set(Reminded.objects.filter(user__pk__among=people).values_list("user_id", flat=True))
    bulk.pour(Reminded, ("user_id", "told_at"), [(user_id, _NEVER) for user_id in people if user_id not in known])
    rows = Reminded.objects.filter(user__pk__among=people, told_at__lt=slot_of(at))
    return list(rows.select_for_update().order_by("user_id").values_list("user_id", flat=True))


@dataclass
class _Known:
    """What a person was reminded of: the keys, and when, by milestone."""

    keys: set[str]
    when: defaultdict[tuple[int | None, str], set[dt.datetime]]


def _told(people: list[int]) -> dict[int, _Known]:
    found = {user_id: _Known(set(), defaultdict(set)) for user_id in people}
    rows = Notice.objects.filter(to__pk__among=people).exclude(reminds_of="")
    for key, user_id, year, kind, when in rows.values_list("key", "to_id", "year", "reminds_of", "written_at"):
        found[user_id].keys.add(key)
        found[user_id].when[year, kind].add(when)
    return found


def _fresh(rows: list[Due], known: _Known, wording: Wording, at: dt.datetime) -> Iterator[outbox.Plain]:
    for row in rows:
        before, key = len(known.when[row.year, row.owed.kind]), row.key
        if key not in known.keys and not is_full(before):
            late = local(row.owed.closes_at).date() < local(at).date()
            yield outbox.Plain(
                key[:200],
                "rounds/remind_late" if late else "rounds/remind",
                to_id=row.user_id,
                year=row.year,
                topic=row.topic,
                college_id=row.owed.college_id,
                context=wording.of(row, before + 1),
                reminds_of=row.owed.kind,
                written_at=at,
            )


@reminders.asks
@unit()
def holds(notices: Collection[Notice], at: dt.datetime) -> dict[str, bool]:
    """Of those reminders what is still owed, by the same person, to the same closing, and on the same side of it: True
    where no later step has overtaken the reminder. A fixed number of queries a round."""
    asked: dict[int, dict[str, defaultdict[str, list[Notice]]]] = {}
    for notice in notices:
        parts = notice.key.split(":")
        if notice.year and len(parts) > 2:
            kinds = asked.setdefault(notice.year, {})
            kinds.setdefault(notice.reminds_of, defaultdict(list))[parts[-2]].append(notice)
    still: dict[str, bool] = {}
    for round_ in Round.objects.running().filter(year__in=asked):
        matters = asked[round_.year]
        for owed, step, binds in _fallen(Calendar.of(round_), at, matters=matters):
            for notice in matters[owed.kind].get(owed.matter, ()):
                now = Due(owed, step, round_.year, notice.to_id, binds)
                if notice.key == now.key and notice.to_id in owed.people.get(step.to, ()):
                    still[notice.key] = True
                elif now.says_as_much(notice):
                    still.setdefault(notice.key, False)
    return still
