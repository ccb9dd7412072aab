"""Is it open? Deadlines are rows; openness is computed from them, never stored.

A window closes at the latest of the milestone's closing and every extension that applies to the person the thing
is about. It is open while `at < closes_at + 1 s`: the closing second belongs to those who are in time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from django.db.models import Q

from people.clock import local
from people.models import College
from people.rows import Columns, Statement
from rounds.enums import ExtensionLevel, Mode
from rounds.holidays import LAST_SECOND, add_working_days, working_day_on_or_after
from rounds.models import Extension, Milestone, Round, Whom

_SECOND = dt.timedelta(seconds=1)


@dataclass(frozen=True)
class Window:
    """When something may be done. `extension` is the reason when it is open longer than the milestone says."""

    milestone: Milestone
    opens_at: dt.datetime
    closes_at: dt.datetime
    extension: Extension | None = None

    @property
    def enforced(self) -> bool:
        return self.milestone.mode == Mode.ENFORCED

    def is_open(self, at: dt.datetime) -> bool:
        return self.opens_at <= at < self.closes_at + _SECOND

    def is_past(self, at: dt.datetime) -> bool:
        return at >= self.closes_at + _SECOND

    def days_left(self, at: dt.datetime) -> int:
        """Calendar days, Thai time, from the day of `at` to the closing day; 0 on that day, negative after it."""
        return (local(self.closes_at).date() - local(at).date()).days

    def longer(self, working_days: int) -> Window:
        """The same window for the next pair of hands: it runs `working_days` longer."""
        return Window(self.milestone, self.opens_at, add_working_days(self.closes_at, working_days), self.extension)


def closing_of(milestone: Milestone, round_: Round) -> dt.datetime:
    """The enforced closing: a month window that ends on a non-working day ends on the next working day."""
    if milestone.is_exact or not round_.shift_to_working_day:
        return milestone.closes_at
    closing = local(milestone.closes_at)
    day = working_day_on_or_after(closing.date())
    if day == closing.date():
        return milestone.closes_at
    return dt.datetime.combine(day, LAST_SECOND, tzinfo=closing.tzinfo)


class Calendar:
    """The milestones and granted extensions of a round, read once, asked often."""

    def __init__(self, round_: Round, milestones: list[Milestone], extensions: list[Extension]) -> None:
        self.round = round_
        self.milestones = {row.kind: row for row in milestones}
        self.extensions = extensions
        self._for: dict[tuple[str, str, int | str | None], list[Extension]] = {}
        self._windows: dict[tuple[str, int | None, int | None, str], Window] = {}
        for row in extensions:
            self._for.setdefault((row.kind, row.level, _target(row)), []).append(row)

    @classmethod
    def of(
        cls, round_: Round, whom: Whom | None = None, *, kinds: Collection[str] = (), college: College | None = None
    ) -> Calendar:
        """With `whom` one statement, and only the extensions that can concern that person; else two, with `college` the
        extensions of anybody there. `kinds` are all that will be asked about, where that is known."""
        if whom is not None:
            return cls(round_, *_for_one(round_.pk, whom, kinds))
        milestones = round_.milestones.all()
        extensions = Extension.objects.granted().filter(round=round_)
        if kinds:
            milestones, extensions = milestones.filter(kind__in=kinds), extensions.filter(kind__in=kinds)
        if college is not None:
            # A person's extension names the college too.
            extensions = extensions.filter(
                Q(level=ExtensionLevel.ROUND)
                | Q(level=ExtensionLevel.REGION, region=college.region)
                | Q(college_id=college.pk)
            )
        return cls(round_, list(milestones), list(extensions))

    def anew(self) -> Calendar:
        """The same rows without what was found out about them."""
        return Calendar(self.round, list(self.milestones.values()), self.extensions)

    def window(self, kind: str, whom: Whom | None = None) -> Window:
        """The window of one milestone for one person; without a person only the whole round's extensions count."""
        whom = whom or Whom()
        # A country of people without more time of their own has one window for each college.
        own = whom.user_id if (kind, ExtensionLevel.PERSON, whom.user_id) in self._for else None
        key = kind, own, whom.college_id, whom.region
        if key not in self._windows:
            self._windows[key] = self._window(kind, whom)
        return self._windows[key]

    def _window(self, kind: str, whom: Whom) -> Window:
        milestone = self.milestones[kind]
        closes_at, reason = closing_of(milestone, self.round), None
        targets = (
            (ExtensionLevel.PERSON, whom.user_id),
            (ExtensionLevel.COLLEGE, whom.college_id),
            (ExtensionLevel.REGION, whom.region),
            (ExtensionLevel.ROUND, None),
        )
        for level, target in targets:
            for extension in self._for.get((kind, level, target), ()):
                # Nearest level first, so a farther one is named only when it gives a later instant.
                if extension.until > closes_at:
                    closes_at, reason = extension.until, extension
        return Window(milestone, milestone.opens_at, closes_at, reason)

    def widest(self, kind: str, whom: Whom) -> Window:
        """The window of what a college does for all its people: open as long as it is for any of them.

        Of a calendar that was read for the college, so that its people's extensions are there.
        """
        found = self.window(kind, whom)
        for (of, level, _target_of), rows in self._for.items():
            if of != kind or level != ExtensionLevel.PERSON:
                continue
            for row in rows:
                if row.college_id == whom.college_id and row.until > found.closes_at:
                    found = Window(found.milestone, found.opens_at, row.until, row)
        return found

    def latest(self, kind: str) -> dt.datetime:
        """The last instant at which the window is open for anybody: what a sweep has to wait for at most."""
        untils = [row.until for (of, _, _), rows in self._for.items() if of == kind for row in rows]
        return max([closing_of(self.milestones[kind], self.round), *untils])


_MILESTONE, _EXTENSION = Columns(Milestone, "m"), Columns(Extension, "e")
_OF_ONE = (
    "SELECT {m}, {e} FROM rounds_milestone m"
    " LEFT JOIN rounds_extension e ON e.round_id = m.round_id AND e.kind = m.kind AND e.state = 'GRANTED'"
    " AND (e.level = 'ROUND' OR (e.level = 'REGION' AND e.region = %s)"
    " OR (e.level = 'COLLEGE' AND e.college_id = %s) OR (e.level = 'PERSON' AND e.person_id = %s))"
    " WHERE m.round_id = %s"
)


@cache
def _statement(kinds: int) -> Statement:
    """Milestones (of so many kinds; 0 for all), each with the granted extensions that concern one person."""
    wanted = " AND m.kind IN (" + ", ".join(["%s"] * kinds) + ")" if kinds else ""
    return Statement(_OF_ONE + wanted + " ORDER BY m.position, e.id", _MILESTONE, _EXTENSION)


def _for_one(round_id: int, whom: Whom, kinds: Collection[str]) -> tuple[list[Milestone], list[Extension]]:
    statement = _statement(len(kinds))
    milestones: dict[str, Milestone] = {}
    extensions: list[Extension] = []
    for row in statement.rows(whom.region, whom.college_id, whom.user_id, round_id, *kinds):
        milestone, extension = statement.read(_MILESTONE, row), statement.read(_EXTENSION, row)
        if milestone is not None:
            milestones[milestone.kind] = milestone
        if extension is not None:
            extensions.append(extension)
    return list(milestones.values()), extensions


def _target(row: Extension) -> int | str | None:
    return {
        ExtensionLevel.PERSON: row.person_id,
        ExtensionLevel.COLLEGE: row.college_id,
        ExtensionLevel.REGION: row.region,
        ExtensionLevel.ROUND: None,
    }[ExtensionLevel(row.level)]
