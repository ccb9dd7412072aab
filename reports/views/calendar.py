"""The calendar of a round as it holds for the reader, for everybody with a seat."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from people.actor import PortalRequest
from people.enums import SeatKind
from reports import desk
from reports.year import year_line
from rounds import shown
from rounds.enums import RoundState
from rounds.models import Extension, Round
from rounds.window import Calendar


@require_GET
def calendar(request: PortalRequest, year: int) -> HttpResponse:
    """The year as a line; each milestone with who, when, what it binds, and what the reader still owes there.

    `?only=mine` leaves the reader's own dates.
    """
    actor, at = request.actor, request.at
    round_ = get_object_or_404(Round.objects.visible_to(actor), year=year)
    whom = shown.whom_of(actor)
    windows = Calendar.of(round_, whom)
    owed = desk.owed(actor, windows, at)
    rows = [{**row, "owed": owed.get(row["milestone"].kind, [])} for row in shown.rows(windows, actor, at)]
    own = [row for row in rows if row["own"]]
    only_own = request.GET.get("only") == "mine"
    context = {
        "round": round_,
        "rows": own if only_own else rows,
        "only_own": only_own,
        "has_own": bool(own),
        "line": year_line(
            windows, whom, {row["milestone"].kind: str(row["milestone"].get_kind_display()) for row in own}, at
        ),
        "today": at,
        "is_bureau": actor.is_bureau,
        "can_move": actor.is_bureau and round_.state in (RoundState.DRAFT, RoundState.PUBLISHED),
        "can_ask": actor.seat(SeatKind.TEACHER) is not None and round_.state == RoundState.PUBLISHED,
        "ours": shown.ours(actor, round_),
        "has_extensions": Extension.objects.visible_to(actor).filter(round=round_).exists(),
    }
    return render(request, "reports/calendar.html", context)
