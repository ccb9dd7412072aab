"""The year really lived: the portal's clock in our hand, every day swept with commits and mail, so as to count.

It knows nothing of a rehearsal's instants: each day has the same hours. What both come to has to be the same.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from unittest import mock

from people import clock
from people.thai import BANGKOK
from records import outbox
from records.models import Message, Notice
from records.tasks import deliver
from reports.rehearsal.events import MESSAGE, Event, messages, seats_of_all
from reports.sweeps import CALENDAR
from rounds.models import Round

# Midnight, when doors have just shut; the first minute of the day for people; morning and evening of reminders.
HOURS = (dt.time(0), dt.time(7), dt.time(9), dt.time(17))
# (instant, milestone, audience, template) → readers; and instant → messages.
Told = Counter[tuple[dt.datetime, str, str, str]]
Written = Counter[dt.datetime]


def days(since: dt.datetime, until: dt.datetime) -> Iterator[dt.datetime]:
    """`since`, and the hours of each day from then to `until`."""
    yield since
    day = since.astimezone(BANGKOK).date()
    while day <= until.astimezone(BANGKOK).date():
        for hour in HOURS:
            when = dt.datetime.combine(day, hour, tzinfo=BANGKOK)
            if since < when <= until:
                yield when
        day += dt.timedelta(days=1)


def join() -> None:
    """Makes the messages that are due, and sends none: what people are told stands in the portal before."""
    while outbox.join(clock.now()):
        pass


def live(
    round_: Round,
    since: dt.datetime,
    until: dt.datetime,
    *,
    deliver: Callable[[], object] = deliver,
    tell: Callable[[dt.datetime], object] = lambda at: None,
) -> tuple[Told, Written]:
    """Lives from `since` to `until`, and gives what people were told meanwhile. Commits; sends by the mail backend,
    where `deliver` is not `join`. `tell` hears each instant."""
    seats = seats_of_all(since)
    notices, letters = _keys(Notice), _keys(Message)
    for when in days(since, until):
        with mock.patch.object(clock, "now", lambda at=when: at):
            for sweep in (*CALENDAR, deliver):
                sweep()
        tell(when)
    told = Notice.objects.filter(pk__gt=notices, year=round_.year).order_by("pk")
    written = Message.objects.filter(pk__gt=letters).values_list("written_at", flat=True)
    return told_in(messages(told, seats)), Counter(written)


def told_in(events: Iterable[Event]) -> Told:
    return Counter(
        {(row.at, row.milestone, row.audience, row.what): row.count for row in events if row.kind == MESSAGE}
    )


def written_in(events: Iterable[Event]) -> Written:
    """How many messages an instant has: a message that tells several matters stands with several events."""
    found: dict[dt.datetime, set[tuple[int, ...]]] = {}
    for event in events:
        for _reader, notices in event.letters:
            for bundle in outbox.bundled(notices):
                found.setdefault(event.at, set()).add(tuple(row.pk for row in bundle))
    return Counter({at: len(bundles) for at, bundles in found.items()})


def _keys(model: type[Notice] | type[Message]) -> int:
    return model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
