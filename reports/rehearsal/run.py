"""Running the year: the sweeps of beat at each instant that matters, in a place whose writes vanish."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Callable

from people import rehearsing
from people.models import system_seat
from people.unit import unit
from records.models import Notice
from reports.rehearsal.events import Event, doors, in_order, messages, seats_of_all
from reports.rehearsal.instants import afterwards, beginning, instants
from reports.rehearsal.place import vanishing
from reports.sweeps import CALENDAR
from rounds.actions import publish
from rounds.enums import RoundState
from rounds.models import Round
from rounds.window import Calendar

Progress = Callable[[int, int], None]


@unit()
def rehearse(
    round_: Round, *, now: dt.datetime, since: dt.datetime | None = None, progress: Progress | None = None
) -> list[Event]:
    """All that would happen by itself from `since` on if nobody did anything more; in the order of the instants.

    `since` is by default now while the round runs, else its first opening. A draft is published in it first. Leaves no
    trace and tells nobody. `progress(done, all)` is called between the instants, outside.
    """
    with vanishing() as place:
        calendar = Calendar.of(round_)
        start = since or beginning(calendar, now)
        stops = deque(instants(calendar, start))
        steps = len(stops)
        seats, last = seats_of_all(start), _last_notice()
        with rehearsing.standing_at(start):
            if round_.state == RoundState.DRAFT:
                # As if it had been done in time: a draft that comes late cannot be published any more.
                publish(round_, by=system_seat(), at=min(row.opens_at for row in calendar.milestones.values()))
            found = doors(calendar, start)
        while stops:
            at = stops.popleft()
            with rehearsing.standing_at(at):
                for sweep in CALENDAR:
                    sweep()
            new = list(Notice.objects.filter(pk__gt=last, year=round_.year).order_by("pk"))
            last = _last_notice()
            found += messages(new, seats)
            if new and (more := afterwards(at) - set(stops)):
                stops = deque(sorted([*stops, *more]))
                steps += len(more)
            if progress:
                with place.outside():
                    progress(steps - len(stops), steps)
    return in_order(found)


def _last_notice() -> int:
    return Notice.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
