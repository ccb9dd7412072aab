"""A date is understood however it is typed, and refused with a reason when it cannot be."""

from datetime import date, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from people.thai import NotADate, long_date, official_date, parse_date, short_date, thai_digits, weekday_date
from tests.people.thai_naughty_strings import CLEANED, UNTOUCHED

FIRST = date(2400 - 543, 1, 1)
LAST = date(2700 - 543, 12, 31)
CLOSING_DAY = date(2025, 2, 27)
FORMS = {
    "slashes": lambda day: f"{day.day}/{day.month}/{day.year + 543}",
    "slashes with zeros": lambda day: f"{day.day:02d}/{day.month:02d}/{day.year + 543}",
    "Thai slashes": lambda day: thai_digits(f"{day.day}/{day.month}/{day.year + 543}"),
    "hyphens": lambda day: f"{day.day}-{day.month}-{day.year + 543}",
    "Gregorian slashes": lambda day: f"{day.day}/{day.month}/{day.year}",
    "ISO": lambda day: day.isoformat(),
    "Buddhist ISO": lambda day: f"{day.year + 543}-{day.month:02d}-{day.day:02d}",
    "long": lambda day: long_date(day, lang="th"),
    "short": lambda day: short_date(day, lang="th"),
    "weekday": lambda day: weekday_date(day, lang="th"),
    "official": official_date,
    "announcement": lambda day: f"ณ วันที่ {official_date(day, era=True)}",
    "long English": lambda day: long_date(day, lang="en"),
    "short English": lambda day: short_date(day, lang="en"),
    "weekday English": lambda day: weekday_date(day, lang="en"),
    "month first": lambda day: day.strftime("%B ") + f"{day.day}, {day.year}",
}


def reason(text, lang="en"):
    with translation.override(lang), pytest.raises(NotADate) as refused:
        parse_date(text)
    return refused.value.reason.replace("\u00a0", " ")


def test_every_day_of_three_hundred_years_comes_back_from_its_written_form():
    days = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
    forms = list(FORMS.values())
    # One form a day, so that each form meets all months, weekdays and leap days without minutes of waiting.
    misread = [day for number, day in enumerate(days) if parse_date(forms[number % len(forms)](day)) != day]

    assert len(days) == 109_938
    assert misread == []


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
@given(day=st.dates(FIRST, LAST))
def test_any_day_comes_back_from_any_written_form(form, day):
    assert parse_date(form(day)) == day


@pytest.mark.parametrize(
    "typed",
    [
        "27/2/2568",
        "27-2-68",
        "27.2.68",
        "27 2 2568",
        "27 / 02 / 2568",
        "๒๗/๒/๒๕๖๘",
        "๒๗ ก.พ. ๒๕๖๘",
        "27 ก.พ. 68",
        "27ก.พ.2568",
        "27 กพ 2568",
        "27 ก พ 2568",
        "27 กุมภา 2568",
        "27 กุมภาพันธ์ 2568",
        "วันที่ ๒๗ กุมภาพันธ์ พ.ศ. ๒๕๖๘",
        "วันที่ 27 เดือนกุมภาพันธ์ พ.ศ. 2568",
        "วันที่ 27 เดือน 2 ปี 2568",
        "วันพฤหัสบดีที่ 27 กุมภาพันธ์ 2568",
        "พฤหัส 27 ก.พ. 68",
        "27 ก.พ. พ.ศ. 68",
        "27 ก.พ. ค.ศ. 2025",
        "27/2/พ.ศ.2568",
        "27/02/2025",
        "2025-02-27",
        "2568-02-27",
        "27 February 2025",
        "27 FEB 2568",
        "27th Feb 2568 BE",
        "27 Feb B.E. 2568",
        "Feb 27, 2025",
        "27 Feb 2025 AD",
        "27 Feb 25 CE",
        "\ufeff 27\u200b/2\u00a0/ 2568 . ",
        "27\u20132\u20132568",
        "27 กุมภาพันธ์\n2568",
    ],
)
def test_the_closing_day_is_understood_in_every_usual_form(typed):
    assert parse_date(typed) == CLOSING_DAY


@pytest.mark.parametrize(
    ("typed", "month"),
    [("15 กรกฏาคม 2568", 7), ("15 พฤษจิกายน 2568", 11), ("15 กุมภาพันธุ์ 2568", 2), ("15 Sept 2568", 9), ("15 ส.ค. 68", 8)],
)
def test_common_misspellings_of_months_are_understood(typed, month):
    assert parse_date(typed) == date(2025, month, 15)


def test_leap_years_are_those_of_the_gregorian_calendar():
    assert parse_date("29/2/2567") == date(2024, 2, 29)
    assert parse_date("29/2/2543") == date(2000, 2, 29)
    assert reason("29/2/2568") == "February 2568 BE has the days 1 to 28."
    assert reason("29/2/2643") == "February 2643 BE has the days 1 to 28."


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("31/12/2399", None),
        ("1/1/2400", date(1857, 1, 1)),
        ("31/12/2157", LAST),
        ("1/1/2158", None),
        ("1/1/1857", FIRST),
        ("31/12/1856", None),
        ("31/12/2700", LAST),
        ("1/1/2701", None),
        ("1/1/50", date(2007, 1, 1)),
        ("1/1/99", date(2056, 1, 1)),
        ("1/1/49", None),
        ("1/1/49 พ.ศ.", date(2006, 1, 1)),
    ],
)
def test_years_are_read_up_to_their_borders_and_refused_beyond(typed, understood):
    try:
        found = parse_date(typed)
    except NotADate:
        found = None

    assert found == understood


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "Write the date like 27/2/2568 or 27 ก.พ. 2568."),
        ("พรุ่งนี้", "Write the date like 27/2/2568 or 27 ก.พ. 2568."),
        ("กุมภาพันธ์ 2568", "Write the date like 27/2/2568 or 27 ก.พ. 2568."),
        ("27022568", "Write the date like 27/2/2568 or 27 ก.พ. 2568."),
        ("27/2", "Write the date like 27/2/2568 or 27 ก.พ. 2568."),
        ("27/2/2568 09:00", "Write the date like 27/2/2568 or 27 ก.พ. 2568."),
        ("27 ก.พ. พ.ศ. 2568 ค.ศ.", "Write the date like 27/2/2568 or 27 ก.พ. 2568."),
        ("٢٧/٢/٢٥٦٨", "Write the date like 27/2/2568 or 27 ก.พ. 2568."),
        ("2/27/2568", "There is no month 27. Write the day first, such as 27/2/2568."),
        ("1/0/2568", "There is no month 0. Write the day first, such as 27/2/2568."),
        ("0/1/2568", "January 2568 BE has the days 1 to 31."),
        ("31 เม.ย. 2568", "April 2568 BE has the days 1 to 30."),
        ("27/2/25", "Write the year with four digits: “25” could be 2525 or 2025."),
        ("27/2/256", "Check the year: “256” is too far away."),
        ("27/2/25688", "Check the year: “25688” is too far away."),
        ("27 ก.พ. ค.ศ. 2568", "Check the year: “2568” is too far away."),
        ("27 ก.พ. พ.ศ. 2025", "Check the year: “2025” is too far away."),
        ("วันศุกร์ที่ 27 กุมภาพันธ์ 2568", "This day is Thursday 27 February 2568 BE. Check the weekday and the date."),
    ],
)
def test_what_cannot_be_a_date_is_refused_with_its_reason(typed, why):
    assert reason(typed) == why


@given(st.text() | st.text(st.sampled_from("0123456789๐๑๒๕๖๘/-. กพมควันที่")))
def test_whatever_is_typed_is_a_day_within_the_years_or_a_reason(typed):
    try:
        day, why = parse_date(typed), ""
    except NotADate as refused:
        day, why = FIRST, refused.reason

    assert FIRST <= day <= LAST
    assert why == why.strip()


@pytest.mark.parametrize(
    "text", [*(pasted for pasted, _ in CLEANED.values()), *UNTOUCHED.values(), "1" * 100_000, "27/" * 30_000, "\x00"]
)
def test_naughty_strings_are_refused(text):
    assert reason(text) == "Write the date like 27/2/2568 or 27 ก.พ. 2568."
