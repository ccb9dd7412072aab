"""What a page showed of many applications, so that the act which follows touches exactly that.

The form carries each application shown with a mark of what stood on the page: its state, which copy lay there, what
was decided. Who came in or changed meanwhile has no mark or another one, and is named instead of touched. The text
grants nothing: whoever acts finds the rows again through `visible_to`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from applications.models import Application
from rounds.moves import Refusal

_BATCH = 500
# 24 bits: by chance one change in 16 million stands unnoticed.
_LETTERS = 6
# What a page reads beside its own columns, in the same statement: a mark taken later would vouch for what nobody saw.
FIELDS = (
    "state", "turn", "plan__signed_id", "endorsed_at", "decision__outcome", "decision__rank", "decision__decided_at",
    "screening__passed", "screening__screened_at",
)  # fmt: skip


def mark(row: Mapping[str, Any]) -> str:
    """The mark of a row that has FIELDS."""
    return hashlib.sha256(repr([row[name] for name in FIELDS]).encode()).hexdigest()[:_LETTERS]


def marks(pks: Iterable[int]) -> dict[int, str]:
    """The mark of each application as the database has it now; one query for each 500."""
    ids, found = list(pks), dict[int, str]()
    for start in range(0, len(ids), _BATCH):
        rows = Application.objects.filter(pk__in=ids[start : start + _BATCH]).order_by()
        found.update({row["pk"]: mark(row) for row in rows.values("pk", *FIELDS)})
    return found


def pack(found: Mapping[int, str]) -> str:
    """As a hidden field carries it: about ten letters for each."""
    return ",".join(f"{pk}:{mark}" for pk, mark in found.items())


def unpack(text: str) -> dict[int, str]:
    """The field read back, in its order; what nobody could have packed is left out."""
    found = {}
    for part in text.split(","):
        pk, _colon, mark = part.partition(":")
        if pk.isascii() and pk.isdigit() and len(pk) < 19 and len(mark) == _LETTERS:
            found[int(pk)] = mark
    return found


def changed() -> Refusal:
    return Refusal("changed", _("Changed since the page was shown."))


def came_in() -> Refusal:
    return Refusal("came_in", _("Came in after the page was shown."))
