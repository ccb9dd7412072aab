"""Doorbells of the rounds room."""

from __future__ import annotations

import datetime as dt

from records import bell
from rounds import forgotten


@bell.answers("rounds.write_reset_link")
def write_reset_link(pk: str, at: dt.datetime) -> None:
    forgotten.write_reset_link(pk)
