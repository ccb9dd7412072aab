"""A generated year, worked by the real sweeps with faults at their seams, and told apart from the model."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from unittest import mock

from django.db import transaction

from records import channels, delivery, outbox
from records.models import Delivery, Message, Notice
from rounds import reminding
from tests.cast import Cast
from tests.years.ground import Ground
from tests.years.model import Telling, by_day, moment, steps

_DAYS = 70
# A message whose tries have gone wrong for so long is told in the portal only.
_PATIENCE = dt.timedelta(days=5)
LAST_HOURS = (0, 8, 24, 48)


class Killed(BaseException):
    """kill -9 of a worker: nothing in the house catches it."""


def key_of(row: Telling) -> str:
    return f"2568:{row.kind}:{row.closing.astimezone(dt.UTC).isoformat()}:{row.step}:{row.matter}:{row.reader}"


class Year:
    """One year. `run` answers what went otherwise than the rules say; an empty list is what is hoped for."""

    def __init__(self, cast: Cast, teachers: list, seed: int, *, rate: float = 0.12) -> None:
        self.draw = Random(seed)
        self.cast, self.rate, self.wrong = cast, rate, []
        self.ground = Ground(cast, teachers, self.draw)
        self.model = self.ground.model
        self.mails: Counter[int] = Counter()
        self.killed_after: Counter[int] = Counter()
        self.faults: Counter[str] = Counter()
        self.leaves: set[str] = set()
        self.depth = 0

    def leaving(self, message: Message, at: dt.datetime) -> set[str]:
        """Keys of what of this message is to leave now by the rules."""
        keys = set(message.notices.values_list("key", flat=True))
        rows = [row for row in self.model.told if key_of(row) in keys]
        return {key_of(row) for row in self.model.leaves(rows, at)}

    # Workers ---------------------------------------------------------------------------------

    def work(self, at: dt.datetime) -> None:
        """One worker at one instant, each of its tasks until it is done or killed."""
        for task in (self._remind, outbox.join, delivery.send_due):
            try:
                task(at)
            except Killed:
                self.faults["killed"] += 1

    def _remind(self, at: dt.datetime) -> None:
        self.due, self.heard = self.model.due(at), False
        reminding.remind(at)
        if not self.heard:  # it found nobody to tell
            self.hear(at, self.due)

    def hear(self, at: dt.datetime, due: set[Telling]) -> None:
        """A sweep came to its end: what it had to write stands written. Later nobody could say that it was missing,
        for what is not told in a day is dropped."""
        self.heard = True
        self.model.sweep(at, due)
        keys = {key_of(row) for row, when in self.model.written.items() if when == at}
        missing = keys - set(Notice.objects.filter(key__in=keys).values_list("key", flat=True))
        self.wrong += [f"{at}: {key} was not written" for key in sorted(missing)]

    def seam(self, name: str, at: dt.datetime) -> None:
        """A fault at this seam, or another worker in between, or nothing."""
        if self.depth or self.draw.random() > self.rate:
            return
        self.faults[name] += 1
        if self.draw.random() < 0.5:
            raise Killed(name)
        if name not in ("told", "begin"):  # inside a transaction nobody else comes between
            self.depth += 1
            due = getattr(self, "due", set())
            if name == "tell" and self.draw.random() < 0.5:
                self.ground.happen(at + dt.timedelta(seconds=30))
            self.work(at + dt.timedelta(minutes=self.draw.choice((1, 5, 90))) if name == "tell" else at)
            self.due = due
            self.depth -= 1


@contextmanager
def seams(year: Year) -> Iterator[None]:
    """The real functions, each with the year's hand at its seam. The model hears of what came to its end."""
    tell, pour, bind, begin, still = reminding._tell, outbox.pour, outbox._bind, delivery.begin, outbox._still
    claim, attempt = delivery.claim, delivery._try

    def telling(wanted, at):
        due = year.due
        year.seam("tell", at)
        done = tell(wanted, at)
        year.hear(at, due)
        return done

    def pouring(notices):
        pour(notices)
        if notices:
            year.seam("told", notices[0].written_at)

    def stilling(people, at):
        found = still(people, at)
        if people:
            year.model.drop(at)
        return found

    def binding(rows, at):
        year.seam("bind", at)
        done = bind(rows, at)
        if done and rows[0].reminds_of:
            year.model.join(rows[0].to_id, at)
        return done

    def beginning(message, notices, at):
        begin(message, notices, at)
        year.seam("begin", at)

    def claiming(pk, at):
        year.seam("claim", at)
        return claim(pk, at)

    def trying(pk, at):
        year.seam("try", at)
        row = Delivery.objects.select_related("message").get(pk=pk)
        if not row.message.by_day:
            return attempt(pk, at)
        year.leaves = expected = year.leaving(row.message, at)
        sent = attempt(pk, at)
        row.refresh_from_db()
        if row.state in ("OVERTAKEN", "UNWANTED") and (expected or sent):
            year.wrong.append(f"{at}: {row} is {row.state}, and {sorted(expected)} was to leave")
        return sent

    patches = (
        (reminding, "_tell", telling), (outbox, "pour", pouring), (outbox, "_still", stilling),
        (outbox, "_bind", binding), (delivery, "begin", beginning), (delivery, "claim", claiming),
        (delivery, "_try", trying),
    )  # fmt: skip
    with mock.patch.dict(channels.CARRIERS, {"EMAIL": Server(year)}):
        stack = [mock.patch.object(where, name, new) for where, name, new in patches]
        for patch in stack:
            patch.start()
        try:
            yield
        finally:
            for patch in stack:
                patch.stop()


class Server:
    """A mail server that counts, refuses now and then, and sees its client die before the mark is made."""

    def __init__(self, year: Year) -> None:
        self.year = year

    def takes(self, notices) -> bool:
        return True

    def address(self, row: Delivery) -> str:
        return row.message.to.email

    def carry(self, row: Delivery, letter: channels.Letter, address: str, at: dt.datetime) -> None:
        year = self.year
        if year.draw.random() < year.rate / 2:
            year.faults["refused"] += 1
            raise ConnectionRefusedError("not now")
        year.mails[row.message_id] += 1
        if row.message.by_day:
            told = row.message.notices.exclude(pk__in=row.left_out)
            keys = set(told.values_list("key", flat=True))
            if not by_day(at):
                year.wrong.append(f"{at}: a reminder left by night")
            if not keys or keys != year.leaves or letter.matters != len(keys):
                year.wrong.append(f"{at}: {sorted(keys)} left, and {sorted(year.leaves)} was to leave")
        if year.draw.random() < year.rate / 3:
            year.faults["sent"] += 1
            year.killed_after[row.message_id] += 1
            raise Killed("sent")


def run(year: Year) -> list[str]:
    """Lives the year and compares. The caller takes the rows back."""
    with seams(year):
        for at, what in instants(year):
            if what == "event":
                year.ground.happen(at)
            else:
                year.work(at)
        year.rate = 0.0
        for hours in LAST_HOURS:  # no more faults: whatever waits comes to its end
            year.work(last_morning(year) + dt.timedelta(hours=hours))
    return year.wrong + _differences(year)


def last_morning(year: Year) -> dt.datetime:
    """After the last day of the year: from here on nothing happens any more."""
    return moment(year.ground.begin + dt.timedelta(days=_DAYS), "09:00")


def instants(year: Year, *, kept: float = 0.75) -> Iterator[tuple[dt.datetime, str]]:
    """Events and sweeps day by day; a day's hours of sweeps are `kept` with this chance, or lost.

    The calendar may have moved meanwhile, so each day is drawn when it comes.
    """
    draw, model = year.draw, year.model
    for number in range(_DAYS):
        day = year.ground.begin + dt.timedelta(days=number)
        found: list[tuple[dt.datetime, str]] = []
        if draw.random() < 0.45:
            found.append((moment(day, f"{draw.randrange(24):02d}:{draw.randrange(60):02d}:13"), "event"))
        closings = {closing for _kind, _matter, closing, _since, _who in model.owed()}
        steps_of_day = {when for closing in closings for _n, when, _t, _a in steps(closing) if when.date() == day}
        if (steps_of_day or draw.random() < 0.08) and draw.random() > 0.15:  # else the whole day is lost
            later = f"{draw.randrange(24):02d}:{draw.randrange(60):02d}"
            hours = [draw.choice(("09:00", "09:10")), later, draw.choice(("17:00", "17:10"))]
            found += [(moment(day, hour), "sweep") for hour in hours if draw.random() > 1 - kept]
        for at, what in sorted(found):
            # The clock of a worker may be wrong: an hour behind, a day ahead.
            jump = draw.choice((-3600, 86400)) if what == "sweep" and draw.random() < 0.03 else 0
            if jump:
                year.faults["clock"] += 1
            yield at + dt.timedelta(seconds=jump), what


def _differences(year: Year) -> list[str]:
    wrong = []
    expected = Counter(
        (reader, at, tuple(sorted(key_of(row) for row in rows))) for reader, at, rows in year.model.messages
    )
    found: Counter = Counter()
    keys: dict[int, list[str]] = {}
    for message_id, key in Notice.objects.exclude(reminds_of="").values_list("message_id", "key"):
        keys.setdefault(message_id, []).append(key)
    for row in Message.objects.filter(by_day=True):
        found[row.to_id, row.written_at, tuple(sorted(keys.get(row.pk, [])))] += 1
    wrong += [f"not told: {row}" for row in expected - found]
    wrong += [f"told against the rules: {row}" for row in found - expected]
    parts = Counter((row.to_id, row.written_at.astimezone(moment(year.ground.begin, "00:00").tzinfo).date())
                    for row in Message.objects.filter(by_day=True))  # fmt: skip
    wrong += [f"{n} messages of reminders on one day: {row}" for row, n in parts.items() if n > 2]
    if year.model.written:
        wrong.append(f"never told: {year.model.written}")
    for row in Delivery.objects.all():
        mails, dead = year.mails[row.message_id], year.killed_after[row.message_id]
        refused = row.state == "GIVEN_UP" and row.attempts.latest("pk").tried_at > row.begun_at + _PATIENCE
        if row.state not in ("SENT", "OVERTAKEN", "UNWANTED") and not refused:
            wrong.append(f"{row} ended as {row.state}")
        if mails > 1 + dead or (row.state == "SENT" and not mails) or (row.state != "SENT" and mails > dead):
            wrong.append(f"{row} is {row.state} and was mailed {mails} times, {dead} of them before a kill")
    return wrong


def years(cast: Cast, teachers: list, seeds: range, each: Callable[[int, Year, list[str]], None]) -> int:
    """Lives years one after the other, each taken back afterwards; says how many went otherwise."""
    bad = 0
    for seed in seeds:
        with transaction.atomic():
            year = Year(cast, teachers, seed)
            wrong = run(year)
            bad += bool(wrong)
            each(seed, year, wrong)
            transaction.set_rollback(True)
    return bad
