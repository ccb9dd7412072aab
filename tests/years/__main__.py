"""`make years`: generated years with faults at the seams, in one process; `python -m tests.years [COUNT] [FIRST]`.

Each year is lived by the real sweeps and compared with the plain model. Ends with 0 when no year went otherwise.
"""

# ruff: noqa: T201 (this is a program of the terminal)

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections import Counter


def main(count: int, first: int) -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    with tempfile.TemporaryDirectory() as data:
        os.environ["TEACHERSYNC_DATA"] = data
        import django

        django.setup()
        from django.db import connection

        connection.creation.create_test_db(verbosity=0, serialize=False)
        return _live(count, first)


def _live(count: int, first: int) -> int:
    import logging

    from tests import cast as people
    from tests.years import ground, runner

    # A mail server that refuses is one of the faults, and written down by the house each time.
    logging.disable(logging.WARNING)
    began, faults, told = time.monotonic(), Counter(), 0

    def each(seed, year, wrong):
        nonlocal told
        faults.update(year.faults)
        told += len(year.model.messages)
        for line in wrong[:5]:
            print(f"year {seed}: {line}", flush=True)
        if (seed - first) % 25 == 24:
            print(f"{seed - first + 1} years, {told} messages, {time.monotonic() - began:.0f} s", flush=True)

    cast = people.assemble()
    bad = runner.years(cast, ground.people(cast), range(first, first + count), each)
    spread = ", ".join(f"{name} {number}" for name, number in sorted(faults.items()))
    print(f"{count} years, {told} messages told, {bad} years against the rules; faults: {spread}")
    return 1 if bad else 0


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:3]] + [500, 0][len(sys.argv) - 1 :]
    sys.exit(main(*numbers[:2]))
