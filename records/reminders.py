"""Whether a reminder still holds. The rooms above know who owes what; they say so through `asks`.

A reminder is written, joined and sent at three moments, between which its matter may be done, moved or past: before
each of the later two the rooms are asked again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection

from records.models import Notice

# Keys of those reminders that would still be written at this instant.
Ask = Callable[[Collection[Notice], dt.datetime], set[str]]
_ASKED: list[Ask] = []


def asks(function: Ask) -> Ask:
    """Registers who knows whether reminders still hold."""
    _ASKED.append(function)
    return function


def holding(notices: Collection[Notice], at: dt.datetime) -> list[Notice]:
    """Those that are no reminders, and those that still hold; a fixed number of queries."""
    asked = [row for row in notices if row.reminds_of]
    still = {key for ask in _ASKED for key in ask(asked, at)} if asked else set()
    return [row for row in notices if not row.reminds_of or row.key in still]
