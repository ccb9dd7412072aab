"""What messages say: a notice in the words of its template, and many of one reader as one text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import ngettext

from people.clock import local
from records.models import Notice


def age(row: Notice, at: dt.datetime) -> int:
    """Days, by Thailand's calendar, for which a reminder has waited; 0 for what counts no days."""
    return (local(at).date() - local(row.written_at).date()).days if row.reminds_of else 0


def render(row: Notice, at: dt.datetime | None = None) -> tuple[str, str]:
    """Subject and body of one notice, as its reader gets it; a reminder that leaves at `at` counts the days from then.
    Without `at`, as it was written."""
    context = {**row.context, **(_days(row, age(row, at)) if at else {}), "to": row.to, "portal": settings.PUBLIC_URL}
    with translation.override(settings.LANGUAGE_CODE):
        subject = " ".join(render_to_string(f"notices/{row.name}.subject.txt", context).split())
        body = render_to_string(f"notices/{row.name}.txt", context).strip()
    return subject[:300], body


def _days(row: Notice, waited: int) -> dict[str, int]:
    passed = {"days_left": -waited, "days_late": waited}
    return {name: row.context[name] + days for name, days in passed.items() if name in row.context}


def compose(rows: Sequence[Notice], at: dt.datetime | None = None) -> tuple[str, str]:
    """Subject and body of the message that tells these notices, as its reader gets it; `at` as of `render`."""
    parts = [render(row, at) for row in rows]
    if len(parts) == 1:
        return parts[0]
    with translation.override(settings.LANGUAGE_CODE):
        subject = ngettext("%(n)d matter waits for you", "%(n)d matters wait for you", len(parts)) % {"n": len(parts)}
    return subject, "\n\n———\n\n".join(f"{head}\n{text}" for head, text in parts)
