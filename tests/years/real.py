"""The same years with the portal's own processes: two workers and beat, on a PostgreSQL and a Redis, killed at random.

The driver is people and clock: it lets happen what happens, sets the clock, and goes on when all that is due by it is
done. How long a machine takes changes nothing in what a seed's year is; only the moments of the kills are the
machine's, drawn within the work of a task.
"""

from __future__ import annotations

import datetime as dt
import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from random import Random

from django.db import connection

from people import clock
from records import delivery
from records.models import Delivery, Message, Notice
from tests.cast import Cast
from tests.faults.field import Field
from tests.years import heard
from tests.years.model import by_day
from tests.years.runner import LAST_HOURS, Year, instants, key_of, last_morning

_PATIENCE = 90.0  # seconds
_KEPT = 0.4
_WORKERS = ("first worker", "second worker")
# A station takes seconds of the clock, and falls into no other hour meanwhile.
_ROOM = dt.timedelta(minutes=4)
_HARM = 0.35


class Hands:
    """The portal's processes of one year, and the harm that is done to them. `draw` is of the harm alone."""

    def __init__(self, there: Field, draw: Random) -> None:
        self.there, self.draw, self.faults = there, draw, Counter[str]()

    def start(self) -> None:
        for name in _WORKERS:
            self.there.start_worker(name)
        self.there.start_beat()

    def harm(self) -> None:
        """Something is killed, or the post is ill; maybe nothing."""
        if self.draw.random() > _HARM:
            return
        self.draw.choice((*[self._hand] * 12, *[self._worker] * 4, *[self._beat] * 2, self._all))()

    def _in_the_middle(self) -> tuple[str, int]:
        """Waits until somebody has a task in hands, and a moment more; which task, and who. ("", 0) if nobody has."""
        wait, limit = self.draw.uniform(0, 0.06), time.monotonic() + 2
        while time.monotonic() < limit:
            for number, (process, _era, _name) in heard.in_hands().items():
                time.sleep(wait)
                return number, process
            time.sleep(0.001)
        return "", 0

    def _count(self, what: str, number: str) -> None:
        self.faults[what] += 1
        if heard.line().hexists(heard.HANDS, number):
            self.faults["in the middle of a task"] += 1

    def _hand(self) -> None:
        """One process of a worker, in the middle of its task: the worker sees that and forks another."""
        number, process = self._in_the_middle()
        with suppress(ProcessLookupError):
            if process:
                os.kill(process, signal.SIGKILL)
                self._count("process killed", number)

    def _worker(self) -> None:
        number, _process = self._in_the_middle()
        name = self.draw.choice(_WORKERS)
        self.there.kill(name)
        self._count("worker killed", number)
        self.there.start_worker(name)

    def _all(self) -> None:
        number, _process = self._in_the_middle()
        for name in _WORKERS:
            self.there.kill(name)
        self._count("both workers killed", number)
        for name in _WORKERS:
            self.there.start_worker(name)

    def _beat(self) -> None:
        self.there.kill("beat")
        self.faults["beat killed"] += 1
        self.there.start_beat()

    @contextmanager
    def post(self, *, calm: bool) -> Iterator[None]:
        """The mail server of a station: well, away, or one that breaks off before it says that it has taken a mail."""
        mood = "well" if calm else self.draw.choice(("well",) * 10 + ("down", "deaf"))
        if mood != "well":
            self.faults[f"post {mood}"] += 1
        self.there.post.mood = mood
        try:
            yield
        finally:
            self.there.post.mood = "well"


class RealYear:
    """One year of a database of its own, in which the cast stands already."""

    def __init__(self, there: Field, cast: Cast, teachers: list, seed: int) -> None:
        self.year = Year(cast, teachers, seed)
        self.hands = Hands(there, Random(f"harm {seed}"))
        self.there, self.model = there, self.year.model
        self.stations: list[dt.datetime] = []

    def run(self) -> list[str]:
        self.hands.start()
        for at, what in instants(self.year, kept=_KEPT):
            if what == "event":
                self._rest(at)
                self.year.ground.happen(at)
            else:
                self._stand(at)
        for hours in LAST_HOURS:
            self._stand(last_morning(self.year) + dt.timedelta(hours=hours), calm=True)
        self._rest(self.stations[-1])
        return self.differences()

    def _rest(self, at: dt.datetime) -> None:
        """At night nobody is told anything; whoever still works by the clock of before comes to the end first."""
        self.there.clock.set(at.replace(hour=2, minute=30))
        era = heard.new_era()
        heard.until(
            lambda: all(begun >= era for _process, begun, _name in heard.in_hands().values()), "the old work", _PATIENCE
        )

    def _stand(self, at: dt.datetime, *, calm: bool = False) -> None:
        """Sets the clock, and waits until what is due by it is written, joined and sent; harm is done meanwhile."""
        if (at + _ROOM).hour != at.hour:
            at -= _ROOM
        self.stations.append(at)
        self.there.clock.set(at)
        self.model.sweep(at, self.model.due(at))
        with self.hands.post(calm=calm):
            for task in ("rounds.remind", "records.deliver"):
                era = heard.new_era()
                if not calm:
                    self.hands.harm()
                heard.until(lambda: self._is_done(task, era), f"{task} of {at}", _PATIENCE)  # noqa: B023 (asked at once)
        if by_day(at):
            self.model.drop(at)
            for reader in sorted({row.reader for row in self.model.written}):
                self.model.join(reader, at)

    def _is_done(self, task: str, era: int) -> bool:
        return heard.is_done(task, era) and (task != "records.deliver" or not delivery.is_due(clock.now()))

    def differences(self) -> list[str]:
        """What each person was told and when, beside the plain model; and what became of each mail."""
        expected = Counter(
            (reader, at, tuple(sorted(key_of(row) for row in rows))) for reader, at, rows in self.model.messages
        )
        keys: dict[int, list[str]] = {}
        for message_id, key in Notice.objects.exclude(reminds_of="").values_list("message_id", "key"):
            keys.setdefault(message_id, []).append(key)
        found = Counter(
            (row.to_id, self._station(row.written_at), tuple(sorted(keys.get(row.pk, []))))
            for row in Message.objects.filter(by_day=True)
        )
        wrong = [f"not told: {row}" for row in expected - found]
        wrong += [f"told against the rules: {row}" for row in found - expected]
        if self.model.written:
            wrong.append(f"never told: {self.model.written}")
        return wrong + self._mails()

    def _station(self, when: dt.datetime) -> dt.datetime:
        """Where the clock was set when this was written; `when` itself if nowhere."""
        near = [at for at in self.stations if at <= when < at + _ROOM]
        return max(near, default=when)

    def _mails(self) -> list[str]:
        wrong, more = [], 0
        taken = {key: count for (_receiver, key), count in self.there.post.taken.items()}
        for row in Delivery.objects.filter(channel="EMAIL"):
            mails = taken.get(row.key, 0)
            more += max(0, mails - 1)
            if not _may_end(row) or (row.state == "SENT" and not mails):
                wrong.append(f"{row} is {row.state} and was mailed {mails} times")
        # Whoever dies between the mail and its mark lets it go twice, under one number: a worker has two processes.
        faults = self.hands.faults
        deaths = faults["process killed"] + 2 * faults["worker killed"] + 4 * faults["both workers killed"]
        if more > deaths and not faults["post deaf"]:
            wrong.append(f"{more} mails went twice, and {deaths} processes died")
        return wrong


def _may_end(row: Delivery) -> bool:
    """What a mail server does not take within five days is told in the portal only."""
    if row.state == "GIVEN_UP":
        return row.attempts.latest("tried_at").tried_at - row.begun_at > dt.timedelta(days=5)
    return row.state in ("SENT", "OVERTAKEN", "UNWANTED")


@contextmanager
def in_database(name: str) -> Iterator[None]:
    """This process works in another database of the same server."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def live(there: Field, cast: Cast, teachers: list, seed: int) -> tuple[RealYear, list[str]]:
    """Lives the year of this seed in a copy of the database where the cast stands; what went otherwise."""
    name = there.database = f"year_{seed}"
    heard.line().flushall()
    there.post.taken.clear()
    connection.close()  # nobody may be in a database that is copied
    there.ground.copy_blank(name)
    with in_database(name):
        year = RealYear(there, cast, teachers, seed)
        try:
            return year, year.run()
        finally:
            there.end_helpers()
