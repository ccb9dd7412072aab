"""Whose window is shut, asked of the database: what `window.py` answers for one person, for a whole table of rows.

Rows have `user_id`, `college_id` and `region`, as applications do. Both tongues give the same answer; a test holds
them together.
"""

from __future__ import annotations

import datetime as dt
from functools import cached_property

from django.db import models
from django.db.models import Exists, Min, Q

from people.clock import local
from rounds.enums import ExtensionLevel, Mode
from rounds.holidays import add_working_days
from rounds.models import Extension, Milestone, Round
from rounds.window import closing_of

_SECOND = dt.timedelta(seconds=1)
_NEVER = Q(pk__in=[])
# Which column of a row an extension of a level names, and in which column of its own. The whole round's names none.
_TARGETS = {
    ExtensionLevel.PERSON: ("user_id", "person_id"),
    ExtensionLevel.COLLEGE: ("college_id", "college_id"),
    ExtensionLevel.REGION: ("region", "region"),
}


class Shut:
    """Those for whom a milestone's window is past at one instant; `longer_by` as in `Window.longer`.

    Asking for `rows` costs nothing; `until` is one query.
    """

    def __init__(self, milestone: Milestone, round_: Round, at: dt.datetime, longer_by: int | None = None) -> None:
        self._at, self._longer_by = at, longer_by
        self._binds = milestone.mode == Mode.ENFORCED
        self._closing = closing_of(milestone, round_)
        # The earliest closing that is not past yet: what closes from here on is open, what closed before is shut.
        self._open_from = self._earliest_open()
        self._round, self._kind = round_, milestone.kind

    @cached_property
    def _still_open(self) -> models.QuerySet[Extension]:
        given = Extension.objects.granted().filter(round=self._round, kind=self._kind)
        return given.filter(until__gte=self._open_from)

    def _earliest_open(self) -> dt.datetime:
        if self._longer_by is None:
            return self._at - _SECOND + dt.timedelta.resolution
        # Working days added to a day give the same for every hour of it, and never less for a later one.
        midnight = local(self._at).replace(hour=0, minute=0, second=0, microsecond=0)
        while add_working_days(midnight - dt.timedelta(days=1), self._longer_by) + _SECOND > self._at:
            midnight -= dt.timedelta(days=1)
        return midnight

    @property
    def rows(self) -> Q:
        """The condition on the rows: in none of the lists of who has longer.

        Lists, not a look for each row: every list is read once and hashed. Asked row by row, PostgreSQL expects so
        much work that it compiles the statement for two seconds.
        """
        if not self._binds or self._closing >= self._open_from:
            return _NEVER
        found = Q(~Exists(self._still_open.filter(level=ExtensionLevel.ROUND)))
        for level, (column, named) in _TARGETS.items():
            found &= ~Q(**{f"{column}__in": self._still_open.filter(level=level).values(named)})
        return found

    @property
    def until(self) -> dt.datetime | None:
        """The next instant at which the answer is another one; None when it stays for good."""
        if not self._binds:
            return None
        given = self._still_open.aggregate(first=Min("until"))["first"]
        own = self._closing if self._closing >= self._open_from else None
        closing = min(filter(None, (given, own)), default=None)
        if closing is None:
            return None
        longer = closing if self._longer_by is None else add_working_days(closing, self._longer_by)
        return longer + _SECOND
