"""Working days of the civil service."""

import datetime as dt

import pytest
from django.utils import translation

from rounds.holidays import (
    add_working_days,
    holidays,
    is_working_day,
    printed,
    shown,
    working_day_on_or_after,
    working_day_on_or_before,
)
from tests.cast import at

pytestmark = pytest.mark.usefixtures("days_of_the_file")


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2025-02-27", True),
        ("2025-02-12", False),  # Makha Bucha, a Wednesday
        ("2025-03-01", False),  # Saturday
        ("2025-03-02", False),  # Sunday
        ("2025-06-02", False),
        ("2025-06-03", False),
        ("2025-06-04", True),
        ("2024-12-31", False),
        ("2026-01-02", False),
    ],
)
def test_weekends_and_holidays_are_no_working_days(day, works):
    assert is_working_day(dt.date.fromisoformat(day)) is works


def test_songkran_2568_is_skipped_whole():
    # Saturday 12 to Wednesday 16 April.
    assert working_day_on_or_after(dt.date(2025, 4, 12)) == dt.date(2025, 4, 17)
    assert working_day_on_or_before(dt.date(2025, 4, 16)) == dt.date(2025, 4, 11)


def test_a_working_day_stays_where_it_is():
    day = dt.date(2025, 2, 27)

    assert (working_day_on_or_after(day), working_day_on_or_before(day)) == (day, day)


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        ("2025-02-27 23:59:59", 3, "2025-03-04 23:59:59"),
        ("2025-02-27 00:00:00", 1, "2025-02-28 23:59:59"),
        ("2025-02-28 12:00:00", 1, "2025-03-03 23:59:59"),
        ("2025-04-11 09:00:00", 1, "2025-04-17 23:59:59"),
        ("2025-03-01 09:00:00", 1, "2025-03-03 23:59:59"),
        ("2025-03-01 09:00:00", 0, "2025-03-01 23:59:59"),
    ],
)
def test_working_days_are_added_to_the_thai_day(start, days, last):
    assert add_working_days(at(start), days) == at(last)


def test_every_holiday_of_the_file_stands_in_the_table_of_its_buddhist_year():
    import tomllib

    from rounds import holidays as module

    tables = tomllib.loads(module._FILE.read_text(encoding="utf-8"))

    assert [(year, day) for year, table in tables.items() for day in table if int(day[:4]) + 543 != int(year)] == []
    assert len(holidays()) == sum(len(table) for table in tables.values())


def test_every_holiday_of_the_file_has_an_english_name():
    names = set(printed().values())
    with translation.override("en"):
        assert {name for name in names if shown(name) == name} == set()
        assert shown("วันหยุดของจังหวัด") == "วันหยุดของจังหวัด"
    assert shown("วันมาฆบูชา") == "วันมาฆบูชา"
