"""The bureau's page of holidays: those of the data file, and those that the Cabinet declared since."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from people.actor import PortalRequest
from people.enums import SeatKind
from people.formkit import LineField, ThaiDateField
from people.thai import weekday_date
from people.thai.dates import ERA
from rounds import actions
from rounds.concerned import by_holidays, hands
from rounds.days_moved import CHECKING, CLOSING, Moved, draft, moved
from rounds.enums import Mode, RoundState
from rounds.forms import TellForm
from rounds.holidays import printed, shown
from rounds.models import DayOff, Milestone
from rounds.moves import Refused
from rounds.views.finding import number_in, seat_of, today
from rounds.window import Calendar


class HolidayForm(forms.Form):
    """A day and what it is called."""

    day = ThaiDateField(label=gettext_lazy("Day"))
    name = LineField(label=gettext_lazy("Name of the holiday"), max_length=200)

    def __init__(self, *args: Any, at: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._at = at

    def clean_day(self) -> dt.date:
        day: dt.date = self.cleaned_data["day"]
        if refusal := actions.may_add(day, self._at):
            raise forms.ValidationError(str(refusal))
        return day


def _page_of(day: dt.date) -> str:
    return f"{reverse('rounds:holidays')}?year={day.year + ERA}"


@require_GET
def holidays(request: PortalRequest) -> HttpResponse:
    """The holidays of one calendar year, in order."""
    seat_of(request, SeatKind.BUREAU)
    rows = list(DayOff.objects.visible_to(request.actor).select_related("added_by__user"))
    now = today(request)
    years = sorted({day.year + ERA for day in [*printed(), *(row.day for row in rows), now]})
    asked = number_in(request.GET.get("year"))
    year = asked if asked in years else now.year + ERA
    days: list[tuple[dt.date, str, DayOff | None]] = [(day, shown(name), None) for day, name in printed().items()]
    days += [(row.day, row.name, row) for row in rows]
    context = {
        "years": years,
        "year": year,
        "days": sorted((row for row in days if row[0].year + ERA == year), key=lambda row: row[0]),
        "today": now,
    }
    return render(request, "rounds/holidays.html", context)


def _added(request: PortalRequest) -> dict[dt.date, str]:
    return dict(DayOff.objects.visible_to(request.actor).values_list("day", "name"))


@dataclass(frozen=True)
class Telling:
    """Who would be told that the closings of a milestone move, and the form that asks whether."""

    milestone: Milestone
    people: list[int]
    form: TellForm


def _telling(
    rows: list[Moved], added: Mapping[dt.date, str], request: PortalRequest, *, answered: bool
) -> Telling | None:
    """Of the closings of one milestone; None where none moves, or the round is not open."""
    if not rows or rows[0].milestone.round.state != RoundState.PUBLISHED:
        return None
    milestone = rows[0].milestone
    people = hands(by_holidays(milestone.kind, Calendar.of(milestone.round), added, request.at))
    initial = {"tell": bool(people) and milestone.mode == Mode.ENFORCED, "words": draft(rows)}
    return Telling(
        milestone, people, TellForm(request.POST if answered else None, initial=initial, prefix=f"m{milestone.pk}")
    )


def _told(follows: Mapping[str, Any]) -> list[actions.Told] | None:
    """Whom to tell, as the forms say; None while one of them is not right."""
    found = []
    for telling in follows["tellings"]:
        if not telling.form.is_valid():
            return None
        if telling.form.cleaned_data["tell"]:
            found.append(actions.Told(telling.milestone, telling.form.cleaned_data["words"], telling.people))
    return found


def _follows(added: Mapping[dt.date, str], request: PortalRequest) -> dict[str, Any]:
    """What would move and who would be told, with the mark by which it is confirmed as it was shown: not of who owes
    something at the moment, for while people send in their plans nobody could ever confirm."""
    rows = moved(added, request.at)
    shown = repr([sorted(added.items()), [(row.year, row.milestone.kind, row.what, row.after) for row in rows]])
    mark = hashlib.sha256(shown.encode()).hexdigest()[:16]
    # What was written about other dates is not about these.
    answered = request.POST.get("seen") == mark
    groups = groupby(rows, key=lambda row: (row.year, row.milestone.pk))
    shifts = []
    for _of, group in groups:
        every = list(group)
        closings = [row for row in every if row.step is None]
        reminders = [row for row in every if row.step is not None]
        shifts.append((every[0], closings, reminders, _telling(closings, added, request, answered=answered)))
    return {
        "moved": shifts,
        "tellings": [telling for *_rows, telling in shifts if telling],
        "closings": sum(row.what in (CLOSING, CHECKING) for row in rows),
        "reminders": sum(row.step is not None for row in rows),
        "mark": mark,
    }


@require_http_methods(["GET", "POST"])
def add_holiday(request: PortalRequest) -> HttpResponse:
    """First press: which closings and reminders would move. Second press: it is done."""
    by = seat_of(request, SeatKind.BUREAU)
    form = HolidayForm(request.POST or None, at=request.at)
    context: dict[str, Any] = {"form": form}
    if request.method == "GET" or not form.is_valid():
        return render(request, "rounds/add_holiday.html", context, status=422 if form.errors else 200)
    day, name = form.cleaned_data["day"], form.cleaned_data["name"]
    context |= _follows({**_added(request), day: name}, request)
    seen = request.POST.get("seen", "")
    tell = _told(context) if seen == context["mark"] else None
    if tell is not None:
        actions.add_holiday(day, name, by=by, at=request.at, tell=tell)
        messages.success(request, _("%(day)s is a holiday from now on.") % {"day": weekday_date(day)})
        return redirect(_page_of(day))
    context |= {"day": day, "name": name, "changed": bool(seen) and seen != context["mark"]}
    wrong = seen == context["mark"]
    return render(request, "rounds/add_holiday.html", context, status=422 if wrong else 200)


@require_http_methods(["GET", "POST"])
def remove_holiday(request: PortalRequest, pk: int) -> HttpResponse:
    """What would move if the day were a working day again; pressed, it is."""
    by = seat_of(request, SeatKind.BUREAU)
    row = get_object_or_404(DayOff.objects.visible_to(request.actor), pk=pk)
    if refusal := actions.may_change(row.day, request.at):
        raise Refused(refusal)
    left = {day: name for day, name in _added(request).items() if day != row.day}
    context = {"row": row, **_follows(left, request)}
    seen = request.POST.get("seen", "")
    tell = _told(context) if seen == context["mark"] else None
    if tell is not None:
        day = row.day
        actions.remove_holiday(row, by=by, at=request.at, tell=tell)
        messages.success(request, _("%(day)s is a working day again.") % {"day": weekday_date(day)})
        return redirect(_page_of(day))
    context["changed"] = request.method == "POST" and seen != context["mark"]
    return render(request, "rounds/remove_holiday.html", context, status=422 if request.method == "POST" else 200)
