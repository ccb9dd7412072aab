"""The announcement: draft, prepare (its lines and PDF), sign, publish. An edition that is out never changes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from applications import notices
from applications.actions.lines import is_still_true, lines_of
from applications.enums import LISTED, PRINTED_CAPACITIES, AnnouncementState, ApplicationState, Mark, Outcome
from applications.models import Announcement, Application, Decision, Line
from applications.rules import ANNOUNCE, ANNOUNCEMENT_STEPS, BUREAU, UNPUBLISHED, may_step
from people.models import Seat
from people.thai import BANGKOK, thai_digits
from placements.actions import open_placements
from placements.models import Placement
from records import bell, copies, documents, outbox, pdf, register
from records.copies import Copy
from records.enums import DocumentKind, PaperKind
from records.models import Document, Paper
from rounds import bound
from rounds.enums import MilestoneKind
from rounds.models import Round
from rounds.moves import Refusal, Refused, carry_out
from rounds.window import Calendar

S = ApplicationState
_NOT_SIGNED: dict[str, Any] = {"signed_document": None, "signed_at": None, "signed_by": None}


@transaction.atomic
def draft(round_: Round, *, by: Seat, at: dt.datetime, **facts: Any) -> Announcement:
    """A new edition: the first, or one that corrects and adds to the one before."""
    if by.kind not in BUREAU.kinds:
        raise Refused(Refusal("role", _("This is not yours to do."), opener=BUREAU.label))
    if Announcement.objects.filter(round=round_).exclude(state=AnnouncementState.PUBLISHED).exists():
        raise Refused(Refusal("open_edition", _("Another edition is still being prepared.")))
    last = Announcement.objects.filter(round=round_).aggregate(last=Max("edition"))["last"] or 0
    announcement = Announcement.objects.create(round=round_, edition=last + 1, created_at=at, created_by=by, **facts)
    register.write("applications:announcement:draft", announcement, by=by, at=at, year=round_.year, edition=last + 1)
    return announcement


@transaction.atomic
def draft_again(announcement: Announcement, *, by: Seat, at: dt.datetime, **facts: Any) -> Announcement:
    """Changes the words of an edition that is not out; it has to be prepared, and signed, again."""
    rows = Announcement.objects.filter(pk=announcement.pk, state__in=UNPUBLISHED)
    unprepared = {"state": AnnouncementState.DRAFT, "document": None, "prepared_at": None, "prepared_by": None}
    changes = {**facts, **unprepared, **_NOT_SIGNED}
    if by.kind not in BUREAU.kinds or not rows.update(**changes):
        raise Refused(Refusal("state", _("This edition can no longer be changed.")))
    announcement.refresh_from_db()
    register.write("applications:announcement:draft_again", announcement, by=by, at=at, year=announcement.round.year)
    return announcement


def _entry(announcement: Announcement, verb: str, by: Seat, at: dt.datetime, **facts: Any) -> None:
    register.write(
        f"applications:announcement:{verb}",
        announcement,
        by=by,
        at=at,
        year=announcement.round.year,
        edition=announcement.edition,
        **facts,
    )


def _step(announcement: Announcement, verb: str, by: Seat, at: dt.datetime, **changes: Any) -> None:
    refusal = may_step(announcement, verb, by)
    if refusal:
        raise Refused(refusal)
    sources, target = ANNOUNCEMENT_STEPS[verb]
    stamp = {"prepare": "prepared", "sign": "signed", "publish": "published"}[verb]
    values = {"state": target, f"{stamp}_at": at, f"{stamp}_by": by, **changes}
    rows = Announcement.objects.filter(pk=announcement.pk, state__in=sources)
    if verb != "prepare":
        # Prepared again meanwhile, it has other lines and another paper than the one that was read.
        rows = rows.filter(document=announcement.document_id)
    if not rows.update(**values):
        raise Refused(Refusal("first", _("Somebody else was quicker. Please look at the page again.")))
    announcement.refresh_from_db()


@transaction.atomic
def prepare(announcement: Announcement, *, by: Seat, at: dt.datetime) -> Announcement:
    """Takes the decisions as they stand now into numbered lines in Thai order, and rings for the PDF.

    A signature on what was prepared before does not hold for it; the register and the scan are kept.
    """
    lines = lines_of(announcement)
    if not any(line.outcome in LISTED and line.mark != Mark.REMOVED for line in lines):
        raise Refused(Refusal("nobody", _("No application has been decided yet.")))
    announcement.lines.all().delete()
    Line.objects.bulk_create(lines, batch_size=500)
    paper = announcement.paper or Paper.objects.create(
        kind=PaperKind.ANNOUNCEMENT,
        year=announcement.round.year,
        number=announcement.number,
        version=announcement.edition,
        issued_at=at,
        is_draft=True,
    )
    Paper.objects.filter(pk=paper.pk).update(number=announcement.number, issued_at=at)
    _step(announcement, "prepare", by, at, paper=paper, document=None, **_NOT_SIGNED)
    _entry(announcement, "prepare", by, at, lines=len(lines))
    bell.ring("applications.print_announcement", announcement.pk, at=at)
    return announcement


def announcement_context(announcement: Announcement) -> dict[str, Any]:
    """What templates/pdf/announcement.html is made from."""
    lines = list(announcement.lines.order_by("outcome", "no"))
    assert announcement.paper is not None

    def rows(outcome: str) -> list[dict[str, Any]]:
        return [
            {
                "no": line.no,
                "name": line.name,
                "college": line.college_name,
                "branch": line.branch,
                "province": line.province,
                "mark": line.mark,
            }
            for line in lines
            if line.outcome == outcome
        ]

    return {
        "announcement": {
            "number": thai_digits(announcement.number),
            "title": announcement.title,
            "year": announcement.round.year,
            "edition": announcement.edition,
            "dated": announcement.dated,
            "body": announcement.body,
            "signatory_name": announcement.signatory_name,
            "signatory_position": announcement.signatory_position,
            "capacity": PRINTED_CAPACITIES.get(announcement.capacity, ""),
            "objection_to": announcement.objection_to,
            "objection_until": announcement.objection_until,
        },
        "eligible": rows(Outcome.ELIGIBLE),
        "reserve": rows(Outcome.RESERVE),
        "paper": {
            "code": announcement.paper.short_code,
            "url": announcement.paper.url,
            "version": announcement.edition,
            "number": announcement.number,
        },
        # The date on it, not the minute it was made: the same list gives the same bytes.
        "made_at": dt.datetime.combine(announcement.dated, dt.time(12), tzinfo=BANGKOK),
    }


def print_announcement(announcement: Announcement, *, by: Seat, at: dt.datetime) -> Document | None:
    """Makes the PDF of a prepared edition, once. What was prepared again meanwhile is not touched."""
    if announcement.document_id or announcement.state != AnnouncementState.PREPARED or announcement.paper is None:
        return announcement.document
    prepared_at = announcement.prepared_at
    rendered = pdf.render("pdf/announcement.html", announcement_context(announcement))
    with documents.atomic():
        fresh = Announcement.objects.select_for_update(of=("self",)).get(pk=announcement.pk)
        if fresh.document_id or fresh.prepared_at != prepared_at or fresh.state != AnnouncementState.PREPARED:
            return fresh.document
        document = documents.keep(
            rendered.data,
            paper=announcement.paper,
            kind=DocumentKind.PRINTED,
            pages=rendered.pages,
            by=by,
            at=at,
            original_name=f"ประกาศรายชื่อ {announcement.round.year} ฉบับที่ {announcement.edition}.pdf",
        )
        Paper.objects.filter(pk=announcement.paper.pk).update(pages=rendered.pages)
        Announcement.objects.filter(pk=announcement.pk).update(document=document)
    return document


@documents.atomic()
def sign(announcement: Announcement, *, by: Seat, at: dt.datetime, copy: Copy | None = None) -> Announcement:
    """Records that the signatory has signed: with the scan of the signed paper, or by an officer's word for it.

    Raises AlreadyTaken when the scan came in pieces that are a document already.
    """
    refusal = may_step(announcement, "sign", by)
    if refusal:
        raise Refused(refusal)
    scan = None
    if copy is not None and announcement.paper is not None:
        scan = copies.keep(copy, paper=announcement.paper, by=by, at=at)
    _step(announcement, "sign", by, at, signed_document=scan)
    _entry(announcement, "sign", by, at, signatory=announcement.signatory_name, capacity=announcement.capacity)
    return announcement


@transaction.atomic
def publish(announcement: Announcement, *, by: Seat, at: dt.datetime, shown: str | None = None) -> Announcement:
    """Publishes the edition in one transaction that tests every row again.

    `shown` names the document that the page had before it, where there was a page: what somebody prepared and signed
    anew meanwhile is another list, and is not published unseen.

    When anybody on it withdrew, waived, was returned or decided otherwise since it was prepared, nothing is
    published and the refusal names them: the paper and the list must not differ.
    """
    bound.hold(MilestoneKind.ANNOUNCEMENT, announcement.round, at=at)
    if shown is not None and shown != str(announcement.document_id):
        words = _("The edition was prepared anew since the page was shown. Please read it again.")
        raise Refused(Refusal("other_document", words))
    _hold(announcement)
    rows = announcement.lines.select_related("application__decision").order_by("no")
    unread = (f"application__{name}" for name in ("criteria", "search", "comment", "name_key", "college_key"))
    lines = list(rows.defer("application__decision__reason", *unread))
    applications = {line.application_id: line.application for line in lines}
    for application in applications.values():
        application.round = announcement.round  # one round for all, read once
    changed = [line.name for line in lines if not is_still_true(line, applications[line.application_id])]
    if changed:
        names = ", ".join(changed[:10]) + (" …" if len(changed) > 10 else "")
        raise Refused(
            Refusal(
                "changed",
                gettext("Changed since it was prepared: %(names)s. Please prepare the edition again.")
                % {"names": names},
            )
        )
    _step(announcement, "publish", by, at)
    earlier = Paper.objects.filter(
        announcement__round=announcement.round, announcement__edition__lt=announcement.edition
    )
    earlier.filter(superseded_by=None).update(superseded_by=announcement.paper)
    calendar = Calendar.of(announcement.round)
    fresh: list[Application] = []
    for outcome, move in ANNOUNCE.items():
        batch = [
            applications[line.application_id]
            for line in lines
            if line.outcome == outcome and applications[line.application_id].state == S.ENDORSED
        ]
        result = carry_out(batch, move, by=by, at=at, calendar=calendar, room="applications")
        if result.skipped:
            thing, refusal = result.skipped[0]
            raise Refused(Refusal("changed", f"{thing.name}: {refusal}"))
        fresh += result.done
    open_placements(places_of([row for row in fresh if row.state == S.ELIGIBLE]), by=by, at=at)
    Paper.objects.filter(pk=announcement.paper_id or 0).update(is_draft=False, issued_at=at)
    _entry(announcement, "publish", by, at, lines=len(lines))
    outbox.post(notices.announced(announcement, fresh, at))
    return announcement


def _hold(announcement: Announcement) -> None:
    """Nobody on it moves, and nobody decides otherwise, between the test and the commit."""
    people = Application.objects.filter(lines__announcement=announcement)
    decisions = Decision.objects.filter(application__lines__announcement=announcement)
    for rows in (people, decisions):
        list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))


def places_of(applications: list[Application]) -> list[Placement]:
    """The placements that eligible applications open: with the signed plan as warrant and its content as awarded."""
    rows = Application.objects.filter(pk__in=[row.pk for row in applications]).select_related("plan")
    found = rows.defer("plan__answers", "plan__progress", "criteria", "search", "name_key", "college_key")
    return [
        Placement(
            round_id=row.round_id,
            teacher_id=row.teacher_id,
            college_id=row.college_id,
            establishment_id=row.plan.establishment_id,
            warrant_id=row.plan.signed_id,
            awarded={
                "hours": row.plan.content["totals"]["hours"],
                "schedule": row.plan.content["schedule"],
                "competencies": row.plan.content["competencies"],
                "test": row.plan.content["test"],
            },
        )
        for row in found
        if row.plan and row.plan.establishment_id and row.plan.content
    ]
