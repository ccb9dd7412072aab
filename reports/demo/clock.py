"""The demo's clock: it only ever runs forward, and each day it passes is swept, in order.

`people.clock` adds the shift that stands in the marker row to real time, for web, worker and beat alike; sessions,
tokens and second factors go by real time. Here the shift grows: day by day, and at each stop of a day what beat
would have done by then is done, whether a worker is alive or not.
"""

from __future__ import annotations

import datetime as dt
import logging
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people import clock
from people.models import DemoMark
from people.thai import BANGKOK, clock_time, short_date
from records.tasks import deliver, seal
from reports.demo.days import at
from reports.sweeps import CALENDAR

log = logging.getLogger(__name__)

# Just after midnight closes what closed; morning and evening tell people.
_STOPS_OF_A_DAY = (dt.time(0, 5), dt.time(9, 5), dt.time(17, 5))
# A request must not run on for minutes: what is left of a long way is left for the next press. Seconds.
PATIENCE = 30.0
# What the calendar does to people. PDFs and whatever else was rung for has no day of its own: the worker makes it.
SWEEPS: tuple[Callable[[], object], ...] = (*CALENDAR, deliver, seal)


@dataclass(frozen=True)
class Stop:
    """An instant of the year worth seeing."""

    at: dt.datetime
    what: Promise

    @property
    def key(self) -> str:
        return f"{self.at:%Y-%m-%dT%H%M}"

    @property
    def label(self) -> str:
        return f"{short_date(self.at)} {clock_time(self.at)} · {self.what}"


STOPS: tuple[Stop, ...] = (
    Stop(at(2568, 2, 27, 23, 50), _("the last ten minutes")),
    Stop(at(2568, 2, 28, 0, 5), _("just after the closing")),
    Stop(at(2568, 3, 1), _("the day after February")),
    Stop(at(2568, 3, 5), _("the time for endorsing is over")),
    Stop(at(2568, 3, 14), _("the list is announced")),
    Stop(at(2568, 4, 1), _("teachers are in training")),
    Stop(at(2568, 5, 1), _("the last month of training")),
    Stop(at(2568, 6, 1), _("colleges report")),
    Stop(at(2568, 7, 1), _("lessons are drawn")),
    Stop(at(2568, 11, 1), _("reports after the training")),
    Stop(at(2568, 12, 1), _("the last month of the year")),
    Stop(at(2568, 12, 31, 23, 50), _("the year ends")),
)


def ahead(now: dt.datetime) -> list[Stop]:
    """The stops that are still to come."""
    return [stop for stop in STOPS if stop.at > now]


def stop_of(key: str, now: dt.datetime) -> Stop | None:
    """The stop with this key; None for an unknown one and for one that lies behind: time does not run back."""
    return next((stop for stop in ahead(now) if stop.key == key), None)


def passages(now: dt.datetime, until: dt.datetime) -> Iterator[dt.datetime]:
    """The instants at which is swept on the way: three a day, and the destination itself."""
    day = now.astimezone(BANGKOK).date()
    while day <= until.astimezone(BANGKOK).date():
        for hour in _STOPS_OF_A_DAY:
            when = dt.datetime.combine(day, hour, tzinfo=BANGKOK)
            if now < when < until:
                yield when
        day += dt.timedelta(days=1)
    yield until


@dataclass(frozen=True)
class Journey:
    """How far it went: to `reached`; `arrived` says whether that is where it wanted to go."""

    reached: dt.datetime
    arrived: bool


def advance(to: dt.datetime, *, patience: float = PATIENCE) -> Journey:
    """Moves the demo's clock forward to `to`, sweeping each day on the way; a moment that lies behind moves nothing.

    When `patience` (seconds of real time) is spent, it stops at the day it has reached: everything before that is
    swept, and the next call goes on from there. Somebody else moving at the same time ends it likewise.
    """
    reached = now = clock.now()
    if to <= now:
        return Journey(now, False)
    began = time.monotonic()
    for when in passages(now, to):
        if not _set(when):
            return Journey(clock.now(), clock.now() >= to)
        reached = when
        _sweep()
        if time.monotonic() - began > patience:
            break
    return Journey(reached, reached >= to)


def _set(when: dt.datetime) -> bool:
    """Sets the clock to `when`; False when it stands there or later already, or somebody else moved it meanwhile."""
    mark = DemoMark.objects.first()
    if mark is None:
        return False
    shift = math.ceil((when - timezone.now()).total_seconds())
    free = DemoMark.objects.filter(pk=mark.pk, shift_seconds=mark.shift_seconds, shift_seconds__lt=shift)
    return bool(free.update(shift_seconds=shift))


def _sweep() -> None:
    for sweep in SWEEPS:
        try:
            sweep()
        except Exception:  # as with beat: one that fails is tried again at the next stop, and holds up nobody
            log.exception("a sweep failed on the way")
