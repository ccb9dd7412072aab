"""The bureau's list: screen, decide over a filter, see what an announcement would say, move up from the reserve."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from applications import actions, shown
from applications.forms import DecideForm, ScreenForm
from applications.lapsed import Lapsed
from applications.models import Application
from applications.pages import counts, weigh, which
from applications.pages import office as pages
from applications.pages import simulate as drafts
from applications.rules import PROMOTE
from applications.views.college import say
from applications.views.finding import back_to, found, seat_for
from people.actor import PortalRequest
from people.enums import SeatKind
from people.models import Seat
from people.throttle import has_words, limited


def bureau_seat(request: PortalRequest) -> Seat:
    """The actor's seat at the bureau, or 403."""
    seat = request.actor.seat(SeatKind.BUREAU)
    if seat is None:
        raise PermissionDenied(_("Only the bureau decides."))
    return seat


@require_GET
@limited("search", when=has_words)
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


def _wanted(request: PortalRequest, address: QueryDict) -> pages.Filter:
    """The list that an act came from, found again through the address it had."""
    round_ = which.round_of(address.get("year", ""), which.rounds())
    return pages.Filter(address, request.actor, round_, Lapsed(round_, request.at))


def _shown(request: PortalRequest) -> tuple[list[Application], dict[int, str], list[Application]]:
    """The rows that a page has shown, what stood on it, and who came in since where all of a filter is meant."""
    wanted = _wanted(request, QueryDict(request.POST.get("filter", "")))
    seen = shown.unpack(request.POST.get("shown", ""))
    rows = list(wanted.known(seen))
    for row in rows:
        row.round = wanted.round
    return rows, seen, weigh.newcomers(wanted, seen) if request.POST.get("scope") == "all" else []


def _weigh(request: PortalRequest, query: QueryDict, form: DecideForm, status: int = 200) -> HttpResponse:
    """The step before many are decided upon: who, how many, who is left out and why. Writes nothing."""
    address = QueryDict(query.get("filter", ""))
    wanted = _wanted(request, address)
    context = {
        "round": wanted.round,
        "form": form,
        "address": address.urlencode(),
        "scope": "all" if query.get("scope") == "all" else "ticked",
        "list_url": f"{reverse('applications:office')}?{address.urlencode()}",
        **weigh.page(wanted, query),
    }
    return render(request, "applications/weigh.html", context, status=status)


def _back(request: PortalRequest) -> HttpResponse:
    """To the list as it was, or to the one application the act was made on."""
    single = request.POST.get("back", "")
    if single.isascii() and single.isdigit() and len(single) < 19:
        return redirect("applications:show", int(single))
    address = QueryDict(request.POST.get("filter", "")).urlencode()
    return redirect(f"{reverse('applications:office')}?{address}")


@require_http_methods(["GET", "POST"])
def decide(request: PortalRequest) -> HttpResponse:
    """GET shows whom a decision would be about; POST decides about exactly those, in the order of the list."""
    seat = bureau_seat(request)
    if request.method == "GET":
        if request.GET.get("scope") != "all" and not request.GET.getlist("pick"):
            messages.error(request, _("Nobody is ticked."))
            return redirect(f"{reverse('applications:office')}?{QueryDict(request.GET.get('filter', '')).urlencode()}")
        return _weigh(request, request.GET, DecideForm())
    rows, seen, newcomers = _shown(request)
    if not rows:
        messages.error(request, _("Please look through whom it is about first."))
        return _back(request)
    form = DecideForm(request.POST)
    if not form.is_valid():
        return _undecided(request, form, seen)
    outcome = actions.decide(rows, seen=seen, by=seat, at=request.at, **form.cleaned_data)
    outcome.skipped += [(row, shown.came_in()) for row in newcomers]
    say(request, outcome, ngettext("%(n)d application decided.", "%(n)d applications decided.", len(outcome.done)))
    return _back(request)


def _undecided(request: PortalRequest, form: DecideForm, seen: Iterable[int]) -> HttpResponse:
    """The same question once more, with what is missing."""
    if request.POST.get("back"):
        messages.error(request, _("Please choose a decision."))
        return _back(request)
    query = request.POST.copy()
    query.setlist("pick", [str(pk) for pk in seen])
    return _weigh(request, query, form, status=422)


@require_POST
def screen_many(request: PortalRequest) -> HttpResponse:
    seat = bureau_seat(request)
    form = ScreenForm(request.POST)
    rows, seen, newcomers = _shown(request) if form.is_valid() else ([], {}, [])
    if not rows:
        messages.error(request, _("Please look through whom it is about first."))
        return _back(request)
    outcome = actions.screen(rows, seen=seen, by=seat, at=request.at, **form.cleaned_data)
    outcome.skipped += [(row, shown.came_in()) for row in newcomers]
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
