"""Who may act at all, whatever the page says."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from people.models import Seat
from rounds.moves import Refusal, Refused


def only(by: Seat, *kinds: str, college_id: int | None = None) -> None:
    """Refuses whoever does not hold one of these seats (at this college, where one is meant)."""
    if by.kind not in kinds or (college_id is not None and by.college_id != college_id):
        raise Refused(Refusal("role", _("This is not yours to do.")))
