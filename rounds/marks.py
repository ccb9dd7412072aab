"""What a page showed of many rows, so that the act which follows touches exactly that.

The form carries each row shown with a mark of what stood on the page. Who came in or changed meanwhile has no mark or
another one, and is named instead of touched. The text grants nothing: whoever acts finds the rows again through
`visible_to`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from rounds.refusal import Refusal

# 24 bits: by chance one change in 16 million stands unnoticed.
_LETTERS = 6


def mark(*values: object) -> str:
    """The mark of what a row shows."""
    return hashlib.sha256(repr(list(values)).encode()).hexdigest()[:_LETTERS]


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
