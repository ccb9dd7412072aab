"""What messages say: a notice in the words of its template, and many of one reader as one text."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import ngettext

from records.models import Notice


def render(row: Notice) -> tuple[str, str]:
    """Subject and body of one notice, as its reader gets it."""
    context = {**row.context, "to": row.to, "portal": settings.PUBLIC_URL}
    with translation.override(settings.LANGUAGE_CODE):
        subject = " ".join(render_to_string(f"notices/{row.name}.subject.txt", context).split())
        body = render_to_string(f"notices/{row.name}.txt", context).strip()
    return subject[:300], body


def compose(rows: Sequence[Notice]) -> tuple[str, str]:
    """Subject and body of the message that tells these notices, as its reader gets it."""
    parts = [render(row) for row in rows]
    if len(parts) == 1:
        return parts[0]
    with translation.override(settings.LANGUAGE_CODE):
        subject = ngettext("%(n)d matter waits for you", "%(n)d matters wait for you", len(parts)) % {"n": len(parts)}
    return subject, "\n\n———\n\n".join(f"{head}\n{text}" for head, text in parts)
