"""The bell: work for later is a row in the transaction, and a sound to the worker once it is committed.

Nothing is lost between commit and sound: the sweep rings again whatever was not answered. What the beat looks for by
itself needs no row, only a sound to hurry it. Nothing is rung by a
transaction that was rolled back. Actions never import tasks: they ring by name.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable

from django.db import transaction
from django.db.models import F

from people import rehearsing
from records import bulk
from records.models import Ring

log = logging.getLogger(__name__)

# The sweep waits this long before it believes that a sound was lost, then doubles up to an hour.
_PATIENCE = dt.timedelta(seconds=90)
# Seconds in which all that hurry the same task are heard as one.
_TOGETHER = 1.0


def ring(task: str, about: object, *, at: dt.datetime) -> None:
    """Asks for `task(about)` after the commit. `at` is the portal's clock; patience runs on the same clock."""
    row = bulk.add_one(Ring(task=task, about=str(about), rung_at=at, next_at=at + _PATIENCE))
    _after_commit(lambda: _sound("records.answer", row.pk))


def hurry(task: str) -> None:
    """Asks for a task of the beat within a second or two of the commit, and not only at its next time.

    No row remembers this: such a task finds what is due by itself, and beat rings it again if no sound arrives. A
    sound that is still on its way is early enough for whatever is committed before it is heard, so that a crowd
    makes one a second, and not one each.
    """
    _after_commit(lambda: _sound_once(task))


def _after_commit(sound: Callable[[], None]) -> None:
    if rehearsing.at() is None:
        transaction.on_commit(sound, robust=True)


# What was sounded for, and until when its sound is on its way: the process's own clock, which nobody sets.
_sounding: dict[str, float] = {}


def _sound_once(task: str) -> None:
    now = time.monotonic()
    if now < _sounding.get(task, now):
        return
    _sounding[task] = now + _TOGETHER
    _sound(task, countdown=_TOGETHER)


def _sound(task: str, *about: int, countdown: float = 0) -> None:
    from celery import current_app

    try:
        current_app.send_task(task, args=list(about), countdown=countdown or None, ignore_result=True)
    except Exception as error:  # the broker is away: the row is there, or the beat, and a sweep makes it good
        log.warning("bell not heard for %s %s: %s", task, about, error)


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
