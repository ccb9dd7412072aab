"""How every view of the gate finds its application, and answers a refusal."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from applications.models import Application
from people.actor import PortalRequest
from people.models import Seat
from rounds.enums import MilestoneKind
from rounds.moves import Move, Refused, choose_seat, wrong_role
from rounds.window import Calendar

_WITH = ("round", "college", "user", "teacher", "plan__paper", "plan__signed", "plan__printed")


def found(request: PortalRequest, pk: int) -> Application:
    """The application, if the actor may see it; a foreign one is as good as none."""
    return get_object_or_404(Application.objects.visible_to(request.actor).select_related(*_WITH), pk=pk)


def calendar_for(application: Application) -> Calendar:
    return Calendar.of(application.round, application.whom)


def seat_for(move: Move, application: Application, request: PortalRequest) -> Seat:
    """The actor's seat for a move, or the refusal that says whose it is."""
    seat = choose_seat(move, application, request.actor)
    if seat is None:
        raise Refused(wrong_role(move, application, request.actor))
    return seat


def show_refusal(request: PortalRequest, application: Application, refused: Refused, verb: str) -> HttpResponse:
    """A closed door that talks: the rule, who can open it, and the way to ask. Nothing that was typed is gone."""
    refusal = refused.refusal
    ask = f"{reverse('rounds:ask', args=[application.round.year])}?kind={MilestoneKind.PLANS_DUE}"
    context = {
        "application": application,
        "refusal": refusal,
        "verb": verb,
        "ask_url": ask if refusal.can_ask and application.user_id == request.actor.user_id else "",
    }
    return render(request, "applications/refused.html", context, status=403)


def back_to(application: Application) -> HttpResponse:
    return redirect("applications:show", application.pk)
