"""The college's desk: check, endorse singly or many at once, return for correction."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from applications import actions, shown
from applications.enums import ApplicationState
from applications.forms import CommentForm
from applications.models import Application
from applications.pages import attest, review, which
from applications.pages import desk as pages
from applications.pages.office import numbers
from applications.rules import ENDORSE, MOVES, SEND_BACK, SEND_BACK_OFFICE
from applications.views.finding import back_to, calendar_for, found, seat_for
from people.actor import PortalRequest
from people.models import College, Seat
from rounds.enums import MilestoneKind
from rounds.models import Round
from rounds.moves import Outcome, Refused, buttons, choose_seat, somebody_was_first
from rounds.window import Calendar

NAMED = 20


def college_of(request: PortalRequest, asked: str) -> College:
    """The college of the desk: the one asked for, else the first of the actor's seats."""
    known = pages.colleges(request.actor)
    if not known:
        raise PermissionDenied(_("This desk belongs to a college's coordinator, deputy or director."))
    if not asked:
        return known[0]
    college = next((college for college in known if str(college.pk) == asked), None)
    if college is None:
        raise Http404
    return college


@require_GET
def desk(request: PortalRequest) -> HttpResponse:
    college = college_of(request, request.GET.get("college", ""))
    rounds = which.rounds()
    round_ = which.round_of(request.GET.get("year", ""), rounds)
    calendar = Calendar.of(round_, kinds=(MilestoneKind.PLANS_DUE,), college=college)
    context = {
        "round": round_,
        "rounds": rounds,
        "colleges": pages.colleges(request.actor),
        **pages.page(college, request.actor, calendar, request.at, request.GET.get("show", "")),
    }
    return render(request, "applications/desk.html", context)


@require_http_methods(["GET", "POST"])
def endorse_many(request: PortalRequest) -> HttpResponse:
    """GET lays the signed copies of the ticked open; POST endorses those that are attested one by one.

    Who cannot be endorsed now, or changed since the page was shown, is named with the reason.
    """
    asked = request.GET if request.method == "GET" else request.POST
    college = college_of(request, asked.get("college", ""))
    round_ = which.round_of(asked.get("year", ""), which.rounds())
    back = redirect(f"{reverse('applications:desk')}?college={college.pk}&year={round_.year}")
    if request.method == "GET":
        return _lay_open(request, college, round_) or back
    seen, attested = shown.unpack(request.POST.get("shown", "")), request.POST.getlist("attest")
    rows = [row for row in pages.chosen(attested, request.actor, college, round_) if row.pk in seen]
    if not rows:
        messages.error(request, _("Please attest that the copies are true and bear the director's signature."))
        return _lay_open(request, college, round_, map(str, seen)) or back
    outcome = Outcome([], [])
    for seat, batch in _by_seat(request, rows):
        part = actions.endorse_many(batch, by=seat, at=request.at, attested=True, seen=seen)
        outcome.done += part.done
        outcome.skipped += part.skipped
    say(request, outcome, ngettext("%(n)d plan endorsed.", "%(n)d plans endorsed.", len(outcome.done)))
    return back


def _lay_open(
    request: PortalRequest, college: College, round_: Round, pks: Iterable[str] | None = None
) -> HttpResponse | None:
    """The page before many are endorsed; None when nobody is ticked. `pks`: the same once more, unattested."""
    picks = list(request.GET.getlist("pick") if pks is None else pks)
    # Marked before they are read: what changes in between is then named, and not endorsed unseen.
    seen = shown.marks(numbers(picks))
    rows = list(pages.chosen(picks, request.actor, college, round_))
    if not rows:
        messages.error(request, _("Nobody is ticked."))
        return None
    for row in rows:
        row.round = round_
    calendar = Calendar.of(round_, kinds=(MilestoneKind.PLANS_DUE,), college=college)
    context = {
        "round": round_,
        "college": college,
        **attest.page(rows, seen, request.actor, calendar, request.at),
    }
    return render(request, "applications/attest.html", context, status=200 if pks is None else 422)


def _seen(request: PortalRequest, application: Application) -> None:
    """Nobody attests what she has not seen: the page was drawn for the copy that lies here now."""
    turn = request.POST.get(f"turn-{application.pk}")
    if turn is not None and turn != str(application.turn):
        raise Refused(somebody_was_first())


def _by_seat(request: PortalRequest, rows: list[Application]) -> list[tuple[Seat, list[Application]]]:
    """Rows under the seat that may endorse them; nobody endorses their own, so that may be another seat or none."""
    found: dict[int, tuple[Seat, list[Application]]] = {}
    for row in rows:
        seat = choose_seat(ENDORSE, row, request.actor) or next(iter(request.actor.with_kind(*pages.SEATS)))
        found.setdefault(seat.pk, (seat, []))[1].append(row)
    return list(found.values())


def say(request: PortalRequest, outcome: Outcome, done: str) -> None:
    """Tells what became of many: how many were done, who was skipped and why."""
    if outcome.done:
        messages.success(request, done % {"n": len(outcome.done)})
    if outcome.skipped:
        count = len(outcome.skipped)
        head = ngettext("%(n)d was skipped:", "%(n)d were skipped:", count) % {"n": count}
        named = "; ".join(f"{thing.name}: {refusal}" for thing, refusal in outcome.skipped[:NAMED])
        rest = _("and %(n)d more") % {"n": count - NAMED} if count > NAMED else ""
        messages.warning(request, " ".join(filter(None, (head, named, rest))))


@require_POST
def endorse(request: PortalRequest, pk: int) -> HttpResponse:
    application = found(request, pk)
    seat = seat_for(ENDORSE, application, request)
    _seen(request, application)
    attested = "attested" in request.POST
    if not attested and not actions.is_sealed(application):
        messages.error(request, _("Please attest that the copy is true and bears the director's signature."))
        return back_to(application)
    actions.endorse(application, by=seat, at=request.at, attested=attested)
    messages.success(request, _("Endorsed: %(name)s") % {"name": application.name})
    return back_to(application)


@require_POST
def send_back(request: PortalRequest, pk: int) -> HttpResponse:
    application = found(request, pk)
    move = SEND_BACK_OFFICE if choose_seat(SEND_BACK_OFFICE, application, request.actor) else SEND_BACK
    if application.state == ApplicationState.SUBMITTED:
        move = SEND_BACK
    seat = seat_for(move, application, request)
    _seen(request, application)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _with_form(request, application, form)
    actions.send_back(application, comment=form.cleaned_data["comment"], by=seat, at=request.at)
    messages.success(request, _("Returned for correction: %(name)s") % {"name": application.name})
    return back_to(application)


def _with_form(request: PortalRequest, application: Application, form: CommentForm) -> HttpResponse:
    """The page once more, with what was typed and what is wrong with it."""
    calendar = calendar_for(application)
    known = buttons(MOVES.values(), application, request.actor, request.at, calendar)
    context = {
        "application": application,
        "mine": False,
        "form": form,
        "buttons": known,
        **review.page(application, request, calendar, known, form),
    }
    return render(request, "applications/review.html", context, status=422)
