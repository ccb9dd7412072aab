"""What became of each application: a course of instants, drawn or told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from applications.enums import ApplicationState as S
from reports.demo.days import at, between, later

COMMENTS = (
    "ลายมือชื่อของผู้อำนวยการไม่ชัด กรุณาสแกนใหม่ทั้งฉบับ",
    "ชั่วโมงฝึกในตารางรวมแล้วไม่ตรงกับที่ตกลงกับสถานประกอบการ กรุณาตรวจสอบแถวที่ 2",
    "ขาดหน้าที่ 3 ของแผน กรุณาส่งไฟล์ที่มีครบทุกหน้า",
    "กรุณาระบุหลักฐานของสมรรถนะที่ 1 ให้ชัดเจนว่าจะเก็บอย่างไร",
)


@dataclass(frozen=True)
class Course:
    """One application's way so far. `state` is where it stands; an instant is None when it was not reached."""

    state: str
    started: dt.datetime
    # How many sections are finished; 8 is all of them.
    sections: int = 8
    frozen: dt.datetime | None = None
    # The signed copy was sent in.
    scanned: dt.datetime | None = None
    # Sent round for signing in the portal: all have signed but the director.
    circulated: dt.datetime | None = None
    submitted: dt.datetime | None = None
    returned: dt.datetime | None = None
    comment: str = ""
    # Submitted again after it was returned, with a second version.
    again: dt.datetime | None = None
    endorsed: dt.datetime | None = None
    withdrawn: dt.datetime | None = None
    # What the bureau announced, and when; a place that was given up again keeps it.
    outcome: str = ""
    announced: dt.datetime | None = None
    waived: dt.datetime | None = None
    lapsed: dt.datetime | None = None


@dataclass(frozen=True)
class Term:
    """The time a round's courses are drawn in: from when, until when, and the announcement, when it is out."""

    opens: dt.datetime
    until: dt.datetime
    closes: dt.datetime
    announced: dt.datetime | None = None


def open_term(year: int) -> Term:
    """A week before the closing: nothing is decided yet."""
    return Term(at(year, 2, 3, 8), at(year, 2, 19, 18), at(year, 2, 27, 23, 59, 59))


def closed_term(year: int) -> Term:
    """After the announcement of 14 March."""
    closes = at(year, 2, 27, 23, 59, 59)
    return Term(at(year, 2, 3, 8), closes, closes, at(year, 3, 14, 13, 30))


# How applications are spread, in thousandths. "seen" states come from several kinds of courses.
OPEN_MIX = {
    "begun": 60, "half": 140, "full": 60, "printed": 70, "scanned": 30,
    "submitted": 190, "again": 30, "returned": 50, "endorsed": 340, "withdrawn": 30,
}  # fmt: skip
CLOSED_MIX = {
    "eligible": 690, "reserve": 70, "not_eligible": 60, "waived": 30, "undecided": 10, "withdrawn": 30,
    "half": 40, "printed": 20, "returned": 20, "submitted": 30,
}  # fmt: skip


def spread(mix: dict[str, int], count: int) -> list[str]:
    """Kinds of courses for so many applications, in exact shares: the rest of the division goes to the last."""
    kinds = [kind for kind, share in mix.items() for _ in range(share * count // 1000)]
    names = list(mix)
    return kinds + [names[number % len(names)] for number in range(count - len(kinds))]


def shuffled(draw: Random, kinds: Sequence[str]) -> list[str]:
    rows = list(kinds)
    draw.shuffle(rows)
    return rows


def course(kind: str, term: Term, draw: Random) -> Course:
    """The course of one application of this kind, its instants drawn within the term."""
    early = term.opens + (term.until - term.opens) / 2
    started = between(draw, term.opens, early)
    lapsed = term.closes + dt.timedelta(minutes=5) if term.announced else None
    if kind in ("begun", "half", "most", "full"):
        sections = {"begun": 1, "half": draw.randint(3, 6), "most": 6, "full": 8}[kind]
        return Course(S.DRAFT, started, sections, lapsed=lapsed)
    frozen = between(draw, started + dt.timedelta(days=1), term.until - dt.timedelta(days=2))
    scanned = later(draw, frozen, 30, term.until - dt.timedelta(hours=6))
    if kind == "printed":
        return Course(S.DRAFT, started, frozen=frozen, lapsed=lapsed)
    if kind == "circulated":
        return Course(S.DRAFT, started, frozen=frozen, circulated=frozen + dt.timedelta(hours=1), lapsed=lapsed)
    if kind == "scanned":
        return Course(S.DRAFT, started, frozen=frozen, scanned=scanned, lapsed=lapsed)
    submitted = later(draw, scanned, 2, term.until - dt.timedelta(hours=4))
    sent = {"started": started, "frozen": frozen, "scanned": scanned, "submitted": submitted}
    return _sent(kind, term, draw, sent, lapsed)


def _sent(kind: str, term: Term, draw: Random, sent: Any, lapsed: dt.datetime | None) -> Course:
    checked = later(draw, sent["submitted"], 40, term.until - dt.timedelta(hours=2))
    if kind == "submitted":
        # Whoever only waits for the coordinator lapses three working days later than the others.
        late = lapsed + dt.timedelta(days=5) if lapsed else None
        return Course(S.SUBMITTED, **sent, lapsed=late)
    comment = draw.choice(COMMENTS)
    if kind == "returned":
        return Course(S.SENT_BACK, **sent, returned=checked, comment=comment, lapsed=lapsed)
    if kind == "again":
        again = later(draw, checked, 20, term.until)
        return Course(S.SUBMITTED, **sent, returned=checked, comment=comment, again=again)
    if kind == "withdrawn":
        return Course(S.WITHDRAWN, **sent, withdrawn=checked)
    if kind in ("endorsed", "undecided") or term.announced is None:
        return Course(S.ENDORSED, **sent, endorsed=checked)
    outcome = S.ELIGIBLE if kind == "waived" else S[kind.upper()]
    waived = term.announced + dt.timedelta(days=draw.randint(1, 2)) if kind == "waived" else None
    state = S.WAIVED if waived else outcome
    return Course(state, **sent, endorsed=checked, outcome=outcome, announced=term.announced, waived=waived)
