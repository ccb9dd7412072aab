"""The clock of whole processes: web, worker, beat and database read the time that this hand sets.

The portal's processes add it where the demo adds its own (tests/faults/settings.py); PostgreSQL gets it from
libfaketime. Python itself cannot: with a time of day that is years away its sleeping fails there.
"""

from __future__ import annotations

import datetime as dt
import glob
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.services import Missing

LAG = 1.2  # seconds after which the database has looked at the hand again
FILE = "CLOCK_OF_TESTS"  # the environment's name for the file of the hand


def library() -> str:
    """Raises Missing."""
    found = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")
    if not found:
        raise Missing("libfaketime is not installed (package faketime)")
    return found[0]


class Hand:
    """Time runs on from wherever it was set. `offset` is what is added to real time, in seconds."""

    def __init__(self, folder: Path, when: dt.datetime) -> None:
        self._file = folder / "clock"
        self.offset = 0.0
        self.set(when)

    @property
    def of_the_portal(self) -> dict[str, str]:
        return {FILE: str(self._file)}

    @property
    def of_the_database(self) -> dict[str, str]:
        """Raises Missing."""
        return {
            "LD_PRELOAD": library(),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_CACHE_DURATION": "1",
            # Only the time of day is somebody's opinion: waiting, and the ages of files, stay real.
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "NO_FAKE_STAT": "1",
        }

    def set(self, when: dt.datetime) -> None:
        self.shift_to(when.timestamp() - time.time())

    def shift_to(self, offset: float) -> None:
        self.offset = offset
        fresh = self._file.with_suffix(".new")
        fresh.write_text(f"{offset:+.3f}\n")
        fresh.chmod(0o644)
        fresh.rename(self._file)

    def now(self) -> float:
        return time.time() + self.offset

    def wait_until(self, when: dt.datetime) -> None:
        time.sleep(max(0.0, when.timestamp() - self.now()))


@contextmanager
def holding(when: dt.datetime) -> Iterator[Hand]:
    """A hand for the processes that are started with its variables."""
    with tempfile.TemporaryDirectory(prefix="teachersync-clock-", dir="/tmp") as name:
        folder = Path(name)
        folder.chmod(0o755)  # the database runs as somebody else
        yield Hand(folder, when)


@contextmanager
def given(variables: dict[str, str]) -> Iterator[None]:
    """Whatever is started meanwhile finds these in its environment."""
    before = {key: os.environ.get(key) for key in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for key, value in before.items():
            if value is None:
                del os.environ[key]
            else:
                os.environ[key] = value
