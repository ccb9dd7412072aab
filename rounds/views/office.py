"""Pages of the bureau: the round's dates, more time, which college has answered."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from people.actor import PortalRequest
from people.enums import Region, SeatKind
from people.models import Seat
from people.thai import weekday_date
from people.throttle import has_words, limited
from rounds import actions
from rounds.forms import DeclineForm, GrantForm, SignersForm
from rounds.models import Extension, Participation
from rounds.moves import Refusal, Refused, choose_seat, wrong_role
from rounds.rules import MOVES, plans_frozen
from rounds.views.finding import end_of, round_of, seat_of
from rounds.views.person import extension_page, found
from rounds.window import Calendar

_PER_PAGE = 50
_MISSING = {
    "receipt": Q(receipt_registered_at=None),
    "coordinator": Q(coordinator=None),
    "line": Q(line_joined_at=None),
}


def _decider(request: PortalRequest, extension: Extension, verb: str) -> Seat:
    seat = choose_seat(MOVES[verb], extension, request.actor)
    if seat is None:
        raise Refused(wrong_role(MOVES[verb], extension, request.actor))
    return seat


@require_POST
def grant(request: PortalRequest, pk: int) -> HttpResponse:
    """Grants more time, until the day that was asked for or another one."""
    extension = found(request, pk)
    seat = _decider(request, extension, "grant")
    form = GrantForm(request.POST, prefix="grant")
    if not form.is_valid():
        return extension_page(request, extension, grant=form, status=422)
    closes_at = Calendar.of(extension.round).window(extension.kind).closes_at
    if end_of(form.cleaned_data["until"]) <= closes_at:
        day = weekday_date(closes_at)
        form.add_error("until", _("It is open until %(day)s anyway. Choose a later day.") % {"day": day})
        return extension_page(request, extension, grant=form, status=422)
    try:
        actions.grant(
            extension, until=form.cleaned_data["until"], answer=form.cleaned_data["answer"], by=seat, at=request.at
        )
    except Refused as refused:
        if refused.refusal.code != "over":
            raise
        form.add_error("until", str(refused.refusal))
        return extension_page(request, extension, grant=form, status=422)
    messages.success(request, _("Granted. The door is open from now on."))
    return redirect("rounds:extension", extension.pk)


@require_POST
def decline(request: PortalRequest, pk: int) -> HttpResponse:
    extension = found(request, pk)
    seat = _decider(request, extension, "decline")
    form = DeclineForm(request.POST, prefix="decline")
    if not form.is_valid():
        return extension_page(request, extension, decline=form, status=422)
    actions.decline(extension, answer=form.cleaned_data["answer"], by=seat, at=request.at)
    messages.success(request, _("Declined. The person has been told why."))
    return redirect("rounds:extension", extension.pk)


@require_http_methods(["GET", "POST"])
def set_signers(request: PortalRequest, year: int) -> HttpResponse:
    """Who signs plans, in which order. Once plans are frozen, that they keep theirs is said before it is done."""
    by = seat_of(request, SeatKind.BUREAU)
    round_ = round_of(request, year)
    if round_.state not in actions.EDITABLE:
        raise Refused(Refusal("round", _("This round is over: it stays as it was.")))
    form = SignersForm(request.POST or None, signers=round_.signers)
    frozen = plans_frozen(round_)
    second_look = False
    if request.method == "POST" and form.is_valid():
        second_look = bool(frozen) and form.signers != round_.signers and not request.POST.get("sure")
        if not second_look:
            was = [role for role in form.cleaned_data["was"].split(",") if role]
            try:
                actions.set_signers(round_, form.signers, was=was, by=by, at=request.at)
            except Refused as refused:
                messages.error(request, str(refused.refusal))
                return redirect("rounds:set_signers", year)
            messages.success(request, _("Plans that are printed from now on are signed in this order."))
            return redirect("reports:calendar", year)
    context = {"round": round_, "form": form, "frozen": frozen, "second_look": second_look}
    return render(request, "rounds/set_signers.html", context, status=422 if form.errors or second_look else 200)


@require_POST
def publish(request: PortalRequest, year: int) -> HttpResponse:
    by = seat_of(request, SeatKind.BUREAU)
    actions.publish(round_of(request, year), by=by, at=request.at)
    messages.success(request, _("The round is published. Every college takes part from now on."))
    return redirect("reports:calendar", year)


@require_GET
@limited("search", when=has_words)
def colleges(request: PortalRequest, year: int) -> HttpResponse:
    """Which college has registered the circular, named its coordinator, joined the group."""
    if not request.actor.reads_round:
        seat_of(request, SeatKind.BUREAU)
    round_ = round_of(request, year)
    rows = Participation.objects.visible_to(request.actor).filter(round=round_)
    totals = rows.aggregate(all=Count("pk"), **{name: Count("pk", filter=gap) for name, gap in _MISSING.items()})
    narrowed, chosen = _narrowed(request, rows)
    narrowed = narrowed.select_related("college", "coordinator__user").order_by("college__name_key", "pk")
    context = {
        "round": round_,
        "page": Paginator(narrowed, _PER_PAGE).get_page(request.GET.get("page")),
        "totals": totals,
        "figures": _figures(totals),
        "regions": Region.choices,
        "missing": [("receipt", _("receipt")), ("coordinator", _("coordinator")), ("line", _("LINE group"))],
        "is_bureau": request.actor.is_bureau,
        **chosen,
    }
    return render(request, "rounds/colleges.html", context)


def _narrowed(request: PortalRequest, rows: QuerySet[Participation]) -> tuple[QuerySet[Participation], dict[str, str]]:
    """The list by what the address asks for; what it does not understand it leaves out."""
    words = " ".join(request.GET.get("q", "").replace("\0", "").split())[:100]
    region, gap = request.GET.get("region", ""), request.GET.get("without", "")
    if words:
        rows = rows.filter(Q(college__name__icontains=words) | Q(college__province__icontains=words))
    if region in Region.values:
        rows = rows.filter(college__region=region)
    if gap in _MISSING:
        rows = rows.filter(_MISSING[gap])
    return rows, {"q": words, "region": region, "without": gap}


def _figures(totals: dict[str, int]) -> list[dict[str, Any]]:
    labels = {
        "receipt": _("have not registered the circular"),
        "coordinator": _("have not named a coordinator"),
        "line": _("are not in the LINE group"),
    }
    first = {"value": totals["all"], "label": _("colleges take part"), "url": "?"}
    return [
        first,
        *(
            {"value": totals[name], "label": label, "url": f"?without={name}", "hot": totals[name] > 0}
            for name, label in labels.items()
        ),
    ]
