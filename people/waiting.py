"""What waits for somebody: derived when asked, never stored. Each room says what it knows, reports joins it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True)
class Waiting:
    """One matter: what, where to do it, by when, and why. Without `url` it cannot be started yet."""

    title: Words
    url: str
    action: Words
    why: Words
    due: dt.datetime | None = None
    text: Words = ""
    icon: str = "file-text"
    # The kind of milestone that asks for it; empty for what hangs on none.
    milestone: str = ""
    done: int = 0
    total: int = 0
    # Matters that wait for the reader come first; the others are only told.
    mine: bool = True
