"""Verbs of the room."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

from django.db import transaction

from people.enums import SeatKind
from people.models import Seat
from records import bell, wording
from reports.models import Letters, Rehearsal
from reports.rehearsal import Event
from reports.rehearsal import rehearse as run
from reports.rehearsal.letters import pack
from rounds.actions.only import only
from rounds.models import Round

# A rehearsal on its way that has not been heard of for so long has died with its worker.
_GIVEN_UP_AFTER = dt.timedelta(minutes=10)


def is_on_its_way(rehearsal: Rehearsal | None, at: dt.datetime) -> bool:
    """Whether somebody still works at it."""
    return rehearsal is not None and rehearsal.done_at is None and rehearsal.asked_at > at - _GIVEN_UP_AFTER


@transaction.atomic
def rehearse(round_: Round, *, by: Seat, at: dt.datetime) -> Rehearsal:
    """Asks for a rehearsal of the round; the one that is on its way already is as good."""
    only(by, SeatKind.BUREAU)
    Round.objects.select_for_update().get(pk=round_.pk)
    on_its_way = Rehearsal.objects.filter(round=round_, done_at=None, asked_at__gt=at - _GIVEN_UP_AFTER).first()
    if on_its_way is not None:
        return on_its_way
    made = Rehearsal.objects.create(round=round_, asked_at=at, asked_by=by)
    bell.ring("reports.rehearse", made.pk, at=at)
    return made


def carry_out(rehearsal: Rehearsal, *, at: dt.datetime) -> None:
    """Rehearses, keeps what was found, and takes older ones of the round away. Doing it twice gives the same."""
    began = time.monotonic()
    rows = Rehearsal.objects.filter(pk=rehearsal.pk)

    def progress(done: int, steps: int) -> None:
        rows.update(steps_done=done, steps=steps)

    found = run(rehearsal.round, now=at, progress=progress)
    with transaction.atomic():
        taken = rows.filter(done_at=None).update(
            done_at=at, events=[_kept(row) for row in found], seconds=time.monotonic() - began
        )
        if not taken:  # another worker was first
            return
        Letters.objects.bulk_create(
            Letters(rehearsal=rehearsal, place=place, packed=pack(row.letters))
            for place, row in enumerate(found)
            if row.letters
        )
        Rehearsal.objects.filter(pk__lt=rehearsal.pk, round=rehearsal.round).delete()


def _kept(event: Event) -> dict[str, Any]:
    """Its plain form, and of a message the subject that its first reader would see."""
    first = next((row for _reader, rows in event.letters for row in rows if row.name == event.what), None)
    return {**event.plain(), "subject": wording.render(first)[0] if first else ""}
