"""Small pieces of official Thai that several layouts print: Thai digits for what we count, never for what was typed."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from people.thai import official_date, person_name, thai_digits

CAPACITIES = {"acting": "รักษาราชการแทน", "on_behalf": "ปฏิบัติราชการแทน"}
SCHEMES = {"TPQI": "สคช.", "DSD": "กพร.", "OTHER": "อื่น ๆ"}
BOXES_PER_ROW = 3


def day(value: date | str) -> str:
    """A date, or its ISO text, as ๑๗ มีนาคม ๒๕๖๘; empty for an empty text."""
    if not value:
        return ""
    return official_date(date.fromisoformat(value) if isinstance(value, str) else value)


def span(first: str, last: str) -> str:
    """Two ISO days as one phrase, in which nothing that is the same is said twice."""
    if not last or first == last:
        return day(first)
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    if (start.year, start.month) == (end.year, end.month):
        return f"{thai_digits(start.day)} – {day(end)}"
    if start.year == end.year:
        return f"{day(start).rpartition(chr(0xA0))[0]} – {day(end)}"
    return f"{day(start)} – {day(end)}"


def amount(value: str | Decimal | int) -> str:
    """15000.00 as ๑๕,๐๐๐.๐๐ (baht and satang)."""
    return thai_digits(f"{Decimal(value):,.2f}") if value != "" else ""


def count(value: str | Decimal | int | None) -> str:
    """A number without needless noughts: 60.00 as ๖๐, 7.50 as ๗.๕; empty for nothing."""
    if value is None or value == "":
        return ""
    number = f"{Decimal(value):,f}"
    return thai_digits(number.rstrip("0").rstrip(".") if "." in number else number)


def name(person: dict[str, Any]) -> str:
    return person_name(person.get("title", ""), person.get("first_name", ""), person.get("last_name", ""))


def fact(label: str, text: object) -> dict[str, str]:
    """One line of a form. What was left empty is shown as a dash, so that nobody fills it in after signing."""
    return {"label": label, "text": str(text) if text not in ("", None) else "–"}


def capacity(kind: str, office: str) -> str:
    """The line under the name of somebody who signs for another; an unknown kind is printed as it is."""
    if not kind:
        return ""
    return f"{CAPACITIES[kind]} {office}".strip() if kind in CAPACITIES else kind


def signatory(person: Mapping[str, str]) -> dict[str, str]:
    """Who signs, in lines. ``capacity``: empty, acting or on_behalf; ``office``: the post in whose place she signs."""
    return {
        "name": person["name"],
        "position": person["position"],
        "capacity": capacity(person.get("capacity", ""), person.get("office", "")),
    }


def rows_of_signers(signers: Iterable[dict[str, str]]) -> list[list[dict[str, str]]]:
    """Signers as they stand on paper: up to three in a row, four as two and two."""
    people = list(signers)
    width = 2 if len(people) in {2, 4} else BOXES_PER_ROW
    return [people[start : start + width] for start in range(0, len(people), width)]
