"""The sweeps of P13 within the measured process: the portal's own, and the same rows written by hand.

By hand means: one UPDATE a kind that says what it changed, and one multi-row INSERT for each 500 rows of a table.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from bench import reminded
from bench.clockwork import OPENING

Facts = dict[str, Any]
Rows = list[Sequence[Any]]
CLOSED = OPENING + dt.timedelta(days=30)
_BATCH = 500


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
        ("bare", "lapse"): _lapse_by_hand,
        ("ours", "remind"): reminded.ours,
        ("bare", "remind"): reminded.by_hand,
        ("bare", "announce"): _announce_by_hand,
    }[kind, name]
    return undone(), lambda: work(facts)


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


def _run(sql: str, values: Sequence[Any] = ()) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


def _insert(table: str, columns: str, rows: Rows) -> None:
    one = f"({', '.join(['%s'] * len(columns.split(',')))})"
    for start in range(0, len(rows), _BATCH):
        batch = rows[start : start + _BATCH]
        _run(
            f"INSERT INTO {table} ({columns}) VALUES {', '.join([one] * len(batch))}", [v for row in batch for v in row]
        )


_ENTRY = "verb, at, by_id, subject_label, subject_pk, year, college_id, facts"
_NOTICE = "key, name, to_id, year, context, groups, reminds_of, written_at"


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _seat(kind: str) -> int:
    return int(_run("SELECT id FROM people_seat WHERE kind = %s", [kind])[0][0])


def _lapse_by_hand(facts: Facts) -> int:
    system = _seat("SYSTEM")
    rows = _run(
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
                _text({"state": state}),
            )
        )
        key = f"2568:application:{pk}:lapse:{CLOSED.isoformat()}:{user}"
        notices.append((key, "applications/lapse", user, 2568, _text(about), False, "", CLOSED))
    _insert("records_entry", _ENTRY, entries)
    _insert("records_notice", _NOTICE, notices)
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
    officer, edition = _seat("BUREAU"), facts["announcement"]
    entries: Rows = []
    notices: Rows = []
    eligible: Counter[int] = Counter()
    reserve: Counter[int] = Counter()
    total = 0
    for outcome in ("ELIGIBLE", "RESERVE", "NOT_ELIGIBLE"):
        rows = _run(
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
            notices.append((key, words, user, 2568, _text(about), False, "", CLOSED))
            if outcome == "ELIGIBLE":
                eligible[college] += 1
            elif outcome == "RESERVE":
                reserve[college] += 1
    opened = _run(
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
    people = _run(
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
        notices.append((key, "applications/announce_college", user, 2568, _text(about), False, "", CLOSED))
    _insert("records_entry", _ENTRY, entries)
    _insert("records_notice", _NOTICE, notices)
    _run(
        "UPDATE applications_announcement SET state = 'PUBLISHED', published_at = %s, published_by_id = %s"
        " WHERE id = %s",
        [CLOSED, officer, edition],
    )
    return total
