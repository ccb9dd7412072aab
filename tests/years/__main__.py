"""`make years`: generated years of reminders with faults, compared with the plain model.

`python -m tests.years [COUNT] [FIRST]` lives them by the real sweeps in one process, with faults at their seams;
with `--real` by the portal's own processes on PostgreSQL and Redis, killed at random. Ends with 0 when no year went
otherwise.
"""

# ruff: noqa: T201 (this is a program of the terminal)

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from tests import services


class Told:
    """Counts the years, and says how far it is."""

    def __init__(self, first: int, often: int) -> None:
        self.first, self.often, self.began = first, often, time.monotonic()
        self.faults, self.messages, self.bad = Counter[str](), 0, 0

    def year(self, seed: int, faults: Counter[str], messages: int, wrong: list[str]) -> None:
        self.faults.update(faults)
        self.messages += messages
        self.bad += bool(wrong)
        for line in wrong[:5]:
            print(f"year {seed}: {line}", flush=True)
        if (done := seed - self.first + 1) % self.often == 0:
            print(f"{done} years, {self.messages} messages, {time.monotonic() - self.began:.0f} s", flush=True)

    def sum(self, count: int) -> int:
        spread = ", ".join(f"{name} {number}" for name, number in sorted(self.faults.items()))
        print(f"{count} years, {self.messages} messages told, {self.bad} years against the rules; faults: {spread}")
        return 1 if self.bad else 0


def at_the_seams(count: int, first: int) -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    with tempfile.TemporaryDirectory() as data:
        os.environ["TEACHERSYNC_DATA"] = data
        import django

        django.setup()
        from django.db import connection

        connection.creation.create_test_db(verbosity=0, serialize=False)
        from tests import cast as people
        from tests.years import ground, runner

        _quiet()
        told, cast = Told(first, 25), people.assemble()
        runner.years(
            cast,
            ground.people(cast),
            range(first, first + count),
            lambda seed, year, wrong: told.year(seed, year.faults, len(year.model.messages), wrong),
        )
        return told.sum(count)


def for_real(count: int, first: int) -> int:
    from tests.faults import hand
    from tests.faults.field import Field
    from tests.faults.post import post_office
    from tests.faults.when import WORKDAY

    with ExitStack() as stack:
        clock, post = stack.enter_context(hand.holding(WORKDAY)), stack.enter_context(post_office())
        redis, postgres = stack.enter_context(services.redis_server()), stack.enter_context(services.postgres())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="teachersync-years-")))
        stack.enter_context(hand.given(clock.of_the_portal | {"EMAIL_URL": f"smtp://127.0.0.1:{post.port}"}))
        from bench.ground import Ground

        place = Ground("postgres", folder, redis, postgres, "tests.years.settings")
        there = Field(place, "blank", [], clock, b"", post)
        os.environ.update(there.environment())
        import django

        django.setup()
        from tests import cast as people
        from tests.years import ground, real

        _quiet()
        told, cast = Told(first, 1), people.assemble()
        teachers = ground.people(cast)
        for seed in range(first, first + count):
            year, wrong = real.live(there, cast, teachers, seed)
            told.year(seed, year.hands.faults, len(year.model.messages), wrong)
        return told.sum(count)


def _quiet() -> None:
    import logging

    # A mail server that refuses is one of the faults, and written down by the house each time.
    logging.disable(logging.WARNING)


def main() -> int:
    words = argparse.ArgumentParser(prog="make years")
    words.add_argument("count", type=int, nargs="?", default=500, help="how many years (500)")
    words.add_argument("first", type=int, nargs="?", default=0, help="the first year's seed (0)")
    words.add_argument("--real", action="store_true", help="by real processes on PostgreSQL")
    asked = words.parse_args()
    try:
        return (for_real if asked.real else at_the_seams)(asked.count, asked.first)
    except services.Missing as missing:
        print(f"years: {missing}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
