"""An application in any state, made by the same actions as in life. Each step builds on the one before.

application = endorsed(cast)                       the teacher's
application = submitted(cast, cast.colleague)      somebody else's
edition = published(cast, [endorsed(cast, ...)])   decided, prepared, printed, signed and out
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from applications import actions
from applications.actions import base_of
from applications.enums import ApplicationState
from applications.models import Announcement, Application, Plan
from people.enums import SeatKind
from people.models import College
from records import documents
from records.copies import Copy
from records.enums import DocumentKind
from records.models import Receipt
from tests.cast import Cast, Person, at, person
from tests.factories.plans import SECTIONS, content, tiny_pdf

STARTED = at("2025-02-10 09:00")
FROZEN = at("2025-02-14 10:00")
ATTACHED = at("2025-02-19 15:00")
SUBMITTED = at("2025-02-20 09:00")
ENDORSED = at("2025-02-21 11:00")
DECIDED = at("2025-03-05 13:00")
PREPARED = at("2025-03-07 09:00")
ANNOUNCED = at("2025-03-10 10:00")

# Thai first names in dictionary order, for lists of any length.
NAMES = ("กนก", "ขจร", "คำนึง", "จันทร์", "เฉลิม", "ชูใจ", "ณรงค์", "ดวงดาว", "เติม", "ทองดี", "ธารา", "นที")


def another_teacher(cast: Cast, number: int = 1, college: College | None = None) -> Person:
    """One more teacher; number 1, 2, 3 … come in Thai dictionary order up to 12, then again with a figure."""
    first = NAMES[(number - 1) % len(NAMES)] + ("" if number <= len(NAMES) else str(number // len(NAMES)))
    return person(f"นาย {first} ลำดับ{number}", SeatKind.TEACHER, college or cast.college)


def again(application: Application) -> Application:
    """The application as the database has it now, with what rules and pages look at."""
    return Application.objects.select_related("round", "plan__signed", "plan__paper", "college", "user", "teacher").get(
        pk=application.pk
    )


def started(cast: Cast, who: Person | None = None, *, when: dt.datetime = STARTED) -> Application:
    who = who or cast.teacher
    assert who.seat
    return again(actions.start(cast.round, who.profile, by=who.seat, at=when))


def written(cast: Cast, who: Person | None = None, *, when: dt.datetime = STARTED) -> Application:
    """All sections filled in, the establishment chosen."""
    who = who or cast.teacher
    application = started(cast, who, when=when)
    assert who.seat
    for section in SECTIONS:
        chosen = cast.establishment if section == "establishment" else None
        actions.save_section(
            application, section, {"filled": section}, complete=True, base=base_of(None), by=who.seat, at=when,
            establishment=chosen,
        )  # fmt: skip
    return again(application)


def frozen(cast: Cast, who: Person | None = None, *, when: dt.datetime = FROZEN, **sections: Any) -> Application:
    """Printed for signing; `sections` replace parts of the content (`totals={…}`)."""
    who = who or cast.teacher
    application = written(cast, who, when=min(when, STARTED))
    assert who.seat
    actions.freeze(application, content(cast, who, **sections), by=who.seat, at=when)
    return again(application)


def attach(
    application: Application, who: Person, *, when: dt.datetime = ATTACHED, begun_at: dt.datetime | None = None,
    data: bytes | None = None,
) -> Application:  # fmt: skip
    """Sends in a signed copy."""
    assert who.seat
    copy = Copy(data or tiny_pdf(), 1, "แผนที่ลงนามแล้ว.pdf", begun_at or when)
    actions.attach(application, copy, by=who.seat, at=when)
    return again(application)


def ready(cast: Cast, who: Person | None = None, *, when: dt.datetime = ATTACHED, **sections: Any) -> Application:
    """Signed copy attached: only the button is left."""
    who = who or cast.teacher
    return attach(frozen(cast, who, when=min(when, FROZEN), **sections), who, when=when)


def send(application: Application, who: Person, when: dt.datetime = SUBMITTED) -> Receipt:
    """The teacher presses the button."""
    assert who.seat
    return actions.submit(again(application), by=who.seat, at=when, turn=application.turn)


def submitted(cast: Cast, who: Person | None = None, *, when: dt.datetime = SUBMITTED, **sections: Any) -> Application:
    who = who or cast.teacher
    application = ready(cast, who, when=min(when, ATTACHED), **sections)
    send(application, who, when)
    return again(application)


def _checker(cast: Cast, application: Application) -> Person:
    return cast.coordinator if application.college_id == cast.college.pk else cast.neighbour


def sent_back(
    cast: Cast, who: Person | None = None, *, when: dt.datetime = ENDORSED, comment: str = "โปรดแก้ไขตารางฝึก"
) -> Application:
    application = submitted(cast, who)
    seat = _checker(cast, application).seat
    assert seat
    actions.send_back(application, comment=comment, by=seat, at=when)
    return again(application)


def endorsed(cast: Cast, who: Person | None = None, *, when: dt.datetime = ENDORSED, **sections: Any) -> Application:
    application = submitted(cast, who, when=min(when, SUBMITTED), **sections)
    seat = _checker(cast, application).seat
    assert seat
    actions.endorse(application, by=seat, at=when, attested=True)
    return again(application)


def decided(
    cast: Cast, who: Person | None = None, *, decision: str = ApplicationState.ELIGIBLE, when: dt.datetime = DECIDED
) -> Application:
    """Endorsed, and decided upon in private."""
    application = endorsed(cast, who)
    decide(cast, [application], decision, when=when)
    return again(application)


def decide(cast: Cast, applications: Iterable[Application], decision: str, *, when: dt.datetime = DECIDED) -> None:
    assert cast.bureau.seat
    actions.decide(list(applications), decision=decision, reason="ตามเกณฑ์", by=cast.bureau.seat, at=when)


def edition(cast: Cast, *, when: dt.datetime = DECIDED, **facts: Any) -> Announcement:
    """A draft of the next edition."""
    assert cast.bureau.seat
    words = {
        "number": "๑/๒๕๖๘",
        "title": "ประกาศรายชื่อครูผู้มีสิทธิ์เข้ารับการฝึกประสบการณ์",
        "body": "ด้วยสำนักงานคณะกรรมการการอาชีวศึกษา…",
        "dated": ANNOUNCED.date(),
        "signatory_name": "นายยศพล เลขาธิการ",
        "signatory_position": "เลขาธิการคณะกรรมการการอาชีวศึกษา",
        **facts,
    }
    return actions.draft(cast.round, by=cast.bureau.seat, at=when, **words)


def printed(announcement: Announcement, cast: Cast, *, when: dt.datetime = PREPARED) -> Announcement:
    """Stands in for the bell that makes the PDF, which takes a second."""
    announcement.refresh_from_db()
    assert announcement.paper
    document = documents.keep(
        tiny_pdf("list"), paper=announcement.paper, kind=DocumentKind.PRINTED, pages=1, by=cast.system, at=when
    )
    Announcement.objects.filter(pk=announcement.pk).update(document=document)
    announcement.refresh_from_db()
    return announcement


def signed(cast: Cast, *, when: dt.datetime = PREPARED, **facts: Any) -> Announcement:
    """An edition with the decisions as they stand, prepared, printed and signed: ready to publish."""
    assert cast.bureau.seat
    announcement = actions.prepare(edition(cast, **facts), by=cast.bureau.seat, at=when)
    return actions.sign(printed(announcement, cast, when=when), by=cast.bureau.seat, at=when)


def published(cast: Cast, *, when: dt.datetime = ANNOUNCED, **facts: Any) -> Announcement:
    """Announces whatever is decided now."""
    assert cast.bureau.seat
    return actions.publish(signed(cast, **facts), by=cast.bureau.seat, at=when)


def eligible(cast: Cast, who: Person | None = None) -> Application:
    """The only name on the first edition."""
    application = decided(cast, who)
    published(cast)
    return again(application)


def withdrawn(cast: Cast, who: Person | None = None, *, when: dt.datetime = ENDORSED) -> Application:
    who = who or cast.teacher
    application = submitted(cast, who)
    assert who.seat
    actions.withdraw(application, by=who.seat, at=when)
    return again(application)


def print_plan(cast: Cast, application: Application, *, when: dt.datetime = FROZEN) -> Plan:
    """Stands in for the bell that makes the plan's PDF."""
    plan = again(application).plan
    assert plan
    assert plan.paper
    document = documents.keep(
        tiny_pdf("printed"), paper=plan.paper, kind=DocumentKind.PRINTED, pages=1, by=cast.system, at=when,
        original_name="แผนพัฒนา.pdf",
    )  # fmt: skip
    Plan.objects.filter(pk=plan.pk).update(printed=document)
    plan.refresh_from_db()
    return plan
