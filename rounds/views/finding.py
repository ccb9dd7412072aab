"""How the pages of the room find the round, the college and the seat in which somebody acts."""

from __future__ import annotations

import datetime as dt

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from people.actor import PortalRequest
from people.clock import local
from people.enums import SeatKind
from people.models import College, Seat
from people.thai import BANGKOK
from rounds.holidays import LAST_SECOND
from rounds.models import Participation, Round
from rounds.moves import Refusal, Refused
from rounds.rules import COLLEGE_STAFF


def round_of(request: PortalRequest, year: int) -> Round:
    return get_object_or_404(Round.objects.visible_to(request.actor), year=year)


def seat_of(request: PortalRequest, *kinds: str, college_id: int | None = None) -> Seat:
    """The actor's seat of one of these kinds, or the refusal that says whose matter it is."""
    seat = request.actor.seat(*kinds, college_id=college_id)
    if seat is None:
        opener = ", ".join(str(SeatKind(kind).label) for kind in kinds)
        raise Refused(Refusal("role", _("This is not yours to do."), opener=opener))
    return seat


def number_in(text: str | None) -> int | None:
    """The row that an address names; None when it names none. A number no database knows is none either."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 15 else None


def college_of(request: PortalRequest, *kinds: str) -> College | None:
    """The college that the page is about: `?college=` where the actor may choose, else the actor's own.

    None when the bureau has still to choose one. Raises Refused for who has none of these seats; a foreign college
    is as good as none.
    """
    asked = request.GET.get("college") or request.POST.get("college")
    if request.actor.is_bureau and SeatKind.BUREAU in kinds:
        if not asked:
            return None
        return get_object_or_404(College.objects.visible_to(request.actor), pk=number_in(asked))
    seat = seat_of(request, *kinds)
    if not asked:
        return seat.college
    for seat in request.actor.with_kind(*kinds):
        if seat.college_id == number_in(asked):
            return seat.college
    raise Http404


def staff_seat(request: PortalRequest, college_id: int | None) -> Seat:
    """The seat in which the actor looks after this college."""
    return request.actor.seat(SeatKind.BUREAU) or seat_of(request, *COLLEGE_STAFF, college_id=college_id)


def participation_of(request: PortalRequest, round_: Round, college_id: int) -> Participation:
    """The college in the round. None before the round is published, for it takes part from then on."""
    rows = Participation.objects.visible_to(request.actor).select_related("college", "round", "coordinator__user")
    return get_object_or_404(rows, round=round_, college_id=college_id)


def end_of(day: dt.date) -> dt.datetime:
    """The last second of a Thai day."""
    return dt.datetime.combine(day, LAST_SECOND, tzinfo=BANGKOK)


def today(request: PortalRequest) -> dt.date:
    return local(request.at).date()
