"""Doorbells of the room."""

from __future__ import annotations

import datetime as dt
import time

from records import bell
from reports import actions
from reports.models import Rehearsal
from reports.rehearsal import place


@bell.answers("reports.rehearse")
def rehearse(pk: str, at: dt.datetime) -> None:
    """Rehearses what is still waited for."""
    place.sweep(time.time())
    rehearsal = Rehearsal.objects.select_related("round").filter(pk=int(pk), done_at=None).first()
    if rehearsal is not None:
        actions.carry_out(rehearsal, at=at)
