"""Home is a desk: what waits for me, by when, why; then the year as a line with today."""

from __future__ import annotations

import datetime as dt
import unicodedata
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.waiting import waiting_for as at_the_gate
from people.actor import Actor
from people.clock import local
from people.enums import COLLEGE_SEATS, SeatKind
from people.thai import instant, short_date
from people.waiting import Waiting
from rounds.enums import MilestoneKind as K
from rounds.models import Milestone, Round, Whom
from rounds.waiting import waiting_for as in_the_round
from rounds.window import Calendar

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
_CLOSINGS = {
    "teacher": (K.PLANS_DUE, K.LOGBOOK, K.COMPETENCY_TEST, K.POST_REPORT),
    "college": (K.PLANS_DUE, K.COLLEGE_EVALUATION, K.COLLEGE_REPORT),
    "office": (K.PLANS_DUE, K.ANNOUNCEMENT, K.CENTRAL_SUPERVISION, K.LESSONS),
}


def reader(actor: Actor) -> str:
    """teacher, college or office: whose words the page speaks."""
    if actor.is_central:
        return "office"
    if any(seat.kind in COLLEGE_SEATS and seat.kind != SeatKind.TEACHER for seat in actor.seats):
        return "college"
    return "teacher"


def waiting(actor: Actor, calendar: Calendar, at: dt.datetime) -> list[Waiting]:
    """All that waits for the actor, by its due date; what has none comes last."""
    found = [*at_the_gate(actor, calendar, at), *in_the_round(actor, calendar, at)]
    return sorted(found, key=lambda row: (row.due is None, row.due))


def as_wait(row: Waiting, at: dt.datetime) -> dict[str, Any]:
    """The first matter, for templates/_parts/waits.html."""
    left = (local(row.due).date() - local(at).date()).days if row.due else 0
    days = ngettext("%(n)d day", "%(n)d days", left) % {"n": left} if left > 0 else _("today")
    return {
        "title": row.title,
        "url": row.url,
        "action": row.action,
        "text": row.text,
        "due": local(row.due) if row.due else None,
        "near": 0 <= left <= 7,
        "left": (days if left >= 0 else _("past")) if row.due else "",
        "left_label": _("left") if left > 0 else "",
        "until": _("until %(when)s") % {"when": instant(row.due)} if row.due else "",
        "why": row.why,
        "done": row.done,
        "total": row.total,
        "progress_label": _("%(done)d of %(total)d sections are done") % {"done": row.done, "total": row.total},
        "is_start": row.url == "start",
    }


def as_todo(row: Waiting) -> dict[str, Any]:
    """Another matter, for templates/_parts/todo.html."""
    return {
        "icon": row.icon,
        "title": row.title,
        "url": row.url if row.url != "start" else "",
        "text": row.why,
        "when": _("by %(day)s") % {"day": short_date(row.due)} if row.due else "",
        "badge": "wait",
        "badge_label": _("waits for you"),
    }


def as_told(row: Waiting) -> dict[str, Any]:
    """A matter that lies with others, for the same list."""
    return {"icon": row.icon, "title": row.title, "url": row.url, "text": row.why}


def year_line(calendar: Calendar, whom: Whom, who: str, at: dt.datetime) -> dict[str, Any]:
    """The year for templates/_parts/year_line.html; x in percent of the whole calendar."""
    rows = list(calendar.milestones.values())
    first = local(min(row.opens_at for row in rows))
    last = local(max(row.closes_at for row in rows))
    span = (last - first).total_seconds()

    def x(when: dt.datetime) -> float:
        # A closing that moved to a working day may lie beyond the printed end.
        return round(min(100 * (local(when) - first).total_seconds() / span, 99.6), 2)

    drawn = [calendar.milestones[kind] for kind in _ROWS if kind in calendar.milestones]
    here = local(at)
    today = {"x": x(at), "label": _("Today %(day)s") % {"day": f"{here.day} {month_name(here.month)}"}}
    return {
        "months": [{"x": x(month), "label": month_name(month.month)} for month in _months(first, last)],
        "spans": [_span(row, x) for row in drawn],
        "dots": [
            {"x": x(calendar.window(kind, whom).closes_at), "row": _ROWS[kind]}
            for kind in _DOTS
            if kind in calendar.milestones
        ],
        "today": today if first <= here <= last else None,
        "list": [_closing(calendar, kind, whom, at) for kind in _CLOSINGS[who] if kind in calendar.milestones],
    }


def _span(row: Milestone, x: Any) -> dict[str, Any]:
    width = round(x(row.closes_at) - x(row.opens_at), 2)
    label = str(_short(row.kind))
    # A letter takes about 0.9 % of the line; words that would run out of their bar stand in the list alone.
    letters = sum(unicodedata.category(letter) != "Mn" for letter in label)
    fits = 0.9 * letters + 2.5 <= width
    return {"x": x(row.opens_at), "width": width, "row": _ROWS[K(row.kind)], "label": label if fits else ""}


def _short(kind: str) -> str:
    return {
        K.PLANS_DUE: _("Plans"),
        K.ORIENTATION: _("Orientation"),
        K.TRAINING: _("Training, logbook, clip"),
        K.COMPETENCY_TEST: _("Competency test"),
        K.COLLEGE_REPORT: _("College report"),
        K.LESSONS: _("Lessons learned (dates follow)"),
        K.POST_REPORT: _("Post report"),
        K.LOGBOOK: _("Logbook and clip"),
        K.COLLEGE_EVALUATION: _("Evaluation by the college"),
        K.ANNOUNCEMENT: _("List announced"),
        K.CENTRAL_SUPERVISION: _("Central supervision"),
    }[K(kind)]


def _closing(calendar: Calendar, kind: str, whom: Whom, at: dt.datetime) -> dict[str, Any]:
    window = calendar.window(kind, whom)
    return {
        "label": _short(kind),
        "when": _("until %(when)s") % {"when": instant(window.closes_at)},
        "state": "past" if window.is_past(at) else "dead" if window.is_open(at) else "later",
        "note": _("more time: %(because)s") % {"because": window.extension.because} if window.extension else "",
    }


def _months(first: dt.datetime, last: dt.datetime) -> list[dt.datetime]:
    found, month = [], first.replace(day=1)
    while month <= last:
        found.append(month)
        month = (month + dt.timedelta(days=32)).replace(day=1)
    return found


def month_name(month: int) -> str:
    """Short name of a month in the reader's language."""
    return short_date(dt.date(2025, month, 1)).replace("\u00a0", " ").split(" ")[1]


def current_round() -> Round | None:
    """The running round with the latest year."""
    return Round.objects.running().order_by("-year").first()
