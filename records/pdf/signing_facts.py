"""The facts of a paper that is signed in the portal: its page of signatures, a signer's row there, and her box.

Row and box are pictures of form fields: `wide` and `high` in millimetres, `size` that of the letters, from 1 down.
"""

import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from people.thai import clock_time, official_date, thai_digits
from records.pdf.marks import MM


def signatures(context: Mapping[str, Any]) -> dict[str, Any]:
    """``signing``: title; pages, sha256 (in hex) of the paper before it; ``signers``: rows of number, label, name."""
    signing = context["signing"]
    return {
        **context,
        "title": signing["title"],
        "first": signing["pages"] + 1,
        "pages": thai_digits(signing["pages"]),
        "sha256": [signing["sha256"][:32], signing["sha256"][32:]],
        "lines": [
            {"id": f"box-{row['number']}", "no": thai_digits(row["number"]), "label": row["label"], "name": row["name"]}
            for row in signing["signers"]
        ],
    }


def row_words(act: Mapping[str, Any]) -> list[str]:
    """A signer's row, line by line: name, capacity (worded, or empty), at, method, proof, sha256 of ``act``."""
    signed = f"ลงนามโดย {act['name']}" + (f" {act['capacity']}" if act["capacity"] else "")
    when = f"{official_date(act['at'])} เวลา {thai_digits(clock_time(act['at'], seconds=True, lang='th'))}"
    return [signed, f"วันที่ {when}", f"วิธีลงนาม {act['method']} · {act['proof']}", f"SHA-256 {act['sha256']}"]


def row(context: Mapping[str, Any]) -> dict[str, Any]:
    """``act`` as for `row_words`."""
    act = context["act"]
    return {**context, "lines": row_words(act)[:-1], "sha256": act["sha256"]}


def block(context: Mapping[str, Any]) -> dict[str, Any]:
    """``act``: name, capacity, at; and ``typed``, or ``picture`` as a data URI."""
    act = context["act"]
    facts = {**context, "name": act["name"], "capacity": act["capacity"], "when": _when(act["at"])}
    if context.get("typed"):
        facts["type_size"] = _type_size(context["typed"], float(context["wide"]))
    return facts


def _when(at: datetime) -> str:
    return f"{official_date(at)} {thai_digits(clock_time(at, lang='th'))}"


def _type_size(text: str, wide: float) -> str:
    """Points in which a typed name fills the box's width; marks above and below letters take no room."""
    letters = sum(unicodedata.category(letter) != "Mn" for letter in text)
    return f"{max(7.0, min(16.0, (wide - 4) * MM / (0.56 * max(letters, 1)))):.1f}"
