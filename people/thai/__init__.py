"""The Thai language, in one place: dates of the Buddhist era, digits, money in words, names, order, clean text.

Every room may use it. Nothing in it touches the database or reads the clock.
"""

from people.thai.citizen import is_citizen_id
from people.thai.dates import (
    BANGKOK,
    clock_time,
    instant,
    long_date,
    month_year,
    official_date,
    short_date,
    weekday_date,
)
from people.thai.digits import arabic_digits, thai_digits
from people.thai.money import baht_text
from people.thai.names import person_name
from people.thai.places import Province, Region, province_name, provinces
from people.thai.reading import NotADate, parse_date
from people.thai.sorting import sort_key
from people.thai.text import clean_line, clean_text, mend

__all__ = [
    "BANGKOK",
    "NotADate",
    "Province",
    "Region",
    "arabic_digits",
    "baht_text",
    "clean_line",
    "clean_text",
    "clock_time",
    "instant",
    "is_citizen_id",
    "long_date",
    "mend",
    "month_year",
    "official_date",
    "parse_date",
    "person_name",
    "province_name",
    "provinces",
    "short_date",
    "sort_key",
    "thai_digits",
    "weekday_date",
]
