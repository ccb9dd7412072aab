"""What a coordinator, a director or an officer copies into a group of LINE."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from people.actor import PortalRequest
from reports import desk, digest
from reports.overview import HEADS
from rounds.views.finding import college_of


@require_GET
def show(request: PortalRequest) -> HttpResponse:
    """The text in a field; `?college=` for who heads more than one."""
    actor, at = request.actor, request.at
    is_office = actor.reads_round and actor.seat(*HEADS) is None
    college = None if is_office else college_of(request, *HEADS)
    round_ = desk.current_round()
    if round_ is None:
        return render(request, "reports/no_round.html")
    text = digest.of_college(actor, round_, college, at) if college else digest.of_office(actor, round_, at)
    context = {"text": text, "college": college, "rows": text.count("\n") + 2}
    return render(request, "reports/digest.html", context)
