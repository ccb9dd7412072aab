"""The bureau gives more time without being asked: one teacher at once, many colleges after a look at what follows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from people.actor import PortalRequest
from people.enums import CollegeKind, Region, SeatKind
from people.models import College, Seat
from people.thai import province_name
from people.throttle import has_words, limited
from rounds import actions, marks
from rounds.enums import Mode, RoundState
from rounds.forms import ExtendForm, ExtendManyForm
from rounds.lengthening import ALL, PICKED, Lengthening
from rounds.models import Participation, Round, Whom
from rounds.moves import Outcome, Refusal, Refused
from rounds.owed import owing
from rounds.views.finding import end_of, number_in, round_of, seat_of, today
from rounds.window import Calendar

_PER_PAGE = 50
_OWES, _LATE = "owes", "late"


def _door(request: PortalRequest, year: int) -> tuple[Seat, Round]:
    by, round_ = seat_of(request, SeatKind.BUREAU), round_of(request, year)
    if round_.state != RoundState.PUBLISHED:
        raise Refused(Refusal("round", _("The round is not open.")))
    return by, round_


def _kind(calendar: Calendar, asked: str) -> tuple[str, list[str]]:
    """The milestone that is meant, and all that can be: those whose door shuts."""
    kinds = [kind for kind, row in calendar.milestones.items() if row.mode == Mode.ENFORCED]
    kind = asked or next(iter(kinds), "")
    if kind not in kinds:
        raise Http404
    return kind, kinds


@require_http_methods(["GET", "POST"])
def extend(request: PortalRequest, year: int) -> HttpResponse:
    """More time for the teacher whom `?seat=` names; without one the page for many."""
    by, round_ = _door(request, year)
    facts = request.POST if request.method == "POST" else request.GET
    if not facts.get("seat"):
        query = request.META["QUERY_STRING"]
        address = redirect("rounds:extend_many", year)
        address["Location"] += f"?{query}" if query else ""
        return address
    teachers = Seat.objects.visible_to(request.actor).open_at(request.at).filter(kind=SeatKind.TEACHER)
    person = get_object_or_404(teachers.select_related("user", "college"), pk=number_in(facts["seat"]))
    assert person.college is not None
    whom = Whom(person.user_id, person.college_id, person.college.region)
    calendar = Calendar.of(round_, whom)
    kind, kinds = _kind(calendar, facts.get("kind", ""))
    window = calendar.window(kind, whom)
    form = ExtendForm(request.POST or None, window=window, today=today(request))
    if request.method == "POST" and form.is_valid():
        made = actions.extend(
            round_,
            kind,
            until=end_of(form.cleaned_data["until"]),
            reason=form.cleaned_data["reason"],
            person=person.user,
            college=person.college,
            by=by,
            at=request.at,
        )
        messages.success(request, _("More time is granted. The door is open from now on."))
        return redirect("rounds:extension", made.pk)
    context = {
        "round": round_,
        "window": window,
        "kinds": [calendar.milestones[row] for row in kinds],
        "kind": kind,
        "seat": person,
        "form": form,
    }
    return render(request, "rounds/extend.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@limited("search", when=has_words)
def extend_many(request: PortalRequest, year: int) -> HttpResponse:
    """GET chooses the colleges; the first press shows what follows; the second, with the marks of that, grants it."""
    by, round_ = _door(request, year)
    calendar = Calendar.of(round_)
    kind, kinds = _kind(calendar, request.GET.get("kind", ""))
    window = calendar.window(kind)
    form = ExtendManyForm(request.POST or None, window=window, today=today(request))
    chosen = _picked(request)
    if form.is_valid():
        facts = form.cleaned_data
        rows = _reached(request, round_, facts["reach"], chosen)
        look = Lengthening(calendar, kind, facts["reach"], rows, until=end_of(facts["until"]), at=request.at)
        if "seen" in request.POST and rows:
            outcome = actions.extend_many(
                round_,
                kind,
                facts["reach"],
                [row.college_id for row in rows],
                seen=marks.unpack(request.POST["seen"]),
                until=look.until,
                reason=facts["reason"],
                by=by,
                at=request.at,
            )
            _say(request, outcome)
            return redirect("rounds:extensions")
        if look.gets:
            picked = "-".join(str(row.college_id) for row in rows) if facts["reach"] == PICKED else ""
            asked = {"kind": kind, "until": facts["until"].isoformat(), "reach": facts["reach"], "picked": picked}
            context = {
                "round": round_,
                "window": window,
                "form": form,
                "look": look,
                "for_whom": _whose(facts["reach"]),
                "picked": picked,
                "seen": marks.pack(look.marks),
                "query": urlencode(asked),
            }
            return render(request, "rounds/lengthening.html", context)
        words = _("They all have that long anyway.") if rows else _("No college is ticked.")
        form.add_error("until" if rows else "reach", words)
    context = {
        "round": round_,
        "window": window,
        "kinds": [calendar.milestones[row] for row in kinds],
        "kind": kind,
        "form": form,
        **_choice(request, calendar, kind, chosen if request.method == "POST" else None),
    }
    return render(request, "rounds/extend_many.html", context, status=422 if form.errors else 200)


def _whose(reach: str) -> str:
    return "" if reach == PICKED else _("the whole country") if reach == ALL else str(Region(reach).label)


def _picked(request: PortalRequest) -> set[int]:
    """The colleges that are ticked, or those that the look before named."""
    facts = request.POST or request.GET
    texts = [*facts.getlist("pick"), *facts.get("picked", "").split("-")]
    return {number for text in texts if (number := number_in(text)) is not None}


def _reached(request: PortalRequest, round_: Round, reach: str, picked: Iterable[int]) -> list[Participation]:
    rows = _partakers(request, round_)
    if reach == PICKED:
        rows = rows.filter(college_id__in=picked)
    elif reach != ALL:
        rows = rows.filter(college__region=reach)
    return list(rows)


def _partakers(request: PortalRequest, round_: Round) -> QuerySet[Participation]:
    rows = Participation.objects.visible_to(request.actor).filter(round=round_).select_related("college")
    return rows.order_by("college__name_key", "pk")


def _choice(request: PortalRequest, calendar: Calendar, kind: str, picked: set[int] | None) -> dict[str, Any]:
    """The colleges that the address asks for, each with its closing and how much it still owes; and what is asked.

    The rooms are asked about these colleges alone. Without a narrower question that is the whole country, and costs
    its queries a batch of 500 things owed: what is late hangs on each one's own closing, so no count can say it.
    """
    words = " ".join(request.GET.get("q", "").replace("\0", "").split())[:100]
    asked = {name: request.GET.get(name, "") for name in ("region", "province", "type", "state", "college")}
    everybody = _partakers(request, calendar.round)
    rows = (
        everybody.filter(college__in=College.objects.visible_to(request.actor).found_by(words)) if words else everybody
    )
    for name, column, known in (
        ("region", "college__region", Region.values),
        ("type", "college__kind", CollegeKind.values),
        ("province", "college__province", None),
    ):
        if asked[name] and (known is None or asked[name] in known):
            rows = rows.filter(**{column: asked[name]})
    if (alone := number_in(asked["college"])) is not None:
        rows = rows.filter(college_id=alone)
    owed, late = Counter[int | None](), Counter[int | None]()
    colleges = None if rows is everybody else [row.college_id for row in rows]
    for row in owing(kind, calendar, request.at, colleges=colleges):
        owed[row.college_id] += 1
        late[row.college_id] += row.is_late(request.at)
    wanted = {_OWES: owed, _LATE: late}.get(asked["state"])
    shown = [
        {
            "row": row,
            "window": calendar.window(kind, row.whom),
            "owed": owed[row.college_id],
            "ticked": picked is None or row.college_id in picked,
        }
        for row in rows
        if wanted is None or wanted[row.college_id]
    ]
    return {
        "rows": shown,
        "q": words,
        **asked,
        "regions": Region.choices,
        "types": CollegeKind.choices,
        "provinces": sorted({row.college.province for row in everybody}, key=province_name),
        "states": [(_OWES, _("something is still owed")), (_LATE, _("something is late"))],
    }


def _say(request: PortalRequest, outcome: Outcome) -> None:
    """What became of it; the colleges that were skipped are named, those with one reason together."""
    if outcome.done:
        words = ngettext("More time is granted, once.", "More time is granted, %(n)d times.", len(outcome.done))
        messages.success(request, words % {"n": len(outcome.done)})
    reasons: dict[str, list[str]] = {}
    for row, refusal in outcome.skipped:
        reasons.setdefault(str(refusal.sentence), []).append(row.college.name)
    for reason, names in reasons.items():
        messages.warning(request, f"{reason} {_names(names)}")


def _names(names: Sequence[str]) -> str:
    shown = ", ".join(names[:20])
    return shown if len(names) <= 20 else _("%(names)s and %(n)d more") % {"names": shown, "n": len(names) - 20}


@require_GET
def lengthened(request: PortalRequest, year: int) -> HttpResponse:
    """One by one, whose closing the more time that the address names would move. Nothing is written."""
    _by, round_ = _door(request, year)
    calendar = Calendar.of(round_)
    kind, _kinds = _kind(calendar, request.GET.get("kind", ""))
    form = ExtendManyForm({**request.GET.dict(), "reason": "?"})
    if not form.is_valid():
        raise Http404
    facts = form.cleaned_data
    rows = _reached(request, round_, facts["reach"], _picked(request))
    look = Lengthening(calendar, kind, facts["reach"], rows, until=end_of(facts["until"]), at=request.at)
    page = Paginator(look.concerned, _PER_PAGE).get_page(request.GET.get("page"))
    names = {row.college_id: row.college.name for row in rows}
    context = {
        "round": round_,
        "milestone": calendar.milestones[kind],
        "page": page,
        "rows": [(row, names.get(row.owed.college_id or 0, "")) for row in page.object_list],
    }
    return render(request, "rounds/lengthened.html", context)
