"""The teacher's way through the gate: start, write, check, freeze, send in the signed copy, submit."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from applications import actions, content
from applications.forms import SECTIONS, section_form
from applications.models import Application
from applications.pages import review, tasks
from applications.rules import MOVES, SUBMIT, WAIVE, WITHDRAW, may_edit
from applications.standing import standing
from applications.views.finding import (
    back_to,
    calendar_for,
    found,
    found_bare,
    found_for_tasks,
    seat_for,
    show_refusal,
)
from people.actor import PortalRequest
from people.enums import SeatKind
from people.models import Seat
from people.thai import clock_time
from people.throttle import limited
from placements.models import Establishment
from rounds.models import Round
from rounds.moves import Refusal, Refused, buttons


def writer(application: Application, request: PortalRequest) -> Seat:
    """The seat that may write here: the teacher's own, or her coordinator's on her behalf."""
    refusal: Refusal | None = None
    for seat in request.actor.seats:
        refusal = may_edit(application, seat)
        if refusal is None:
            return seat
    raise Refused(refusal or Refusal("role", _("This is not yours to do.")))


@require_POST
def start(request: PortalRequest) -> HttpResponse:
    seat = request.actor.seat(SeatKind.TEACHER)
    if seat is None or seat.user is None:
        raise Refused(Refusal("role", _("Only teachers apply.")))
    year = request.POST.get("year", "")
    number = int(year) if year.isascii() and year.isdigit() and len(year) == 4 else 0
    round_ = get_object_or_404(Round.objects.visible_to(request.actor).running(), year=number)
    return back_to(actions.start(round_, seat.user.teacher, by=seat, at=request.at))


@require_GET
def mine(request: PortalRequest) -> HttpResponse:
    """One's own application of the running round: an address for menus, which do not know its number."""
    own = Application.objects.visible_to(request.actor).filter(user_id=request.actor.user_id or 0)
    application = own.filter(round__state="PUBLISHED").order_by("-round__year").first()
    return back_to(application) if application else redirect("reports:home")


@require_GET
def show(request: PortalRequest, pk: int) -> HttpResponse:
    application = found_for_tasks(request, pk)
    mine = application.user_id == request.actor.user_id
    calendar = calendar_for(application)
    known = buttons(MOVES.values(), application, request.actor, request.at, calendar)
    context: dict[str, Any] = {"application": application, "mine": mine, "buttons": known}
    if mine:
        context.update(tasks.page(application, request.actor, calendar, request.at))
    else:
        context.update(review.page(application, request, calendar, known))
    return render(request, "applications/tasks.html" if mine else "applications/review.html", context)


@require_http_methods(["GET", "POST"])
def section(request: PortalRequest, pk: int, name: str) -> HttpResponse:
    application = found(request, pk)
    kind = SECTIONS.get(name)
    if kind is None or application.plan is None:
        return render(request, "404.html", status=404)
    if request.method == "POST":
        return _save_section(request, application, name)
    seats = [seat for seat in request.actor.seats if may_edit(application, seat) is None]
    if not seats or application.plan.state != "DRAFT":
        return redirect("applications:check", application.pk)
    form = section_form(name, application, extra=1 if request.GET.get("add") else 0)
    return _section_page(request, application, name, form)


def _save_section(request: PortalRequest, application: Application, name: str) -> HttpResponse:
    kind = SECTIONS[name]
    typed = kind.typed(request.POST)
    form = kind.bound(typed, application)
    complete = form.is_valid()
    quiet = request.headers.get("X-Autosave") == "1"
    place = getattr(form, "cleaned_data", {}).get("establishment") if name == "establishment" else None
    try:
        actions.save_section(
            application,
            name,
            typed,
            complete=complete,
            base=request.POST.get("version", ""),
            by=writer(application, request),
            at=request.at,
            establishment=place if isinstance(place, Establishment) else None,
        )
    except actions.Conflict as conflict:
        if quiet:
            return JsonResponse({}, status=409)
        theirs = kind.bound(conflict.theirs, application)
        base = actions.base_of(conflict.theirs)
        return _section_page(request, application, name, form, base=base, theirs=theirs, status=409)
    if quiet:
        return JsonResponse({"saved_at": clock_time(request.at), "version": actions.base_of(typed)})
    if "add_row" in request.POST:
        return redirect(f"{request.path}?add=1")
    if not complete and "leave" not in request.POST:
        return _section_page(request, application, name, form, base=actions.base_of(typed), status=422)
    messages.success(request, _("Saved: %(section)s") % {"section": kind.label})
    following = tasks.next_section(application, name)
    if "leave" in request.POST or not following:
        return back_to(application)
    return redirect("applications:section", application.pk, following)


def _section_page(
    request: PortalRequest,
    application: Application,
    name: str,
    form: Any,
    *,
    base: str = "",
    theirs: Any = None,
    status: int = 200,
) -> HttpResponse:
    plan = application.plan
    assert plan is not None
    context = {
        "application": application,
        "kind": SECTIONS[name],
        "form": None if SECTIONS[name].rows else form,
        "formset": form if SECTIONS[name].rows else None,
        "version": base or actions.base_of(plan.answers.get(name)),
        "theirs": theirs,
        "task_list": tasks.sections(application, name),
        "number": list(SECTIONS).index(name) + 1,
        "total": len(SECTIONS),
    }
    return render(request, "applications/section.html", context, status=status)


@require_GET
def check(request: PortalRequest, pk: int) -> HttpResponse:
    application = found(request, pk)
    context = {
        "application": application,
        "answers": review.answers(application),
        "standing": standing(application),
        "unfinished": _unfinished(application),
        "about_agreement": review.about_the_agreement(application),
    }
    return render(request, "applications/check.html", context)


def _unfinished(application: Application) -> list[str]:
    if application.plan is None or application.plan.state != "DRAFT":
        return []
    return content.unfinished(application)


@require_POST
@limited("print")
def freeze(request: PortalRequest, pk: int) -> HttpResponse:
    application = found(request, pk)
    seat = writer(application, request)
    if application.plan is not None and application.plan.state == "DRAFT":
        if _unfinished(application):
            messages.error(request, _("Some sections are not finished yet."))
            return redirect("applications:check", application.pk)
        actions.freeze(application, content.content_of(application, request.at), by=seat, at=request.at)
    return redirect("applications:sign", application.pk)


@require_POST
def revise(request: PortalRequest, pk: int) -> HttpResponse:
    application = found(request, pk)
    plan = actions.revise(application, by=writer(application, request), at=request.at)
    messages.info(request, _("Version %(version)d is open. It needs new signatures.") % {"version": plan.version})
    return back_to(application)


@require_POST
def submit(request: PortalRequest, pk: int) -> HttpResponse:
    application = found_bare(request, pk)
    turn = request.POST.get("turn", "")
    number = int(turn) if turn.isascii() and turn.isdigit() and len(turn) < 4 else application.turn
    try:
        seat = seat_for(SUBMIT, application, request)
        receipt = actions.submit(application, by=seat, at=request.at, turn=number)
    except Refused as refused:
        return show_refusal(request, application, refused, "submit")
    return redirect("records:receipt", receipt.pk)


@require_POST
def withdraw(request: PortalRequest, pk: int) -> HttpResponse:
    application = found(request, pk, "round")
    actions.withdraw(application, by=seat_for(WITHDRAW, application, request), at=request.at)
    messages.success(request, _("Your application is withdrawn."))
    return back_to(application)


@require_POST
def waive(request: PortalRequest, pk: int) -> HttpResponse:
    application = found(request, pk, "round")
    actions.waive(application, by=seat_for(WAIVE, application, request), at=request.at)
    messages.success(request, _("You have given up your place."))
    return back_to(application)
