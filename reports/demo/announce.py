"""The published announcement of a round that is decided: judgements, list, PDF, placements."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from applications import notices
from applications.actions.announcement import announcement_context
from applications.enums import AnnouncementState, Outcome
from applications.forms.desk import initial_announcement
from applications.models import Announcement, Application, Decision, Line, Screening
from people.enums import SigningCapacity
from people.models import Seat
from placements.enums import PlacementState
from placements.models import Placement
from records import pdf
from records.enums import DocumentKind, PaperKind
from records.models import Paper
from reports.demo.files import Blob
from reports.demo.gate import Gate
from reports.demo.story import Course

Decided = list[tuple[Application, Course]]


def announce(gate: Gate, decided: Decided, by: Seat) -> Announcement:
    """Judges and announces these applications, all on one day. Their rows still lie in the book, and are changed."""
    rows = sorted(decided, key=lambda pair: (pair[0].name_key, pair[0].pk))
    out = next(course.announced for _application, course in rows if course.announced)
    _judge(gate, rows, by, out - dt.timedelta(days=2))
    announcement = _announcement(gate, by, out)
    _lines(gate, announcement, rows, by)
    _place(gate, rows, by, out)
    gate.told.append(lambda: notices.announced(announcement, [row for row, course in rows if not course.waived], out))
    return announcement


def print_list(gate: Gate, announcement: Announcement, by: Seat, sample: Blob | None = None) -> None:
    """Makes the PDF of the written list, unless a sample stands for it, and publishes: the edition is out."""
    assert announcement.paper is not None
    assert announcement.prepared_at is not None
    blob = sample or _printed(announcement)
    name = f"ประกาศรายชื่อ {announcement.round.year} ฉบับที่ {announcement.edition}.pdf"
    paper, made = announcement.paper, announcement.prepared_at
    announcement.document = gate.shelf.keep(blob, paper, DocumentKind.PRINTED, name, by, made)
    announcement.state = AnnouncementState.PUBLISHED
    gate.book.write()
    Paper.objects.filter(pk=paper.pk).update(pages=blob.pages)
    announcement.save(update_fields=["document", "state"])


def _printed(announcement: Announcement) -> Blob:
    rendered = pdf.render("pdf/announcement.html", announcement_context(announcement))
    return Blob.of(rendered.data, rendered.pages)


def _judge(gate: Gate, rows: Decided, by: Seat, when: dt.datetime) -> None:
    ranks: Counter[str] = Counter()
    for application, course in rows:
        passed = course.outcome != Outcome.NOT_ELIGIBLE
        note = "" if passed else "ชั่วโมงฝึกไม่ครบตามเกณฑ์ของรอบ"
        gate.book.add(Screening(application=application, passed=passed, note=note, screened_at=when, screened_by=by))
        ranks[course.outcome] += 1
        rank = ranks[course.outcome] if course.outcome == Outcome.RESERVE else None
        gate.book.add(
            Decision(
                application=application,
                outcome=course.outcome,
                rank=rank,
                reason=note,
                decided_at=when + dt.timedelta(hours=3),
                decided_by=by,
            )
        )


def _announcement(gate: Gate, by: Seat, out: dt.datetime) -> Announcement:
    year = gate.round.year
    made = out - dt.timedelta(hours=3)
    first = initial_announcement(gate.round.name_th, year, 1)
    paper = gate.book.add(
        Paper(code=gate.book.code(), kind=PaperKind.ANNOUNCEMENT, year=year, number=first["number"], issued_at=made)
    )
    return gate.book.add(
        Announcement(
            round=gate.round,
            edition=1,
            **first,
            dated=out.date(),
            signatory_name="นายเทวินทร์ โพธิ์ทองคำ",
            capacity=SigningCapacity.OWN,
            objection_to="สำนักพัฒนาสมรรถนะครูและบุคลากรอาชีวศึกษา",
            objection_until=out.date() + dt.timedelta(days=gate.round.objection_days),
            # Published by `print_list`, once there is a document to publish.
            state=AnnouncementState.SIGNED,
            created_at=made - dt.timedelta(hours=2),
            created_by=by,
            prepared_at=made,
            prepared_by=by,
            signed_at=out - dt.timedelta(minutes=20),
            signed_by=by,
            published_at=out,
            published_by=by,
            paper=paper,
        )
    )


def _lines(gate: Gate, announcement: Announcement, rows: Decided, by: Seat) -> None:
    numbers: Counter[str] = Counter()
    for application, course in rows:
        numbers[course.outcome] += 1
        gate.book.add(
            Line(
                announcement=announcement,
                application=application,
                outcome=course.outcome,
                no=numbers[course.outcome],
                name=application.user.full_name,
                college_name=application.college_name,
                branch=application.branch,
                province=application.college.province,
            )
        )
        assert course.announced is not None
        application.announced_at, application.announced_by = course.announced, by
        gate.note(application, "announce", by, course.announced, before="ENDORSED")
        if course.waived:
            application.waived_at, application.waived_by = course.waived, application.started_by
            gate.note(application, "waive", application.started_by, course.waived, before="ELIGIBLE")


def _place(gate: Gate, rows: Decided, by: Seat, out: dt.datetime) -> None:
    over = gate.round.state == "CLOSED"
    for application, course in rows:
        if course.outcome != Outcome.ELIGIBLE or application.plan is None or application.plan.content is None:
            continue
        content = application.plan.content
        state = PlacementState.COMPLETED if over else PlacementState.PLANNED
        gate.book.add(
            Placement(
                round=gate.round,
                teacher=application.teacher,
                college=application.college,
                establishment_id=gate.places[application.pk],
                state=PlacementState.CANCELLED if course.waived else state,
                warrant=application.plan.signed,
                awarded={key: content[key] for key in ("schedule", "competencies", "test")}
                | {"hours": content["totals"]["hours"]},
                opened_at=out,
                opened_by=by,
                outcome={"hours": content["totals"]["hours"]} if over and not course.waived else {},
            )
        )
