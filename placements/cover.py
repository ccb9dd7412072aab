"""Does an agreement hold for a whole stay? Renewals count: what one agreement leaves open the next may take up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from people.rows import Columns, Statement
from placements.models import Agreement

_DAY = dt.timedelta(days=1)
_AGREEMENT = Columns(Agreement, "g")
_TOUCHING = Statement(
    "SELECT {g} FROM placements_agreement g WHERE g.establishment_id = %s AND g.college_id = %s"
    " AND g.valid_from <= %s AND (g.valid_until IS NULL OR g.valid_until >= %s)",
    _AGREEMENT,
)


@dataclass(frozen=True)
class Cover:
    """How a college's agreements with an establishment cover a stay from the first to the last day.

    `agreement` is the one that holds on the first day, the longest where there are several; `gap` is the first day on
    which none does, None when the whole stay is covered.
    """

    agreement: Agreement | None
    gap: dt.date | None

    @property
    def ends(self) -> dt.date | None:
        """The last day before the gap; None without a gap, and when not even the first day is covered."""
        return self.gap - _DAY if self.gap and self.agreement else None


def cover(establishment_id: int, college_id: int, first: dt.date, last: dt.date) -> Cover:
    """One query."""
    rows = _TOUCHING.rows(establishment_id, college_id, last, first)
    return covered([found for row in rows if (found := _TOUCHING.read(_AGREEMENT, row)) is not None], first, last)


def covered(rows: Sequence[Agreement], first: dt.date, last: dt.date) -> Cover:
    """How these agreements, all of one college with one establishment, cover a stay."""
    begins = _longest(rows, first)
    day, holds = first, begins
    while holds is not None:
        if holds.valid_until is None or holds.valid_until >= last:
            return Cover(begins, None)
        day = holds.valid_until + _DAY
        holds = _longest(rows, day)
    return Cover(begins, day)


def _longest(rows: Sequence[Agreement], day: dt.date) -> Agreement | None:
    """Of those that hold on the day the one that holds longest; without an end is longer than any."""
    holding = [row for row in rows if row.is_current(day)]
    return max(holding, key=lambda row: (row.valid_until or dt.date.max, row.pk), default=None)
