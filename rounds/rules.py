"""Table of moves of an extension; who may invite whom, and end whose seat; who runs the round."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from people.enums import COLLEGE_SEATS, SeatKind
from people.models import JoinRequest, Seat
from records.enums import PaperKind
from records.models import Paper
from rounds.enums import ExtensionLevel, ExtensionState
from rounds.models import Extension, Participation, Round
from rounds.moves import Move, Refusal, Role

BUREAU = Role(_("bureau officer"), (SeatKind.BUREAU,), own=False)
COORDINATOR = Role(_("coordinator"), (SeatKind.COORDINATOR,), own=False, same_college=True)
ASKER = Role(
    _("whoever asked"), (SeatKind.TEACHER, SeatKind.COORDINATOR, SeatKind.DEPUTY, SeatKind.DIRECTOR), same_college=True
)


def round_lets_coordinators(extension: Extension, seat: Seat, at: dt.datetime) -> Refusal | None:
    """A coordinator grants where the round lets coordinators, and then to single persons only."""
    if seat.kind == SeatKind.BUREAU:
        return None
    if extension.round.coordinator_may_extend and extension.level == ExtensionLevel.PERSON:
        return None
    return Refusal("coordinator_may_not", _("In this round the bureau decides on extensions."), opener=BUREAU.label)


def asked_by_me(extension: Extension, seat: Seat, at: dt.datetime) -> Refusal | None:
    if extension.requested_by.user_id == seat.user_id:
        return None
    return Refusal("not_asker", _("Only the person who asked can withdraw the request."))


_OPEN = (ExtensionState.REQUESTED,)
MOVES = {
    move.verb: move
    for move in (
        Move(
            "grant", _("Grant"), _OPEN, ExtensionState.GRANTED, (BUREAU, COORDINATOR), "decided",
            needs=(round_lets_coordinators,),
        ),
        Move(
            "decline", _("Decline"), _OPEN, ExtensionState.DECLINED, (BUREAU, COORDINATOR), "decided",
            needs=(round_lets_coordinators,),
        ),
        Move(
            "withdraw", _("Withdraw the request"), _OPEN, ExtensionState.WITHDRAWN, (ASKER,), "decided",
            needs=(asked_by_me,),
        ),
    )
}  # fmt: skip

# Who may give which seat. Nobody is invited as coordinator: the director names one, and the seat follows.
GIVES: dict[str, tuple[SeatKind, ...]] = {
    SeatKind.COORDINATOR: (SeatKind.TEACHER, SeatKind.SUPERVISOR),
    SeatKind.DEPUTY: (SeatKind.TEACHER, SeatKind.SUPERVISOR),
    SeatKind.DIRECTOR: (SeatKind.TEACHER, SeatKind.DEPUTY, SeatKind.REGISTRY, SeatKind.SUPERVISOR),
    SeatKind.BUREAU: (
        SeatKind.DIRECTOR,
        SeatKind.REGISTRY,
        SeatKind.DEPUTY,
        SeatKind.TEACHER,
        SeatKind.SUPERVISOR,
    ),
}
COLLEGE_STAFF = (SeatKind.COORDINATOR, SeatKind.DEPUTY, SeatKind.DIRECTOR)
_STAFF_OR_BUREAU = _("coordinator or director of the college, or the bureau")


def _looks_after(seat: Seat, college_id: int | None) -> bool:
    return seat.kind == SeatKind.BUREAU or (seat.kind in COLLEGE_STAFF and seat.college_id == college_id)


def may_invite(seat: Seat, college_id: int | None, kind: str, *, again: bool = False) -> Refusal | None:
    """None when this seat may give a seat of this kind at this college; a reminder may go to any of the college."""
    if not _looks_after(seat, college_id):
        return Refusal("role", _("This is not yours to do."), opener=_STAFF_OR_BUREAU)
    if again and kind in COLLEGE_SEATS:
        return None
    if kind not in GIVES.get(seat.kind, ()):
        return Refusal("kind", _("You cannot invite somebody into this role."), opener=_("director or bureau"))
    return None


def may_give_to(seat: Seat, email: str, kind: str) -> Refusal | None:
    """Nobody gives themselves a role over others. That a coordinator or director also teaches is no such role."""
    if kind != SeatKind.TEACHER and seat.user is not None and seat.user.email == email.strip().lower():
        return Refusal("own", _("Nobody can give themselves a role over others."), opener=_("director or bureau"))
    return None


def may_answer_join(seat: Seat, wish: JoinRequest) -> Refusal | None:
    if seat.kind not in COLLEGE_STAFF or seat.college_id != wish.college_id:
        return Refusal("role", _("This is not yours to do."), opener=_("coordinator or director of the college"))
    if seat.user is not None and seat.user.email == wish.email:
        return Refusal("own", _("Nobody decides on a matter of their own."), opener=_("director"))
    if wish.kind not in GIVES[seat.kind]:
        return Refusal("kind", _("You cannot invite somebody into this role."), opener=_("director or bureau"))
    return None


def may_end(by: Seat, seat: Seat) -> Refusal | None:
    """The director ends seats of the college, the bureau those of any; nobody their own."""
    if seat.kind not in COLLEGE_SEATS:
        return Refusal("kind", _("Only seats at a college are ended here."))
    is_director = by.kind == SeatKind.DIRECTOR and by.college_id == seat.college_id
    if not is_director and by.kind != SeatKind.BUREAU:
        return Refusal("role", _("This is not yours to do."), opener=_("director of the college, or the bureau"))
    if by.user_id == seat.user_id:
        return Refusal("own", _("Nobody can end their own seat."), opener=BUREAU.label)
    if is_director and seat.kind == SeatKind.DIRECTOR:
        return Refusal("kind", _("The bureau ends the seat of a director."), opener=BUREAU.label)
    return None


def may_join_line(seat: Seat, participation: Participation) -> Refusal | None:
    """The coordinators' group is for the one who is named."""
    if participation.coordinator_id == seat.pk:
        return None
    return Refusal("not_named", _("The director has not named you coordinator of this round."), opener=_("director"))


def plans_frozen(round_: Round) -> int:
    """How many plans are printed, or go round, with the signers of the round as they were then."""
    return Paper.objects.filter(kind=PaperKind.PLAN, year=round_.year, superseded_by=None).count()
