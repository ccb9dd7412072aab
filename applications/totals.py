"""The sums of a plan: days and hours of the schedule, money of the budget. The same for draft, page and paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from people.thai import baht_text


def totals(schedule: Iterable[Mapping[str, Any]], budget: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Rows as the content keeps them. Days are Monday to Friday, each once; hours and baht are decimal text."""
    rows, days = list(schedule), set[dt.date]()
    for row in rows:
        day, last = dt.date.fromisoformat(row["from_date"]), dt.date.fromisoformat(row["until_date"])
        while day <= last:
            if day.weekday() < 5:
                days.add(day)
            day += dt.timedelta(days=1)
    hours = sum((Decimal(row["hours"]) for row in rows), Decimal(0))
    amount = sum((Decimal(row["amount"]) for row in budget), Decimal(0))
    return {
        "days": len(days),
        "hours": format(hours.normalize(), "f"),
        "amount": format(amount, "f"),
        "amount_text": baht_text(amount),
    }
