"""What makes an establishment fit for a plan, and who may do what with it."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from people.enums import SeatKind
from people.models import Seat
from placements.enums import EstablishmentState
from placements.models import Agreement, Establishment
from rounds.moves import Refusal

MAY_PROPOSE = (SeatKind.COORDINATOR, SeatKind.DEPUTY, SeatKind.DIRECTOR, SeatKind.TEACHER)
MAY_AGREE = (SeatKind.COORDINATOR, SeatKind.DEPUTY, SeatKind.DIRECTOR)


def agreements(establishment_id: int, college_id: int, day: dt.date) -> QuerySet[Agreement]:
    """The college's agreements with the establishment that hold on `day`, the longest first."""
    found = Agreement.objects.current_on(day).filter(establishment_id=establishment_id, college_id=college_id)
    return found.order_by("-valid_until", "-pk")


def is_qualified(establishment: Establishment, college_id: int, day: dt.date) -> bool:
    """Confirmed or proposed, and bound to the college by an agreement that holds on that day (letter, point 2)."""
    if establishment.state == EstablishmentState.MERGED:
        return False
    return agreements(establishment.pk, college_id, day).exists()


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
