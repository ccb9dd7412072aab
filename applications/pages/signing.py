"""What the pages of signing show: the way round, whose turn it is, one's own list."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.content import summary
from applications.enums import SignatureState
from applications.forms import CirculateForm, HandOverForm, SignatureForm
from applications.models import Application, Plan, Signature
from applications.models.signature import SignatureQuerySet
from applications.signers import CHOSEN, HAND_OVER, MOVES, candidates, colleagues, may_circulate
from applications.standing import standing
from people.actor import Actor, PortalRequest
from people.enums import SeatKind
from people.thai import instant
from records.models import Document
from rounds.enums import SignerRole
from rounds.moves import Button, buttons
from rounds.window import Calendar

S = SignatureState
MOST = 100
_WITH = ("plan__application__round", "plan__application__college", "plan__paper", "plan__prepared", "seat__user")


def mine(actor: Actor) -> SignatureQuerySet:
    """Lines that lie with one of the actor's seats."""
    seats = [seat.pk for seat in actor.seats]
    where = Q(seat_kind="", seat__in=seats)
    colleges = actor.college_ids(SeatKind.DIRECTOR)
    if colleges:
        where |= Q(seat_kind=SeatKind.DIRECTOR, plan__application__college_id__in=colleges)
    if actor.is_bureau:
        where |= Q(seat_kind=SeatKind.BUREAU)
    # Nobody certifies their own.
    own = Q(seat_kind__in=(SeatKind.DIRECTOR, SeatKind.BUREAU), plan__application__user_id=actor.user_id)
    return Signature.objects.filter(where).exclude(own)


def links_to_send(actor: Actor) -> SignatureQuerySet:
    """Lines of establishments whose turn it is, and for whom the actor's college has not made a link yet."""
    colleges = actor.college_ids(SeatKind.COORDINATOR, SeatKind.DEPUTY)
    rows = Signature.objects.waiting().filter(role=SignerRole.ESTABLISHMENT, seat=None)
    return rows.filter(plan__application__college_id__in=colleges).exclude(plan__application__user=actor.user)


def moves_of(signature: Signature, actor: Actor, at: dt.datetime) -> dict[str, Button]:
    """What the actor could do with this line; no date refuses a signature."""
    return buttons(MOVES.values(), signature, actor, at, Calendar(signature.round, [], []))


def own_list(request: PortalRequest) -> dict[str, Any]:
    """Context of templates/applications/signatures.html: whose turn is mine, and what I have signed."""
    rows = mine(request.actor).select_related(*_WITH)
    waiting = list(rows.waiting().order_by("plan__application__name_key", "pk")[:MOST])
    done = rows.filter(state__in=(S.SIGNED, S.DECLINED)).order_by("-signed_at", "-pk")[:20]
    seats = {seat.pk for seat in request.actor.seats}
    return {
        "links": links_to_send(request.actor).select_related(*_WITH)[:MOST],
        "waiting": [{"row": row, "text": _line(row), "opened": row.opened_by_id in seats} for row in waiting],
        "done": [{"row": row, "text": _line(row)} for row in done],
        "opened": sum(row.opened_by_id in seats for row in waiting),
    }


def _line(signature: Signature) -> str:
    content = signature.plan.content
    return summary(content) if content and content.get("schedule") else ""


def lines_of(plan: Plan, actor: Actor | None = None, at: dt.datetime | None = None) -> list[dict[str, Any]]:
    """The way round, line by line: who, what became of it, whose turn it is; for `actor`, where she makes the link."""
    found: list[dict[str, Any]] = []
    turn = True
    for row in plan.signatures.select_related("seat__user").order_by("position"):
        waits = row.state in (S.WAITING, S.DECLINED)
        found.append(
            {
                "row": row,
                "name": row.name,
                "words": _state_words(row, is_turn=turn and waits),
                "is_turn": turn and waits,
                "is_done": row.state == S.SIGNED,
                **(_doors(row, plan, actor, at) if actor and at and waits else {}),
            }
        )
        turn = turn and not waits
    return found


def _doors(row: Signature, plan: Plan, actor: Actor, at: dt.datetime) -> dict[str, str]:
    """Where the actor can help a line on that is not hers: make the link, lay it before somebody else."""
    row.plan = plan
    moves = moves_of(row, actor, at)
    if row.role == SignerRole.ESTABLISHMENT:
        return {"link_url": reverse("applications:signer_link", args=[row.pk])} if "send_link" in moves else {}
    others = row.role in (*CHOSEN, SignerRole.DIRECTOR) and "hand_over" in moves and "sign" not in moves
    return {"hand_over_url": reverse("applications:signature", args=[row.pk])} if others else {}


def _state_words(row: Signature, *, is_turn: bool) -> str:
    if row.state == S.SIGNED and row.signed_at:
        return _("signed in the portal %(when)s") % {"when": instant(row.signed_at)}
    if row.state == S.DECLINED:
        return _("declined: %(reason)s") % {"reason": row.reason}
    if row.state == S.INK:
        return _("signs in ink, on the paper")
    return _("it is their turn") if is_turn else _("comes later")


def signature_page(
    request: PortalRequest, signature: Signature, form: SignatureForm | None, actor: Actor | None = None
) -> dict[str, Any]:
    """Context of templates/applications/signature.html; `actor` is a guest with a link in place of who is signed in."""
    plan, application = signature.plan, signature.application
    guest = actor is not None
    actor = actor or request.actor
    moves = moves_of(signature, actor, request.at)
    pages = range(1, plan.prepared.pages + 1) if plan.prepared else range(0)
    people = candidates(signature, request.at) if HAND_OVER.verb in moves else {}
    if application.plan_id == plan.pk:
        application.plan = plan
    return {
        "standing": standing(application, plan),
        "signature": signature,
        "plan": plan,
        "application": application,
        "content": plan.content,
        "summary": _line(signature),
        "buttons": moves,
        "form": form,
        # Who has declined may be asked once more.
        "hand_over_form": HandOverForm(
            {k: name for k, name in people.items() if k != signature.seat_id or signature.state == S.DECLINED}
        ),
        "lines": lines_of(plan, actor, request.at),
        "urls": _urls(signature, guest=guest),
        "page_urls": [_url("page", signature, guest, number) for number in pages],
        "sees_application": not guest
        and Application.objects.visible_to(request.actor).filter(pk=application.pk).exists(),
    }


def _urls(signature: Signature, *, guest: bool) -> dict[str, str]:
    doors = {"page": "", "open": "open", "sign": "sign", "decline": "decline", "file": "file"}
    return {key: _url(name, signature, guest) for key, name in doors.items()}


def _url(name: str, signature: Signature, guest: bool, *more: int) -> str:
    """The same doors for whoever is signed in and for a guest, who has one line only."""
    if guest:
        return reverse(f"applications:guest_{name}" if name else "applications:guest", args=more)
    views = {"open": "open_document", "sign": "sign_plan", "decline": "decline", "": "signature"}
    return reverse(f"applications:{views.get(name, f'signature_{name}')}", args=(signature.pk, *more))


def way_round(application: Application, request: PortalRequest, form: CirculateForm | None = None) -> dict[str, Any]:
    """What the teacher's own page of signing shows: how to send the plan round, or how far it has come."""
    plan = application.plan
    if plan is None or plan.content is None:
        return {}
    plan.application = application
    lines = lines_of(plan, request.actor, request.at)
    seat = next((s for s in request.actor.seats if may_circulate(application, s) is None), None)
    if not lines and seat is not None:
        form = form or CirculateForm(plan.content["signers"], colleagues(application, request.at))
    own = next((line["row"] for line in lines if line["is_turn"] and moves_own(line["row"], request.actor)), None)
    return {
        "lines": lines,
        "signers": [(SignerRole(one["role"]).heading(one["label"]), one["name"]) for one in plan.content["signers"]],
        "circulate_form": form if seat is not None else None,
        "own_turn": own,
        "sealed": any(line["row"].sealed_id for line in lines),
        "sealing": any(line["is_done"] and not line["row"].sealed_id for line in lines),
        "all_signed": bool(lines) and all(line["is_done"] for line in lines),
        "only_ink_left": bool(lines)
        and any(line["row"].state == S.INK for line in lines)
        and all(line["row"].state in (S.INK, S.SIGNED) for line in lines),
    }


def latest_sealed(plan: Plan) -> Document | None:
    """The paper with all signatures that have been sealed so far."""
    row = plan.signatures.filter(sealed__isnull=False).select_related("sealed").order_by("-position").first()
    return row.sealed if row else None


def moves_own(signature: Signature, actor: Actor) -> bool:
    return any(signature.lies_with(seat) for seat in actor.seats)
