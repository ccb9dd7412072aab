"""Fills an empty database: `python -m bench.load SIZE MIX READY`. Says what there is as one line of JSON.

430 colleges with director and coordinator, and SIZE applications spread over them and over the states of the mix;
READY more are written, printed and waiting for their signed copy. Rows are those that the actions would have
written; the same numbers give the same rows.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import sys
import uuid
from collections.abc import Iterator
from typing import Any

import django

django.setup()

# The frame has to stand before its models can be named, so these imports come late (E402).
from django.conf import settings  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from applications.actions.plan import search_text  # noqa: E402
from applications.enums import Section  # noqa: E402
from applications.models import Application, Decision, Plan, Screening  # noqa: E402
from bench import bulk, words  # noqa: E402
from bench.country import COLLEGES, LONG_AGO, WRITTEN, Country, people  # noqa: E402
from bench.edition import announcement  # noqa: E402
from people.enums import SeatKind  # noqa: E402
from people.models import Seat, Teacher, User  # noqa: E402
from people.sessions import SessionStore  # noqa: E402
from placements.models import Establishment  # noqa: E402
from records.models import Document, Paper  # noqa: E402

BATCH = 2000
_JUDGED = ("ELIGIBLE", "RESERVE", "NOT_ELIGIBLE")
_ENDORSED = ("ENDORSED", *_JUDGED, "WAIVED")


def cookie(user: User) -> str:
    """A session in which this person is signed in, second factor included; its key is the cookie."""
    session = SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session["second_factor"] = True
    session.create()
    assert session.session_key
    return session.session_key


def states(mix: dict[str, int]) -> Iterator[str]:
    """The states of the mix, well stirred: each hundred rows have exactly their shares."""
    hundred = [state for state, share in mix.items() for _time in range(share)]
    return itertools.cycle(hundred[(place * 37) % 100] for place in range(100))


class Applications:
    """Writes applications in batches, as bulk rows. Plan and application name each other, so their keys are ours."""

    def __init__(self, country: Country) -> None:
        self.country = country
        self.criteria = {row.code: True for row in country.round.criteria.all()}
        self.written = 0

    def write(self, kinds: list[str]) -> list[Application]:
        """One application for each kind: a state, or READY. Users, seats and teachers come with them."""
        users = people(len(kinds), self.written, "teacher")
        colleges = [self.country.colleges[(self.written + n) % COLLEGES] for n in range(len(kinds))]
        seats = bulk.write(
            Seat(user=user, kind=SeatKind.TEACHER, college=college, opened_at=LONG_AGO)
            for user, college in zip(users, colleges, strict=True)
        )
        teachers = bulk.write(
            Teacher(
                user=user,
                college=college,
                branch=words.BRANCHES[((self.written + n) * 13 + (self.written + n) // 40) % 20],
                position="ครู",
            )
            for n, (user, college) in enumerate(zip(users, colleges, strict=True))
        )
        rows = [self._row(*facts) for facts in zip(range(len(kinds)), kinds, seats, teachers, strict=True)]
        self._plans(rows, kinds)
        bulk.write(rows)
        self._judged(rows, kinds)
        self.written += len(kinds)
        return rows

    def _row(self, place: int, kind: str, seat: Seat, teacher: Teacher) -> Application:
        user, college = teacher.user, teacher.college
        row = Application(
            pk=self.written + place + 1,
            plan_id=self.written + place + 1,
            round=self.country.round,
            user=user,
            teacher=teacher,
            college=college,
            region=college.region,
            state="DRAFT" if kind == "READY" else kind,
            started_at=WRITTEN,
            started_by=seat,
            name=user.full_name,
            name_key=user.name_key,
            college_name=college.name,
            college_key=college.name_key,
            branch=teacher.branch,
        )
        coordinator = self.country.coordinators[(college.pk - self.country.colleges[0].pk) % COLLEGES]
        stamps = {
            "submitted": (kind not in ("DRAFT", "READY"), seat),
            "endorsed": (kind in _ENDORSED, coordinator),
            "sent_back": (kind == "SENT_BACK", coordinator),
            "withdrawn": (kind == "WITHDRAWN", seat),
            "announced": (kind in (*_JUDGED, "WAIVED"), self.country.officer),
            "waived": (kind == "WAIVED", seat),
        }
        for day, (name, (wanted, by)) in enumerate(stamps.items()):
            if wanted:
                when = WRITTEN + dt.timedelta(days=day, seconds=user.pk % 86000)
                setattr(row, f"{name}_at", when)
                setattr(row, f"{name}_by", by)
        row.turn = 0 if kind in ("DRAFT", "READY") else 1
        row.comment = "โปรดแก้ไขตารางฝึกให้ครบตามชั่วโมง" if kind == "SENT_BACK" else ""
        return row

    def _plans(self, rows: list[Application], kinds: list[str]) -> None:
        frozen = [(row, kind) for row, kind in zip(rows, kinds, strict=True) if kind not in ("DRAFT",)]
        papers = bulk.write(
            Paper(
                kind="PLAN",
                year=2568,
                college_id=row.college_id,
                number=f"2568-{row.pk:06d}",
                pages=4,
                issued_at=WRITTEN,
            )
            for row, _kind in frozen
        )
        documents: list[Document] = []
        plans = {row.pk: self._plan(row, kind) for row, kind in zip(rows, kinds, strict=True)}
        for (row, kind), paper in zip(frozen, papers, strict=True):
            plan = plans[row.pk]
            plan.paper, plan.frozen_at, plan.frozen_by = paper, WRITTEN, row.started_by
            plan.printed = self._document(row, paper, "PRINTED")
            documents.append(plan.printed)
            if kind != "READY":
                plan.signed = self._document(row, paper, "SCANNED")
                documents.append(plan.signed)
            row.hours, row.criteria, row.criteria_met = 60, self.criteria, len(self.criteria)
            row.search = search_text(row.name, row.college_name, row.branch, paper)
        bulk.write(documents)
        bulk.write(plans.values())

    def _plan(self, row: Application, kind: str) -> Plan:
        teacher, college, place = row.teacher, row.college, self._place(row)
        plan = words.content(
            row.pk,
            {
                "title": row.user.title,
                "first_name": row.user.first_name,
                "last_name": row.user.last_name,
                "branch": teacher.branch,
                "email": row.user.email,
            },
            {
                "school_id": college.school_id,
                "name": college.name,
                "district": college.district,
                "province": college.province,
                "director_name": "นายประเสริฐ มั่นคง",
                "director_capacity": "",
                "director_position": f"ผู้อำนวยการ{college.name}",
            },
            {
                "id": place.pk,
                "name": place.name,
                "registration_no": "",
                "business_type": place.business_type,
                "address": place.address,
                "province": college.province,
            },
        )
        sections = Section.values
        done = 5 if kind == "DRAFT" else len(sections)
        state = {"DRAFT": "DRAFT", "READY": "FROZEN", "SUBMITTED": "FROZEN", "SENT_BACK": "FROZEN"}.get(
            kind, "CERTIFIED"
        )
        return Plan(
            pk=row.plan_id,
            application_id=row.pk,
            state=state,
            answers={name: plan[name] for name in sections[:done] if name != "establishment"}
            | {"establishment": {"establishment": str(place.pk)}},
            progress=dict.fromkeys(sections[:done], "done"),
            establishment=place,
            content=None if kind == "DRAFT" else plan,
        )

    def _place(self, row: Application) -> Establishment:
        return self.country.workplaces[(row.college_id - self.country.colleges[0].pk) % COLLEGES]

    def _document(self, row: Application, paper: Paper, kind: str) -> Document:
        return Document(
            id=uuid.uuid5(uuid.NAMESPACE_URL, f"{kind}{row.pk}"),
            paper=paper,
            kind=kind,
            file=f"2025/02/19/{kind}-{row.pk}",
            sha256="ab" * 32,
            size=1_200_000,
            pages=4,
            original_name="แผนที่ลงนามแล้ว.pdf",
            kept_at=WRITTEN,
            kept_by=row.started_by,
            begun_at=WRITTEN,
        )

    def _judged(self, rows: list[Application], kinds: list[str]) -> None:
        officer = self.country.officer
        decided = [
            (row, row.state if row.state in _JUDGED else "ELIGIBLE")
            for row in rows
            if row.state in _JUDGED or (row.state == "ENDORSED" and row.pk % 2)
        ]
        bulk.write(
            Decision(
                application=row,
                outcome=outcome,
                rank=row.pk if outcome == "RESERVE" else None,
                reason="ตามเกณฑ์",
                decided_at=WRITTEN,
                decided_by=officer,
            )
            for row, outcome in decided
        )
        bulk.write(
            Screening(application=row, passed=True, screened_at=WRITTEN, screened_by=officer)
            for row, _outcome in decided
        )


def load(size: int, mix: str, ready: int) -> dict[str, Any]:
    with transaction.atomic():
        country = Country()
        writer = Applications(country)
        kinds = list(itertools.islice(states(words.MIXES[mix]), size))
        if mix == "usual":
            # The first rows are those whose pages are opened: one being written, one printed, one endorsed.
            kinds = ["DRAFT", "READY", "ENDORSED", *kinds][:size]
        rows = [row for start in range(0, size, BATCH) for row in writer.write(kinds[start : start + BATCH])]
        waiting = writer.write(["READY"] * ready) if ready else []
        facts: dict[str, Any] = {
            "office": cookie(required(country.officer.user)),
            "coordinator": cookie(required(country.coordinators[0].user)),
            "people": [{"cookie": cookie(row.user), "pk": row.pk, "user": row.user_id} for row in rows[:3]],
            "ready": [{"cookie": cookie(row.user), "pk": row.pk, "user": row.user_id} for row in waiting],
            "round": country.round.pk,
        }
        if mix == "announce":
            facts["announcement"] = announcement(country, rows)
    _sessions_of_the_bare_side()
    bulk.finish()
    return facts


def _sessions_of_the_bare_side() -> None:
    """The same sessions where plain Django looks for them."""
    columns = "session_key, session_data, expire_date"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE django_session AS SELECT {columns} FROM people_session")
        cursor.execute("CREATE UNIQUE INDEX django_session_key ON django_session (session_key)")


def required(user: User | None) -> User:
    assert user is not None
    return user


if __name__ == "__main__":
    print(json.dumps(load(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]))))
