"""The bureau changes a date without fear: what would follow is shown, and nothing is done before it is confirmed."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from people.actor import PortalRequest
from people.clock import local
from people.enums import SeatKind
from people.models import College
from people.thai import BANGKOK
from reports.impact import Impact, Proposal
from rounds import actions
from rounds.forms import MilestoneForm, TellForm
from rounds.models import Milestone
from rounds.moves import Refusal, Refused
from rounds.views.finding import end_of, round_of, seat_of

_PER_PAGE = 50


def _found(request: PortalRequest, year: int, kind: str) -> Milestone:
    round_ = round_of(request, year)
    if round_.state not in actions.EDITABLE:
        raise Refused(Refusal("round", _("This round is over: its dates stay as they were.")))
    return get_object_or_404(round_.milestones.select_related("round"), kind=kind)


def _form(milestone: Milestone, data: Any) -> MilestoneForm:
    initial = {
        "opens": local(milestone.opens_at).date(),
        "closes": local(milestone.closes_at).date(),
        "mode": milestone.mode,
    }
    return MilestoneForm(data or None, milestone=milestone, initial=initial)


def _impact(milestone: Milestone, form: MilestoneForm, at: dt.datetime) -> Impact:
    facts = form.cleaned_data
    opens_at = dt.datetime.combine(facts["opens"], dt.time(0), tzinfo=BANGKOK)
    return Impact(milestone, Proposal(opens_at, end_of(facts["closes"]), facts["mode"]), at)


@require_http_methods(["GET", "POST"])
def move_milestone(request: PortalRequest, year: int, kind: str) -> HttpResponse:
    """First press: what would follow. Second press, with the mark of what was shown: it is done."""
    by = seat_of(request, SeatKind.BUREAU)
    milestone = _found(request, year, kind)
    form = _form(milestone, request.POST)
    context: dict[str, Any] = {"round": milestone.round, "milestone": milestone, "form": form}
    if request.method == "GET" or not form.is_valid():
        return render(request, "reports/move_milestone.html", context, status=422 if form.errors else 200)
    impact = _impact(milestone, form, request.at)
    seen = request.POST.get("seen", "")
    telling = TellForm(request.POST if seen else None, initial={"tell": bool(impact.people), "words": impact.draft})
    if seen == impact.mark and telling.is_valid():
        facts = telling.cleaned_data
        actions.move_milestone(
            milestone,
            opens_at=impact.proposal.opens_at,
            closes_at=impact.proposal.closes_at,
            mode=impact.proposal.mode,
            by=by,
            at=request.at,
            tell=impact.people if facts["tell"] else (),
            words=facts["words"],
        )
        messages.success(request, _("Moved: %(label)s") % {"label": milestone.label})
        return redirect("reports:calendar", year)
    context |= {
        "impact": impact,
        "telling": telling,
        "changed": bool(seen) and seen != impact.mark,
        "query": urlencode({name: form.data.get(name, "") for name in ("opens", "closes", "mode")}),
    }
    return render(request, "reports/move_milestone.html", context, status=422 if telling.errors else 200)


@require_GET
def concerned(request: PortalRequest, year: int, kind: str) -> HttpResponse:
    """One by one, whose closing would change by the dates that the address names."""
    seat_of(request, SeatKind.BUREAU)
    milestone = _found(request, year, kind)
    form = _form(milestone, request.GET)
    if not form.is_valid():
        raise Http404
    impact = _impact(milestone, form, request.at)
    page = Paginator(impact.concerned, _PER_PAGE).get_page(request.GET.get("page"))
    ids = {row.owed.college_id for row in page.object_list if row.owed.college_id is not None}
    names = dict(College.objects.visible_to(request.actor).filter(pk__in=ids).values_list("pk", "name"))
    context = {
        "round": milestone.round,
        "milestone": milestone,
        "page": page,
        "rows": [(row, names.get(row.owed.college_id or 0, "")) for row in page.object_list],
        "at": request.at,
    }
    return render(request, "reports/concerned.html", context)
