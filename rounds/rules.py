"""Table of moves of an extension."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from people.enums import SeatKind
from people.models import Seat
from rounds.enums import ExtensionLevel, ExtensionState
from rounds.models import Extension
from rounds.moves import Move, Refusal, Role

BUREAU = Role(_("bureau officer"), (SeatKind.BUREAU,))
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
    return Refusal("not_asker", _("Only who asked can withdraw."))


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
            "withdraw", _("Withdraw"), _OPEN, ExtensionState.WITHDRAWN, (ASKER,), "decided", needs=(asked_by_me,),
        ),
    )
}  # fmt: skip
