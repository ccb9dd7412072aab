"""The applications of the demo, written as the actions of the gate would have left them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from applications import notices
from applications.actions.plan import plan_context, search_text
from applications.criteria import Facts, judge, stay_of
from applications.enums import PlanState, Section
from applications.models import Application, Plan
from people.models import Seat, Teacher
from records import pdf, register
from records.enums import DocumentKind, PaperKind
from records.models import Entry, Notice, Paper, Receipt, Ring
from reports.demo.book import Book
from reports.demo.circulating import circulate
from reports.demo.colleges import Home
from reports.demo.files import Blob, Shelf, signed
from reports.demo.plans import Writing, half
from reports.demo.story import Course
from reports.demo.trades import Trade
from rounds.enums import MilestoneKind
from rounds.models import Round

Tell = Callable[[], list[Notice]]


class Gate:
    """Writes the applications of one round into a book. `sample` stands for every scan that is not drawn."""

    def __init__(self, book: Book, shelf: Shelf, round_: Round, sample: Blob, *, rings: bool = True) -> None:
        self.book, self.shelf, self.round, self.sample = book, shelf, round_, sample
        # Ring for the PDFs of printed plans; without, the sample stands for them too.
        self.rings = rings
        self.criteria = list(round_.criteria.all())
        milestones = {row.kind: row for row in round_.milestones.all()}
        self.training = milestones[MilestoneKind.TRAINING]
        self.closes = milestones[MilestoneKind.PLANS_DUE].closes_at
        self.entries: list[Entry] = []
        # What people were told, to be asked once the rows are written.
        self.told: list[Tell] = []
        self.places: dict[int, int] = {}

    def apply(
        self, home: Home, teacher: Teacher, seat: Seat, trade: Trade, course: Course, *, real: bool = False
    ) -> Application:
        """One application. With `real` its plan is printed and signed for everybody to look at."""
        draw = self.book.draw
        fitting = [place for place in home.places if place.trade is trade] or home.places
        writing = Writing(teacher, trade, draw.choice(fitting), self.round.year, draw)
        application = self.book.add(self._row(home, teacher, seat, course))
        self.note(application, "start", seat, course.started)
        if course.frozen is None:
            answers, progress = half(writing.answers(), course.sections)
            place = writing.place.establishment if Section.ESTABLISHMENT in answers else None
            application.plan = self.book.add(
                Plan(application=application, answers=answers, progress=progress, establishment=place)
            )
            return application
        plan = self._freeze(application, writing, home, seat, course.frozen, 1)
        printed = self._scan(application, plan, seat, course.frozen, course.scanned, real=real)
        if course.circulated:
            circulate(self, plan, home, seat, course.circulated, printed)
        self._live(application, plan, writing, home, seat, course, real=real)
        self.places[application.pk] = writing.place.establishment.pk
        return application

    def _row(self, home: Home, teacher: Teacher, seat: Seat, course: Course) -> Application:
        user, college = teacher.user, home.college
        return Application(
            round=self.round,
            user=user,
            teacher=teacher,
            college=college,
            region=college.region,
            state=course.state,
            started_at=course.started,
            started_by=seat,
            name=user.full_name,
            name_key=user.name_key,
            college_name=college.name,
            college_key=college.name_key,
            branch=teacher.branch,
            comment=course.comment,
            lapsed_at=course.lapsed,
        )

    def note(self, thing: Application, verb: str, by: Seat, at: dt.datetime, **facts: Any) -> None:
        name = f"applications:application:{verb}"
        year, college_id = self.round.year, thing.college_id
        self.entries.append(register.entry(name, thing, by=by, at=at, year=year, college_id=college_id, **facts))

    def note_plan(self, plan: Plan, verb: str, by: Seat, at: dt.datetime, **facts: Any) -> None:
        college_id = plan.application.college_id
        self.entries.append(
            register.entry(
                f"applications:plan:{verb}", plan, by=by, at=at, year=self.round.year, college_id=college_id,
                version=plan.version, **facts,
            )
        )  # fmt: skip

    def _freeze(
        self, application: Application, writing: Writing, home: Home, seat: Seat, at: dt.datetime, version: int
    ) -> Plan:
        paper = self.book.add(
            Paper(
                code=self.book.code(),
                kind=PaperKind.PLAN,
                year=self.round.year,
                college=home.college,
                number=f"{self.round.year}-{application.pk:06d}",
                version=version,
                issued_at=at,
            )
        )
        content = writing.content(self.round, home.director, home.told)
        plan = self.book.add(
            Plan(
                application=application,
                version=version,
                state=PlanState.FROZEN,
                answers=writing.answers(),
                progress=dict.fromkeys((str(name) for name in Section.values), "done"),
                establishment=writing.place.establishment,
                content=content,
                frozen_at=at,
                frozen_by=seat,
                paper=paper,
            )
        )
        application.plan = plan
        application.hours = Decimal(content["totals"]["hours"])
        application.search = search_text(application.name, application.college_name, application.branch, paper)
        application.criteria = self._judge(content, writing, home)
        application.criteria_met = sum(application.criteria.values())
        self.note_plan(plan, "freeze", seat, at, code=paper.code)
        return plan

    def _judge(self, content: dict[str, Any], writing: Writing, home: Home) -> dict[str, bool]:
        """As `applications.criteria.judge`; the agreement is at hand here and need not be looked up."""
        others = [row for row in self.criteria if row.code != "agreement"]
        met = judge(others, content, Facts(None, home.college.pk, self.training))
        stay, agreement = stay_of(content), writing.place.agreement
        found = {**met, "agreement": stay is not None and all(map(agreement.is_current, stay))}
        return {row.code: found[row.code] for row in self.criteria if row.code in found}

    def _scan(
        self,
        application: Application,
        plan: Plan,
        seat: Seat,
        frozen: dt.datetime,
        scanned: dt.datetime | None,
        *,
        real: bool,
    ) -> Blob:
        """The printed version, which it gives back, and, where it was sent in, the signed copy."""
        assert plan.paper is not None
        printed = self._print(plan) if real else self.sample
        if real or not self.rings:
            name = f"แผนพัฒนา {application.name} ฉบับที่ {plan.version}.pdf"
            plan.printed = self.shelf.keep(printed, plan.paper, DocumentKind.PRINTED, name, seat, frozen)
            plan.paper.pages = printed.pages
        else:
            ring = Ring(task="applications.print_plan", about=str(plan.pk), rung_at=frozen, next_at=frozen)
            self.book.add(ring)
        if scanned is None:
            return printed
        copy = signed(printed, self.book.draw) if real else self.sample
        name = f"แผนลงนามแล้ว {application.name}.pdf"
        plan.signed = self.shelf.keep(copy, plan.paper, DocumentKind.SCANNED, name, seat, scanned)
        facts = {"document": str(plan.signed.pk), "sha256": copy.sha256, "pages": copy.pages}
        self.note_plan(plan, "attach", seat, scanned, **facts)
        return printed

    def _print(self, plan: Plan) -> Blob:
        rendered = pdf.render("pdf/plan.html", plan_context(plan))
        return Blob.of(rendered.data, rendered.pages, rendered.boxes)

    def _live(
        self,
        application: Application,
        plan: Plan,
        writing: Writing,
        home: Home,
        seat: Seat,
        course: Course,
        *,
        real: bool,
    ) -> None:
        """What happened after the plan was printed, in the order of the course."""
        if course.submitted:
            self._submit(application, plan, seat, course.submitted)
        if course.returned:
            returned = course.returned
            application.sent_back_at, application.sent_back_by = returned, home.checker
            self._move(application, "send_back", home.checker, returned, "SUBMITTED", comment=course.comment)
            self.told.append(lambda: notices.sent_back(application, self.closes, returned))
        if course.again:
            plan = self._revise(application, plan, writing, home, seat, course, real=real)
        if course.endorsed:
            application.endorsed_at, application.endorsed_by = course.endorsed, home.checker
            application.attested = True
            plan.state = PlanState.CERTIFIED
            endorsed = course.endorsed
            self._move(application, "endorse", home.checker, endorsed, "SUBMITTED")
            self.told.append(lambda: notices.endorsed(application, endorsed))
        if course.withdrawn:
            application.withdrawn_at, application.withdrawn_by = course.withdrawn, seat
            self._move(application, "withdraw", seat, course.withdrawn, "SUBMITTED")

    def _move(self, application: Application, verb: str, by: Seat, at: dt.datetime, before: str, **facts: Any) -> None:
        self.note(application, verb, by, at, before=before, **facts)

    def _revise(
        self,
        application: Application,
        old: Plan,
        writing: Writing,
        home: Home,
        seat: Seat,
        course: Course,
        *,
        real: bool,
    ) -> Plan:
        """The second version, made and signed in the hours before it was sent again."""
        assert course.again is not None
        assert course.returned is not None
        gap = (course.again - course.returned) / 3
        writing.revise()
        new = self._freeze(application, writing, home, seat, course.returned + gap, 2)
        assert old.paper is not None
        old.state, old.paper.superseded_by = PlanState.SUPERSEDED, new.paper
        self.note_plan(new, "revise", seat, course.returned + gap / 2)
        self._scan(application, new, seat, course.returned + gap, course.returned + 2 * gap, real=real)
        self._submit(application, new, seat, course.again)
        return new

    def _submit(self, application: Application, plan: Plan, seat: Seat, at: dt.datetime) -> None:
        before = "SENT_BACK" if application.turn else "DRAFT"
        application.turn += 1
        application.submitted_at, application.submitted_by = at, seat
        receipt = self.book.add(
            Receipt(
                key=application.receipt_key(),
                code=self.book.code(),
                series="PLAN",
                year=self.round.year,
                college=application.college,
                subject_label=register.label_of(application),
                subject_pk=str(application.pk),
                title=f"แผนพัฒนาประสบการณ์ร่วมกับสถานประกอบการ ฉบับที่ {plan.version}: {application.name}",
                paper=plan.paper,
                document=plan.signed,
                accepted_at=at,
                accepted_by=seat,
                begun_at=at,
            )
        )
        facts = {"turn": application.turn, "version": plan.version, "begun_at": at.isoformat()}
        self._move(application, "submit", seat, at, before, **facts)
        self.told.append(lambda: notices.submitted(application, receipt, at))

    def close(self) -> None:
        """Puts the register's entries into the book, in the order of their instants."""
        self.entries.sort(key=lambda row: row.at)
        for entry in self.entries:
            self.book.add(entry)
        self.entries = []
