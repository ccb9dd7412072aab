"""How every view of the gate finds its application, and answers a refusal."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from applications.models import Application, find
from people.actor import PortalRequest
from people.enums import SeatKind
from people.models import Seat
from rounds.enums import MilestoneKind
from rounds.moves import Move, Refused, choose_seat, wrong_role
from rounds.window import Calendar

# What the pages draw from. Nine tables cost more to plan than to read, so a verb asks for its own few.
_WITH = ("round", "college", "user", "teacher", "plan__paper", "plan__signed__reading", "plan__printed")
_PLANS = (MilestoneKind.PLANS_DUE,)


def found(request: PortalRequest, pk: int, *only: str) -> Application:
    """The application, if the actor may see it; a foreign one is as good as none. `only` these come with it."""
    return get_object_or_404(Application.objects.visible_to(request.actor).select_related(*(only or _WITH)), pk=pk)


def found_bare(request: PortalRequest, pk: int) -> Application:
    """The same with its round and plan alone, for whoever looks at nothing else."""
    application = find(request.actor, pk)
    if application is None:
        raise Http404
    return application


def found_for_tasks(request: PortalRequest, pk: int) -> Application:
    """The same with what a teacher's own page needs; whoever has another seat may have come to check it."""
    if any(seat.kind != SeatKind.TEACHER for seat in request.actor.seats):
        return found(request, pk)
    return found_bare(request, pk)


def calendar_for(application: Application) -> Calendar:
    """The calendar as far as the gate looks at it: the window of plans."""
    return Calendar.of(application.round, application.whom, kinds=_PLANS)


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
