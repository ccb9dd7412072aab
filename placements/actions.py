"""Verbs of establishments, agreements and placements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from people.clock import local
from people.models import College, Seat
from people.thai import sort_key
from placements.enums import EstablishmentState, PlacementState
from placements.models import Agreement, Establishment, Placement
from records import bulk, copies, documents, register
from records.copies import Copy
from records.enums import PaperKind
from records.models import Paper
from rounds import bound
from rounds.enums import MilestoneKind
from rounds.models import Round, Whom
from rounds.moves import Refusal, Refused


def _college(college: College | None) -> Whom:
    return Whom(college_id=college.pk, region=college.region) if college else Whom()


@transaction.atomic
def propose(*, by: Seat, at: dt.datetime, **facts: Any) -> Establishment:
    """Proposes an establishment; it can be chosen in a plan at once and is confirmed later.

    Raises Refused when the registration number has been proposed in the same moment.
    """
    bound.hold_in_some_round(MilestoneKind.RECRUITMENT, at=at, whom=_college(by.college))
    try:
        with transaction.atomic():
            establishment = Establishment.objects.create(
                proposed_at=at, proposed_by=by, name_key=sort_key(facts["name"])[:900], **facts
            )
    except IntegrityError as error:
        raise Refused(Refusal("known", _("An establishment with this registration number is here already."))) from error
    register.write("placements:establishment:propose", establishment, by=by, at=at, college_id=by.college_id)
    return establishment


@transaction.atomic
def confirm(establishment: Establishment, *, by: Seat, at: dt.datetime) -> Establishment:
    """Confirms a proposed establishment. A second confirmation changes nothing."""
    rows = Establishment.objects.filter(pk=establishment.pk, state=EstablishmentState.PROPOSED)
    if rows.update(state=EstablishmentState.CONFIRMED, confirmed_at=at, confirmed_by=by):
        register.write("placements:establishment:confirm", establishment, by=by, at=at, college_id=by.college_id)
    establishment.refresh_from_db()
    return establishment


@documents.atomic()
def agree(
    establishment: Establishment,
    college: College,
    *,
    by: Seat,
    at: dt.datetime,
    copy: Copy | None = None,
    **facts: Any,
) -> Agreement:
    """Records the ground on which this college sends teachers to this establishment, with its papers where it has any.

    Raises AlreadyTaken when they came in pieces that are a document already.
    """
    bound.hold_in_some_round(MilestoneKind.RECRUITMENT, at=at, whom=_college(college))
    agreement = Agreement.objects.create(
        establishment=establishment, college=college, added_at=at, added_by=by, **facts
    )
    if copy:
        agreement.document = copies.keep(copy, paper=_paper(agreement, copy.pages, at), by=by, at=at)
        agreement.save(update_fields=["document"])
    register.write("placements:agreement:agree", agreement, by=by, at=at, college_id=college.pk, basis=agreement.basis)
    return agreement


def _paper(agreement: Agreement, pages: int, at: dt.datetime) -> Paper:
    """What the papers of an agreement hang on; its year is that of the day on which they came."""
    return Paper.objects.create(
        kind=PaperKind.AGREEMENT,
        year=local(at).year + 543,
        college=agreement.college,
        number=agreement.number[:40],
        pages=pages,
        issued_at=at,
    )


def open_placements(rows: Sequence[Placement], *, by: Seat, at: dt.datetime) -> list[Placement]:
    """Opens the placements of an announced list, in the caller's transaction; one that is open already stays."""
    for row in rows:
        row.opened_at, row.opened_by = at, by
    bulk.add(rows, ignore_conflicts=True)
    if not rows:
        return []
    teachers = {row.teacher_id for row in rows}
    opened = [
        row
        for row in Placement.objects.filter(round_id=rows[0].round_id, opened_at=at, opened_by=by).defer(
            "awarded", "outcome"
        )
        if row.teacher_id in teachers
    ]
    year = Round.objects.only("year").get(pk=rows[0].round_id).year
    bulk.add(
        [
            register.entry("placements:placement:open", row, by=by, at=at, year=year, college_id=row.college_id)
            for row in opened
        ]
    )
    return opened


def cancel(placements: QuerySet[Placement], *, by: Seat, at: dt.datetime) -> int:
    """Gives places up before the start, in the caller's transaction; says how many."""
    rows = list(placements.select_related("round"))
    Placement.objects.filter(pk__in=[row.pk for row in rows]).update(state=PlacementState.CANCELLED)
    for row in rows:
        register.write("placements:placement:cancel", row, by=by, at=at, year=row.round.year, college_id=row.college_id)
    return len(rows)
