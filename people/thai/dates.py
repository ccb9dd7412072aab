"""Dates and times as Thais write them. Stored Gregorian, shown in the Buddhist era (year + 543).

All functions take a date, or an aware datetime which is shown in Bangkok; a naive datetime is a ValueError, because
nobody knows which moment it means. `lang` is "th" or "en"; without it the active language of the request decides.
No-break spaces (U+00A0) glue what must stay on one line: number, month and year; เวลา, time and น.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

from people.thai.digits import thai_digits

BANGKOK = ZoneInfo("Asia/Bangkok")
ERA = 543
GLUE = "\u00a0"

MONTHS_TH = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
SHORT_MONTHS_TH = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip
WEEKDAYS_TH = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")
MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def long_date(day: date, *, lang: str | None = None) -> str:
    """27 กุมภาพันธ์ 2568, or 27 February 2568 BE."""
    local = _bangkok_day(day)
    if _english(lang):
        return GLUE.join([str(local.day), MONTHS_EN[local.month - 1], str(local.year + ERA), "BE"])
    return GLUE.join([str(local.day), MONTHS_TH[local.month - 1], str(local.year + ERA)])


def short_date(day: date, *, lang: str | None = None) -> str:
    """27 ก.พ. 2568, or 27 Feb 2568 BE."""
    local = _bangkok_day(day)
    if _english(lang):
        return GLUE.join([str(local.day), MONTHS_EN[local.month - 1][:3], str(local.year + ERA), "BE"])
    return GLUE.join([str(local.day), SHORT_MONTHS_TH[local.month - 1], str(local.year + ERA)])


def weekday_date(day: date, *, lang: str | None = None) -> str:
    """วันพฤหัสบดีที่ 27 กุมภาพันธ์ 2568, or Thursday 27 February 2568 BE. May break after the weekday, nowhere else."""
    local = _bangkok_day(day)
    if _english(lang):
        return f"{WEEKDAYS_EN[local.weekday()]} {long_date(local, lang='en')}"
    return f"วัน{WEEKDAYS_TH[local.weekday()]}ที่ {long_date(local, lang='th')}"


def month_year(day: date, *, lang: str | None = None) -> str:
    """กุมภาพันธ์ 2568, or February 2568 BE."""
    local = _bangkok_day(day)
    if _english(lang):
        return GLUE.join([MONTHS_EN[local.month - 1], str(local.year + ERA), "BE"])
    return GLUE.join([MONTHS_TH[local.month - 1], str(local.year + ERA)])


def official_date(day: date, *, era: bool = False, lang: str | None = "th") -> str:
    """๒๗ กุมภาพันธ์ ๒๕๖๘, with `era` ๒๗ กุมภาพันธ์ พ.ศ. ๒๕๖๘ as an announcement has it.

    Thai whatever language the page is in, because the document is; ask for lang="en" to have a translation.
    """
    local = _bangkok_day(day)
    if _english(lang):
        return long_date(local, lang="en")
    year = f"พ.ศ.{GLUE}{local.year + ERA}" if era else str(local.year + ERA)
    return thai_digits(GLUE.join([str(local.day), MONTHS_TH[local.month - 1], year]))


def clock_time(moment: datetime, *, seconds: bool = False, lang: str | None = None) -> str:
    """23.59 น., or 23:59; with `seconds` 23.59.59 น., or 23:59:59, as receipts have it. Never rounded up."""
    local = _bangkok(moment)
    numbers = [f"{number:02d}" for number in (local.hour, local.minute, local.second)][: 3 if seconds else 2]
    if _english(lang):
        return ":".join(numbers)
    return f"{'.'.join(numbers)}{GLUE}น."


def instant(moment: datetime, *, seconds: bool = False, lang: str | None = None) -> str:
    """27 ก.พ. 2568 เวลา 23.59 น., or 27 Feb 2568 BE, 23:59. May break between date and time, nowhere else."""
    local = _bangkok(moment)
    if _english(lang):
        return f"{short_date(local, lang='en')}, {clock_time(local, seconds=seconds, lang='en')}"
    return f"{short_date(local, lang='th')} เวลา{GLUE}{clock_time(local, seconds=seconds, lang='th')}"


def _bangkok(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("A naive datetime has no place in time; give it a time zone.")
    return moment.astimezone(BANGKOK)


def _bangkok_day(day: date) -> date:
    return _bangkok(day).date() if isinstance(day, datetime) else day


def _english(lang: str | None) -> bool:
    return (lang or get_language() or "th").startswith("en")
