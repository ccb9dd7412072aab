"""What makes an establishment fit for a plan."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from placements.enums import EstablishmentState
from placements.models import Agreement, Establishment


def agreements(establishment_id: int, college_id: int, day: dt.date) -> QuerySet[Agreement]:
    """The college's agreements with the establishment that hold on `day`, the longest first."""
    found = Agreement.objects.current_on(day).filter(establishment_id=establishment_id, college_id=college_id)
    return found.order_by("-valid_until", "-pk")


def is_qualified(establishment: Establishment, college_id: int, day: dt.date) -> bool:
    """Confirmed or proposed, and bound to the college by an agreement that holds on that day (letter, point 2)."""
    if establishment.state == EstablishmentState.MERGED:
        return False
    return agreements(establishment.pk, college_id, day).exists()
