"""Whose closing another calendar would change: who owes something is asked of the rooms with both, and compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from rounds import holidays
from rounds.owed import Owed, owing
from rounds.window import Calendar


@dataclass(frozen=True)
class Concerned:
    """A thing that is owed and whose closing would change."""

    owed: Owed
    closes_at: dt.datetime

    @property
    def title(self) -> str:
        return str(self.owed.title) % {"name": self.owed.name, "count": self.owed.count}

    def is_late(self, at: dt.datetime) -> bool:
        return at >= self.closes_at + dt.timedelta(seconds=1)

    def opens_again(self, at: dt.datetime) -> bool:
        """Its door is shut at this instant, and would be open."""
        return self.owed.is_late(at) and not self.is_late(at)


def concerned(
    kind: str,
    before: Calendar,
    after: Calendar,
    at: dt.datetime,
    *,
    colleges: Collection[int] | None = None,
    every: bool = False,
) -> list[Concerned]:
    """Things owed now whose closing moves; with `every` those too that keep theirs. Twice the queries of the rooms."""
    then = list(owing(kind, after, at, colleges=colleges))
    return _compared(owing(kind, before, at, colleges=colleges), then, every=every)


def by_holidays(kind: str, calendar: Calendar, added: Mapping[dt.date, str], at: dt.datetime) -> list[Concerned]:
    """Things owed now whose closing moves if `added` are the days that the bureau has added. Twice the queries of the
    rooms."""
    with holidays.supposing(added):
        then = list(owing(kind, calendar.anew(), at))
    return _compared(owing(kind, calendar, at), then, every=False)


def _compared(now: Iterable[Owed], then: Iterable[Owed], *, every: bool) -> list[Concerned]:
    closings = {row.matter: row.closes_at for row in then}
    return [
        Concerned(row, closings[row.matter])
        for row in now
        if row.matter in closings and (every or closings[row.matter] != row.closes_at)
    ]


def hands(rows: Collection[Concerned]) -> list[int]:
    """User ids of those who owe what is concerned, and of their coordinators; in order."""
    return sorted(
        {user_id for row in rows for to in ("person", "coordinator") for user_id in row.owed.people.get(to, ())}
    )
