"""The same year twice: as rows of the portal, and as the plain records of the model. What happens, happens to both."""

from __future__ import annotations

import datetime as dt
from random import Random

from applications.models import Application
from people.enums import SeatKind
from people.models import Seat
from records import preferences
from records.enums import Channel, Topic
from rounds import actions
from rounds.models import Participation
from tests.cast import PUBLISHED, Cast, Person, name_coordinator, person, seat
from tests.factories.checkers import teaches
from tests.years.model import TZ, College, Extension, Milestone, Model, Plan, moment

KINDS = ("GUIDELINE", "COORDINATOR", "PLANS_DUE", "ANNOUNCEMENT")
TEACHERS = 5


def people(cast: Cast) -> list[tuple[Seat, object]]:
    """Teachers for all years, made once: seat and profile."""
    found = [cast.teacher, cast.colleague, cast.neighbour_teacher]
    while len(found) < TEACHERS:
        place = cast.college if len(found) % 2 else cast.neighbour_college
        found.append(person(f"นาย ครู คนที่{len(found)}", SeatKind.TEACHER, place))
    # Who checks the plans of others may have one of her own.
    found += [teaches(cast.neighbour, cast.neighbour_college), teaches(cast.coordinator, cast.college)]
    found.append(teaches(cast.neighbour_director, cast.neighbour_college))
    return [(who.seat, who.profile) for who in found]


class Ground:
    def __init__(self, cast: Cast, teachers: list[tuple[Seat, object]], draw: Random) -> None:
        self.cast, self.draw, self.round = cast, draw, cast.round
        self.teachers = list(teachers)
        self.begin = dt.date(2025, 2, 3) + dt.timedelta(days=draw.randrange(0, 270))
        self.model = Model(PUBLISHED, {}, self._colleges(), self._officers())
        for kind in KINDS:
            self._set(kind, self.begin + dt.timedelta(days=draw.randrange(8, 32)), draw.random() < 0.5, "SHOWN")
        for _time in range(6):
            self.choose(PUBLISHED)

    def _officers(self) -> list[int]:
        rows = Seat.objects.filter(kind=SeatKind.BUREAU, ended_at=None)
        return [seat.user_id for seat in rows]

    def _colleges(self) -> list[College]:
        cast, found = self.cast, []
        next_door = cast.neighbour
        if self.draw.random() < 0.6:  # a small college: its director coordinates too
            director = cast.neighbour_director.user
            next_door = Person(director, seat(director, SeatKind.COORDINATOR, cast.neighbour_college))
            name_coordinator(self.round, cast.neighbour_college, next_door.seat, cast.neighbour_director.seat)
        self.named = {cast.college.pk: cast.coordinator, cast.neighbour_college.pk: next_door}
        staff = (
            (cast.college, cast.coordinator, [cast.director], [cast.registry], cast.deputy),
            (cast.neighbour_college, next_door, [cast.neighbour_director], [], self._another_deputy()),
        )
        for place, coordinator, directors, registry, deputy in staff:
            row = Participation.objects.get(round=self.round, college=place)
            facts = [[who.user.pk for who in some] for some in (directors, registry, [deputy])]
            made = College(place.pk, place.region, coordinator.user.pk, *facts, PUBLISHED, participation=row.pk)
            if self.draw.random() < 0.5:  # nobody stands in for her
                self._depute(made)
            if self.draw.random() < 0.4:  # nobody is named yet
                Participation.objects.filter(pk=row.pk).update(
                    coordinator=None, coordinator_named_at=None, coordinator_named_by=None
                )
                made.coordinator = made.named_at = None
            found.append(made)
        return found

    def _set(self, kind: str, day: dt.date, exact: bool, mode: str) -> None:
        closes = moment(day, "23:59:59")
        self.model.milestones[kind] = Milestone(closes, exact, mode)
        self.round.milestones.filter(kind=kind).update(
            closes_at=closes, opens_at=moment(dt.date(2025, 1, 2), "00:00"), is_exact=exact, mode=mode
        )

    # What may happen, each at an instant ---------------------------------------------------------

    def happen(self, at: dt.datetime) -> str:
        """Something happens; says what."""
        deeds = (
            *[self.start] * 3, *[self.submit] * 3, *[self.endorse] * 2, self.send_back, self.withdraw, self.announce,
            self.receive, self.join_line, self.name, self.depute, self.choose, *[self.move] * 3, *[self.extend] * 3,
        )  # fmt: skip
        deed = self.draw.choice(deeds)
        return deed.__name__ if deed(at) else ""

    def start(self, at: dt.datetime) -> bool:
        if not self.teachers:
            return False
        seat, profile = self.teachers.pop()
        row = Application.objects.create(
            round=self.round, user_id=seat.user_id, teacher=profile, college=seat.college, region=seat.college.region,
            started_at=at, started_by=seat, name="ครู", name_key="ครู", college_name=seat.college.name, college_key="k",
        )  # fmt: skip
        college = next(place for place in self.model.colleges if place.number == seat.college_id)
        self.model.plans.append(Plan(row.pk, seat.user_id, college, "DRAFT", at))
        return True

    def _plan(self, *states: str) -> Plan | None:
        found = [plan for plan in self.model.plans if plan.state in states]
        return self.draw.choice(found) if found else None

    def _turn(self, at: dt.datetime, state: str, stamp: str, *sources: str) -> bool:
        plan = self._plan(*sources)
        if plan is None:
            return False
        by = Seat.objects.filter(user_id=plan.teacher).first()
        Application.objects.filter(pk=plan.number).update(state=state, **{f"{stamp}_at": at, f"{stamp}_by": by})
        plan.state, plan.since = state, at
        return True

    def submit(self, at: dt.datetime) -> bool:
        return self._turn(at, "SUBMITTED", "submitted", "DRAFT", "SENT_BACK")

    def endorse(self, at: dt.datetime) -> bool:
        return self._turn(at, "ENDORSED", "endorsed", "SUBMITTED")

    def send_back(self, at: dt.datetime) -> bool:
        return self._turn(at, "SENT_BACK", "sent_back", "SUBMITTED", "ENDORSED")

    def withdraw(self, at: dt.datetime) -> bool:
        return self._turn(at, "WITHDRAWN", "withdrawn", "DRAFT", "SUBMITTED", "SENT_BACK", "ENDORSED")

    def announce(self, at: dt.datetime) -> bool:
        return self._turn(at, "ELIGIBLE", "announced", "ENDORSED")

    def receive(self, at: dt.datetime) -> bool:
        college = self.draw.choice(self.model.colleges)
        director = Seat.objects.get(user_id=college.directors[0], kind=SeatKind.DIRECTOR)
        rows = Participation.objects.filter(pk=college.participation, receipt_registered_at=None)
        rows.update(receipt_registered_at=at, receipt_registered_by=director)
        college.receipt = True
        return True

    def name(self, at: dt.datetime) -> bool:
        college = self.draw.choice(self.model.colleges)
        if college.coordinator:
            return False
        who, by = self.named[college.number], Seat.objects.get(user_id=college.directors[0], kind=SeatKind.DIRECTOR)
        Participation.objects.filter(pk=college.participation).update(
            coordinator=who.seat, coordinator_named_at=at, coordinator_named_by=by
        )
        college.coordinator, college.named_at = who.user.pk, at
        return True

    def depute(self, at: dt.datetime) -> bool:
        self._depute(self.draw.choice(self.model.colleges))
        return True

    def _another_deputy(self) -> Person:
        return person("นาย ผู้แทน ข้างเคียง", SeatKind.DEPUTY, self.cast.neighbour_college)

    @staticmethod
    def _depute(college: College) -> None:
        """The deputy goes, or comes back. Since when does not matter: a worker's clock may be wrong."""
        row = Seat.objects.get(college_id=college.number, kind=SeatKind.DEPUTY)
        row.ended_at, row.ended_by = (PUBLISHED, row) if college.deputies else (None, None)
        row.save(update_fields=["ended_at", "ended_by"])
        college.deputies = [] if college.deputies else [row.user_id]

    def join_line(self, at: dt.datetime) -> bool:
        college = self.draw.choice(self.model.colleges)
        if not college.coordinator:
            return False
        Participation.objects.filter(pk=college.participation, line_joined_at=None).update(
            line_joined_at=at, line_joined_by=Seat.objects.filter(user_id=college.coordinator).first()
        )
        college.in_line = True
        return True

    def choose(self, at: dt.datetime) -> bool:
        """Somebody switches a kind of message off, or on again."""
        college = self.draw.choice(self.model.colleges)
        readers = [*self.model.officers, *college.directors, *college.registry, *college.deputies, college.coordinator]
        readers += [plan.teacher for plan in self.model.plans]
        reader, topic = self.draw.choice([user for user in readers if user]), self.draw.choice(("DATES", "LATE"))
        off = (reader, topic) not in self.model.silent
        for row in Seat.objects.filter(user_id=reader):
            preferences.choose_messages(row, {(Topic(topic), Channel.EMAIL): not off}, at=at)
        self.model.silent ^= {(reader, topic)}
        return True

    def move(self, at: dt.datetime) -> bool:
        """A milestone moves, or binds otherwise."""
        kind = self.draw.choice(KINDS)
        milestone = self.round.milestones.get(kind=kind)
        closes = moment(self.begin + dt.timedelta(days=self.draw.randrange(5, 45)), "23:59:59")
        modes = ("SHOWN", "SHOWN", "INFORMATIVE") if kind == "COORDINATOR" else ("SHOWN", "ENFORCED", "INFORMATIVE")
        mode = self.draw.choice(modes)
        actions.move_milestone(
            milestone, opens_at=milestone.opens_at, closes_at=closes, mode=mode, by=self.cast.bureau.seat, at=at
        )
        self.model.milestones[kind].closes, self.model.milestones[kind].mode = closes, mode
        return True

    def extend(self, at: dt.datetime) -> bool:
        kind = self.draw.choice(KINDS)
        # Nobody is given a day that is over.
        last = max(self.model.milestones[kind].closing(), moment(at.astimezone(TZ).date(), "23:59:59"))
        until = last + dt.timedelta(days=self.draw.randrange(1, 12))
        facts, plain = {}, {}
        college = self.draw.choice((self.cast.college, self.cast.neighbour_college))
        level = self.draw.choice(("person", "college", "region", "round"))
        plan = self._plan("DRAFT", "SUBMITTED", "SENT_BACK")
        if level == "person" and plan:
            seat = Seat.objects.select_related("user", "college").filter(user_id=plan.teacher).first()
            facts = {"person": seat.user, "college": seat.college}
            plain = {"person": plan.teacher, "college": plan.college.number}
        elif level in ("person", "college"):
            facts, plain = {"college": college}, {"college": college.pk}
        elif level == "region":
            facts, plain = {"region": college.region}, {"region": college.region}
        actions.extend(self.round, kind, until=until, reason="น้ำท่วม", by=self.cast.bureau.seat, at=at, **facts)
        self.model.extensions.append(Extension(kind, until, **plain))
        return True
