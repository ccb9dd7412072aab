"""Pages of those who look after a college: its people, and its part in the round."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from people import throttle
from people.actor import PortalRequest
from people.enums import Region, SeatKind
from people.models import JoinRequest, Seat, Teacher
from people.throttle import has_words, limited
from rounds import actions, membership
from rounds.enums import RoundState, SignerRole
from rounds.forms import TITLES, CoordinatorForm, InviteForm, ReceiptForm, SignerForm
from rounds.models import CollegeSigner, Participation, Round
from rounds.moves import Refusal, Refused
from rounds.rules import COLLEGE_STAFF, GIVES, may_end
from rounds.views.finding import college_of, participation_of, round_of, seat_of, staff_seat
from rounds.views.stranger import colleges_found

_LOOK_AFTER = (*COLLEGE_STAFF, SeatKind.BUREAU)
_PER_PAGE = 50
_ORDER = [SeatKind.DIRECTOR, SeatKind.COORDINATOR, SeatKind.DEPUTY, SeatKind.REGISTRY, SeatKind.SUPERVISOR]


def _back(request: PortalRequest, name: str, college_id: int | None) -> HttpResponse:
    """Back to the list; the bureau to that of the college it was looking at."""
    return redirect(f"{reverse(name)}?college={college_id}")


@require_GET
@limited("search", when=has_words)
def staff(request: PortalRequest) -> HttpResponse:
    """The people of one college and their seats."""
    college = college_of(request, *_LOOK_AFTER)
    if college is None:
        return render(request, "rounds/staff_college.html", colleges_found(request))
    mine = staff_seat(request, college.pk)
    rows = Seat.objects.visible_to(request.actor).of_college(college.pk).open_at(request.at)
    seats = list(rows.select_related("user", "invitation").order_by("user__name_key", "pk"))
    seats.sort(key=lambda seat: _ORDER.index(SeatKind(seat.kind)) if seat.kind in _ORDER else len(_ORDER))
    context = {
        "college": college,
        "rows": [{"seat": seat, "can_end": may_end(mine, seat) is None} for seat in seats],
        "waiting": JoinRequest.objects.visible_to(request.actor).waiting().filter(college=college).count(),
        "can_invite": bool(GIVES.get(mine.kind)),
        "is_bureau": mine.kind == SeatKind.BUREAU,
        "round": Round.objects.visible_to(request.actor).running().order_by("-year").first(),
    }
    return render(request, "rounds/staff.html", context)


@require_http_methods(["GET", "POST"])
def invite(request: PortalRequest) -> HttpResponse:
    """Invites somebody into a seat of the college; the mail brings a link to the first password."""
    college = college_of(request, *_LOOK_AFTER)
    if college is None:
        return redirect("rounds:staff")
    seat = staff_seat(request, college.pk)
    form = InviteForm(request.POST or None, kinds=GIVES[seat.kind])
    seconds = throttle.wait(request, "invite") if request.method == "POST" and form.is_valid() else 0
    if seconds:
        form.add_error(None, throttle.sentence(seconds))
    if request.method == "POST" and form.is_valid():
        try:
            membership.invite(college, by=seat, at=request.at, **form.cleaned_data)
        except Refused as refused:
            form.add_error("email", str(refused.refusal))
        else:
            # As it was typed: whose the address is, is nobody's business here.
            address = form.cleaned_data["email"]
            messages.success(request, _("Invited: %(address)s. The mail is on its way.") % {"address": address})
            return _back(request, "rounds:staff", college.pk)
    context = {"college": college, "form": form, "titles": TITLES}
    page = render(request, "rounds/invite.html", context, status=422 if form.errors else 200)
    return throttle.stamped(page, seconds) if seconds else page


def _seat(request: PortalRequest, pk: int) -> Seat:
    rows = Seat.objects.visible_to(request.actor).open_at(request.at).select_related("user", "college", "invitation")
    return get_object_or_404(rows, pk=pk)


@require_POST
def invite_again(request: PortalRequest, pk: int) -> HttpResponse:
    seat = _seat(request, pk)
    by = staff_seat(request, seat.college_id)
    # So often in all, and so often to this one person, whoever writes.
    if seconds := throttle.wait(request, "invite") or throttle.wait(request, "invite_again", about=seat.pk):
        return throttle.too_many(request, seconds)
    membership.invite_again(seat, by=by, at=request.at)
    messages.success(request, _("The invitation has been sent again to %(person)s.") % {"person": seat.shown_as})
    return _back(request, "rounds:never_signed_in", seat.college_id)


@require_POST
def end_seat(request: PortalRequest, pk: int) -> HttpResponse:
    seat = _seat(request, pk)
    membership.end_seat(seat, by=staff_seat(request, seat.college_id), at=request.at)
    messages.success(request, _("The seat of %(person)s is ended.") % {"person": seat.shown_as})
    return _back(request, "rounds:staff", seat.college_id)


@require_GET
def never_signed_in(request: PortalRequest) -> HttpResponse:
    """Who has a seat and was never seen: a college's, or the whole country's for the bureau."""
    college = college_of(request, *_LOOK_AFTER)
    rows = Seat.objects.visible_to(request.actor).open_at(request.at).filter(user__last_login=None)
    if college:
        rows = rows.of_college(college.pk)
    region = request.GET.get("region", "")
    if region in Region.values:
        rows = rows.filter(college__region=region)
    rows = rows.select_related("user", "college", "invitation").order_by("college__name_key", "user__name_key", "pk")
    context = {
        "college": college,
        "page": Paginator(rows, _PER_PAGE).get_page(request.GET.get("page")),
        "is_bureau": request.actor.is_bureau,
        "regions": Region.choices,
        "region": region,
    }
    return render(request, "rounds/never_signed_in.html", context)


@require_GET
def requests(request: PortalRequest) -> HttpResponse:
    """Who says that they work here. The college alone knows."""
    seat_of(request, *COLLEGE_STAFF)
    rows = JoinRequest.objects.visible_to(request.actor).waiting().select_related("college").order_by("requested_at")
    page = Paginator(rows, _PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "rounds/requests.html", {"page": page})


def _wish(request: PortalRequest, pk: int) -> tuple[JoinRequest, Seat]:
    wish = get_object_or_404(JoinRequest.objects.visible_to(request.actor).select_related("college"), pk=pk)
    return wish, seat_of(request, *COLLEGE_STAFF, college_id=wish.college_id)


@require_POST
def confirm_join(request: PortalRequest, pk: int) -> HttpResponse:
    wish, seat = _wish(request, pk)
    made = membership.confirm_join(wish, by=seat, at=request.at)
    messages.success(request, _("Confirmed: %(person)s. The invitation is on its way.") % {"person": made.shown_as})
    return redirect("rounds:requests")


@require_POST
def decline_join(request: PortalRequest, pk: int) -> HttpResponse:
    wish, seat = _wish(request, pk)
    membership.decline_join(wish, by=seat, at=request.at)
    messages.success(request, _("The request is declined. Nothing was written to the address."))
    return redirect("rounds:requests")


@require_http_methods(["GET", "POST"])
def name_signer(request: PortalRequest) -> HttpResponse:
    """The names of heads of departments and of the deputy director, as plans print them."""
    college = college_of(request, *COLLEGE_STAFF)
    if college is None:  # only the bureau is asked to choose, and it is not among these kinds
        raise Http404
    by = seat_of(request, *COLLEGE_STAFF, college_id=college.pk)
    form = SignerForm(request.POST or None, initial={"role": SignerRole.DEPARTMENT_HEAD})
    if request.method == "POST" and form.is_valid():
        made = actions.name_signer(college, by=by, at=request.at, **form.cleaned_data)
        messages.success(request, _("Plans that are printed from now on name %(person)s.") % {"person": made.name})
        return _back(request, "rounds:name_signer", college.pk)
    teachers = Teacher.objects.visible_to(request.actor).filter(college=college).exclude(division="")
    context = {
        "college": college,
        "signers": list(CollegeSigner.objects.visible_to(request.actor).filter(college=college)),
        "divisions": list(teachers.order_by("division").values_list("division", flat=True).distinct()[:200]),
        "form": form,
    }
    return render(request, "rounds/name_signer.html", context, status=422 if form.errors else 200)


@require_POST
def drop_signer(request: PortalRequest, pk: int) -> HttpResponse:
    signer = get_object_or_404(CollegeSigner.objects.visible_to(request.actor), pk=pk)
    actions.drop_signer(signer, by=seat_of(request, *COLLEGE_STAFF, college_id=signer.college_id), at=request.at)
    messages.success(request, _("Taken off. Plans leave this line empty from now on."))
    return _back(request, "rounds:name_signer", signer.college_id)


def _part(request: PortalRequest, year: int, *kinds: str) -> tuple[Participation, Seat]:
    """The actor's college in the round, and the seat; the round must be running."""
    round_ = round_of(request, year)
    college = college_of(request, *kinds)
    if college is None:  # only the bureau is asked to choose, and it is not among these kinds
        raise Http404
    participation = participation_of(request, round_, college.pk)
    if round_.state != RoundState.PUBLISHED:
        raise Refused(Refusal("round", _("The round is not open.")))
    return participation, seat_of(request, *kinds, college_id=college.pk)


@require_http_methods(["GET", "POST"])
def name_coordinator(request: PortalRequest, year: int) -> HttpResponse:
    """The director names the one coordinator among the college's people."""
    participation, by = _part(request, year, SeatKind.DIRECTOR)
    rows = Seat.objects.visible_to(request.actor).of_college(participation.college_id).open_at(request.at)
    everybody = rows.filter(~Q(kind=SeatKind.SUPERVISOR))
    everybody = everybody.select_related("user", "invitation").order_by("user__name_key", "pk")
    # One line for each person; the coordinator's seat speaks for who has several.
    people: dict[int | None, Seat] = {}
    for seat in everybody:
        if seat.user_id not in people or seat.kind == SeatKind.COORDINATOR:
            people[seat.user_id] = seat
    initial = {"seat": str(participation.coordinator_id or "")}
    form = CoordinatorForm(request.POST or None, seats=list(people.values()), initial=initial)
    if request.method == "POST" and form.is_valid():
        chosen = next(seat for seat in people.values() if str(seat.pk) == form.cleaned_data["seat"])
        actions.name_coordinator(participation, chosen, by=by, at=request.at)
        messages.success(request, _("Coordinator of your college: %(person)s.") % {"person": chosen.user})
        return redirect("reports:calendar", year)
    context = {"participation": participation, "round": participation.round, "form": form}
    return render(request, "rounds/name_coordinator.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def register_receipt(request: PortalRequest, year: int) -> HttpResponse:
    """The circular has reached the college."""
    participation, by = _part(request, year, SeatKind.REGISTRY, SeatKind.DIRECTOR)
    form = ReceiptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.register_receipt(participation, form.cleaned_data["number"], by=by, at=request.at)
        messages.success(request, _("The receipt of the circular is registered."))
        return redirect("reports:calendar", year)
    context = {"participation": participation, "round": participation.round, "form": form}
    return render(request, "rounds/register_receipt.html", context, status=422 if form.errors else 200)


@require_POST
def join_line(request: PortalRequest, year: int) -> HttpResponse:
    participation, by = _part(request, year, SeatKind.COORDINATOR)
    actions.join_line(participation, by=by, at=request.at)
    messages.success(request, _("Noted: you are in the coordinators' group."))
    return redirect("reports:calendar", year)
