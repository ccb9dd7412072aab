"""Addresses of the calendar for menus, which do not know the year, and for the other pages of the round.

The page itself stands in reports: it says what the reader still owes, which only all rooms together know.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from people.actor import PortalRequest
from rounds.models import Round


@require_GET
def now(request: PortalRequest) -> HttpResponse:
    """To the calendar of the round that runs now."""
    round_ = Round.objects.visible_to(request.actor).running().order_by("-year").first()
    return redirect("reports:calendar", round_.year) if round_ else redirect("reports:home")


@require_GET
def calendar(request: PortalRequest, year: int) -> HttpResponse:
    """To the calendar of a round; whether there is one for the reader the page says."""
    return redirect("reports:calendar", year)
