"""Signing in the portal: the life of a signature as a table of moves, and who may be asked to sign which line."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from applications.enums import PlanState, SignatureState
from applications.models import Application, Plan, Signature
from applications.rules import CHECKER, TEACHER, may_edit
from people.enums import COLLEGE_SEATS, SeatKind
from people.models import Seat
from people.thai import person_name
from records import sealing
from rounds.enums import SignerRole
from rounds.moves import Move, Refusal, Role, Thing

S = SignatureState
# Lines for which somebody of the college is chosen by name.
CHOSEN = (SignerRole.DEPARTMENT_HEAD, SignerRole.DEPUTY_DIRECTOR)
_EVERYBODY = (*COLLEGE_SEATS, SeatKind.BUREAU, SeatKind.WORKPLACE)


@dataclass(frozen=True)
class Holder(Role):
    """The seat with which the line lies."""

    def fits(self, seat: Seat, thing: Thing) -> bool:
        return isinstance(thing, Signature) and thing.lies_with(seat)


HOLDER = Holder(_("who is to sign"), _EVERYBODY)


def plan_stands(signature: Signature, seat: Seat, at: dt.datetime) -> Refusal | None:
    """A version that was replaced, sent, or is signed by all takes no further signature."""
    plan, application = signature.plan, signature.application
    if application.plan_id != plan.pk or plan.state != PlanState.FROZEN:
        return Refusal("replaced", _("There is a newer version of this plan, or everybody has signed it."))
    if not application.is_editable:
        return Refusal("sent", _("What was sent stays as it was sent."))
    return None


def it_is_your_turn(signature: Signature, seat: Seat, at: dt.datetime) -> Refusal | None:
    for line in signature.plan.signatures.all():
        if line.position < signature.position and line.state in (S.WAITING, S.DECLINED):
            who = line.name or line.title
            return Refusal("turn", gettext("%(who)s signs before you.") % {"who": who})
    return None


def has_opened(signature: Signature, seat: Seat, at: dt.datetime) -> Refusal | None:
    if signature.plan.prepared_id is None:
        return Refusal("preparing", _("The paper is still being prepared for signing."))
    if signature.opened_by_id != seat.pk:
        return Refusal("not_opened", _("Please open the document and look at it first."))
    return None


def paper_is_prepared(signature: Signature, seat: Seat, at: dt.datetime) -> Refusal | None:
    return None if signature.plan.prepared_id else has_opened(signature, seat, at)


def is_of_the_establishment(signature: Signature, seat: Seat, at: dt.datetime) -> Refusal | None:
    if signature.role == SignerRole.ESTABLISHMENT:
        return None
    return Refusal("account", _("Whoever has an account signs under it."))


OPEN = Move("open", _("Open the document"), (S.WAITING,), None, (HOLDER,), "opened", needs=(paper_is_prepared,))
SIGN = Move(
    "sign", _("Sign"), (S.WAITING,), S.SIGNED, (HOLDER,), "signed",
    needs=(plan_stands, it_is_your_turn, has_opened),
)  # fmt: skip
DECLINE = Move(
    "decline", _("Decline to sign"), (S.WAITING,), S.DECLINED, (HOLDER,), "declined",
    needs=(plan_stands, it_is_your_turn),
)  # fmt: skip
# Also after somebody has declined: the line lies with another person then, or with the same once more.
HAND_OVER = Move(
    "hand_over", _("Hand over"), (S.WAITING, S.DECLINED), S.WAITING, (HOLDER, TEACHER, CHECKER), "handed_over",
    needs=(plan_stands,),
    sets={"opened_at": None, "opened_by": None, "declined_at": None, "declined_by": None, "reason": ""},
)  # fmt: skip
# To paper: from here on this line is signed in ink.
IN_INK = replace(
    HAND_OVER, verb="in_ink", label=_("Sign in ink"), target=S.INK,
    who=(TEACHER, replace(CHECKER, own=None)),
    sets={**HAND_OVER.sets, "seat": None, "seat_kind": ""},
)  # fmt: skip

# The establishment has no account: the college gives its representative a personal link, with a seat of its own.
SEND_LINK = replace(
    HAND_OVER, verb="send_link", label=_("Make a personal link"), who=(CHECKER,),
    needs=(plan_stands, is_of_the_establishment),
)  # fmt: skip

MOVES: dict[str, Move] = {move.verb: move for move in (OPEN, SIGN, DECLINE, HAND_OVER, SEND_LINK, IN_INK)}


def may_circulate(application: Application, seat: Seat) -> Refusal | None:
    """Whether the frozen plan may be sent round for signing in the portal."""
    refusal = may_edit(application, seat)
    if refusal:
        return refusal
    plan = application.plan
    if plan is None or plan.state == PlanState.DRAFT:
        return Refusal("not_frozen", _("The plan has not been printed for signing."))
    if plan.state != PlanState.FROZEN or plan.signed_id:
        return Refusal("signed", _("This version is signed already."))
    if not sealing.available():
        return Refusal("no_seal", _("Signing in the portal is not set up here. Please sign in ink."))
    return None


def others(application: Application, at: dt.datetime) -> QuerySet[Seat]:
    """Seats of everybody at the college but the teacher, in Thai order; a person may have several."""
    seats = Seat.objects.open_at(at).of_college(application.college_id).filter(user__is_active=True)
    return seats.exclude(user_id=application.user_id).order_by("user__name_key", "pk")


def colleagues(application: Application, at: dt.datetime) -> dict[int, str]:
    """Who may sign as head of department or deputy director: seat and name, each person once.

    As values, for a large college has more than a hundred.
    """
    rows = others(application, at).values_list(
        "pk", "user_id", "user__title", "user__first_name", "user__last_name", named=True
    )
    found: dict[int, tuple[int, str]] = {}
    for row in rows:
        name = person_name(row.user__title, row.user__first_name, row.user__last_name)
        found.setdefault(row.user_id, (row.pk, name))
    return dict(found.values())


def directors(application: Application, at: dt.datetime) -> QuerySet[Seat]:
    """Who certifies: the director, or who acts for her; never the teacher herself."""
    return (
        Seat.objects.open_at(at)
        .filter(college_id=application.college_id, kind=SeatKind.DIRECTOR)
        .exclude(user_id=application.user_id)
        .select_related("user")
        .order_by("-capacity", "pk")  # OWN, ON_BEHALF, ACTING
    )


def candidates(signature: Signature, at: dt.datetime) -> dict[int, str]:
    """To whom the line may be handed over: seat and name."""
    if signature.role in CHOSEN:
        return colleagues(signature.application, at)
    if signature.role == SignerRole.DIRECTOR:
        seats = directors(signature.application, at)
        return {seat.pk: seat.user.full_name if seat.user else "" for seat in seats}
    return {}


def signer_users(plan: Plan) -> set[int]:
    """The persons with accounts who sign this plan, or have signed it."""
    rows = Signature.objects.filter(plan=plan).values_list("seat__user_id", "signed_by__user_id")
    return {user for row in rows for user in row if user is not None}
