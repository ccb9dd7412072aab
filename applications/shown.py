"""What a page showed of many applications, so that the act which follows touches exactly that: see rounds/marks.py.

A mark stands for the state, which copy lay there, what was decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from applications.models import Application
from rounds import marks as rounds_marks
from rounds.marks import came_in, changed, pack, unpack

__all__ = ["FIELDS", "came_in", "changed", "mark", "marks", "pack", "unpack"]

_BATCH = 500
# What a page reads beside its own columns, in the same statement: a mark taken later would vouch for what nobody saw.
FIELDS = (
    "state", "turn", "plan__signed_id", "endorsed_at", "decision__outcome", "decision__rank", "decision__decided_at",
    "screening__passed", "screening__screened_at",
)  # fmt: skip


def mark(row: Mapping[str, Any]) -> str:
    """The mark of a row that has FIELDS."""
    return rounds_marks.mark(*(row[name] for name in FIELDS))


def marks(pks: Iterable[int]) -> dict[int, str]:
    """The mark of each application as the database has it now; one query for each 500."""
    ids, found = list(pks), dict[int, str]()
    for start in range(0, len(ids), _BATCH):
        rows = Application.objects.filter(pk__in=ids[start : start + _BATCH]).order_by()
        found.update({row["pk"]: mark(row) for row in rows.values("pk", *FIELDS)})
    return found
