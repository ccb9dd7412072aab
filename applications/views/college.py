"""The college's desk: check, endorse singly or many at once, return for correction."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from applications import actions
from applications.forms import CommentForm
from applications.rules import ENDORSE, SEND_BACK, SEND_BACK_OFFICE
from applications.views.finding import back_to, found, seat_for
from people.actor import PortalRequest


@require_GET
def desk(request: PortalRequest) -> HttpResponse:
    return render(request, "applications/desk.html", {})


@require_POST
def endorse_many(request: PortalRequest) -> HttpResponse:
    return desk(request)


@require_POST
def endorse(request: PortalRequest, pk: int) -> HttpResponse:
    application = found(request, pk)
    seat = seat_for(ENDORSE, application, request)
    actions.endorse(application, by=seat, at=request.at, attested="attested" in request.POST)
    messages.success(request, _("Endorsed: %(name)s") % {"name": application.name})
    return back_to(application)


@require_POST
def send_back(request: PortalRequest, pk: int) -> HttpResponse:
    application = found(request, pk)
    move = SEND_BACK_OFFICE if application.state == "ENDORSED" else SEND_BACK
    seat = seat_for(move, application, request)
    form = CommentForm(request.POST)
    comment = form.cleaned_data["comment"] if form.is_valid() else ""
    actions.send_back(application, comment=comment, by=seat, at=request.at)
    messages.success(request, _("Returned for correction: %(name)s") % {"name": application.name})
    return back_to(application)
