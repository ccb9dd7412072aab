"""Verbs of a college's signers: the names that the plans of its teachers print."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.models import College, Seat
from records import register
from rounds.actions.only import only
from rounds.models.signer import TOLD, CollegeSigner
from rounds.moves import Refusal, Refused
from rounds.rules import COLLEGE_STAFF


@transaction.atomic
def name_signer(
    college: College, role: str, *, name: str, division: str = "", position: str = "", by: Seat, at: dt.datetime
) -> CollegeSigner:
    """Says who is head of a department, or deputy director; whoever was named there before is replaced.

    Plans that are frozen keep the names they were printed with.
    """
    only(by, *COLLEGE_STAFF, college_id=college.pk)
    if role not in TOLD:
        raise Refused(Refusal("role", _("Names can be given for heads of department and deputy directors only.")))
    rows = CollegeSigner.objects.select_for_update().filter(college=college, role=role, division=division)
    known = rows.first()
    before = known.name if known else ""
    facts = {"name": name, "position": position, "named_at": at, "named_by": by}
    row, _made = CollegeSigner.objects.update_or_create(college=college, role=role, division=division, defaults=facts)
    _note(row, "name_signer", by, at, before=before, after=name)
    return row


@transaction.atomic
def drop_signer(signer: CollegeSigner, *, by: Seat, at: dt.datetime) -> None:
    """From now on plans leave this line empty, for whoever signs to write the name. A second press changes nothing."""
    only(by, *COLLEGE_STAFF, college_id=signer.college_id)
    row = CollegeSigner.objects.select_for_update().filter(pk=signer.pk).first()
    if row:
        _note(row, "drop_signer", by, at, before=row.name, after="")
        row.delete()


def _note(row: CollegeSigner, verb: str, by: Seat, at: dt.datetime, **facts: str) -> None:
    register.write(
        f"rounds:collegesigner:{verb}", row, by=by, at=at, college_id=row.college_id, role=row.role,
        division=row.division, **facts,
    )  # fmt: skip
