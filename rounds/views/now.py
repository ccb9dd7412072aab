"""The calendar of the round that runs now: an address for menus, which do not know the year."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from people.actor import PortalRequest
from rounds.models import Round


@require_GET
def now(request: PortalRequest) -> HttpResponse:
    round_ = Round.objects.visible_to(request.actor).running().order_by("-year").first()
    return redirect("rounds:calendar", round_.year) if round_ else redirect("reports:home")
