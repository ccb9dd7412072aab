"""The sweeps of P13 within the measured process: the portal's own, and the same rows written by hand.

By hand means: one UPDATE a kind that says what it changed, and the rows of `bench/byhand.py`.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from bench import reminded
from bench.byhand import ENTRY, NOTICE, Rows, as_json, insert, run, seat
from bench.clockwork import OPENING

Facts = dict[str, Any]
CLOSED = OPENING + dt.timedelta(days=30)


@contextmanager
def undone() -> Iterator[None]:
    """What is written inside is taken back, so that the next round finds the same rows."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def job(kind: str, name: str, facts: Facts) -> tuple[Any, Callable[[], int]]:
    """The block in which to work, and the work, which says how many rows it changed."""
    work = {
        ("ours", "lapse"): _lapse,
        ("ours", "announce"): _announce,
        ("ours", "remind"): reminded.ours,
        ("bare", "lapse"): _lapse_by_hand,
        ("bare", "announce"): _announce_by_hand,
        ("bare", "remind"): reminded.by_hand,
    }[kind, name]
    return undone(), lambda: work(facts)


def written(name: str) -> str:
    """What a sweep has written, as one number, for sweeps of which both sides write every row alike; else ""."""
    return reminded.written() if name == "remind" else ""


def _lapse(facts: Facts) -> int:
    from applications import actions
    from people.models import system_seat
    from rounds.models import Round

    return actions.lapse(Round.objects.get(pk=facts["round"]), by=system_seat(), at=CLOSED)


def _announce(facts: Facts) -> int:
    from applications import actions
    from applications.models import Announcement
    from people.models import Seat

    edition = Announcement.objects.select_related("round").get(pk=facts["announcement"])
    actions.publish(edition, by=Seat.objects.get(kind="BUREAU"), at=CLOSED)
    return edition.lines.count()


def _lapse_by_hand(facts: Facts) -> int:
    system = seat("SYSTEM")
    rows = run(
        "UPDATE applications_application SET lapsed_at = %s WHERE round_id = %s AND lapsed_at IS NULL"
        " AND state IN ('DRAFT', 'SENT_BACK', 'SUBMITTED')"
        " RETURNING id, state, college_id, user_id, name, college_name",
        [CLOSED, facts["round"]],
    )
    entries: Rows = []
    notices: Rows = []
    for pk, state, college, user, name, place in rows:
        about = {"application": pk, "name": name, "college": place, "year_text": "2568", "state": state}
        entries.append(
            (
                "applications:application:lapse",
                CLOSED,
                system,
                "applications.application",
                str(pk),
                2568,
                college,
                as_json({"state": state}),
            )
        )
        key = f"2568:application:{pk}:lapse:{CLOSED.isoformat()}:{user}"
        notices.append((key, "applications/lapse", user, 2568, as_json(about), False, "", CLOSED))
    insert("records_entry", ENTRY, entries)
    insert("records_notice", NOTICE, notices)
    return len(rows)


def _awarded() -> str:
    made, path = (
        ("jsonb_build_object", "p.content -> {}")
        if connection.vendor == "postgresql"
        else ("json_object", "json(p.content -> {})")
    )
    parts = [f"'{name}', {path.format(repr(name))}" for name in ("schedule", "competencies", "test")]
    hours = "p.content -> 'totals' -> 'hours'"
    return f"{made}('hours', {hours if connection.vendor == 'postgresql' else f'json({hours})'}, {', '.join(parts)})"


def _announce_by_hand(facts: Facts) -> int:
    officer, edition = seat("BUREAU"), facts["announcement"]
    entries: Rows = []
    notices: Rows = []
    eligible: Counter[int] = Counter()
    reserve: Counter[int] = Counter()
    total = 0
    for outcome in ("ELIGIBLE", "RESERVE", "NOT_ELIGIBLE"):
        rows = run(
            "UPDATE applications_application SET state = %s, announced_at = %s, announced_by_id = %s, lapsed_at = NULL"
            " WHERE state = 'ENDORSED' AND id IN (SELECT application_id FROM applications_line"
            " WHERE announcement_id = %s AND outcome = %s) RETURNING id, college_id, user_id, name, college_name",
            [outcome, CLOSED, officer, edition, outcome],
        )
        total += len(rows)
        for pk, college, user, name, place in rows:
            entries.append(
                (
                    "applications:application:announce",
                    CLOSED,
                    officer,
                    "applications.application",
                    str(pk),
                    2568,
                    college,
                    '{"before": "ENDORSED"}',
                )
            )
            about = {
                "application": pk,
                "name": name,
                "college": place,
                "year_text": "2568",
                "number": "1/2568",
                "dated": "10 มีนาคม 2568",
                "edition": 1,
            }
            key = f"2568:announcement:{edition}:{pk}"
            words = f"applications/announce_{outcome.lower()}"
            notices.append((key, words, user, 2568, as_json(about), False, "", CLOSED))
            if outcome == "ELIGIBLE":
                eligible[college] += 1
            elif outcome == "RESERVE":
                reserve[college] += 1
    opened = run(
        "INSERT INTO placements_placement (round_id, teacher_id, college_id, establishment_id, state, warrant_id,"
        " awarded, opened_at, opened_by_id, outcome) SELECT a.round_id, a.teacher_id, a.college_id,"
        f" p.establishment_id, 'PLANNED', p.signed_id, {_awarded()}, %s, %s, '{{}}'"
        " FROM applications_application a JOIN applications_plan p ON p.id = a.plan_id"
        " WHERE a.state = 'ELIGIBLE' AND a.announced_at = %s RETURNING id, college_id",
        [CLOSED, officer, CLOSED],
    )
    for pk, college in opened:
        entries.append(
            ("placements:placement:open", CLOSED, officer, "placements.placement", str(pk), 2568, college, "{}")
        )
    people = run(
        "SELECT s.user_id, s.college_id, c.name FROM people_seat s JOIN people_college c ON c.id = s.college_id"
        " WHERE s.kind IN ('COORDINATOR', 'DIRECTOR') AND s.ended_at IS NULL"
    )
    for user, college, place in people:
        about = {
            "college": place,
            "eligible": eligible[college],
            "reserve": reserve[college],
            "number": "1/2568",
            "dated": "10 มีนาคม 2568",
            "edition": 1,
            "year_text": "2568",
        }
        key = f"2568:announcement:{edition}:college:{college}:{user}"
        notices.append((key, "applications/announce_college", user, 2568, as_json(about), False, "", CLOSED))
    insert("records_entry", ENTRY, entries)
    insert("records_notice", NOTICE, notices)
    run(
        "UPDATE applications_announcement SET state = 'PUBLISHED', published_at = %s, published_by_id = %s"
        " WHERE id = %s",
        [CLOSED, officer, edition],
    )
    return total
