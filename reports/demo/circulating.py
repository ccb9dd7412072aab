"""Plans of the demo that go round for signing in the portal: everybody has signed but the director."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from applications import notices
from applications.actions.plan import plan_context
from applications.enums import SignatureMethod, SignatureProof, SignatureState
from applications.models import Plan, Signature
from people import vault
from people.enums import SeatKind
from people.models import Seat, system_seat
from records import register, sealing
from records.enums import DocumentKind
from records.models import Ring
from reports.demo.colleges import Home
from reports.demo.files import Blob
from rounds.enums import SignerRole

if TYPE_CHECKING:
    from reports.demo.gate import Gate

_HOUR = dt.timedelta(hours=1)


def circulate(gate: Gate, plan: Plan, home: Home, teacher: Seat, at: dt.datetime, printed: Blob) -> None:
    """Sends the plan round; one after the other signs, an hour apart. The seals are left to the bell, as in life."""
    assert plan.paper is not None
    assert plan.content is not None
    rows = _lines(plan, home, teacher)
    blob = _prepared(plan, rows, printed)
    name = f"แผนพัฒนา {plan.application.name} ฉบับที่ {plan.version}.pdf"
    plan.prepared = gate.shelf.keep(blob, plan.paper, DocumentKind.PREPARED, name, system_seat(), at)
    gate.note_plan(plan, "circulate", teacher, at, signers=[row.role for row in rows], ink_from="")
    for row in rows:
        gate.book.add(row)
        if row.role != SignerRole.DIRECTOR:
            _sign(gate, row, blob, at + row.position * _HOUR)
    last = rows[-1]
    told = at + (last.position - 1) * _HOUR
    gate.told.append(lambda: notices.to_sign(last, told, but=None))
    if printed.boxes:
        gate.book.add(Ring(task="applications.seal_plan", about=str(plan.pk), rung_at=at, next_at=at))


def _lines(plan: Plan, home: Home, teacher: Seat) -> list[Signature]:
    seats = {SignerRole.TEACHER: teacher, SignerRole.DIRECTOR: home.director, **home.signers}
    rows = []
    for position, signer in enumerate((plan.content or {})["signers"], start=1):
        seat = seats[SignerRole(signer["role"])]
        assert seat.user is not None
        rows.append(
            Signature(
                plan=plan,
                position=position,
                role=signer["role"],
                label=signer["label"],
                name=seat.user.full_name,
                seat=seat,
                seat_kind=SeatKind.DIRECTOR if signer["role"] == SignerRole.DIRECTOR else "",
            )
        )
    return rows


def _prepared(plan: Plan, rows: list[Signature], printed: Blob) -> Blob:
    """The paper with its page of signatures; the sample stands for it where nothing is printed."""
    if not printed.boxes:
        return printed
    assert plan.frozen_at is not None
    made = sealing.prepare(
        printed.data,
        printed.boxes,
        [sealing.Signer(row.position, row.role, row.label, row.name) for row in rows],
        paper=plan_context(plan)["paper"],
        title=f"แผนพัฒนา {plan.application.name} ฉบับที่ {plan.version}",
        sha256=printed.sha256,
        made_at=plan.frozen_at,
    )
    return Blob.of(made.data, made.pages, printed.boxes)


def _sign(gate: Gate, row: Signature, blob: Blob, at: dt.datetime) -> None:
    row.state, row.sha256 = SignatureState.SIGNED, blob.sha256
    row.method, row.proof = SignatureMethod.TYPED, SignatureProof.DEMO
    row.opened_at, row.opened_by = at - dt.timedelta(minutes=6), row.seat
    row.signed_at, row.signed_by = at, row.seat
    row.mark = vault.lock(row.name.encode())
    facts = {"role": row.role, "version": row.plan.version, "method": row.method, "sha256": blob.sha256}
    assert row.seat is not None
    gate.entries.append(
        register.entry(
            "applications:signature:sign", row, by=row.seat, at=at, year=gate.round.year, college_id=row.college_id,
            **facts,
        )
    )  # fmt: skip
