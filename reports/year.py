"""The year of a round as a line with today on it, and as the list which carries everything that the line shows."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from people.clock import local
from people.thai import instant, short_date
from rounds.enums import MilestoneKind as K
from rounds.models import Milestone, Whom
from rounds.window import Calendar, Window

# Rows of the picture: what would overlap stands in different rows.
_ROWS = {
    K.PLANS_DUE: 0,
    K.ORIENTATION: 0,
    K.TRAINING: 1,
    K.COMPETENCY_TEST: 2,
    K.COLLEGE_REPORT: 0,
    K.LESSONS: 0,
    K.POST_REPORT: 0,
}
_DOTS = (K.PLANS_DUE, K.TRAINING, K.COMPETENCY_TEST, K.COLLEGE_REPORT, K.POST_REPORT)
# The closings that home names, by reader.
_CLOSINGS = {
    "teacher": (K.PLANS_DUE, K.LOGBOOK, K.COMPETENCY_TEST, K.POST_REPORT),
    "college": (K.PLANS_DUE, K.COLLEGE_EVALUATION, K.COLLEGE_REPORT),
    "office": (K.PLANS_DUE, K.ANNOUNCEMENT, K.CENTRAL_SUPERVISION, K.LESSONS),
}
X = Callable[[dt.datetime], float]


def closings(who: str) -> dict[str, str]:
    """The closings that home names to a teacher, a college or an office, with their short names."""
    return {kind: short_name(kind) for kind in _CLOSINGS[who]}


def year_line(calendar: Calendar, whom: Whom, names: Mapping[str, str], at: dt.datetime) -> dict[str, Any]:
    """The year for templates/_parts/year_line.html; x in percent of the whole calendar.

    `names` are the kinds whose closings the list has, and what it calls them.
    """
    rows = list(calendar.milestones.values())
    first = local(min(row.opens_at for row in rows))
    last = local(max(row.closes_at for row in rows))
    span = (last - first).total_seconds()

    def x(when: dt.datetime) -> float:
        # A closing that moved to a working day may lie beyond the printed end.
        return round(min(100 * (local(when) - first).total_seconds() / span, 99.6), 2)

    drawn = [calendar.window(kind, whom) for kind in _ROWS if kind in calendar.milestones]
    here = local(at)
    today = {"x": x(at), "label": _("Today %(day)s") % {"day": f"{here.day} {month_name(here.month)}"}}
    return {
        "months": [{"x": x(month), "label": _month(month, first)} for month in _months(first, last)],
        "spans": [_span(window.milestone, x) for window in drawn],
        "more": [_more(window, x) for window in drawn if window.extension],
        "dots": [{"x": x(window.closes_at), "row": _row(window)} for window in drawn if window.milestone.kind in _DOTS],
        "today": today if first <= here <= last else None,
        "list": _list([calendar.window(kind, whom) for kind in names if kind in calendar.milestones], names, at),
    }


def _row(window: Window) -> int:
    return _ROWS[K(window.milestone.kind)]


def _span(row: Milestone, x: X) -> dict[str, Any]:
    width = round(x(row.closes_at) - x(row.opens_at), 2)
    label = short_name(row.kind)
    # A letter takes about 0.9 % of the line; words that would run out of their bar stand in the list alone.
    letters = sum(unicodedata.category(letter) != "Mn" for letter in label)
    fits = 0.9 * letters + 2.5 <= width
    return {"x": x(row.opens_at), "width": width, "row": _ROWS[K(row.kind)], "label": label if fits else ""}


def _more(window: Window, x: X) -> dict[str, Any]:
    """The time that an extension adds behind the printed end."""
    start = x(window.milestone.closes_at)
    return {"x": start, "width": round(max(x(window.closes_at) - start, 0), 2), "row": _row(window)}


def short_name(kind: str) -> str:
    """What a milestone is called where there is little room."""
    return {
        K.PLANS_DUE: _("Plans"),
        K.TRAINING: _("Training, logbook, clip"),
        K.LESSONS: _("Lessons learned (dates follow)"),
        K.LOGBOOK: _("Logbook and clip"),
        K.ANNOUNCEMENT: _("List announced"),
    }.get(K(kind)) or str(K(kind).label)


def _list(windows: list[Window], names: Mapping[str, str], at: dt.datetime) -> list[dict[str, Any]]:
    """The closings in the order of their instants, with today in its place among them."""
    found = [
        {
            "label": names[window.milestone.kind],
            "when": _("until %(when)s") % {"when": instant(window.closes_at)},
            "state": "past" if window.is_past(at) else "dead" if window.is_open(at) else "later",
            "note": _("more time: %(because)s") % {"because": window.extension.because} if window.extension else "",
        }
        for window in sorted(windows, key=lambda window: window.closes_at)
    ]
    place = sum(item["state"] == "past" for item in found)
    here = {"label": _("Today"), "when": short_date(at), "state": "now", "note": ""}
    return [*found[:place], here, *found[place:]]


def _month(month: dt.datetime, first: dt.datetime) -> str:
    """The month's short name; with the Buddhist year where the line begins and where a year does."""
    if (month.year, month.month) == (first.year, first.month) or month.month == 1:
        return " ".join(short_date(month).replace("\u00a0", " ").split(" ")[1:3])
    return month_name(month.month)


def _months(first: dt.datetime, last: dt.datetime) -> list[dt.datetime]:
    found, month = [], first.replace(day=1)
    while month <= last:
        found.append(month)
        month = (month + dt.timedelta(days=32)).replace(day=1)
    return found


def month_name(month: int) -> str:
    """Short name of a month in the reader's language."""
    return short_date(dt.date(2025, month, 1)).replace("\u00a0", " ").split(" ")[1]
