"""One of everything, in the college of the cast: what the routes of the matrix are asked about."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from applications.models import Announcement, Application, Signature
from people.enums import SeatKind
from people.models import JoinRequest
from records import documents, uploads
from records.enums import DocumentKind, PaperKind
from records.models import Delivery, Message, Paper, Receipt
from rounds import actions as rounds
from tests.cast import Cast, at, person, seat
from tests.factories import applications as make
from tests.factories import name_lists as lists
from tests.factories import signing
from tests.factories.checkers import gone, names
from tests.factories.plans import tiny_pdf
from tests.factories.rehearsals import rehearsed

# Inside the window of plans, after everything below has happened.
NOW = at("2025-02-26 10:00")
MISSING = 999_999


def routes(resolver: URLResolver | None = None, space: str = "") -> dict[str, URLPattern]:
    """Every door of the house, by the name with which pages call it."""
    found: dict[str, URLPattern] = {}
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            found |= routes(pattern, inner)
        else:
            found[f"{space}{pattern.name}"] = pattern
    return found


@dataclass(frozen=True)
class World:
    cast: Cast
    things: dict[str, Any]

    def kwargs(self, spec: dict[str, Any]) -> dict[str, Any]:
        """The arguments of an address: a value that names a thing becomes its key."""
        return {
            name: self.things.get(value, value) if isinstance(value, str) else value for name, value in spec.items()
        }


def _application(cast: Cast, stage: str) -> Application:
    if stage == "reserve":
        # Somebody else is first on the list, so that there is one.
        make.decided(cast, cast.colleague)
        row = make.decided(cast, decision="RESERVE")
        make.published(cast)
        return make.again(row)
    if stage == "circulated":
        # The teacher has signed; it is the turn of the head of department, her colleague.
        row = signing.circulated(cast)
        signing.give(signing.line(row, "teacher"), cast.teacher)
        return make.again(row)
    if stage == "left":
        row = make.submitted(cast)
        names(cast, None)
        gone(cast, cast.deputy, cast.director)
        seat(cast.teacher.user, SeatKind.DIRECTOR, cast.college)
        return row
    return getattr(make, stage)(cast)


def build(cast: Cast, stage: str, edition: str = "") -> World:
    """The teacher's application in a stage, and one of everything else."""
    # Nobody signs in by a password here, but everybody has one, as in life.
    for who in cast.everybody().values():
        if who.user:
            who.user.password = "argon2$made-up"
            who.user.save(update_fields=["password"])
    application = _application(cast, stage)
    if application.plan and application.plan.paper_id and not application.plan.printed_id:
        make.print_plan(cast, application)
    announcement: Announcement | None = Announcement.objects.order_by("-edition").first()
    if edition:
        announcement = getattr(make, edition)(cast)
    paper = Paper.objects.create(kind=PaperKind.AGREEMENT, year=2568, college=cast.college, issued_at=NOW)
    cast.agreement.document = documents.keep(
        tiny_pdf("agreement"), paper=paper, kind=DocumentKind.SCANNED, pages=1, by=cast.coordinator.seat, at=NOW
    )
    cast.agreement.save(update_fields=["document"])
    extension = rounds.ask(
        cast.round, "PLANS_DUE", person=cast.teacher.user, college=cast.college, until=dt.date(2025, 3, 5),
        reason="รอลายเซ็น", by=cast.teacher.seat, at=NOW,
    )  # fmt: skip
    wish = JoinRequest.objects.create(
        college=cast.college, email="new@example.com", first_name="ใหม่", last_name="มาก", requested_at=NOW
    )
    message = Message.objects.create(to=cast.teacher.user, subject="ถึงครู", body="ข้อความ", written_at=NOW)
    signer = rounds.name_signer(
        cast.college, "deputy_director", name="นางวราภรณ์ ใจเย็น", by=cast.coordinator.seat, at=NOW
    )
    refused = Delivery.objects.create(
        message=message, channel="EMAIL", state="REFUSED", begun_at=NOW, next_try_at=NOW, tries=1, last_error="550"
    )
    # Somebody who has been invited and has never been here.
    newcomer = person("นางสาว ใหม่ มาแล้ว", SeatKind.TEACHER, cast.college)
    signature = Signature.objects.filter(plan=application.plan, role="department_head").first()
    assert cast.teacher.user
    facts = uploads.Facts("plan", "plan:1", "b", 0, "แผน.pdf", "application/pdf", "", 10, "")
    on_its_way = uploads.begin(facts, owner=cast.teacher.user, at=NOW)
    rehearsed(cast, application)
    receipt = Receipt.objects.filter(subject_pk=str(application.pk)).first()
    name_list = lists.signed(cast) if stage == "endorsed" else None
    return World(
        cast,
        {
            "application": application.pk,
            "announcement": announcement.pk if announcement else MISSING,
            "name_list": name_list.pk if name_list else MISSING,
            "agreement": cast.agreement.pk,
            "establishment": cast.establishment.pk,
            "extension": extension.pk,
            "signer": signer.pk,
            "wish": wish.pk,
            "message": message.pk,
            "delivery": refused.pk,
            "receipt": receipt.pk if receipt else MISSING,
            "seat": newcomer.seat.pk,
            "registry": cast.registry.seat.pk,
            "signature": signature.pk if signature else MISSING,
            "paper": application.plan.paper.code if application.plan and application.plan.paper_id else "NOTHINGHERE2",
            "upload": on_its_way.pk,
            "day_off": rounds.add_holiday(dt.date(2025, 9, 12), "วันหยุดพิเศษ", by=cast.bureau.seat, at=NOW).pk,
            "feed": rounds.make_feed(cast.teacher.user, by=cast.teacher.seat, at=NOW).token,
            "missing": MISSING,
        },
    )
