"""A plan on its way round, signed by those whose turn it is: by the same actions as in life.

application = circulated(cast)             sent round, the paper prepared
application = circulated(cast, real=True)  the same with the real paper, which takes a second
all_sign(cast, application)                everybody signs
sealed(cast)                               and the portal has sealed it
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from applications import actions
from applications.enums import SignatureProof
from applications.models import Application, Plan, Signature
from records import documents
from records.enums import DocumentKind
from records.sealing import Mark
from tests.cast import Cast, Person, at
from tests.factories import applications as make
from tests.factories.plans import tiny_pdf

CIRCULATED = at("2025-02-17 09:00")
SIGNED = at("2025-02-18 10:00")
SEALED = at("2025-02-18 10:01")


def plan_of(application: Application) -> Plan:
    return Plan.objects.select_related("application__round", "paper", "printed", "prepared", "signed").get(
        pk=make.again(application).plan_id
    )


def circulated(
    cast: Cast, who: Person | None = None, *, real: bool = False, ink_from: str = "", **sections: Any
) -> Application:
    """Frozen and sent round: her colleague signs as head of department, the deputy coordinator as deputy director."""
    who = who or cast.teacher
    assert who.seat
    application = make.frozen(cast, who, **sections)
    chosen = {"department_head": cast.colleague.seat, "deputy_director": cast.deputy.seat}
    actions.circulate(application, chosen, ink_from=ink_from, by=who.seat, at=CIRCULATED)
    if real:
        actions.prepare_signing(plan_of(application), by=cast.system, at=CIRCULATED)
    else:
        prepare(cast, application)
    return make.again(application)


def prepare(cast: Cast, application: Application, *, when: dt.datetime = CIRCULATED) -> Plan:
    """Stands in for the bell that prepares the paper."""
    plan = plan_of(application)
    assert plan.paper
    document = documents.keep(
        tiny_pdf("prepared"), paper=plan.paper, kind=DocumentKind.PREPARED, pages=1, by=cast.system, at=when,
        original_name="แผนพัฒนา.pdf",
    )  # fmt: skip
    Plan.objects.filter(pk=plan.pk).update(prepared=document)
    return plan_of(application)


def line(application: Application, role: str) -> Signature:
    return Signature.objects.get(plan_id=application.plan_id, role=role)


def give(row: Signature, who: Person, *, when: dt.datetime = SIGNED, opened: bool = True, **facts: Any) -> Signature:
    """Opens the document and signs it by typing."""
    assert who.seat
    assert who.user
    if opened:
        actions.open_document(row, by=who.seat, at=when)
    facts = {"mark": Mark("typed", who.user.full_name.encode()), "proof": SignatureProof.PASSWORD, **facts}
    return actions.sign_plan(row, by=who.seat, at=when, **facts)


def all_sign(cast: Cast, application: Application, *, when: dt.datetime = SIGNED) -> Application:
    """Those who have not signed yet do, each a minute after the one before."""
    people = {
        "teacher": cast.teacher,
        "department_head": cast.colleague,
        "deputy_director": cast.deputy,
        "director": cast.director,
    }
    rows = Signature.objects.filter(plan_id=application.plan_id, state="WAITING").order_by("position")
    for number, row in enumerate(rows):
        give(row, people[row.role], when=when + dt.timedelta(minutes=number))
    return make.again(application)


def seal(cast: Cast, application: Application, *, when: dt.datetime = SEALED) -> None:
    """Stands in for the bell that seals: the last signature's paper counts."""
    plan = plan_of(application)
    assert plan.paper
    document = documents.keep(
        tiny_pdf("sealed"), paper=plan.paper, kind=DocumentKind.SIGNED, pages=1, by=cast.system, at=when,
        original_name="แผนพัฒนา.pdf",
    )  # fmt: skip
    Signature.objects.filter(plan=plan, state="SIGNED").update(sealed=document, mark=None)
    Plan.objects.filter(pk=plan.pk).update(signed=document)


def sealed(cast: Cast, **facts: Any) -> Application:
    """Signed by all in the portal, and sealed."""
    application = all_sign(cast, circulated(cast, real=True, **facts))
    actions.seal_plan(plan_of(application), by=cast.system, at=SEALED)
    return make.again(application)
