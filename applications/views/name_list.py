"""The college's list of names: prepared, printed, sent in signed. For the bureau: who has sent it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from applications import actions
from applications.forms import ScanForm
from applications.models import NameList
from applications.name_lists import MOVES, may_act
from applications.pages import desk, which
from applications.pages import name_list as pages
from applications.views.college import college_of
from people import throttle
from people.actor import PortalRequest
from people.models import College, Seat
from people.throttle import limited
from records import documents, uploads
from records.views.copies import arriving, sending
from rounds.enums import MilestoneKind
from rounds.models import Round
from rounds.moves import Refused, choose_seat, wrong_role
from rounds.window import Calendar


@require_GET
def name_list(request: PortalRequest) -> HttpResponse:
    college = college_of(request, request.GET.get("college", ""))
    rounds = which.rounds()
    round_ = which.round_of(request.GET.get("year", ""), rounds)
    return _page(request, college, round_)


def _about(name_list: NameList) -> str:
    """What an upload of the signed copy is for: this version, and no later one."""
    return f"list:{name_list.pk}"


def _page(
    request: PortalRequest, college: College, round_: Round, *, problem: str = "", status: int = 200
) -> HttpResponse:
    calendar = Calendar.of(round_, kinds=(MilestoneKind.PLANS_DUE,), college=college)
    context = {
        "round": round_,
        "colleges": desk.colleges(request.actor),
        "form": ScanForm(),
        "problem": problem,
        **pages.page(college, request.actor, calendar, request.at),
    }
    newest: NameList | None = context["newest"]
    if newest is not None:
        context |= sending(request, _about(newest), since=newest.signed.kept_at if newest.signed else None)
    return render(request, "applications/name_list.html", context, status=status)


def _back(college_id: int, year: int) -> HttpResponse:
    return redirect(f"{reverse('applications:name_list')}?college={college_id}&year={year}")


@require_POST
def prepare_list(request: PortalRequest) -> HttpResponse:
    college = college_of(request, request.POST.get("college", ""))
    round_ = which.round_of(request.POST.get("year", ""), which.rounds())
    made = actions.prepare_list(round_, college, by=_seat(request, college, round_), at=request.at)
    messages.success(request, _("Version %(version)d stands. Its paper is being made.") % {"version": made.version})
    return _back(college.pk, round_.year)


def _seat(request: PortalRequest, college: College, round_: Round) -> Seat:
    """The actor's seat that may prepare here, else the first of them, so that the action says why not."""
    seats = [seat for seat in request.actor.with_kind(*desk.SEATS) if seat.college_id == college.pk]
    return next((seat for seat in seats if may_act(seat, college.pk, round_.pk) is None), seats[0])


def _found(request: PortalRequest, pk: int) -> NameList:
    rows = NameList.objects.visible_to(request.actor).select_related("round", "college", "paper", "printed", "signed")
    return get_object_or_404(rows, pk=pk)


def _seat_for(verb: str, found: NameList, request: PortalRequest) -> Seat:
    seat = choose_seat(MOVES[verb], found, request.actor)
    if seat is None:
        raise Refused(wrong_role(MOVES[verb], found, request.actor))
    return seat


@require_POST
@limited("print")
def print_list(request: PortalRequest, pk: int) -> HttpResponse:
    """Makes the paper here and now: for the day on which no worker answers the bell."""
    found = _found(request, pk)
    actions.print_list(found, by=_seat_for("attach_list", found, request), at=request.at)
    return _back(found.college_id, found.round.year)


@require_POST
def attach_list(request: PortalRequest, pk: int) -> HttpResponse:
    """Takes the copy that the director signed, through the same gate as a plan."""
    found = _found(request, pk)
    seat = _seat_for("attach_list", found, request)
    if seconds := throttle.wait(request, "upload"):
        page = _page(request, found.college, found.round, problem=throttle.sentence(seconds))
        return throttle.stamped(page, seconds)
    try:
        return _take(request, found, seat)
    except uploads.AlreadyTaken:
        return _back(found.college_id, found.round.year)
    except documents.Unstored:
        return _page(request, found.college, found.round, problem=documents.unstored(), status=503)


def _take(request: PortalRequest, found: NameList, seat: Seat) -> HttpResponse:
    with arriving(request, _about(found), paper=found.paper_id) as came:
        if came.copy is None:
            problem = came.problem or _("Please choose the signed list first.")
            return _page(request, found.college, found.round, problem=problem, status=422)
        actions.attach_list(found, came.copy, by=seat, at=came.at)
    came.warn(request)
    messages.success(request, _("The signed list has arrived. One press is left: send it."))
    return _back(found.college_id, found.round.year)


@require_POST
def send_list(request: PortalRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    receipt = actions.send_list(found, by=_seat_for("send_list", found, request), at=request.at)
    return redirect("records:receipt", receipt.pk)


@require_GET
def name_list_file(request: PortalRequest, pk: int, which_one: str) -> HttpResponseBase:
    found = _found(request, pk)
    document = {"printed": found.printed, "signed": found.signed}.get(which_one)
    if document is None:
        raise Http404
    word = "สำหรับลงนาม" if which_one == "printed" else "ลงนามแล้ว"
    return documents.send(document, f"บัญชีรายชื่อ {found.college.name} ฉบับที่ {found.version} {word}.pdf")


@require_GET
def name_lists(request: PortalRequest) -> HttpResponse:
    """Which colleges have sent their list, and which not."""
    if not request.actor.reads_round:
        raise PermissionDenied(_("This list belongs to the central offices."))
    rounds = which.rounds()
    round_ = which.round_of(request.GET.get("year", ""), rounds)
    context = {"round": round_, "rounds": rounds, **pages.overview(round_, request.actor, request.GET)}
    return render(request, "applications/name_lists.html", context)
