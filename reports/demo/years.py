"""The rounds of the demo: 2568 as the letter prints it, and last year's, which is over."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.conf import settings

from people.models import Seat
from records import register
from reports.demo.book import Book
from reports.demo.colleges import Home
from reports.demo.days import at, between
from rounds.actions import load_round, publish
from rounds.enums import ExtensionLevel, ExtensionState, MilestoneKind, RoundState
from rounds.memo import paper_of
from rounds.models import Criterion, Extension, Milestone, Participation, Round

YEAR = 2568
FILE = Path(settings.BASE_DIR) / "rounds" / "data" / f"{YEAR}.toml"


def this_year() -> Round:
    """Round 2568 from its file, not published yet."""
    return load_round(FILE)


def open_up(round_: Round, by: Seat) -> None:
    """Publishes the round on the day the letter was signed."""
    publish(round_, by=by, at=at(round_.year, 1, 24, 16, 30))


def last_year(round_: Round, by: Seat) -> Round:
    """Round 2567: the same calendar a year earlier, closed."""
    year = round_.year - 1
    old = Round.objects.create(
        year=year,
        name_th=round_.name_th.replace("๒๕๖๘", "๒๕๖๗"),
        name_en=round_.name_en.replace(str(round_.year), str(year)),
        state=RoundState.CLOSED,
        letter_number="ศธ ๐๖๐๕/๑๔๐๒",
        published_at=at(year, 1, 25, 10),
        published_by=by,
        signers=round_.signers,
    )
    milestones = [_a_year_earlier(row) for row in round_.milestones.all()]
    criteria = list(round_.criteria.all())
    for milestone in milestones:
        milestone.pk, milestone.round = None, old
    for criterion in criteria:
        criterion.pk, criterion.round = None, old
    Milestone.objects.bulk_create(milestones)
    Criterion.objects.bulk_create(criteria)
    return old


def _a_year_earlier(row: Milestone) -> Milestone:
    row.opens_at = row.opens_at.replace(year=row.opens_at.year - 1)
    row.closes_at = row.closes_at.replace(year=row.closes_at.year - 1)
    return row


def take_part(book: Book, round_: Round, homes: list[Home]) -> None:
    """Each college in the round: the circular's receipt, the coordinator, the LINE group; some are late with each."""
    draw, year = book.draw, round_.year
    over = round_.state == RoundState.CLOSED
    for number, home in enumerate(homes):
        # Small: the fifth college has no coordinator yet, the sixth has not registered the circular.
        named = over or number % 43 != 4
        received = over or number % 23 != 5
        joined = named and (over or number % 9 != 3)
        arrived = between(draw, at(year, 2, 3), at(year, 2, 7))
        told = between(draw, arrived, at(year, 2, 12))
        home.is_named = named
        book.add(
            Participation(
                round=round_,
                college=home.college,
                coordinator=home.coordinator if named else None,
                coordinator_named_at=told if named else None,
                coordinator_named_by=home.director if named else None,
                receipt_registered_at=arrived if received else None,
                receipt_registered_by=home.registry if received else None,
                receipt_number=f"{draw.randint(100, 900)}/{year}" if received else "",
                line_joined_at=told + dt.timedelta(hours=3) if joined else None,
                line_joined_by=home.coordinator if joined else None,
            )
        )


def extend(book: Book, round_: Round, homes: list[Home], bureau: Seat) -> None:
    """One request that waits for the bureau, and one college that was given more time."""
    year = round_.year
    asking = next((seat for _teacher, seat, _trade in homes[2].teachers), None) if len(homes) > 2 else None
    if asking is not None:
        asked = at(year, 2, 18, 15, 42)
        waiting = Extension(
            level=ExtensionLevel.PERSON,
            person=asking.user,
            college=homes[2].college,
            until=at(year, 3, 5, 23, 59, 59),
            reason="ผู้อำนวยการไปราชการต่างจังหวัด กลับมาลงนามได้วันที่ 3 มีนาคม",
            requested_at=asked,
            requested_by=asking,
        )
        _write(book, round_, waiting, "ask", asking, asked)
    if len(homes) > 4:
        granted = at(year, 2, 17, 10, 5)
        more = Extension(
            level=ExtensionLevel.COLLEGE,
            college=homes[4].college,
            until=at(year, 3, 4, 23, 59, 59),
            reason="วิทยาลัยปิดเพราะน้ำท่วมตั้งแต่วันที่ 10 ถึง 14 กุมภาพันธ์",
            state=ExtensionState.GRANTED,
            requested_at=granted,
            requested_by=bureau,
            decided_at=granted,
            decided_by=bureau,
        )
        _write(book, round_, more, "extend", bureau, granted)


def _write(book: Book, round_: Round, extension: Extension, verb: str, by: Seat, when: dt.datetime) -> None:
    extension.round, extension.kind = round_, MilestoneKind.PLANS_DUE
    row = book.add(extension)
    if row.state == ExtensionState.GRANTED:
        row.paper = book.add(paper_of(row, round_.year))
        row.paper.code = book.code()
        row.closed_at = round_.milestones.get(kind=row.kind).closes_at
    facts = {"kind": row.kind, "level": row.level, "until": row.until.isoformat()}
    verb = f"rounds:extension:{verb}"
    book.add(register.entry(verb, row, by=by, at=when, year=round_.year, college_id=row.college_id, **facts))
