"""Working days of the Thai civil service: Monday to Friday, less the holidays of `data/holidays.toml` and those that
the bureau has added since (`DayOff`), for the Cabinet declares some at short notice.

The bureau's are read once for a request, a task or a sweep (`people/unit.py`), and anew for the next.
"""

from __future__ import annotations

import datetime as dt
import functools
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import get_language

from people import unit
from people.clock import local
from rounds.models.day_off import DayOff

_FILE = Path(__file__).parent / "data" / "holidays.toml"
_ENGLISH = _FILE.with_name("holidays_en.toml")
_NAME = "days off"
LAST_SECOND = dt.time(23, 59, 59)


@functools.cache
def printed() -> Mapping[dt.date, str]:
    """Every holiday of the data file with its name, of all its years."""
    table = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {dt.date.fromisoformat(day): name for year in table.values() for day, name in year.items()}


@functools.cache
def _english() -> dict[str, str]:
    return tomllib.loads(_ENGLISH.read_text(encoding="utf-8"))


def shown(name: str) -> str:
    """A holiday as the reader calls it; what the bureau has typed stays as it is."""
    return _english().get(name, name) if get_language() == "en" else name


class Holidays(dict[dt.date, str]):
    """Days off with their names. `added` are those that are not of the file: what an answer about days hangs on."""

    def __init__(self, added: Mapping[dt.date, str]) -> None:
        super().__init__({**printed(), **added})
        self.added = frozenset(added)


def holidays() -> Holidays:
    """Every holiday with its name; one query in a piece of work."""
    return unit.kept(_NAME, lambda: Holidays(dict(DayOff.objects.values_list("day", "name"))))


def changed() -> None:
    """The bureau has added or taken away a day: what this piece of work has read is not true any more."""
    unit.forget(_NAME)


@contextmanager
def supposing(added: Mapping[dt.date, str]) -> Iterator[None]:
    """As if these were the days that the bureau has added, for whatever is asked inside."""
    with unit.supposing(_NAME, Holidays(added)):
        yield


def is_working_day(day: dt.date, off: Mapping[dt.date, str] | None = None) -> bool:
    return day.weekday() < 5 and day not in (holidays() if off is None else off)


def working_day_on_or_after(day: dt.date, off: Mapping[dt.date, str] | None = None) -> dt.date:
    off = holidays() if off is None else off
    while not is_working_day(day, off):
        day += dt.timedelta(days=1)
    return day


def working_day_on_or_before(day: dt.date, off: Mapping[dt.date, str] | None = None) -> dt.date:
    off = holidays() if off is None else off
    while not is_working_day(day, off):
        day -= dt.timedelta(days=1)
    return day


def add_working_days(at: dt.datetime, days: int) -> dt.datetime:
    """The last second, Thai time, of the `days`-th working day after the day of `at`."""
    when, off = local(at), holidays()
    day = when.date()
    for _ in range(days):
        day = working_day_on_or_after(day + dt.timedelta(days=1), off)
    return dt.datetime.combine(day, LAST_SECOND, tzinfo=when.tzinfo)
