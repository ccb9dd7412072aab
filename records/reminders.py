"""Whether a reminder still holds. The rooms above know who owes what; they say so through `asks`.

A reminder is written, joined and sent at three moments, between which its matter may be done, moved or past: before
each of the later two the rooms are asked again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection

from records.models import Notice

# Keys of those reminders whose matter is still owed at this instant, by the same person to the same closing: True where
# the reminder would still be written, False where a later step has overtaken it.
Ask = Callable[[Collection[Notice], dt.datetime], dict[str, bool]]
_ASKED: list[Ask] = []


def asks(function: Ask) -> Ask:
    """Registers who knows whether reminders still hold."""
    _ASKED.append(function)
    return function


def _owed(notices: Collection[Notice], at: dt.datetime) -> dict[str, bool]:
    asked = [row for row in notices if row.reminds_of]
    return {key: holds for ask in _ASKED for key, holds in ask(asked, at).items()} if asked else {}


def holding(notices: Collection[Notice], at: dt.datetime) -> list[Notice]:
    """Those that are no reminders, and those that still hold; a fixed number of queries."""
    owed = _owed(notices, at)
    return [row for row in notices if not row.reminds_of or owed.get(row.key)]


def standing(notices: Collection[Notice], at: dt.datetime) -> list[Notice]:
    """What a message of these reminders says when it leaves: all that is still owed, overtaken by a later step or not.
    Nothing when none of them holds: then the later steps tell it. A fixed number of queries."""
    owed = _owed(notices, at)
    return [row for row in notices if row.key in owed] if any(owed.values()) else []
