"""The signed copy: attached, and sent although the portal thinks that it is the wrong one."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from applications.actions.plan import held, write_entry
from applications.actions.signing import go_over_to_ink
from applications.enums import PlanState, SignatureState
from applications.models import Application, Plan, is_circulated
from people.models import Seat
from records import bell, copies, documents
from records.copies import Copy
from records.models import Document
from rounds.moves import Refusal, Refused


@documents.atomic()
def attach(application: Application, copy: Copy, *, by: Seat, at: dt.datetime) -> Document:
    """Attaches the signed copy to the frozen version; a newer copy takes the older one's place, both are kept.

    `at` is when it had arrived. Raises AlreadyTaken when it came in pieces that are a document already.
    """
    plan = held(application, by)
    if plan.state == PlanState.DRAFT or plan.paper is None:
        raise Refused(Refusal("not_frozen", _("The plan has not been printed for signing.")))
    if plan.state == PlanState.CERTIFIED and plan.prepared_id and _is_signed_here(plan):
        words = _("Everybody has signed this version in the portal. Make a new version if it has to be signed in ink.")
        raise Refused(Refusal("certified", words))
    document = copies.keep(copy, paper=plan.paper, by=by, at=at)
    # What was said of the copy before does not hold for this one.
    Plan.objects.filter(pk=plan.pk).update(signed=document, insisted_at=None, insisted_by=None)
    plan.signed, plan.insisted_at, plan.insisted_by = document, None, None
    if is_circulated(plan):
        go_over_to_ink(plan, application, by=by, at=at)
    write_entry(
        plan, application, "attach", by, at, document=str(document.pk), sha256=document.sha256, pages=copy.pages
    )
    bell.ring("records.read_scan", document.pk, at=at)
    return document


def _is_signed_here(plan: Plan) -> bool:
    return not plan.signatures.exclude(state=SignatureState.SIGNED).exists()


@transaction.atomic
def insist(application: Application, document: str, *, by: Seat, at: dt.datetime) -> Plan:
    """Says that this copy is to be sent all the same. A camera or a reader may err: nobody is locked out by it.

    `document` is the one that the page showed: what was exchanged meanwhile has not been looked at.
    """
    plan = held(application, by)
    if plan.signed_id is None or str(plan.signed_id) != document:
        raise Refused(Refusal("other_copy", _("Another copy was sent in meanwhile. Please look at that one.")))
    if plan.insisted_at is None:
        Plan.objects.filter(pk=plan.pk).update(insisted_at=at, insisted_by=by)
        plan.insisted_at, plan.insisted_by = at, by
        write_entry(plan, application, "insist", by, at, document=document)
    return plan
