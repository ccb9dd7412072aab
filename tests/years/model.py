"""A plain model of who is to be told what and when, written from the rules of the programme and from nothing else.

It knows no table and no query of the portal: a year is a few plain records, an instant goes in, and what is owed, due
and told comes out. The words in quotation marks are the rules'.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

TZ = dt.timezone(dt.timedelta(hours=7))
_FILE = Path(__file__).resolve().parents[2] / "rounds" / "data" / "holidays.toml"
HOLIDAYS = {day for year in tomllib.loads(_FILE.read_text(encoding="utf-8")).values() for day in year}
ENDORSE_DAYS = 3


def works(day: dt.date) -> bool:
    return day.weekday() < 5 and day.isoformat() not in HOLIDAYS


def moment(day: dt.date, clock: str) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.fromisoformat(clock), tzinfo=TZ)


def steps(closing: dt.datetime) -> list[tuple[str, dt.datetime, str, bool]]:
    """ "Before, 14, 7, 3, 1 days at 09.00, and 09.00 and 17.00 of the closing day; a holiday or weekend moves it to the
    working day before; after: day 1 the person, day 3 the coordinator, day 7 the director." (name, when, who, after)"""
    last = closing.astimezone(TZ).date()
    found = []
    for days in (14, 7, 3, 1):
        day = last - dt.timedelta(days=days)
        while not works(day):
            day -= dt.timedelta(days=1)
        found.append((f"before-{days}", moment(day, "09:00"), "person", False))
    found.append(("day-morning", moment(last, "09:00"), "person", False))
    found.append(("day-evening", moment(last, "17:00"), "person", False))
    for days, who in ((1, "person"), (3, "coordinator"), (7, "director")):
        found.append((f"after-{days}", moment(last + dt.timedelta(days=days), "09:00"), who, True))
    return found


def by_day(at: dt.datetime) -> bool:
    """ "Never between 20.00 and 07.00.\""""
    return dt.time(7) <= at.astimezone(TZ).time() < dt.time(20)


def part_of_day(at: dt.datetime) -> tuple[dt.date, bool]:
    """ "A person's reminders of one day are one message": one of the morning, and one of the closing day's evening."""
    here = at.astimezone(TZ)
    return here.date(), here.time() >= dt.time(17)


@dataclass
class Milestone:
    closes: dt.datetime
    exact: bool
    mode: str

    def closing(self) -> dt.datetime:
        """ "A month window that ends on a non-working day ends on the next working day.\""""
        day = self.closes.astimezone(TZ).date()
        if not self.exact:
            while not works(day):
                day += dt.timedelta(days=1)
        return self.closes if self.exact else moment(day, "23:59:59")


@dataclass
class College:
    number: int
    region: str
    coordinator: int | None
    directors: list[int]
    registry: list[int]
    deputies: list[int]
    named_at: dt.datetime | None = None
    receipt: bool = False
    in_line: bool = False
    participation: int = 0


@dataclass
class Plan:
    number: int
    teacher: int
    college: College
    state: str
    since: dt.datetime


@dataclass
class Extension:
    kind: str
    until: dt.datetime
    person: int | None = None
    college: int | None = None
    region: str = ""


@dataclass(frozen=True)
class Telling:
    """One reminder: the thing, its closing, the step, the reader; and whether the milestone was enforced then."""

    kind: str
    matter: str
    closing: dt.datetime
    step: str
    reader: int
    binds: bool = field(default=False, compare=False)

    def topic(self) -> str:
        """What a reader may switch off: what others are late with, and her own dates unless they are enforced."""
        if self.step in ("after-3", "after-7"):
            return "LATE"
        return "DEADLINE" if self.binds else "DATES"


@dataclass
class Model:
    published: dt.datetime
    milestones: dict[str, Milestone]
    colleges: list[College]
    officers: list[int]
    plans: list[Plan] = field(default_factory=list)
    extensions: list[Extension] = field(default_factory=list)
    # Written and waiting to be told; told; in which part of which day a person was last written to.
    written: dict[Telling, dt.datetime] = field(default_factory=dict)
    told: dict[Telling, dt.datetime] = field(default_factory=dict)
    last: dict[int, dt.datetime] = field(default_factory=dict)
    messages: list[tuple[int, dt.datetime, frozenset[Telling]]] = field(default_factory=list)
    # Who does not want which topic by e-mail.
    silent: set[tuple[int, str]] = field(default_factory=set)

    def until(self, kind: str, college: College | None = None, person: int | None = None, widest: bool = False):
        """ "A window closes at the latest of the milestone's closing and every extension that applies.\""""
        closing = self.milestones[kind].closing()
        for row in self.extensions:
            if row.kind != kind:
                continue
            applies = (
                (row.person is None and row.college is None and not row.region)
                or (row.person is None and college is not None and row.college == college.number)
                or (row.region != "" and college is not None and row.region == college.region)
                or (row.person is not None and row.person == person)
                or (widest and row.person is not None and college is not None and row.college == college.number)
            )
            if applies:
                closing = max(closing, row.until)
        return closing

    @staticmethod
    def longer(closing: dt.datetime) -> dt.datetime:
        """ "`endorse_days` of the round, working days.\""""
        day, left = closing.astimezone(TZ).date(), ENDORSE_DAYS
        while left:
            day += dt.timedelta(days=1)
            left -= works(day)
        return moment(day, "23:59:59")

    def owed(self):
        """Who owes what now: (kind, matter, closing, since, by whom a step goes to)."""
        for row in self.colleges:
            named = [row.coordinator] if row.coordinator else []
            later = {"coordinator": named, "director": row.directors}
            if not row.receipt:
                who = {"person": [*row.registry, *row.directors], **later}
                yield "GUIDELINE", f"receipt-{row.participation}", self.until("GUIDELINE", row), self.published, who
            due = self.until("COORDINATOR", row)
            if not row.coordinator:
                who = {"person": row.directors, "coordinator": [], "director": row.directors}
                yield "COORDINATOR", f"name-{row.participation}", due, self.published, who
            elif not row.in_line:
                yield "COORDINATOR", f"line-{row.participation}", due, row.named_at, {"person": named, **later}
            unlisted = [plan.since for plan in self.plans if plan.college is row and plan.state == "ENDORSED"]
            if unlisted:
                closing = self.longer(self.until("PLANS_DUE", row, widest=True))
                who = {"person": self.checkers(row), **later}
                yield "PLANS_DUE", f"list-{row.number}", closing, min(unlisted), who
        for plan in self.plans:
            row = plan.college
            named = [row.coordinator] if row.coordinator else []
            later = {"coordinator": named, "director": row.directors}
            closing = self.until("PLANS_DUE", row, plan.teacher)
            matter = f"application-{plan.number}"
            if plan.state in ("DRAFT", "SENT_BACK"):
                yield "PLANS_DUE", matter, closing, plan.since, {"person": [plan.teacher], **later}
            elif plan.state == "SUBMITTED":
                # "Nobody approves their own": nor is she told to.
                later = {to: [user for user in people if user != plan.teacher] for to, people in later.items()}
                who = {"person": self.checkers(row, plan.teacher), **later}
                yield "PLANS_DUE", matter, self.longer(closing), plan.since, who
        endorsed = [plan.since for plan in self.plans if plan.state == "ENDORSED"]
        if endorsed:
            who = {"person": self.officers, "coordinator": [], "director": []}
            yield "ANNOUNCEMENT", "announcement", self.until("ANNOUNCEMENT"), min(endorsed), who

    def checkers(self, college: College, teacher: int | None = None) -> list[int]:
        """The coordinator checks. "Own = the thing is about me. Then the deputy, else the director endorses"; a
        director's own, else by the bureau."""
        named = [college.coordinator] if college.coordinator else []
        for people in (named, college.deputies, college.directors):
            if others := [user for user in people if user != teacher]:
                return others
        return self.officers if teacher in college.directors else []

    def due(self, at: dt.datetime) -> set[Telling]:
        """What would be told now if nothing had been told: of each thing its latest step, on this side of the closing.
        Silence three weeks after it."""
        found = set()
        for kind, matter, closing, (name, _when, to, _after), who in self._fallen(at):
            binds = self.milestones[kind].mode == "ENFORCED"
            found |= {Telling(kind, matter, closing, name, reader, binds) for reader in who[to]}
        return found

    def _fallen(self, at: dt.datetime):
        """All that is owed and has come to a step: kind, matter, closing, that step, whom each step goes to."""
        for kind, matter, closing, since, who in self.owed():
            if self.milestones[kind].mode == "INFORMATIVE" or at > closing + dt.timedelta(days=21):
                continue
            past = at >= closing + dt.timedelta(seconds=1)
            fallen = [row for row in steps(closing) if since <= row[1] <= at and row[3] == past]
            if fallen:
                # Two early steps may fall on one morning: the nearer one is told.
                latest = max(when for _name, when, _to, _after in fallen)
                yield kind, matter, closing, [row for row in fallen if row[1] == latest][-1], who

    def sweep(self, at: dt.datetime, due: set[Telling]) -> None:
        """A sweep that began at `at`, when this was due, and came to its end now."""
        if not by_day(at):
            return
        by_reader: dict[int, set[Telling]] = {}
        for row in due:
            by_reader.setdefault(row.reader, set()).add(row)
        for reader, rows in by_reader.items():
            last = self.last.get(reader)
            if last is not None and part_of_day(last) >= part_of_day(at):
                continue
            known = self.written.keys() | self.told.keys()
            fresh = {row for row in rows - known if self._count(reader, row.kind) < 8}
            if fresh:
                self.written |= dict.fromkeys(fresh, at)
                self.last[reader] = at

    def _count(self, reader: int, kind: str) -> int:
        """ "At most 8 a person and milestone": a message that names it once or ten times is one."""
        known = [*self.written.items(), *self.told.items()]
        return len({when for row, when in known if row.reader == reader and row.kind == kind})

    def wanted(self, rows: Collection[Telling]) -> set[Telling]:
        """ "Preferences per seat and kind": what its reader would have by e-mail now. A binding date of one's own is
        never switched off."""
        return {row for row in rows if row.topic() == "DEADLINE" or (row.reader, row.topic()) not in self.silent}

    def leaves(self, rows: Collection[Telling], at: dt.datetime) -> set[Telling]:
        """ "Each only to who still owes something": what of a message leaves by e-mail at this instant. All of it that
        is still owed by its reader to its closing; what was said before that is not said after it. Nothing, when later
        steps have overtaken it all."""
        wanted = self.wanted(rows)
        owed = {
            (kind, matter, closing, reader, after)
            for kind, matter, closing, (_name, _when, _to, after), who in self._fallen(at)
            for readers in who.values()
            for reader in readers
        }
        if not wanted & self.due(at):
            return set()
        return {
            row for row in wanted
            if (row.kind, row.matter, row.closing, row.reader, row.step.startswith("after-")) in owed
        }  # fmt: skip

    def drop(self, at: dt.datetime) -> None:
        """ "A reminder of a passed or done thing is never sent", nor are yesterday's words said today. What somebody
        wrote by a later clock is not judged by this one."""
        holding, today = self.due(at), at.astimezone(TZ).date()
        self.written = {
            row: when
            for row, when in self.written.items()
            if when > at or (row in holding and when.astimezone(TZ).date() >= today)
        }

    def join(self, reader: int, at: dt.datetime) -> None:
        """What was written to a person becomes one message."""
        rows = {row: when for row, when in self.written.items() if row.reader == reader and when <= at}
        if rows:
            self.told |= rows
            self.written = {row: when for row, when in self.written.items() if row not in rows}
            self.messages.append((reader, at, frozenset(rows)))
