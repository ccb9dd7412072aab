"""The facts of the director's one page: whatever does not fit on it is counted instead of printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from people.thai import BANGKOK, clock_time, official_date, thai_digits
from records.pdf.calendar_facts import short

_MOST = 8
_COUNTS = {
    "total": "แผนของครูทั้งหมด",
    "writing": "กำลังทำหรือแก้ไข",
    "checking": "รอวิทยาลัยตรวจ",
    "endorsed": "วิทยาลัยเห็นชอบแล้ว",
    "eligible": "ได้รับสิทธิ์แล้ว",
}


def director(context: Mapping[str, Any]) -> dict[str, Any]:
    """``director``: college, year, at; ``counts`` (see above); ``late`` rows of text and until; ``coming`` rows of at,
    label and closes; ``signatures``: names. Instants are aware."""
    facts = context["director"]
    return {
        **context,
        "college": facts["college"],
        "year": thai_digits(facts["year"]),
        "at": f"{official_date(facts['at'])} เวลา {thai_digits(clock_time(facts['at'], lang='th'))}",
        "counts": [{"label": label, "value": thai_digits(facts["counts"][name])} for name, label in _COUNTS.items()],
        "late": _some([{"text": row["text"], "day": _day(row["until"])} for row in facts["late"]]),
        "coming": _some(
            [
                {"text": row["label"], "day": _day(row["at"]), "which": "วันสุดท้าย" if row["closes"] else "เริ่ม"}
                for row in facts["coming"]
            ]
        ),
        "signatures": _some(list(facts["signatures"])),
    }


def _some(rows: Sequence[Any]) -> dict[str, Any]:
    """So many as the page has room for, how many there are, and how many are left out."""
    left = max(len(rows) - _MOST, 0)
    return {"rows": rows[:_MOST], "count": thai_digits(len(rows)), "left": thai_digits(left) if left else ""}


def _day(at: datetime) -> str:
    return short(at.astimezone(BANGKOK).date())
