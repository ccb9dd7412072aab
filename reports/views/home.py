"""Home, for everybody who is signed in."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from people.actor import PortalRequest
from people.enums import SeatKind
from records.models import Message, Receipt
from reports import desk
from reports.year import closings, year_line
from rounds.models import Whom
from rounds.window import Calendar


@require_GET
def home(request: PortalRequest) -> HttpResponse:
    actor, at = request.actor, request.at
    round_ = desk.current_round()
    if round_ is None:
        return render(request, "reports/no_round.html")
    seat = actor.seat(SeatKind.TEACHER) or next(iter(actor.seats), None)
    whom = Whom(actor.user_id, seat.college_id, seat.college.region) if seat and seat.college else Whom(actor.user_id)
    calendar = Calendar.of(round_, whom)
    found = desk.waiting(actor, calendar, at)
    rows = [row for row in found if row.mine]
    who = desk.reader(actor)
    context = {
        "round": round_,
        "who": who,
        "count": len(rows),
        "wait": desk.as_wait(rows[0], at) if rows else None,
        "todo": [desk.as_todo(row) for row in rows[1:]],
        "told": [desk.as_told(row) for row in found if not row.mine],
        "line": year_line(calendar, whom, closings(who), at),
        "receipts": Receipt.objects.visible_to(actor).order_by("-pk")[:3],
        "messages_": Message.objects.visible_to(actor).order_by("-written_at", "-pk")[:3],
    }
    return render(request, "reports/home.html", context)
