"""Reminders of plans, asked for and looked at."""

from __future__ import annotations

from typing import Any

from records.models import Notice
from rounds import reminding
from tests.cast import Cast, at

BEGUN = at("2025-02-03 09:00")


def plans_alone(cast: Cast) -> None:
    """The other milestones of February have reminders of their own; here they are only informative."""
    cast.round.milestones.exclude(kind="PLANS_DUE").update(mode="INFORMATIVE")


def remind(cast: Cast, when: str, **more: Any) -> int:
    return reminding.remind(at(when), **more)


def told(**filters: Any) -> list[tuple[str, str]]:
    """Step and reader of each reminder of a plan, in the order in which they were written."""
    rows = Notice.objects.filter(reminds_of="PLANS_DUE", key__contains=":application-", **filters)
    return [(row.key.split(":")[-3], row.to.email) for row in rows.select_related("to").order_by("pk")]


def run(cast: Cast, *instants: str) -> list[tuple[str, str]]:
    for when in instants:
        remind(cast, when)
    return told()
