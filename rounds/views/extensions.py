"""The register of more time: as list and as table; many requests granted at once; one on paper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Q, Value, When
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from people import sheet
from people.actor import PortalRequest
from people.enums import Region, SeatKind
from people.thai import long_date
from people.throttle import has_words, limited
from records.pdf import shelf
from rounds import actions, marks
from rounds import memo as rounds_memo
from rounds.enums import ExtensionLevel, ExtensionState, MilestoneKind, Standing
from rounds.forms import GrantManyForm
from rounds.models import Extension, Milestone
from rounds.models.extension import ExtensionQuerySet
from rounds.shown import standing_words
from rounds.views.finding import seat_of
from rounds.views.person import found

# As many as one page shows and one act grants; who has more narrows.
_MOST = 200
_PER_PAGE = 50
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def narrowed(request: PortalRequest, rows: ExtensionQuerySet) -> tuple[ExtensionQuerySet, dict[str, str]]:
    """The extensions that the address asks for, and what it asks; what it does not understand it leaves out."""
    words = " ".join(request.GET.get("q", "").replace("\0", "").split())[:100]
    kind, region = request.GET.get("kind", ""), request.GET.get("region", "")
    if words:
        named = Q(person__first_name__icontains=words) | Q(person__last_name__icontains=words)
        rows = rows.filter(named | Q(college__name__icontains=words))
    if kind in MilestoneKind.values:
        rows = rows.filter(kind=kind)
    if region in Region.values:
        rows = rows.filter(Q(region=region) | Q(college__region=region))
    return rows, {"q": words, "kind": kind, "region": region}


def by_state(request: PortalRequest, rows: ExtensionQuerySet) -> tuple[ExtensionQuerySet, str]:
    """Narrowed to one state, or to the granted ones that stand in one way; and which, "" for all."""
    state = request.GET.get("state", "")
    if state in ExtensionState.values:
        return rows.filter(state=state), state
    return (rows.standing(state, request.at), state) if state in Standing.values else (rows, "")


@require_GET
def extensions(request: PortalRequest) -> HttpResponse:
    """All extensions that concern the reader, those that wait first."""
    rows = Extension.objects.visible_to(request.actor).select_related("round", "person", "college")
    rows, state = by_state(request, rows)
    first = Case(When(state=ExtensionState.REQUESTED, then=Value(0)), default=Value(1), output_field=IntegerField())
    page = Paginator(rows.order_by(first, "-requested_at", "-pk"), _PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [
            (extension, milestone, standing_words(extension, milestone, request.at))
            for extension, milestone in labelled(request, list(page.object_list))
        ],
        "states": [*ExtensionState.choices, *Standing.choices],
        "state": state,
        "is_central": request.actor.reads_round,
    }
    return render(request, "rounds/extensions.html", context)


@require_http_methods(["GET", "POST"])
@limited("search", when=has_words)
def grant_many(request: PortalRequest) -> HttpResponse:
    """GET shows the requests that wait, narrowed; POST grants exactly those that were shown and stay ticked."""
    by = seat_of(request, SeatKind.BUREAU)
    mine = Extension.objects.visible_to(request.actor).select_related("round", "person", "college", "requested_by")
    form = GrantManyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        seen = marks.unpack(request.POST.get("shown", ""))
        picked = {int(pk) for pk in request.POST.getlist("pick") if pk.isascii() and pk.isdigit() and len(pk) < 19}
        rows = list(mine.filter(pk__in=picked & seen.keys()).order_by("pk"))
        if not rows:
            messages.error(request, _("Nobody is ticked."))
            return redirect("rounds:grant_many")
        outcome = actions.grant_many(rows, seen=seen, by=by, at=request.at, **form.cleaned_data)
        _say(request, outcome.done, outcome.skipped)
        return redirect("rounds:extensions")
    waiting, chosen = narrowed(request, mine.waiting())
    rows = list(waiting.order_by("until", "pk")[: _MOST + 1])
    more, rows = len(rows) > _MOST, rows[:_MOST]
    ticked = request.POST.getlist("pick") if request.method == "POST" else [str(row.pk) for row in rows]
    context = {
        "rows": labelled(request, rows),
        "more": more,
        "most": _MOST,
        "ticked": ticked,
        "shown": marks.pack({row.pk: actions.shown_mark(row) for row in rows}),
        "form": form,
        "kinds": MilestoneKind.choices,
        "regions": Region.choices,
        **chosen,
    }
    return render(request, "rounds/grant_many.html", context, status=422 if form.errors else 200)


def _say(request: PortalRequest, done: list[Any], skipped: list[tuple[Any, Any]]) -> None:
    """What became of it; who was skipped is named, each with the reason."""
    if done:
        words = ngettext("%(n)d request granted.", "%(n)d requests granted.", len(done)) % {"n": len(done)}
        messages.success(request, words)
    for row, refusal in skipped:
        messages.warning(request, f"{row.for_whom}: {refusal.sentence}")


def labelled(request: PortalRequest, rows: list[Extension]) -> list[tuple[Extension, Milestone | None]]:
    """Each with its milestone; one query."""
    milestones = Milestone.objects.visible_to(request.actor).filter(round_id__in={row.round_id for row in rows})
    labels = {(row.round_id, row.kind): row for row in milestones}
    return [(row, labels.get((row.round_id, row.kind))) for row in rows]


@require_GET
@limited("receipt_pdf")
def memo(request: PortalRequest, pk: int) -> HttpResponse:
    """The extension as a memo of one page; for one that was granted."""
    extension = found(request, pk)
    if extension.paper is None:
        raise Http404
    milestone = get_object_or_404(extension.round.milestones, kind=extension.kind)
    made = shelf.made("pdf/extension_memo.html", rounds_memo.facts(extension, milestone))
    name = f"extension-{extension.round.year}-{extension.pk}.pdf"
    return HttpResponse(
        made.path.read_bytes(),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-store"},
    )


@require_GET
@limited("search", when=has_words)
def extensions_sheet(request: PortalRequest) -> HttpResponse:
    """The register of extensions that the reader may see, as XLSX, narrowed as the list is."""
    rows = Extension.objects.visible_to(request.actor).select_related(
        "round", "person", "college", "requested_by__user", "decided_by__user"
    )
    rows, _chosen = narrowed(request, rows)
    rows, _state = by_state(request, rows)
    head = [
        _("No."), _("Round"), _("Milestone"), _("For whom"), _("College"), _("Reach"), _("Until and including"),
        _("Reason"), _("State"), _("Standing"), _("Asked on"), _("Asked by"), _("Decided on"), _("Decided by"),
        _("Answer"),
    ]  # fmt: skip
    lines = (_line(request, row, milestone) for row, milestone in labelled(request, list(rows.order_by("pk"))))
    book = sheet.workbook(_("More time"), head, lines, (6, 8, 30, 28, 30, 16, 18, 40, 14, 20, 18, 24, 18, 24, 40))
    return HttpResponse(
        book, content_type=_XLSX, headers={"Content-Disposition": 'attachment; filename="extensions.xlsx"'}
    )


def _line(request: PortalRequest, row: Extension, milestone: Milestone | None) -> list[str | int]:
    asked, decided = row.requested_by.user, row.decided_by.user if row.decided_by else None
    return [
        row.pk,
        str(row.round.year),
        f"{milestone.shown} {milestone.label}" if milestone else row.kind,
        row.for_whom,
        row.college.name if row.college else "",
        str(ExtensionLevel(row.level).label),
        _day(row.until),
        row.reason,
        str(row.get_state_display()),
        standing_words(row, milestone, request.at),
        _day(row.requested_at),
        asked.full_name if asked else "",
        _day(row.decided_at) if row.decided_at else "",
        decided.full_name if decided else "",
        row.answer,
    ]


def _day(when: Any) -> str:
    return long_date(when).replace("\u00a0", " ")
