"""Pages for everybody with a seat: more time, the teacher's profile."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from people.actor import PortalRequest
from people.clock import local
from people.enums import SeatKind
from people.models import Teacher
from rounds import actions, membership
from rounds.enums import ExtensionState, RoundState
from rounds.forms import TITLES, AskForm, DeclineForm, GrantForm, ProfileForm
from rounds.lengthening import open_by
from rounds.models import Extension
from rounds.moves import Refusal, Refused, buttons, choose_seat, wrong_role
from rounds.rules import MOVES
from rounds.shown import is_askable, standing_words, whom_of
from rounds.views.finding import round_of, seat_of, today
from rounds.window import Calendar


@require_http_methods(["GET", "POST"])
def ask(request: PortalRequest, year: int) -> HttpResponse:
    """The teacher asks for more time for herself; asking again changes the question that is still open."""
    round_ = round_of(request, year)
    seat = seat_of(request, SeatKind.TEACHER)
    if round_.state != RoundState.PUBLISHED:
        raise Refused(Refusal("round", _("The round is not open.")))
    whom = whom_of(request.actor)
    windows = Calendar.of(round_, whom)
    milestone = windows.milestones.get(request.GET.get("kind") or request.POST.get("kind", ""))
    if milestone is None or not is_askable(milestone) or seat.college is None or seat.user is None:
        raise Http404
    window = windows.window(milestone.kind, whom)
    waiting = (
        Extension.objects.visible_to(request.actor)
        .waiting()
        .filter(round=round_, kind=milestone.kind, person=seat.user)
    )
    before = waiting.first()
    initial = {"until": local(before.until).date(), "reason": before.reason} if before else {}
    form = AskForm(request.POST or None, initial=initial, window=window, today=today(request))
    if request.method == "POST" and form.is_valid():
        extension = actions.ask(
            round_,
            milestone.kind,
            person=seat.user,
            college=seat.college,
            until=form.cleaned_data["until"],
            reason=form.cleaned_data["reason"],
            by=seat,
            at=request.at,
        )
        messages.success(request, _("You have asked for more time. The bureau has been told."))
        return redirect("rounds:extension", extension.pk)
    context = {"round": round_, "milestone": milestone, "window": window, "form": form, "before": before}
    return render(request, "rounds/ask.html", context, status=422 if form.errors else 200)


def found(request: PortalRequest, pk: int) -> Extension:
    rows = Extension.objects.visible_to(request.actor).select_related(
        "round", "person", "college", "requested_by__user", "decided_by__user", "paper"
    )
    return get_object_or_404(rows, pk=pk)


@require_GET
def extension(request: PortalRequest, pk: int) -> HttpResponse:
    return extension_page(request, found(request, pk))


def extension_page(
    request: PortalRequest,
    extension: Extension,
    *,
    grant: GrantForm | None = None,
    decline: DeclineForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """One request for more time, with the verbs of the table that are the reader's."""
    windows = Calendar.of(extension.round, extension.whom)
    verbs = buttons(MOVES.values(), extension, request.actor, request.at, windows)
    is_given = extension.state == ExtensionState.GRANTED
    if extension.state != ExtensionState.REQUESTED:
        verbs = {}
    if "withdraw" in verbs and verbs["withdraw"].refusal:
        del verbs["withdraw"]
    context = {
        "extension": extension,
        "milestone": windows.milestones.get(extension.kind),
        "window": windows.window(extension.kind, extension.whom) if extension.kind in windows.milestones else None,
        "standing": standing_words(extension, windows.milestones.get(extension.kind), request.at),
        "open_by_it": open_by(extension, request.at) if is_given and request.actor.reads_round else None,
        "buttons": verbs,
        "grant_form": grant or GrantForm(initial={"until": local(extension.until).date()}, prefix="grant"),
        "decline_form": decline or DeclineForm(prefix="decline"),
        "granting": grant is not None,
        "declining": decline is not None,
        "form": grant or decline,
    }
    return render(request, "rounds/extension.html", context, status=status)


@require_POST
def withdraw(request: PortalRequest, pk: int) -> HttpResponse:
    extension = found(request, pk)
    seat = choose_seat(MOVES["withdraw"], extension, request.actor)
    if seat is None:
        raise Refused(wrong_role(MOVES["withdraw"], extension, request.actor))
    actions.withdraw(extension, by=seat, at=request.at)
    messages.success(request, _("You have withdrawn your request."))
    return redirect("rounds:extension", extension.pk)


@require_http_methods(["GET", "POST"])
def profile(request: PortalRequest) -> HttpResponse:
    """The teacher's own profile. The address is shown; the college alone changes it."""
    seat = seat_of(request, SeatKind.TEACHER)
    teacher = get_object_or_404(
        Teacher.objects.visible_to(request.actor).select_related("user", "college"), user_id=seat.user_id
    )
    user = teacher.user
    names = {name: getattr(user, name) for name in ("title", "first_name", "last_name", "phone")}
    form = ProfileForm(request.POST or None, initial={**vars(teacher), **names})
    if request.method == "POST" and form.is_valid():
        membership.profile(teacher, by=seat, at=request.at, **form.cleaned_data)
        messages.success(request, _("Your profile is saved."))
        return redirect("rounds:profile")
    context = {"teacher": teacher, "form": form, "titles": TITLES}
    return render(request, "rounds/profile.html", context, status=422 if form.errors else 200)
