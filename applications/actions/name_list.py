"""The college's list of names: prepared from the endorsed, printed, signed on paper, sent in with a receipt."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from applications import notices
from applications.actions.application import deciding_instant
from applications.actions.plan import college_facts
from applications.enums import Mark, NameListState
from applications.models import Application, NameLine, NameList
from applications.models.name_list import STANDING
from applications.name_lists import ATTACH_LIST, SEND_LIST, may_act, sending
from people.enums import SeatKind
from people.models import College, Seat
from people.thai import instant
from records import bell, copies, documents, outbox, pdf, receipts, register
from records.copies import Copy
from records.enums import DocumentKind, PaperKind
from records.models import Document, Paper, Receipt
from rounds.enums import MilestoneKind
from rounds.models import Participation, Round
from rounds.moves import Refusal, Refused, carry_out, may, one
from rounds.window import Calendar, Window, closing_of

ROOM = "applications"


@transaction.atomic
def prepare_list(round_: Round, college: College, *, by: Seat, at: dt.datetime) -> NameList:
    """The next version, of who is endorsed now, in Thai order; dates never refuse it, for nothing is sent by it.

    A second press finds the version that says the same and changes nothing. Against the version that was sent last,
    new names, corrected ones and those taken off are marked.
    """
    refusal = may_act(by, college.pk, round_.pk)
    if refusal:
        raise Refused(refusal)
    # One after the other: two presses at once must not make two versions of one number.
    list(Participation.objects.select_for_update().filter(round=round_, college=college))
    known = NameList.objects.filter(round=round_, college=college)
    if same := known.newest().true().first():
        return same
    lines = _lines(round_, college)
    if not any(line.mark != Mark.REMOVED for line in lines):
        raise Refused(Refusal("nobody", _("No plan of the college is endorsed yet.")))
    version = (known.aggregate(last=Max("version"))["last"] or 0) + 1
    paper = Paper.objects.create(
        kind=PaperKind.NAMELIST,
        year=round_.year,
        college=college,
        number=f"{round_.year}-LIST-{college.pk:06d}",
        version=version,
        issued_at=at,
    )
    Paper.objects.filter(name_list__in=known, superseded_by=None).update(superseded_by=paper)
    made = NameList.objects.create(
        round=round_, college=college, version=version, prepared_at=at, prepared_by=by, paper=paper,
        signatory=_signatory(college, at),
    )  # fmt: skip
    for line in lines:
        line.name_list = made
    NameLine.objects.bulk_create(lines, batch_size=500)
    _entry(made, "prepare_list", by, at, names=sum(line.mark != Mark.REMOVED for line in lines))
    bell.ring("applications.print_list", made.pk, at=at)
    return made


def _signatory(college: College, at: dt.datetime) -> dict[str, str]:
    seats = Seat.objects.open_at(at).filter(college=college, kind=SeatKind.DIRECTOR).select_related("user")
    # OWN before ON_BEHALF before ACTING, as for plans.
    return college_facts(college, seats.order_by("-capacity", "pk").first())


def _lines(round_: Round, college: College) -> list[NameLine]:
    rows = Application.objects.filter(round=round_, college=college, state__in=STANDING)
    found = rows.select_related("user", "plan__establishment").order_by("name_key", "pk")
    sent = NameList.objects.filter(round=round_, college=college, state=NameListState.SENT).order_by("-version").first()
    before = {line.application_id: line for line in sent.lines.exclude(mark=Mark.REMOVED)} if sent else {}
    lines: list[NameLine] = []
    for row in found:
        place = row.plan.establishment if row.plan else None
        line = NameLine(
            application=row,
            no=len(lines) + 1,
            name=row.user.full_name,
            branch=row.branch,
            establishment=place.name if place else "",
            hours=row.hours,
        )
        line.mark = _mark(line, before.pop(row.pk, None), bool(sent))
        lines.append(line)
    for gone in before.values():
        lines.append(
            NameLine(
                application_id=gone.application_id, no=len(lines) + 1, name=gone.name, branch=gone.branch,
                establishment=gone.establishment, hours=gone.hours, mark=Mark.REMOVED,
            )
        )  # fmt: skip
    return lines


def _mark(line: NameLine, before: NameLine | None, is_later: bool) -> str:
    if not is_later:
        return Mark.SAME
    if before is None:
        return Mark.NEW
    same = (before.name, before.branch, before.establishment, before.hours)
    return Mark.SAME if same == (line.name, line.branch, line.establishment, line.hours) else Mark.CORRECTED


def _entry(name_list: NameList, verb: str, by: Seat, at: dt.datetime, **facts: Any) -> None:
    register.write(
        f"applications:namelist:{verb}", name_list, by=by, at=at, year=name_list.round.year,
        college_id=name_list.college_id, version=name_list.version, **facts,
    )  # fmt: skip


def list_context(name_list: NameList) -> dict[str, Any]:
    """What templates/pdf/namelist.html is made from."""
    return {
        "college": name_list.signatory,
        "round": {"year": name_list.round.year, "name_th": name_list.round.name_th},
        "rows": [
            {
                "name": line.name,
                "branch": line.branch,
                "establishment": line.establishment,
                "hours": format((line.hours or Decimal(0)).normalize(), "f"),
                "mark": line.mark,
            }
            for line in name_list.lines.order_by("no")
        ],
        "paper": {
            "code": name_list.paper.short_code,
            "url": name_list.paper.url,
            "version": name_list.version,
            "number": name_list.paper.number,
        },
        "made_at": name_list.prepared_at,
    }


def print_list(name_list: NameList, *, by: Seat, at: dt.datetime) -> Document | None:
    """Makes the PDF of a version, once. Rendering happens before the transaction: it takes a second."""
    if name_list.printed_id:
        return name_list.printed
    rendered = pdf.render("pdf/namelist.html", list_context(name_list))
    with documents.atomic():
        fresh = NameList.objects.select_for_update(of=("self",)).get(pk=name_list.pk)
        if fresh.printed_id:
            return fresh.printed
        document = documents.keep(
            rendered.data,
            paper=name_list.paper,
            kind=DocumentKind.PRINTED,
            pages=rendered.pages,
            by=by,
            at=at,
            original_name=f"บัญชีรายชื่อ {name_list.college.name} ฉบับที่ {name_list.version}.pdf",
        )
        Paper.objects.filter(pk=name_list.paper_id).update(pages=rendered.pages)
        NameList.objects.filter(pk=name_list.pk).update(printed=document)
    return document


@documents.atomic()
def attach_list(name_list: NameList, copy: Copy, *, by: Seat, at: dt.datetime) -> Document:
    """Attaches the copy that the director signed; a newer copy takes the older one's place, both are kept.

    Raises AlreadyTaken when it came in pieces that are a document already.
    """
    name_list = _held(name_list)
    refusal = may(ATTACH_LIST, name_list, by, at, _calendar(name_list))
    if refusal:
        raise Refused(refusal)
    document = copies.keep(copy, paper=name_list.paper, by=by, at=at)
    NameList.objects.filter(pk=name_list.pk).update(signed=document)
    _entry(name_list, "attach_list", by, at, document=str(document.pk), sha256=document.sha256, pages=copy.pages)
    return document


def _held(name_list: NameList) -> NameList:
    rows = NameList.objects.select_for_update(of=("self",))
    return rows.select_related("round", "college", "paper", "signed").get(pk=name_list.pk)


def _calendar(name_list: NameList) -> Calendar:
    return Calendar.of(name_list.round, kinds=(MilestoneKind.PLANS_DUE,), college=name_list.college)


def send_list(name_list: NameList, *, by: Seat, at: dt.datetime) -> Receipt:
    """Sends the signed list to the bureau and gives the receipt; a retry gets the same one.

    As for a plan, a copy that was still arriving at the closing, begun in time, counts as its beginning.
    """
    if known := receipts.of(name_list.receipt_key):
        return known
    try:
        with transaction.atomic():
            return _send_list(_held(name_list), by, at)
    except (Refused, IntegrityError):
        if known := receipts.of(name_list.receipt_key):
            return known
        raise


def _send_list(name_list: NameList, by: Seat, at: dt.datetime) -> Receipt:
    # Nobody is endorsed, returned or withdrawn between the test and the commit.
    people = Application.objects.filter(round=name_list.round, college=name_list.college)
    list(people.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    calendar = _calendar(name_list)
    window = sending(calendar, name_list.whom)
    deciding = deciding_instant(window, name_list.signed, name_list.round, at)
    facts = {"version": name_list.version, "begun_at": deciding.isoformat()}
    one(
        carry_out(
            [name_list], SEND_LIST, by=by, at=deciding, calendar=calendar, room=ROOM, facts=facts, stamped_at=at
        )
    )  # fmt: skip
    assert name_list.signed is not None
    receipt = receipts.issue(
        name_list.receipt_key,
        name_list,
        series="LIST",
        year=name_list.round.year,
        college_id=name_list.college_id,
        title=f"บัญชีรายชื่อครูผู้สมัคร ฉบับที่ {name_list.version}: {name_list.college.name}",
        by=by,
        at=at,
        begun_at=min(deciding, name_list.signed.begun_at) if deciding < at else at,
        paper=name_list.paper,
        document=name_list.signed,
        extension_note=_note(window, name_list.round, deciding),
    )
    outbox.post(notices.list_sent(name_list, receipt, at))
    return receipt


def _note(window: Window, round_: Round, deciding: dt.datetime) -> str:
    """The extension that kept the door open, in the words of the receipt; empty when none was needed."""
    own = Window(window.milestone, window.opens_at, closing_of(window.milestone, round_)).longer(round_.endorse_days)
    given = window.extension
    if given is None or not own.is_past(deciding):
        return ""
    return f"ขยายเวลาถึง {instant(given.until, lang='th')}: {given.reason}"[:300]
