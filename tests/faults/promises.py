"""Each promise (I1 to I8), looked at after a fault: what was broken, in sentences; nothing is what one hopes for.

`presses` are what people saw (crowd.Press as JSON), `closing` is the second of the epoch from which on a press is
late, or None where no door shut.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from typing import Any

from django.db.models import Count

from applications.models import Application, Plan
from records import documents, register
from records.models import Document, Entry, Notice, Receipt
from records.models.paper import document_storage

_SUBMIT = "applications:application:submit"
_ABOUT = "applications.application"
TEN_MINUTES = 600.0


def nothing_acknowledged_is_lost(presses: list[dict[str, Any]]) -> Iterator[str]:
    """I1. Who was led to a receipt has one, and the application is sent."""
    sent = set(Application.objects.filter(submitted_at__isnull=False).values_list("pk", flat=True))
    numbers = set(Receipt.objects.values_list("pk", flat=True))
    for seen in presses:
        if seen["accepted"]:
            if seen["pk"] not in sent:
                yield f"I1: {seen['pk']} has a receipt and is not sent"
            if int(seen["place"].strip("/").split("/")[-1]) not in numbers:
                yield f"I1: the receipt of {seen['pk']} is gone"


def nothing_is_accepted_twice(presses: list[dict[str, Any]]) -> Iterator[str]:
    """I2. One receipt and one entry for each time that a plan was sent; every press of it saw the same receipt."""
    receipts = Receipt.objects.filter(subject_label=_ABOUT)
    for row in Application.objects.filter(turn__gt=0, pk__in={seen["pk"] for seen in presses}):
        count = receipts.filter(subject_pk=str(row.pk)).count()
        entries = Entry.objects.filter(verb=_SUBMIT, subject_label=_ABOUT, subject_pk=str(row.pk)).count()
        if (count, entries) != (row.turn, row.turn):
            yield f"I2: {row.pk} was sent {row.turn} times, with {count} receipts and {entries} entries"
    places: dict[int, set[str]] = {}
    for seen in presses:
        if seen["accepted"]:
            places.setdefault(seen["pk"], set()).add(seen["place"])
    for pk, found in places.items():
        if len(found) > 1:
            yield f"I2: {pk} saw several receipts: {sorted(found)}"


def the_door(presses: list[dict[str, Any]], closing: float | None) -> Iterator[str]:
    """I3 and I4. `closing` is the first instant that is too late. What people saw decides, not what was written."""
    if closing is None:
        return
    shut = dt.datetime.fromtimestamp(closing, tz=dt.UTC)
    late = Receipt.objects.filter(subject_label=_ABOUT, begun_at__gte=shut, extension_note="")
    for row in late:
        yield f"I3: {row.number} was accepted though begun at {row.begun_at.isoformat()}"
    for seen in presses:
        if seen["accepted"] and seen["sent"] >= closing and seen["first"]:
            yield f"I3: {seen['pk']} was pressed at {seen['sent']:.3f}, after the closing, and accepted"
        in_time = seen["answered"] < closing or (seen["front"] and seen["sent"] < closing)
        if seen["status"] in (403, 409, 422) and in_time:
            yield f"I4: {seen['pk']} was pressed at {seen['sent']:.3f}, in time, and refused"


def no_half_state(pressed: set[int]) -> Iterator[str]:
    """I5. No row without its bytes; ten minutes later no bytes without a row."""
    storage = document_storage()
    plans = Plan.objects.filter(application_id__in=pressed)
    copies = Document.objects.filter(paper__in=plans.values("paper"), kind="SCANNED")
    for row in copies:
        if not storage.exists(row.file.name or "") or documents.sha256_of(row.file) != row.sha256:
            yield f"I5: the copy {row.pk} has a row and not its bytes"
    later = time.time() + TEN_MINUTES + 60
    for name in documents.orphans(later, ever=True):
        documents.discard(name)
    if left := documents.orphans(later, ever=True):
        yield f"I5: bytes without a row that no sweep takes away: {left[:5]}"
    for application in Application.objects.filter(pk__in=pressed, state="SUBMITTED", plan__signed=None):
        yield f"I5: {application.pk} is sent without a signed copy"


def each_effect_of_the_calendar_once() -> Iterator[str]:
    """I6. One stamp for each that lapsed; each notice is part of one message at most."""
    stamps = Entry.objects.filter(verb="applications:application:lapse").values("subject_pk")
    for row in stamps.annotate(count=Count("pk")).filter(count__gt=1):
        yield f"I6: {row['subject_pk']} lapsed {row['count']} times"
    told = Notice.objects.filter(name="applications/lapse").values("context__application", "to")
    for row in told.annotate(count=Count("pk")).filter(count__gt=1):
        yield f"I6: {row['to']} was told {row['count']} times that {row['context__application']} lapsed"


def the_register_is_whole() -> Iterator[str]:
    """I8. Every entry is sealed by the next run of the task, and the chain holds; that each act has its entry is I2."""
    while register.seal():
        pass
    if left := Entry.objects.filter(seal=None).count():
        yield f"I8: {left} entries are not sealed"
    if broken := list(register.broken_links()):
        yield f"I8: the chain is broken at {broken[:5]}"


def broken(presses: list[dict[str, Any]], closing: float | None) -> list[str]:
    """Every broken promise, in words."""
    first: set[int] = set()
    for seen in sorted(presses, key=lambda seen: float(seen["sent"])):
        # A retry of what was accepted in time is answered with the same receipt, however late it comes.
        seen["first"] = seen["pk"] not in first
        first.add(seen["pk"])
    return [
        *nothing_acknowledged_is_lost(presses),
        *nothing_is_accepted_twice(presses),
        *the_door(presses, closing),
        *no_half_state({int(seen["pk"]) for seen in presses}),
        *each_effect_of_the_calendar_once(),
        *the_register_is_whole(),
    ]
