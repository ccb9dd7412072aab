"""Home is a desk: what waits for me, by when, why."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.waiting import waiting_for as at_the_gate
from people.actor import Actor
from people.clock import local
from people.enums import COLLEGE_SEATS, SeatKind
from people.thai import instant, short_date
from people.waiting import Waiting
from reports.overview import sentence
from rounds.models import Round
from rounds.owed import Owed
from rounds.waiting import waiting_for as in_the_round
from rounds.window import Calendar


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


def owed(actor: Actor, calendar: Calendar, at: dt.datetime) -> dict[str, list[Waiting]]:
    """What waits for the actor by the kind of milestone that asks for it; what hangs on none is left out."""
    found: dict[str, list[Waiting]] = {}
    for row in waiting(actor, calendar, at):
        if row.mine and row.milestone:
            found.setdefault(row.milestone, []).append(row)
    return found


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
        "left_label": _("time left") if left > 0 else "",
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


def as_owed(row: Owed) -> dict[str, Any]:
    """What somebody of the college owes, for the same list."""
    return {
        "title": sentence(row),
        "url": row.path,
        "when": _("by %(day)s") % {"day": short_date(row.closes_at)},
    }


def as_told(row: Waiting) -> dict[str, Any]:
    """A matter that lies with others, for the same list."""
    return {"icon": row.icon, "title": row.title, "url": row.url, "text": row.why}


def current_round() -> Round | None:
    """The running round with the latest year."""
    return Round.objects.running().order_by("-year").first()
