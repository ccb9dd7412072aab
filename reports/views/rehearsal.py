"""The bureau walks the year before it happens: day by day, each message as its reader would get it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from people import sheet
from people.actor import PortalRequest
from people.clock import local
from people.enums import ROUND_READERS, SeatKind
from people.thai import NotADate, clock_time, long_date, parse_date
from reports import actions
from reports.models import Rehearsal
from reports.rehearsal import ical, letters
from reports.rehearsal.days import Day, Row, days, rows
from rounds.models import Milestone, Round
from rounds.views.finding import round_of, seat_of

_LETTERS_A_PAGE = 10
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_A_DAY = dt.timedelta(days=1)


@require_GET
def rehearsal(request: PortalRequest, year: int) -> HttpResponse:
    """`?day=` as people type it, or `?place=` of the slider: the number of a day on which something happens."""
    seat_of(request, *ROUND_READERS)
    round_ = round_of(request, year)
    mine = Rehearsal.objects.visible_to(request.actor).filter(round=round_)
    newest = mine.order_by("-pk").defer("events").first()
    kept = mine.exclude(done_at=None).select_related("round").order_by("-pk").first()
    context: dict[str, Any] = {
        "round": round_,
        "kept": kept,
        "waits": newest if actions.is_on_its_way(newest, request.at) else None,
        "is_bureau": request.actor.is_bureau,
    }
    if kept is not None:
        context |= _walk(request, kept)
    return render(request, "reports/rehearsal.html", context)


def _walk(request: PortalRequest, kept: Rehearsal) -> dict[str, Any]:
    milestones = _milestones(request, kept.round)
    found = days(rows(kept, milestones))
    if not found:
        return {"days": []}
    asked, problem = _asked(request, found)
    today = next((day for day in found if day.date == asked), Day(asked))
    before, after = [day for day in found if day.date < asked], [day for day in found if day.date > asked]
    first, last = found[0].date, found[-1].date
    return {
        "days": found,
        "day": today,
        "problem": problem,
        "typed": request.GET.get("day", "") if problem else long_date(asked).replace("\u00a0", " "),
        "place": len(before) + 1 if today.rows else max(len(before), 1),
        "previous_day": asked - _A_DAY if asked > first else None,
        "next_day": asked + _A_DAY if asked < last else None,
        "previous_event": before[-1].date if before else None,
        "next_event": after[0].date if after else None,
        "open": [row for row in milestones.values() if _is_open(row, asked)],
        "readers": sum(day.readers for day in found),
    }


def _asked(request: PortalRequest, found: list[Day]) -> tuple[dt.date, str]:
    """The day that the address names, and what is wrong with it; else the first one on which something happens."""
    typed, place = request.GET.get("day", "")[:60], request.GET.get("place", "")
    if typed:
        try:
            return min(max(parse_date(typed), found[0].date), found[-1].date), ""
        except NotADate as error:
            return found[0].date, error.reason
    if place.isascii() and place.isdigit() and len(place) < 6:
        return found[min(max(int(place), 1), len(found)) - 1].date, ""
    return found[0].date, ""


def _is_open(row: Milestone, day: dt.date) -> bool:
    return local(row.opens_at).date() <= day <= local(row.closes_at).date()


def _milestones(request: PortalRequest, round_: Round) -> dict[str, Milestone]:
    found = Milestone.objects.visible_to(request.actor).filter(round=round_).order_by("position")
    return {row.kind: row for row in found}


@require_POST
def rehearse(request: PortalRequest, year: int) -> HttpResponse:
    by = seat_of(request, SeatKind.BUREAU)
    actions.rehearse(round_of(request, year), by=by, at=request.at)
    return redirect("reports:rehearsal", year)


def _kept(request: PortalRequest, year: int) -> tuple[Rehearsal, list[Row]]:
    """The rehearsal that is kept of a round, and its events."""
    seat_of(request, *ROUND_READERS)
    round_ = round_of(request, year)
    found = Rehearsal.objects.visible_to(request.actor).filter(round=round_).exclude(done_at=None)
    kept = found.select_related("round").order_by("-pk").first()
    if kept is None:
        raise Http404
    return kept, rows(kept, _milestones(request, round_))


@require_GET
def rehearsed_letters(request: PortalRequest, year: int, place: int) -> HttpResponse:
    """The messages of one event, word by word."""
    kept, found = _kept(request, year)
    packet = get_object_or_404(kept.letters, place=place)
    page = Paginator(letters.unpack(bytes(packet.packed)), _LETTERS_A_PAGE).get_page(request.GET.get("page"))
    context = {"round": kept.round, "row": found[place], "page": page, "letters": letters.read(list(page.object_list))}
    return render(request, "reports/rehearsed_letters.html", context)


@require_GET
def rehearsal_sheet(request: PortalRequest, year: int) -> HttpResponse:
    kept, found = _kept(request, year)
    head = [_("Day"), _("Time"), _("What happens"), _("No."), _("Matter"), _("For whom"), _("How many")]
    lines: list[list[str | int]] = [
        [
            long_date(row.at).replace("\u00a0", " "),
            clock_time(row.at).replace("\u00a0", " "),
            row.verb,
            row.milestone.shown if row.milestone else "",
            row.title,
            row.audience,
            row.count,
        ]
        for row in found
    ]
    name = _("Rehearsal %(year)d") % {"year": kept.round.year}
    return _file(sheet.workbook(name, head, lines, (20, 10, 12, 8, 70, 30, 10)), _XLSX, f"rehearsal-{year}.xlsx")


@require_GET
def rehearsal_calendar(request: PortalRequest, year: int) -> HttpResponse:
    kept, found = _kept(request, year)
    return _file(ical.calendar(kept, found), "text/calendar; charset=utf-8", f"rehearsal-{year}.ics")


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(data, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
