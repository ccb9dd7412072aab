"""The bell: work for later is a row in the transaction, and a sound to the worker once it is committed.

Nothing is lost between commit and sound: the sweep rings again whatever was not answered. Nothing is rung by a
transaction that was rolled back. Actions never import tasks: they ring by name.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable

from django.db import transaction
from django.db.models import F

from people import rehearsing
from records import bulk
from records.models import Ring

log = logging.getLogger(__name__)

# The sweep waits this long before it believes that a sound was lost, then doubles up to an hour.
_PATIENCE = dt.timedelta(seconds=90)


def ring(task: str, about: object, *, at: dt.datetime) -> None:
    """Asks for `task(about)` after the commit. `at` is the portal's clock; patience runs on the same clock."""
    row = bulk.add_one(Ring(task=task, about=str(about), rung_at=at, next_at=at + _PATIENCE))
    transaction.on_commit(lambda: _sound(row), robust=True)


def _sound(row: Ring) -> None:
    from celery import current_app

    if rehearsing.at() is not None:
        return
    try:
        current_app.send_task("records.answer", args=[row.pk], ignore_result=True)
    except Exception as error:  # the broker is away: the row is there, the sweep makes it good
        log.warning("bell not heard for %s: %s", row, error)


def unanswered(at: dt.datetime, limit: int = 500) -> list[Ring]:
    """Rings that nobody answered in time."""
    return list(Ring.objects.filter(done_at=None, next_at__lte=at).order_by("next_at")[:limit])


def claim(pk: int, at: dt.datetime) -> Ring | None:
    """Takes a ring for one try; None when it is done. A second worker may try as well: what is rung is idempotent."""
    row = Ring.objects.filter(pk=pk, done_at=None).first()
    if row is None:
        return None
    wait = min(_PATIENCE * 2**row.tries, dt.timedelta(hours=1))
    Ring.objects.filter(pk=pk).update(tries=F("tries") + 1, next_at=at + wait)
    return row


def done(pk: int, at: dt.datetime) -> None:
    Ring.objects.filter(pk=pk, done_at=None).update(done_at=at, last_error="")


def failed(pk: int, error: Exception) -> None:
    Ring.objects.filter(pk=pk).update(last_error=f"{type(error).__name__}: {error}"[:500])


Answer = Callable[[str, dt.datetime], None]
_ANSWERS: dict[str, Answer] = {}


def answers(name: str) -> Callable[[Answer], Answer]:
    """Registers the function of a `tasks.py` that answers rings of this name."""

    def register(function: Answer) -> Answer:
        _ANSWERS[name] = function
        return function

    return register


def answer(name: str) -> Answer:
    return _ANSWERS[name]
