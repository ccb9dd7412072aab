"""Doorbells of the rounds room."""

from __future__ import annotations

import datetime as dt

from celery import shared_task

from people import clock
from records import bell
from rounds import forgotten, reminding


@bell.answers("rounds.write_reset_link")
def write_reset_link(pk: str, at: dt.datetime) -> None:
    forgotten.write_reset_link(pk)


@shared_task(name="rounds.remind", ignore_result=True)
def remind() -> int:
    """Writes the reminders that are due, by day only."""
    return reminding.remind(clock.now())
