"""Signing in the portal: send a frozen plan round, open it, sign, decline, hand over, go over to ink."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from applications import notices
from applications.actions.plan import held, write_entry
from applications.enums import PlanState, SignatureProof, SignatureState
from applications.models import Application, Plan, Signature
from applications.signers import (
    CHOSEN,
    DECLINE,
    HAND_OVER,
    IN_INK,
    OPEN,
    SEND_LINK,
    SIGN,
    candidates,
    directors,
    may_circulate,
    others,
)
from people import vault
from people.enums import SeatKind, SigningCapacity
from people.models import Link, Seat
from records import bell, outbox
from records.sealing import Mark
from rounds.enums import SignerRole
from rounds.moves import Move, Outcome, Refusal, Refused, carry_out, one
from rounds.window import Calendar

ROOM = "applications"
S = SignatureState
LINK_PURPOSE = "sign"
LINK_GOOD_FOR = dt.timedelta(days=14)
METHODS = {"typed": "TYPED", "drawn": "DRAWN", "image": "IMAGE"}


@transaction.atomic
def circulate(
    application: Application, chosen: Mapping[str, Seat], *, ink_from: str = "", by: Seat, at: dt.datetime
) -> list[Signature]:
    """Sends the frozen plan round: one line for each signer of the round, in its order. A second press changes nothing.

    `chosen` names who signs as head of department and as deputy. From the role `ink_from` on people sign in ink, on
    the paper as the portal has sealed it by then: paper does not come back into the portal.
    """
    plan = held(application, by)
    refusal = may_circulate(application, by)
    if refusal:
        raise Refused(refusal)
    known = list(plan.signatures.all())
    if known:
        return known
    rows: list[Signature] = []
    in_ink = False
    for position, signer in enumerate((plan.content or {})["signers"], start=1):
        in_ink = in_ink or signer["role"] == ink_from
        row = Signature(plan=plan, position=position, **{key: signer[key] for key in ("role", "label", "name")})
        if in_ink:
            row.state = S.INK
        else:
            _lay_before(row, application, chosen.get(row.role), by, at)
        rows.append(row)
    if rows[0].state == S.INK:
        raise Refused(Refusal("all_ink", _("Then all of them sign in ink: please print the plan.")))
    for row in rows:
        row.save(force_insert=True)
    write_entry(plan, application, "circulate", by, at, signers=[row.role for row in rows], ink_from=ink_from)
    bell.ring("applications.prepare_signing", plan.pk, at=at)
    _tell_next(plan, at, but=by)
    return rows


def _lay_before(row: Signature, application: Application, chosen: Seat | None, by: Seat, at: dt.datetime) -> None:
    """Says with whom the line lies."""
    if row.role == SignerRole.TEACHER:
        own = Seat.objects.open_at(at).filter(user_id=application.user_id, kind=SeatKind.TEACHER)
        row.seat = own.filter(college_id=application.college_id).first() or own.first()
    elif row.role in CHOSEN and chosen:
        row.seat = others(application, at).select_related("user").filter(pk=chosen.pk).first()
        row.name = row.seat.user.full_name if row.seat and row.seat.user else row.name
    elif row.role == SignerRole.DIRECTOR:
        row.seat = directors(application, at).first()
        row.seat_kind = SeatKind.DIRECTOR if row.seat else SeatKind.BUREAU
        row.name = row.seat.user.full_name if row.seat and row.seat.user else ""
    if row.seat is None and row.role in (SignerRole.TEACHER, *CHOSEN):
        raise Refused(Refusal("nobody", gettext("Please choose who signs: %(label)s") % {"label": row.title}))


def _held_line(signature: Signature) -> Signature:
    """The line with plan and application as the database has them now; application and plan are locked."""
    # The application first, as every verb of the plan does: in another order two of them would wait for each other.
    applications = Application.objects.select_for_update(of=("self",)).select_related("round")
    application = applications.get(plans=signature.plan_id)
    plans = Plan.objects.select_for_update(of=("self",)).select_related("prepared")
    fresh = Signature.objects.select_related("seat__user").get(pk=signature.pk)
    fresh.plan = plans.get(pk=signature.plan_id)
    fresh.plan.application = application
    return fresh


def _move(line: Signature, move: Move, by: Seat, at: dt.datetime, facts: dict[str, Any], **sets: Any) -> Signature:
    """One move with one line. No date refuses a signature: what comes too late is refused at the submit."""
    calendar = Calendar(line.round, [], [])
    outcome = carry_out([line], move, by=by, at=at, calendar=calendar, room=ROOM, sets=sets, facts=facts)
    done: Signature = one(outcome)
    return done


def _facts(line: Signature, **more: Any) -> dict[str, Any]:
    return {"role": line.role, "version": line.plan.version, **more}


@transaction.atomic
def open_document(signature: Signature, *, by: Seat, at: dt.datetime) -> Signature:
    """The signer opens the very document that is to be signed. Once is enough."""
    line = _held_line(signature)
    if line.opened_by_id == by.pk:
        return line
    sha256 = line.plan.prepared.sha256 if line.plan.prepared else ""
    return _move(line, OPEN, by, at, _facts(line, sha256=sha256))


@transaction.atomic
def sign(
    signature: Signature,
    *,
    by: Seat,
    at: dt.datetime,
    mark: Mark,
    proof: SignatureProof,
    capacity: str = SigningCapacity.OWN,
) -> Signature:
    """Signs one line. The last one certifies the plan; the seal follows by the bell, and nobody waits for it.

    `mark` is the hand as it was given just now, `proof` how it was made sure who gives it. A director's capacity is
    that of her seat, whatever is asked for.
    """
    line = _held_line(signature)
    plan = line.plan
    if line.role == SignerRole.DIRECTOR:
        capacity = by.capacity
    name = by.user.full_name if by.user else line.name
    sha256 = plan.prepared.sha256 if plan.prepared else ""
    facts = _facts(line, method=METHODS[mark.kind], proof=proof, capacity=capacity, sha256=sha256)
    sets = {**facts, "name": name, "mark": vault.lock(mark.data)}
    done = _move(line, SIGN, by, at, facts, **{key: sets[key] for key in _SIGNED_FIELDS})
    lines = list(Signature.objects.filter(plan=plan))
    if all(row.state == S.SIGNED for row in lines):
        Plan.objects.filter(pk=plan.pk, state=PlanState.FROZEN).update(state=PlanState.CERTIFIED)
        write_entry(plan, line.application, "certify", by, at, sha256=sha256)
    bell.ring("applications.seal_plan", plan.pk, at=at)
    _tell_next(plan, at, but=by)
    return done


_SIGNED_FIELDS = ("method", "proof", "capacity", "sha256", "name", "mark")


def sign_many(
    signatures: Sequence[Signature], *, by: Seat, at: dt.datetime, mark: Mark, proof: SignatureProof
) -> Outcome:
    """Signs what can be signed, each for itself; the others are named with their reasons."""
    outcome = Outcome([], [])
    for signature in signatures:
        try:
            outcome.done.append(sign(signature, by=by, at=at, mark=mark, proof=proof))
        except Refused as refused:
            outcome.skipped.append((signature, refused.refusal))
    return outcome


@transaction.atomic
def decline(signature: Signature, *, reason: str, by: Seat, at: dt.datetime) -> Signature:
    """Says no, with the reason. The teacher makes a new version, or hands the line to somebody else."""
    if not reason.strip():
        raise Refused(Refusal("no_reason", _("Please say why you do not sign.")))
    line = _held_line(signature)
    done = _move(line, DECLINE, by, at, _facts(line, comment=reason), reason=reason[:500])
    outbox.post(notices.declined(done, at))
    return done


@transaction.atomic
def hand_over(signature: Signature, *, to: Seat, by: Seat, at: dt.datetime) -> Signature:
    """Lays the line before another person: another head or deputy, or whoever else holds the director's seat."""
    line = _held_line(signature)
    if to.pk not in candidates(line, at):
        raise Refused(Refusal("nobody", _("This person cannot sign this line.")))
    name = to.user.full_name if to.user else ""
    kind = SeatKind.DIRECTOR if line.role == SignerRole.DIRECTOR else ""
    done = _move(line, HAND_OVER, by, at, _facts(line, to=to.pk), seat=to, seat_kind=kind, name=name)
    _tell_next(line.plan, at, but=by)
    return done


@transaction.atomic
def send_link(signature: Signature, *, name: str, email: str, by: Seat, at: dt.datetime) -> Link:
    """Gives the establishment's representative a personal link. A new link ends the one before.

    The link goes by mail where there is an address, and can be shown to who made it: never to the teacher, whose plan
    it is.
    """
    line = _held_line(signature)
    before = Link.objects.filter(purpose=LINK_PURPOSE, revoked_at=None, seat=line.seat_id or 0)
    seat = Seat.objects.create(kind=SeatKind.WORKPLACE, opened_at=at)
    before.update(revoked_at=at, revoked_by=by)
    done = _move(line, SEND_LINK, by, at, _facts(line, by_mail=bool(email)), seat=seat, name=name)
    link = Link.objects.create(
        seat=seat, purpose=LINK_PURPOSE, name=name, email=email, made_at=at, made_by=by, ends_at=at + LINK_GOOD_FOR
    )
    if email:
        bell.ring("applications.mail_link", done.pk, at=at)
    return link


def go_over_to_ink(plan: Plan, application: Application, *, by: Seat, at: dt.datetime) -> None:
    """A copy signed in ink has come: whoever has not signed in the portal has signed there. Inside its transaction."""
    plan.application = application
    for line in Signature.objects.filter(plan=plan, state__in=IN_INK.sources):
        line.plan = plan
        _move(line, IN_INK, by, at, _facts(line))


def _tell_next(plan: Plan, at: dt.datetime, *, but: Seat) -> None:
    """Writes to whose turn it is now, unless it is who has just acted."""
    line = Signature.objects.filter(plan=plan).waiting().select_related("seat", "plan__application__round").first()
    if line is not None:
        outbox.post(notices.to_sign(line, at, but=but.user_id))
