"""Addresses of the calendar for menus, which do not know the year, and for the other pages of the round.

The page itself stands in reports: it says what the reader still owes, which only all rooms together know.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from people.actor import PortalRequest
from people.throttle import limited
from records.pdf import shelf
from rounds import printed
from rounds.models import Round
from rounds.views.finding import round_of


@require_GET
def now(request: PortalRequest) -> HttpResponse:
    """To the calendar of the round that runs now."""
    round_ = Round.objects.visible_to(request.actor).running().order_by("-year").first()
    return redirect("reports:calendar", round_.year) if round_ else redirect("reports:home")


@require_GET
def calendar(request: PortalRequest, year: int) -> HttpResponse:
    """To the calendar of a round; whether there is one for the reader the page says."""
    return redirect("reports:calendar", year)


@require_GET
@limited("calendar_pdf")
def calendar_file(request: PortalRequest, year: int) -> HttpResponse:
    """The letter's table on one page, as it stands now."""
    round_ = round_of(request, year)
    paper = shelf.made("pdf/calendar.html", printed.facts(round_))
    headers = {"Content-Disposition": content_disposition_header(False, f"ปฏิทิน {round_.year}.pdf") or ""}
    return HttpResponse(paper.path.read_bytes(), content_type="application/pdf", headers=headers)
