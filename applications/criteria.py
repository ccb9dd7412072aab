"""The checks behind a round's criteria. Each looks at the frozen content of a plan and says yes or no."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from people.clock import local
from people.thai import long_date
from placements.cover import cover
from placements.models import Establishment
from placements.rules import is_qualified
from rounds.models import Criterion, Milestone

Content = dict[str, Any]
Check = Callable[[Criterion, Content, "Facts"], bool]


class Facts:
    """What a check may ask beside the content: the establishment, the college, the training window."""

    def __init__(self, establishment: Establishment | None, college_id: int, training: Milestone | None) -> None:
        self.establishment = establishment
        self.college_id = college_id
        self.training = training


def first_day(content: Content) -> dt.date | None:
    days = [row["from_date"] for row in content.get("schedule", [])]
    return dt.date.fromisoformat(min(days)) if days else None


def last_day(content: Content) -> dt.date | None:
    days = [row["until_date"] for row in content.get("schedule", [])]
    return dt.date.fromisoformat(max(days)) if days else None


def stay_of(content: Content) -> tuple[dt.date, dt.date] | None:
    """First and last day in the establishment, as the schedule has them."""
    first, last = first_day(content), last_day(content)
    return (first, last) if first and last else None


def agreement_sentence(college_id: int, establishment_id: int, stay: tuple[dt.date, dt.date]) -> str:
    """Why the agreement does not carry the stay, with the day it ends; empty when it does. One query."""
    first, last = stay
    found = cover(establishment_id, college_id, first, last)
    if found.gap is None:
        return ""
    if found.ends is None:
        words = _("No agreement between college and establishment holds on the first day of training, %(first)s.")
        return words % {"first": long_date(first)}
    words = _(
        "The agreement between college and establishment ends on %(ends)s; the training lasts until %(last)s. "
        "Please renew the agreement, or plan the training before that day."
    )
    return words % {"ends": long_date(found.ends), "last": long_date(last)}


def _agreement(criterion: Criterion, content: Content, facts: Facts) -> bool:
    stay = stay_of(content)
    return bool(facts.establishment and stay and is_qualified(facts.establishment, facts.college_id, *stay))


def _competency(criterion: Criterion, content: Content, facts: Facts) -> bool:
    return bool(content.get("competencies"))


def _hours(criterion: Criterion, content: Content, facts: Facts) -> bool:
    return Decimal(content["totals"]["hours"]) >= (criterion.figure or 0)


def _hours_a_day(criterion: Criterion, content: Content, facts: Facts) -> bool:
    """Hours of a row spread over its days; a row of no day at all cannot pass."""
    for row in content.get("schedule", []):
        first, last = dt.date.fromisoformat(row["from_date"]), dt.date.fromisoformat(row["until_date"])
        days = (last - first).days + 1
        if criterion.figure is not None and Decimal(row["hours"]) > criterion.figure * days:
            return False
    return True


def _within_training(criterion: Criterion, content: Content, facts: Facts) -> bool:
    first, last = first_day(content), last_day(content)
    if facts.training is None or first is None or last is None:
        return False
    return local(facts.training.opens_at).date() <= first and last <= local(facts.training.closes_at).date()


def _test_planned(criterion: Criterion, content: Content, facts: Facts) -> bool:
    return bool(content.get("test", {}).get("planned"))


CHECKS: dict[str, Check] = {
    "agreement": _agreement,
    "competency": _competency,
    "hours": _hours,
    "hours_a_day": _hours_a_day,
    "within_training": _within_training,
    "test_planned": _test_planned,
}


def judge(criteria: list[Criterion], content: Content, facts: Facts) -> dict[str, bool]:
    """Code of each criterion → met or not, in the order of the round."""
    return {row.code: CHECKS[row.code](row, content, facts) for row in criteria if row.code in CHECKS}
