"""What the bell does for signing: the paper that is signed, and the seals, one after the other.

Both may run twice, at once, or after a crash: what is there is found again, and what is half done leaves nothing.
"""

from __future__ import annotations

import datetime as dt

from applications import notices
from applications.actions.plan import plan_context, print_plan
from applications.enums import SignatureState
from applications.models import Plan, Signature
from people import vault
from people.enums import SigningCapacity
from people.models import Seat
from records import documents, outbox, pdf, sealing
from records.enums import DocumentKind
from records.models import Document
from records.pdf import words
from records.sealing.parts import Kind
from rounds.enums import SignerRole

S = SignatureState
# As the page of signatures prints it.
_METHODS = {"TYPED": "พิมพ์ชื่อ", "DRAWN": "วาดลายมือชื่อบนหน้าจอ", "IMAGE": "ภาพลายมือชื่อที่เก็บไว้"}
_PROOFS = {
    "PASSWORD": "ยืนยันตัวตนด้วยรหัสผ่าน",
    "TWO_STEPS": "ยืนยันตัวตนด้วยรหัสผ่านและรหัสขั้นที่สอง",
    "LINK": "ยืนยันตัวตนด้วยลิงก์เฉพาะบุคคลที่สถานศึกษาออกให้",
    "DEMO": "ระบบสาธิต ไม่มีการยืนยันตัวตน",
}
_KINDS: dict[str, Kind] = {"TYPED": "typed", "DRAWN": "drawn", "IMAGE": "image"}


def prepare_signing(plan: Plan, *, by: Seat, at: dt.datetime) -> Document | None:
    """Makes the paper that people sign, once: the printed one with its page of signatures."""
    printed = print_plan(plan, by=by, at=at)
    if plan.prepared_id or printed is None or plan.paper is None or plan.frozen_at is None:
        return plan.prepared
    lines = list(plan.signatures.all())
    if not lines:
        return None
    context = plan_context(plan)
    made = sealing.prepare(
        documents.read(printed),
        [pdf.Box(**box) for box in printed.facts["boxes"]],
        [sealing.Signer(row.position, row.role, row.label, row.name) for row in lines if row.state != S.INK],
        paper=context["paper"],
        title=f"{printed.original_name.removesuffix('.pdf')}",
        sha256=printed.sha256,
        made_at=plan.frozen_at,
    )
    with documents.atomic():
        fresh = Plan.objects.select_for_update(of=("self",)).select_related("prepared").get(pk=plan.pk)
        if fresh.prepared_id:
            return fresh.prepared
        document = documents.keep(
            made.data,
            paper=plan.paper,
            kind=DocumentKind.PREPARED,
            pages=made.pages,
            by=by,
            at=at,
            original_name=printed.original_name,
            facts={"boxes": printed.facts["boxes"]},
        )
        Plan.objects.filter(pk=plan.pk).update(prepared=document)
    return document


def seal_plan(plan: Plan, *, by: Seat, at: dt.datetime) -> Document | None:
    """Seals every signature that has been given and is not sealed yet; gives the newest sealed paper."""
    before = plan.prepared
    lines = list(Signature.objects.filter(plan=plan).select_related("sealed").order_by("position"))
    for line in lines:
        if line.state != S.SIGNED or before is None:
            break
        before = line.sealed or _seal_one(plan, line, before, by=by, at=at)
    return before


def _seal_one(plan: Plan, line: Signature, before: Document, *, by: Seat, at: dt.datetime) -> Document:
    """The paper with this signature. The work is done before the transaction: it takes a second, or a time stamp."""
    assert plan.paper is not None
    code = plan.paper.code
    data = sealing.add(documents.read(before), _act(plan, line), code=code, at=at)
    verdict = sealing.verify(data, code=code, roles=[line.role])
    if not verdict.ok:
        # Nothing is kept that would not be believed: the wrong certificate, a time stamp of somebody unknown.
        raise sealing.Unsound(", ".join(verdict.problems))
    with documents.atomic():
        fresh = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
        row = Signature.objects.select_related("sealed").get(pk=line.pk)
        if row.sealed:
            return row.sealed
        rows = list(Signature.objects.filter(plan=plan))
        signed = [other.role for other in rows if other.position <= line.position]
        document = documents.keep(
            data,
            paper=plan.paper,
            kind=DocumentKind.SIGNED,
            pages=before.pages,
            by=by,
            at=at,
            original_name=before.original_name,
            facts={"signers": signed, "sha256_signed": line.sha256},
        )
        Signature.objects.filter(pk=line.pk).update(sealed=document, mark=None)
        is_last = not any(other.position > line.position and other.state != S.INK for other in rows)
        in_ink = any(other.state == S.INK for other in rows)
        if is_last and not in_ink and fresh.signed_id is None:
            Plan.objects.filter(pk=plan.pk).update(signed=document)
        if is_last and fresh.signed_id is None:
            outbox.post(notices.sealed(plan, at, in_ink=in_ink))
    return document


def _act(plan: Plan, line: Signature) -> sealing.Act:
    assert line.signed_at is not None
    assert line.mark is not None
    return sealing.Act(
        number=line.position,
        role=line.role,
        name=line.name,
        capacity=capacity_words(plan, line),
        method=_METHODS[line.method],
        proof=_PROOFS[line.proof],
        at=line.signed_at,
        sha256=line.sha256,
        mark=sealing.Mark(_KINDS[line.method], vault.unlock(line.mark)),
    )


def capacity_words(plan: Plan, line: Signature) -> str:
    """The printed line of somebody who signs for another."""
    kind = {SigningCapacity.ACTING: "acting", SigningCapacity.ON_BEHALF: "on_behalf"}.get(
        SigningCapacity(line.capacity), ""
    )
    office = f"ผู้อำนวยการ{(plan.content or {})['college']['name']}" if line.role == SignerRole.DIRECTOR else line.label
    return words.capacity(kind, office)
