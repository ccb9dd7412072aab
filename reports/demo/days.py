"""Instants of the story, in Thai time."""

from __future__ import annotations

import datetime as dt
from random import Random

from people.thai import BANGKOK


def at(year: int, month: int, day: int, hour: int = 9, minute: int = 0, second: int = 0) -> dt.datetime:
    """An instant of the Buddhist `year`, as the clocks in Thailand show it."""
    return dt.datetime(year - 543, month, day, hour, minute, second, tzinfo=BANGKOK)


def between(draw: Random, first: dt.datetime, last: dt.datetime) -> dt.datetime:
    """Some instant from `first` to `last`, in the hours in which people are at their desks."""
    days = (last.date() - first.date()).days
    day = first + dt.timedelta(days=draw.randint(0, days))
    when = dt.datetime.combine(
        day.date(), dt.time(draw.randint(8, 16), draw.randint(0, 59), draw.randint(0, 59)), BANGKOK
    )
    return min(max(when, first), last)


def later(draw: Random, when: dt.datetime, hours: int, last: dt.datetime) -> dt.datetime:
    """Up to so many hours later, never after `last`, and never the same instant."""
    return min(when + dt.timedelta(minutes=draw.randint(7, hours * 60), seconds=draw.randint(0, 59)), last)


def typed(day: dt.date) -> str:
    """A date as a teacher types it: 17/3/2568."""
    return f"{day.day}/{day.month}/{day.year + 543}"
