"""A rehearsal: what runs in it believes the clock it is given, and nobody outside hears of it.

The place whose writes vanish is made above (reports/rehearsal); here stands only that one is in it, so that the few
doors to the world outside the database (bell, mail, store of documents) stay shut.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_AT: ContextVar[dt.datetime | None] = ContextVar("instant that is rehearsed", default=None)


class LeftTheHouse(RuntimeError):
    """Something in a rehearsal was about to be heard outside."""


def at() -> dt.datetime | None:
    """The instant that is rehearsed; None outside a rehearsal."""
    return _AT.get()


@contextmanager
def standing_at(when: dt.datetime) -> Iterator[None]:
    """The portal's clock stands at `when`, for whoever runs inside."""
    token = _AT.set(when)
    try:
        yield
    finally:
        _AT.reset(token)


def stay_inside(what: str) -> None:
    """Raises LeftTheHouse in a rehearsal: mail and files cannot be taken back."""
    if _AT.get() is not None:
        raise LeftTheHouse(f"{what} in a rehearsal")
