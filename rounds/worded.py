"""The words of reminders written at one instant. What many of them share is worded once and filled in: a sweep over a
country is fifty thousand reminders of a few kinds, and a translation costs more than all else of a reminder."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import translation

from people.clock import local
from people.thai import instant
from rounds.owed import Words

if TYPE_CHECKING:
    from rounds.reminding import Due


class Wording:
    """In the language of letters."""

    def __init__(self, at: dt.datetime) -> None:
        self._today = local(at).date()
        # By identity: a text that waits for its language is translated each time it is asked for its hash. It stands
        # beside its translation, so that no other text takes its place in memory meanwhile.
        self._said: dict[int, tuple[Words, str]] = {}
        self._shared: dict[tuple[dt.datetime, str, bool], dict[str, Any]] = {}

    def of(self, row: Due, number: int) -> dict[str, Any]:
        """The facts of one reminder, for its template; `number` counts what its reader had of its milestone, this one
        included."""
        owed = row.owed
        facts = {"name": owed.name, "count": owed.count}
        return {
            "title": self._say(owed.title) % facts,
            "text": self._say(owed.text) % facts,
            "path": owed.path,
            "number": number,
            **self._of_closing(row),
        }

    def _say(self, words: Words) -> str:
        known = self._said.get(id(words))
        if known is None:
            with translation.override(settings.LANGUAGE_CODE):
                known = self._said[id(words)] = words, str(words)
        return known[1]

    def _of_closing(self, row: Due) -> dict[str, Any]:
        closes_at, step = row.owed.closes_at, row.step
        key = closes_at, step.name, row.binds
        if key not in self._shared:
            days_left = (local(closes_at).date() - self._today).days
            self._shared[key] = {
                "step": step.name,
                "to_whom": step.to,
                "days_left": days_left,
                "days_late": -days_left,
                "binds": row.binds,
                "closes": instant(closes_at, lang="th"),
            }
        return self._shared[key]
