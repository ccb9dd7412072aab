"""What makes an establishment fit for a plan, and who may do what with it."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from people.enums import SeatKind
from people.models import Seat
from placements.cover import cover
from placements.enums import EstablishmentState
from placements.models import Agreement, Establishment
from rounds.moves import Refusal

MAY_PROPOSE = (SeatKind.COORDINATOR, SeatKind.DEPUTY, SeatKind.DIRECTOR, SeatKind.TEACHER)
MAY_AGREE = (SeatKind.COORDINATOR, SeatKind.DEPUTY, SeatKind.DIRECTOR)


def is_qualified(establishment: Establishment, college_id: int, first: dt.date, last: dt.date) -> bool:
    """Confirmed or proposed, and bound to the college by agreements for the whole stay (letter, point 2)."""
    if establishment.state == EstablishmentState.MERGED:
        return False
    return cover(establishment.pk, college_id, first, last).gap is None


def may_confirm(seat: Seat, establishment: Establishment) -> Refusal | None:
    """The bureau, or who looks after a college that has an agreement there: somebody has seen the papers."""
    if establishment.state != EstablishmentState.PROPOSED:
        return Refusal("state", _("This establishment is confirmed already."))
    if seat.kind == SeatKind.BUREAU:
        return None
    if seat.kind not in MAY_AGREE:
        return Refusal(
            "role", _("This is not yours to do."), opener=_("coordinator with an agreement there, or bureau")
        )
    if not Agreement.objects.filter(establishment=establishment, college=seat.college).exists():
        return Refusal(
            "no_agreement", _("Your college has no agreement with this establishment yet."), opener=_("bureau officer")
        )
    return None
