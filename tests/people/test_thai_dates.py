"""Dates are written in the Buddhist era, on one line, in Bangkok, in the reader's language."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from pythainlp.util import thai_strftime

from people.thai import (
    BANGKOK,
    clock_time,
    instant,
    long_date,
    month_year,
    official_date,
    short_date,
    weekday_date,
)

CLOSING_DAY = date(2025, 2, 27)
CLOSING = datetime(2025, 2, 27, 23, 59, 59, 999_999, tzinfo=BANGKOK)
WRITERS = [long_date, short_date, weekday_date, month_year, official_date]


def plain(text):
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("written", "thai", "english"),
    [
        (long_date, "27 กุมภาพันธ์ 2568", "27 February 2568 BE"),
        (short_date, "27 ก.พ. 2568", "27 Feb 2568 BE"),
        (weekday_date, "วันพฤหัสบดีที่ 27 กุมภาพันธ์ 2568", "Thursday 27 February 2568 BE"),
        (month_year, "กุมภาพันธ์ 2568", "February 2568 BE"),
        (official_date, "๒๗ กุมภาพันธ์ ๒๕๖๘", "27 February 2568 BE"),
    ],
)
def test_a_day_is_written_in_either_language(written, thai, english):
    assert plain(written(CLOSING_DAY, lang="th")) == thai
    assert plain(written(CLOSING_DAY, lang="en")) == english
    assert plain(written(CLOSING, lang="th")) == thai


@pytest.mark.parametrize(
    ("written", "thai", "english"),
    [
        (clock_time, "23.59 น.", "23:59"),
        (instant, "27 ก.พ. 2568 เวลา 23.59 น.", "27 Feb 2568 BE, 23:59"),
    ],
)
def test_a_moment_is_written_in_either_language_and_never_rounded_into_the_next_day(written, thai, english):
    assert plain(written(CLOSING, lang="th")) == thai
    assert plain(written(CLOSING, lang="en")) == english


def test_a_receipt_tells_the_seconds():
    assert plain(instant(CLOSING, seconds=True, lang="th")) == "27 ก.พ. 2568 เวลา 23.59.59 น."
    assert clock_time(CLOSING, seconds=True, lang="en") == "23:59:59"


def test_an_announcement_names_the_era():
    assert plain(official_date(CLOSING_DAY, era=True)) == "๒๗ กุมภาพันธ์ พ.ศ. ๒๕๖๘"


def test_the_active_language_decides_when_none_is_given():
    with translation.override("en"):
        assert plain(long_date(CLOSING_DAY)) == "27 February 2568 BE"
    with translation.override("th"):
        assert plain(long_date(CLOSING_DAY)) == "27 กุมภาพันธ์ 2568"
    with translation.override(None):
        assert plain(long_date(CLOSING_DAY)) == "27 กุมภาพันธ์ 2568"


def test_an_official_document_is_thai_whatever_the_language_of_the_page():
    with translation.override("en"):
        assert plain(official_date(CLOSING_DAY)) == "๒๗ กุมภาพันธ์ ๒๕๖๘"


def test_a_line_breaks_nowhere_but_before_the_day_and_before_the_time():
    assert long_date(CLOSING_DAY, lang="th").split(" ") == ["27\u00a0กุมภาพันธ์\u00a02568"]
    assert official_date(CLOSING_DAY, era=True).split(" ") == ["๒๗\u00a0กุมภาพันธ์\u00a0พ.ศ.\u00a0๒๕๖๘"]
    assert weekday_date(CLOSING_DAY, lang="th").split(" ") == ["วันพฤหัสบดีที่", "27\u00a0กุมภาพันธ์\u00a02568"]
    assert instant(CLOSING, lang="th").split(" ") == ["27\u00a0ก.พ.\u00a02568", "เวลา\u00a023.59\u00a0น."]


def test_a_moment_of_another_zone_is_shown_as_bangkok_sees_it():
    late_in_greenwich = datetime(2025, 2, 27, 17, 0, tzinfo=UTC)

    assert plain(instant(late_in_greenwich, lang="th")) == "28 ก.พ. 2568 เวลา 00.00 น."
    assert plain(long_date(late_in_greenwich, lang="th")) == "28 กุมภาพันธ์ 2568"


@pytest.mark.parametrize("written", [*WRITERS, clock_time, instant])
def test_a_moment_without_a_zone_is_refused(written):
    with pytest.raises(ValueError, match="time zone"):
        written(CLOSING.replace(tzinfo=None))


@given(st.dates(date(1900, 1, 1), date(2157, 12, 31)))
def test_pythainlp_writes_the_same_dates(day):
    noon = datetime(day.year, day.month, day.day, 12)

    assert plain(long_date(day, lang="th")) == thai_strftime(noon, "%-d %B %Y")
    assert plain(short_date(day, lang="th")) == thai_strftime(noon, "%-d %b %Y")
    assert plain(official_date(day)) == thai_strftime(noon, "%-d %B %Y", thaidigit=True)
    assert plain(weekday_date(day, lang="th")) == thai_strftime(noon, "%Aที่ %-d %B %Y")
