"""When people are reminded of a closing. Pure: dates in, steps out; who owes is asked of the rooms.

Before: 14, 7, 3 and 1 days at 09.00, and 09.00 and 17.00 of the closing day; a step that falls on a day off moves
to the working day before. After: day 1 the person, day 3 the coordinator, day 7 the director, then silence.
At most eight a person and milestone, also where it moves; at most one message a person and part of the day.
"""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass

from people.clock import local
from rounds.holidays import holidays, working_day_on_or_before

MORNING = dt.time(9)
EVENING = dt.time(17)
_MOST = 8
_AFTER = "after-"


@dataclass(frozen=True)
class Step:
    """One reminder: its name in the key, its instant, and whom it goes to (person, coordinator, director)."""

    name: str
    at: dt.datetime
    to: str
    days_left: int


def steps(closes_at: dt.datetime) -> list[Step]:
    """All steps of one closing, in the order of their instants."""
    closing = local(closes_at)
    day = closing.date()
    found = []
    for days in (14, 7, 3, 1):
        when = working_day_on_or_before(day - dt.timedelta(days=days))
        found.append(Step(f"before-{days}", _at(when, MORNING, closing), "person", days))
    found.append(Step("day-morning", _at(day, MORNING, closing), "person", 0))
    found.append(Step("day-evening", _at(day, EVENING, closing), "person", 0))
    for days, to in ((1, "person"), (3, "coordinator"), (7, "director")):
        found.append(Step(f"{_AFTER}{days}", _at(day + dt.timedelta(days=days), MORNING, closing), to, -days))
    return sorted(found, key=lambda step: step.at)


def _at(day: dt.date, time: dt.time, like: dt.datetime) -> dt.datetime:
    return dt.datetime.combine(day, time, tzinfo=like.tzinfo)


# After the last step, and some days in which a lost one may catch up, nobody is reminded any more.
_SILENCE = dt.timedelta(days=21)


def due_step(closes_at: dt.datetime, *, since: dt.datetime, at: dt.datetime) -> Step | None:
    """The step to tell now: the latest that is due, so that a missed night catches up with one message.

    Steps from before the matter began (`since`) are nobody's; a step before the closing is not told after it.
    """
    step = _latest(closes_at, at, holidays().added)
    return step if step is not None and since <= step.at else None


@functools.lru_cache(maxsize=4096)
def _latest(closes_at: dt.datetime, at: dt.datetime, added: frozenset[dt.date]) -> Step | None:
    # `added` are the holidays that may differ from one piece of work to the next: they part the answers.
    # Steps are in order: when the latest is from before the matter began, so are all.
    if at > closes_at + _SILENCE:
        return None
    shut = at >= closes_at + dt.timedelta(seconds=1)
    due = [step for step in steps(closes_at) if step.at <= at and (step.days_left < 0) == shut]
    return due[-1] if due else None


def in_reach(earliest: dt.datetime, latest: dt.datetime, at: dt.datetime) -> bool:
    """Whether any closing from `earliest` to `latest` can have a step that is due now."""
    return steps(earliest)[0].at <= at <= latest + _SILENCE


def slot_of(at: dt.datetime) -> dt.datetime:
    """Where the part of the day began in which a person is reminded at most once: 09.00 takes the morning with it."""
    when = local(at)
    return _at(when.date(), EVENING if when.time() >= EVENING else dt.time(0), when)


def is_late_step(name: str) -> bool:
    """Whether the step of this name comes after the closing."""
    return name.startswith(_AFTER)


def is_full(tellings: int) -> bool:
    """Whether a person has been reminded of a milestone as often as anybody may be."""
    return tellings >= _MOST
