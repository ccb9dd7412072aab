"""Working days of the Thai civil service: Monday to Friday, less the holidays of `data/holidays.toml`."""

from __future__ import annotations

import datetime as dt
import functools
import tomllib
from pathlib import Path

from people.clock import local

_FILE = Path(__file__).parent / "data" / "holidays.toml"
LAST_SECOND = dt.time(23, 59, 59)


@functools.cache
def holidays() -> dict[dt.date, str]:
    """Every holiday with its name, of all years in the data file."""
    table = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {dt.date.fromisoformat(day): name for year in table.values() for day, name in year.items()}


def is_working_day(day: dt.date) -> bool:
    return day.weekday() < 5 and day not in holidays()


def working_day_on_or_after(day: dt.date) -> dt.date:
    while not is_working_day(day):
        day += dt.timedelta(days=1)
    return day


def working_day_on_or_before(day: dt.date) -> dt.date:
    while not is_working_day(day):
        day -= dt.timedelta(days=1)
    return day


def add_working_days(at: dt.datetime, days: int) -> dt.datetime:
    """The last second, Thai time, of the `days`-th working day after the day of `at`."""
    when = local(at)
    day = when.date()
    for _ in range(days):
        day = working_day_on_or_after(day + dt.timedelta(days=1))
    return dt.datetime.combine(day, LAST_SECOND, tzinfo=when.tzinfo)
