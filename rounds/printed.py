"""The calendar of a round as facts for its paper: the same for every reader, so the whole country's closings alone."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from people.clock import local
from rounds.ical import changes
from rounds.models import Round, Whom
from rounds.window import Calendar, Window


def facts(round_: Round) -> dict[str, Any]:
    """For `pdf/calendar.html`; dated by the last act upon the calendar, so that the same calendar is the same paper."""
    calendar = Calendar.of(round_, Whom())
    changed = max(change.at for change in changes(calendar, Whom()).values())
    return {
        "calendar": {
            "name_th": round_.name_th,
            "letter_number": round_.letter_number,
            "changed": local(changed).date(),
            "page": f"{settings.PUBLIC_URL}/calendar/{round_.year}/",
            "rows": [_row(calendar.window(kind)) for kind in calendar.milestones],
        },
        "made_at": changed,
    }


def _row(window: Window) -> dict[str, Any]:
    milestone = window.milestone
    return {
        "number": milestone.number,
        "printed": milestone.printed,
        "who": milestone.printed_who,
        "text": milestone.printed_text or milestone.label_th,
        "opens": local(milestone.opens_at).date(),
        "closes": local(milestone.closes_at).date(),
        "exact": milestone.is_exact,
        "shuts": local(window.closes_at).date() if window.enforced else None,
    }
