"""The facts of the calendar of a round on paper: the letter's table, with what moved since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from people.thai import official_date, thai_digits
from people.thai.dates import ERA, GLUE, SHORT_MONTHS_TH


def calendar(context: Mapping[str, Any]) -> dict[str, Any]:
    """``calendar``: name_th, letter_number, changed (a date), page (its address), and ``rows`` of number, printed, who,
    text, opens, closes (dates), exact, and shuts: the date on which the portal closes by itself, or None."""
    table = context["calendar"]
    rows = [_row(row) for row in table["rows"]]
    return {
        **context,
        "name": thai_digits(table["name_th"]),
        "letter": thai_digits(table["letter_number"]),
        "changed": official_date(table["changed"]),
        "page": table["page"],
        "groups": list(_groups(rows)),
        "renumbered": [row for row in rows if row["no"] != row["printed"]],
    }


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    until = f"ภายใน {short(row['closes'])}" if row["exact"] else ""
    if row["shuts"] and row["shuts"] != row["closes"]:
        until = f"ปิดรับ {short(row['shuts'])}"
    return {
        "no": thai_digits(row["number"]),
        "printed": row["printed"],
        "who": row["who"],
        "text": row["text"],
        "period": period(row["opens"], row["closes"], exact=row["exact"]),
        "until": until,
    }


def _groups(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The rows under one number of the letter; one that stands alone carries who does it in its own line."""
    for number, found in groupby(rows, key=lambda row: row["no"].partition(".")[0]):
        members = list(found)
        yield {"no": number, "who": members[0]["who"], "rows": members, "alone": len(members) == 1}


def short(day: date) -> str:
    """๒๗ ก.พ. ๒๕๖๘."""
    return thai_digits(f"{day.day}{GLUE}{month(day)}")


def month(day: date) -> str:
    """ก.พ. ๒๕๖๘."""
    return thai_digits(f"{SHORT_MONTHS_TH[day.month - 1]}{GLUE}{day.year + ERA}")


def period(opens: date, closes: date, *, exact: bool) -> str:
    """As the letter has it: months where the window is of whole months, and where a day of the month was announced."""
    if opens.day == 1 and (exact or (closes + timedelta(days=1)).day == 1):
        return _months(opens, closes)
    return short(closes) if opens == closes else f"{short(opens)} – {short(closes)}"


def _months(opens: date, closes: date) -> str:
    if (opens.year, opens.month) == (closes.year, closes.month):
        return month(closes)
    if opens.year == closes.year:
        return f"{SHORT_MONTHS_TH[opens.month - 1]} – {month(closes)}"
    return f"{month(opens)} – {month(closes)}"
