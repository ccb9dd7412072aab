"""Joining the account in LINE, and what LINE tells us. None of it is there where LINE is not configured."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from people.actor import PortalRequest
from people.models import Seat, User
from people.throttle import limited
from records import line, line_linking
from records.models import LineAccount


def _owner(request: PortalRequest) -> tuple[User, Seat]:
    user, seats = request.actor.user, request.actor.seats
    if not line.is_configured() or user is None or not seats:
        raise Http404
    return user, seats[0]


@require_GET
def line_account(request: PortalRequest) -> HttpResponse:
    _owner(request)
    account = LineAccount.objects.visible_to(request.actor).linked().first()
    return render(request, "records/line.html", {"account": account, "official": settings.LINE_NAME})


@require_POST
@limited("line_code")
def make_line_code(request: PortalRequest) -> HttpResponse:
    """The code is shown by the answer itself and nowhere again."""
    user, _seat = _owner(request)
    if LineAccount.objects.visible_to(request.actor).linked().exists():
        return redirect("records:line_account")
    code = line_linking.make_line_code(user, at=request.at)
    response = render(request, "records/line.html", {"code": code, "official": settings.LINE_NAME})
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def unlink_line(request: PortalRequest) -> HttpResponse:
    _user, seat = _owner(request)
    account = get_object_or_404(LineAccount.objects.visible_to(request.actor))
    line_linking.unlink_line(account, by=seat, at=request.at)
    messages.success(request, _("Nothing goes to LINE any more. E-mail and messages here go on."))
    return redirect("records:line_account")


@csrf_exempt  # LINE has no token of ours: it signs what it says
@login_not_required
@require_POST
def line_webhook(request: PortalRequest) -> HttpResponse:
    """Codes that people typed, and who has blocked us. What is not signed by LINE is not read."""
    if not line.is_configured():
        raise Http404
    if not line.is_signed(request.body, request.headers.get("X-Line-Signature", "")):
        return HttpResponse(status=403)
    try:
        events = json.loads(request.body)["events"]
    except (ValueError, KeyError, TypeError):
        return HttpResponse(status=400)
    for event in events if isinstance(events, list) else ():
        _hear(event, request)
    return HttpResponse(status=200)


def _hear(event: Any, request: PortalRequest) -> None:
    """One event. What we do not know is passed over: LINE adds new kinds."""
    if not isinstance(event, dict):
        return
    source, message = event.get("source") or {}, event.get("message") or {}
    line_id = source.get("userId") if isinstance(source, dict) else None
    # In a group everybody would read the code: it is taken from the person alone.
    if not isinstance(line_id, str) or not 0 < len(line_id) <= 40 or source.get("type") != "user":
        return
    if event.get("type") == "unfollow":
        line_linking.blocked(line_id, at=request.at)
    elif event.get("type") == "message" and isinstance(message, dict) and isinstance(message.get("text"), str):
        line_linking.link_line(message["text"][:100], line_id, at=request.at)
