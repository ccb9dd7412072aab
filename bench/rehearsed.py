"""`python -m bench.rehearsed [--size national|small] [--db sqlite|postgres]`: is the rehearsal true, and how long?

Loads the demo into a place of its own, rehearses its year, then lives it to its end with commits, every message written
and none sent, and compares event by event. Says each month how far it is, and the figures; ends with 1 when one event
differs, or nothing was told.
"""

from __future__ import annotations

import argparse
import datetime as dt
import logging
import os
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from typing import Any

from tests import services


def main() -> int:
    words = argparse.ArgumentParser(prog="python -m bench.rehearsed")
    words.add_argument("--size", choices=("small", "national"), default="national")
    words.add_argument("--db", choices=("sqlite", "postgres"), default="sqlite")
    asked = words.parse_args()
    with ExitStack() as stack:
        os.environ["TEACHERSYNC_DATA"] = stack.enter_context(tempfile.TemporaryDirectory(prefix="rehearsed-"))
        os.environ |= {"EMAIL_URL": "dummymail://", "DJANGO_SETTINGS_MODULE": "teachersync.settings"}
        os.environ.pop("DATABASE_URL", None)
        if asked.db == "postgres":
            os.environ["DATABASE_URL"] = stack.enter_context(services.postgres()).url
        import django

        django.setup()
        return _compare(asked.size)


def _compare(size: str) -> int:
    from django.core.management import call_command
    from django.db import connection

    from bench.lived import join, live, told_in, written_in
    from people.thai import BANGKOK
    from reports.demo.load import OPENS, load
    from reports.demo.sizes import size_of
    from reports.rehearsal import rehearse
    from rounds.models import Round

    logging.disable(logging.WARNING)  # no worker is there to hear the bell
    call_command("migrate", verbosity=0)
    load(size_of(size), real=False)
    round_ = Round.objects.get(year=2568)
    began, worked = time.monotonic(), time.process_time()
    found = rehearse(round_, now=OPENS)
    took, work = time.monotonic() - began, time.process_time() - worked
    last = max(row.at for row in found)
    print(
        f"{connection.vendor}, {size}: rehearsed in {took:.1f} s ({work:.1f} s of this process), {len(found)} events",
        flush=True,
    )
    began, months = time.monotonic(), set()

    def tell(at: dt.datetime) -> None:
        month = at.astimezone(BANGKOK).strftime("%Y-%m")
        if month not in months:
            months.add(month)
            print(f"  {month}, {time.monotonic() - began:.0f} s", flush=True)

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous = OFF")  # nobody reads this file again
    told, written = live(round_, OPENS, last.astimezone(BANGKOK).replace(hour=23), deliver=join, tell=tell)
    readings, letters = sum(told.values()), sum(written.values())
    print(f"lived in {time.monotonic() - began:.1f} s: {readings} readings in {letters} messages")
    wrong = _differ("readers", told_in(found), told) + _differ("messages", written_in(found), written)
    print(f"{len(told)} kinds of messages and {len(written)} instants compared, {wrong} differ")
    return 1 if wrong or not told else 0


def _differ(what: str, rehearsed: Counter[Any], lived: Counter[Any]) -> int:
    wrong = [key for key in rehearsed.keys() | lived.keys() if rehearsed[key] != lived[key]]
    for key in sorted(wrong):
        print(f"  {what} {key}: rehearsed {rehearsed[key]}, lived {lived[key]}")
    return len(wrong)


if __name__ == "__main__":
    sys.exit(main())
