"""Reading a date that a person typed, in whichever of the usual ways."""

import calendar
import re
from datetime import date
from typing import NoReturn

from django.utils.translation import gettext as _

from people.thai.dates import ERA, MONTHS_EN, MONTHS_TH, SHORT_MONTHS_TH, WEEKDAYS_EN, WEEKDAYS_TH, month_year
from people.thai.dates import weekday_date as in_full
from people.thai.digits import arabic_digits
from people.thai.text import mend

# Years outside are slips of the pen: B.E. 2400 to 2700.
FIRST_YEAR = 2400 - ERA
LAST_YEAR = 2700 - ERA
LONGEST = 100

# How people say and misspell the months besides the full and the short form; compared without dots and spaces.
_SPOKEN = (
    ("มกรา",), ("กุมภา", "กุมภาพันธุ์", "กุมภาพัน"), ("มีนา",), ("เมษา",), ("พฤษภา",), ("มิถุนา",),
    ("กรกฎา", "กรกฏาคม", "กรกฏา"), ("สิงหา",), ("กันยา", "sept"), ("ตุลา",),
    ("พฤศจิกา", "พฤษจิกายน", "พฤษจิกา"), ("ธันวา",),
)  # fmt: skip
_MONTHS = {
    name: number
    for number in range(1, 13)
    for name in (
        MONTHS_TH[number - 1],
        SHORT_MONTHS_TH[number - 1].replace(".", ""),
        MONTHS_EN[number - 1].casefold(),
        MONTHS_EN[number - 1][:3].casefold(),
        *_SPOKEN[number - 1],
    )
}
_WEEKDAYS = {"พฤหัส": 3} | {
    name: number
    for number in range(7)
    for name in (WEEKDAYS_TH[number], WEEKDAYS_EN[number].casefold(), WEEKDAYS_EN[number][:3].casefold())
}
_ERAS = {"พศ": ERA, "คศ": 0, "be": ERA, "ad": 0, "ce": 0}


def _one_of(names: dict[str, int]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


_SEPARATORS = re.compile(r"[\s./,()_\-\u2010-\u2015\u2212]+")
_START = rf"(?:ณ)?(?:วัน)?(?P<weekday>{_one_of(_WEEKDAYS)})?(?:ที่)?"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_MONTH = rf"(?P<word>{_one_of(_MONTHS)})"
_YEAR = rf"(?P<era>{_one_of(_ERAS)})?(?P<year>[0-9]{{1,6}})(?P<era_after>{_one_of(_ERAS)})?"
_TO_YEAR = rf"(?:/|ปี|(?={_one_of(_ERAS)}))"
_SHAPES = [
    re.compile(rf"{_START}{_DAY}(?:/|เดือน)(?P<month>[0-9]{{1,2}}){_TO_YEAR}{_YEAR}"),  # 27/2/2568
    re.compile(rf"{_START}{_DAY}(?:เดือน|of)?{_MONTH}(?:ปี)?{_YEAR}"),  # 27 ก.พ. 2568
    re.compile(r"(?P<year>[0-9]{4})/(?P<month>[0-9]{1,2})/(?P<day>[0-9]{1,2})"),  # 2025-02-27
    re.compile(rf"{_START}{_MONTH}{_DAY}{_TO_YEAR}{_YEAR}"),  # February 27, 2568
]


class NotADate(ValueError):
    """The text cannot be read as a date; `reason` is a sentence for the person, in the language of the request."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def parse_date(text: str) -> date:
    """The day which the text names, or NotADate with the reason.

    Day before month, in words or numbers, Thai or Arabic digits, any separators; or year first as in 2025-02-27.
    A year of four digits is Buddhist from 2400 on and Gregorian below, unless พ.ศ., ค.ศ., BE, AD or CE says which.
    A year of two digits is Buddhist from 50 on ("68" is 2568). Below 50 it could be 2525 or 2025, so it is refused
    rather than guessed. A weekday that does not fit the day is refused too: one of the two is wrong.
    """
    if not text.strip() or len(text) > LONGEST:
        _refuse_shape()
    typed = _SEPARATORS.sub(_between_digits, arabic_digits(mend(text)).strip().casefold())
    found = next(filter(None, (shape.fullmatch(typed) for shape in _SHAPES)), None)
    if found is None:
        _refuse_shape()
    parts = found.groupdict()
    month = _MONTHS[parts["word"]] if parts.get("word") else int(parts["month"])
    year = _year(parts["year"], {parts[name] for name in ("era", "era_after") if parts.get(name)})
    day = _day(year, month, int(parts["day"]))
    if parts.get("weekday") and _WEEKDAYS[parts["weekday"]] != day.weekday():
        raise NotADate(_("This day is %(date)s. Check the weekday and the date.") % {"date": in_full(day)})
    return day


def _between_digits(separators: re.Match[str]) -> str:
    """Separators matter between two numbers only: ก.พ., กพ and ก พ are one month."""
    before = separators.string[: separators.start()][-1:]
    after = separators.string[separators.end() :][:1]
    return "/" if before.isdigit() and after.isdigit() else ""


def _year(digits: str, eras: set[str]) -> int:
    year = int(digits)
    offsets = {_ERAS[era] for era in eras}
    if len(digits) == 2 and not offsets:
        if year < 50:
            raise NotADate(
                _("Write the year with four digits: “%(year)s” could be %(buddhist)s or %(gregorian)s.")
                % {"year": digits, "buddhist": 2500 + year, "gregorian": 2000 + year}
            )
        offsets = {ERA}
    if len(offsets) > 1:
        _refuse_shape()
    offset = offsets.pop() if offsets else (ERA if year >= FIRST_YEAR + ERA else 0)
    if len(digits) == 2:
        year += 2500 if offset else 2000
    if not FIRST_YEAR <= year - offset <= LAST_YEAR:
        raise NotADate(_("Check the year: “%(year)s” is too far away.") % {"year": digits})
    return year - offset


def _day(year: int, month: int, day: int) -> date:
    if not 1 <= month <= 12:
        raise NotADate(_("There is no month %(month)s. Write the day first, such as 27/2/2568.") % {"month": month})
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise NotADate(
            _("%(month)s has the days 1 to %(last)s.") % {"month": month_year(date(year, month, 1)), "last": last}
        )
    return date(year, month, day)


def _refuse_shape() -> NoReturn:
    raise NotADate(_("Write the date like 27/2/2568 or 27 ก.พ. 2568."))
