"""A rehearsal for a calendar of one's own (RFC 5545): what opens and closes, and each message with its readers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar as File
from icalendar import Event

from people.clock import local
from reports.models import Rehearsal
from reports.rehearsal.days import Row


def calendar(rehearsal: Rehearsal, rows: Iterable[Row]) -> bytes:
    """The whole file, in the language of the reader. Nobody is busy because of it, and nothing rings."""
    year, file = rehearsal.round.year, File()
    name = _("Rehearsal %(year)d") % {"year": year}
    file.add("prodid", "-//TeacherSync//rehearsal//TH")
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    file.add("name", name)
    file.add("x-wr-calname", name)
    host, page = urlsplit(settings.PUBLIC_URL).hostname, f"{settings.PUBLIC_URL}/rehearsal/{year}/"
    for row in rows:
        event = Event()
        event.add("uid", f"rehearsal-{rehearsal.pk}-{row.place}@{host}")
        event.add("dtstamp", rehearsal.asked_at.astimezone(dt.UTC))
        event.add("dtstart", row.at.astimezone(dt.UTC))
        event.add("summary", f"{row.verb}: {row.title}")
        event.add("description", f"{row.reach}\n{page}?day={local(row.at).date().isoformat()}")
        event.add("transp", "TRANSPARENT")
        file.add_component(event)
    return bytes(file.to_ical())
