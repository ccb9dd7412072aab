"""The bureau's list: screen, decide over a filter, see what an announcement would say, move up from the reserve."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from applications import actions
from applications.forms import DecideForm, ScreenForm
from applications.lapsed import Lapsed
from applications.models import Application
from applications.pages import counts, which
from applications.pages import office as pages
from applications.pages import simulate as drafts
from applications.rules import PROMOTE
from applications.views.college import say
from applications.views.finding import back_to, found, seat_for
from people.actor import PortalRequest
from people.enums import SeatKind
from people.models import Seat


def bureau_seat(request: PortalRequest) -> Seat:
    """The actor's seat at the bureau, or 403."""
    seat = request.actor.seat(SeatKind.BUREAU)
    if seat is None:
        raise PermissionDenied(_("Only the bureau decides."))
    return seat


@require_GET
def office(request: PortalRequest) -> HttpResponse:
    if not request.actor.reads_round:
        raise PermissionDenied(_("Only the bureau and the policy bureau read all applications."))
    rounds = which.rounds()
    round_ = which.round_of(request.GET.get("year", ""), rounds)
    lapsed = Lapsed(round_, request.at)
    wanted = pages.Filter(request.GET, request.actor, round_, lapsed)
    counted = counts.of(round_, request.actor, lapsed)
    context = {
        "round": round_,
        "rounds": rounds,
        "is_bureau": request.actor.is_bureau,
        **pages.page(wanted, counted, request.GET.get("page", ""), request.GET),
    }
    return render(request, "applications/office.html", context)


@require_GET
def simulate(request: PortalRequest) -> HttpResponse:
    """What the list would say if it were announced now. Nothing is written."""
    bureau_seat(request)
    round_ = which.round_of(request.GET.get("year", ""), which.rounds())
    counted = counts.of(round_, request.actor, Lapsed(round_, request.at))
    context = {"round": round_, **drafts.page(round_, counted, request.actor)}
    return render(request, "applications/simulate.html", context)


def _chosen(request: PortalRequest) -> list[Application]:
    """The rows of a bulk act, found again through the same filter the page had."""
    address = QueryDict(request.POST.get("filter", ""))
    round_ = which.round_of(address.get("year", ""), which.rounds())
    rows = list(pages.Filter(address, request.actor, round_, Lapsed(round_, request.at)).chosen(request.POST))
    for row in rows:
        row.round = round_
    return rows


def _back(request: PortalRequest) -> HttpResponse:
    """To the list as it was, or to the one application the act was made on."""
    single = request.POST.get("back", "")
    if single.isascii() and single.isdigit() and len(single) < 19:
        return redirect("applications:show", int(single))
    address = QueryDict(request.POST.get("filter", "")).urlencode()
    return redirect(f"{reverse('applications:office')}?{address}")


@require_POST
def decide(request: PortalRequest) -> HttpResponse:
    """Decides about the ticked rows, or about all of the filter, in the order of the list."""
    seat = bureau_seat(request)
    form = DecideForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please choose a decision."))
        return _back(request)
    rows = _chosen(request)
    if not rows:
        messages.error(request, _("Nobody is ticked."))
        return _back(request)
    outcome = actions.decide(rows, by=seat, at=request.at, **form.cleaned_data)
    say(request, outcome, ngettext("%(n)d application decided.", "%(n)d applications decided.", len(outcome.done)))
    return _back(request)


@require_POST
def screen_many(request: PortalRequest) -> HttpResponse:
    seat = bureau_seat(request)
    form = ScreenForm(request.POST)
    rows = _chosen(request) if form.is_valid() else []
    if not rows:
        messages.error(request, _("Nobody is ticked."))
        return _back(request)
    outcome = actions.screen(rows, by=seat, at=request.at, **form.cleaned_data)
    say(request, outcome, ngettext("%(n)d application screened.", "%(n)d applications screened.", len(outcome.done)))
    return _back(request)


@require_POST
def screen(request: PortalRequest, pk: int) -> HttpResponse:
    application = found(request, pk)
    seat = bureau_seat(request)
    form = ScreenForm(request.POST)
    if form.is_valid():
        outcome = actions.screen([application], by=seat, at=request.at, **form.cleaned_data)
        say(request, outcome, _("Screening kept."))
    else:
        messages.error(request, _("Please say whether it passed; a note has at most 1,000 letters."))
    return back_to(application)


@require_POST
def promote(request: PortalRequest, pk: int) -> HttpResponse:
    application = found(request, pk)
    actions.promote(application, by=seat_for(PROMOTE, application, request), at=request.at)
    messages.success(request, _("Moved up from the reserve list: %(name)s") % {"name": application.name})
    return back_to(application)
