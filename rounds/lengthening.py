"""More time for many colleges at once, before it is given: who gets it, who has it already, whose doors open again.

Pure reading. The page shows it, and the act asks it again under the lock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cached_property

from rounds import marks
from rounds.concerned import Concerned, concerned, hands
from rounds.enums import ExtensionLevel, ExtensionState
from rounds.models import Extension, Participation
from rounds.owed import Hands
from rounds.window import Calendar, Window

# How far it reaches: each college that was chosen, or the whole country; else it is the code of a region.
PICKED, ALL = "PICKED", "ALL"


class Lengthening:
    """The milestone `kind` open until `until` for these colleges of the round, or for all that `reach` names.

    `colleges` are loaded with their college, and are all of the region or the round where such is meant.
    """

    def __init__(
        self,
        calendar: Calendar,
        kind: str,
        reach: str,
        colleges: Sequence[Participation],
        *,
        until: dt.datetime,
        at: dt.datetime,
    ) -> None:
        self.calendar, self.kind, self.reach, self.until, self.at = calendar, kind, reach, until, at
        self.windows = [(row, calendar.window(kind, row.whom)) for row in colleges]

    @cached_property
    def gets(self) -> list[Participation]:
        """The colleges for which the day is later than what they have."""
        return [row for row, window in self.windows if window.closes_at < self.until]

    @cached_property
    def has(self) -> list[tuple[Participation, Window]]:
        """The colleges that have as long anyway, each with its window."""
        return [(row, window) for row, window in self.windows if window.closes_at >= self.until]

    @cached_property
    def marks(self) -> dict[int, str]:
        """What a page shows of each college, by the college's key."""
        return {row.college_id: window_mark(window) for row, window in self.windows}

    def extensions(self) -> list[Extension]:
        """What would be granted, unsaved and without a reason: one a college, or one for all."""
        round_ = self.calendar.round
        if not self.gets:
            return []
        if self.reach == PICKED:
            return [self._extension(ExtensionLevel.COLLEGE, college=row.college, round=round_) for row in self.gets]
        if self.reach == ALL:
            return [self._extension(ExtensionLevel.ROUND, round=round_)]
        return [self._extension(ExtensionLevel.REGION, region=self.reach, round=round_)]

    def _extension(self, level: ExtensionLevel, **whom: object) -> Extension:
        return Extension(level=level, kind=self.kind, until=self.until, state=ExtensionState.GRANTED, **whom)

    @cached_property
    def concerned(self) -> list[Concerned]:
        """What is owed there now, and would close later. Who has longer by herself is not among them."""
        kept = self.calendar
        planned = Calendar(kept.round, [*kept.milestones.values()], [*kept.extensions, *self.extensions()])
        colleges = {row.college_id for row in self.gets}
        return concerned(self.kind, kept, planned, self.at, colleges=colleges) if colleges else []

    @cached_property
    def open_again(self) -> list[Concerned]:
        return [row for row in self.concerned if row.opens_again(self.at)]

    @cached_property
    def told(self) -> dict[int, list[int]]:
        """User ids by college: its coordinator (the director where there is none), and who owes what is concerned."""
        colleges = [row.college_id for row in self.gets]
        at_hand = Hands(self.calendar.round, self.at, colleges)
        found = {college_id: set(at_hand.checkers(college_id)) for college_id in colleges}
        for row in self.concerned:
            if row.owed.college_id in found:
                found[row.owed.college_id].update(hands([row]))
        return {college_id: sorted(people) for college_id, people in found.items()}

    @property
    def people(self) -> set[int]:
        return {user_id for people in self.told.values() for user_id in people}


def window_mark(window: Window) -> str:
    """What a page shows of a college's closing, as a mark."""
    return marks.mark(window.closes_at, window.extension.pk if window.extension else None)


def open_by(extension: Extension, at: dt.datetime) -> list[Concerned]:
    """What is still owed and stays open thanks to this extension alone: without it, it would close sooner.

    The rooms are asked about the colleges that it reaches; for the whole round that is all of them, twice.
    """
    calendar = Calendar.of(extension.round, kinds=[extension.kind])
    others = [row for row in calendar.extensions if row.pk != extension.pk]
    without = Calendar(extension.round, [*calendar.milestones.values()], others)
    colleges: list[int] | None = None
    if extension.college_id is not None:
        colleges = [extension.college_id]
    elif extension.region:
        partakers = Participation.objects.filter(round=extension.round, college__region=extension.region)
        colleges = list(partakers.order_by("college_id").values_list("college_id", flat=True))
    return concerned(extension.kind, without, calendar, at, colleges=colleges)
