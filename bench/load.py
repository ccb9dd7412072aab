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
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import models, transaction  # noqa: E402

from applications.actions.plan import search_text  # noqa: E402
from applications.enums import Section  # noqa: E402
from applications.models import Announcement, Application, Decision, Line, Plan, Screening  # noqa: E402
from bench import bulk, words  # noqa: E402
from people.enums import CollegeKind, SeatKind  # noqa: E402
from people.models import College, Office, Seat, Teacher, User  # noqa: E402
from people.thai import provinces, sort_key  # noqa: E402
from placements.models import Agreement, Establishment  # noqa: E402
from records.models import Document, Paper  # noqa: E402
from rounds.actions import load_round, publish  # noqa: E402
from rounds.models import Participation, Round  # noqa: E402

COLLEGES = 430
BATCH = 2000
CALENDAR = Path(__file__).resolve().parent.parent / "rounds" / "data" / "2568.toml"
LONG_AGO = dt.datetime(2025, 1, 15, 1, 30, tzinfo=dt.UTC)
WRITTEN = dt.datetime(2025, 2, 10, 2, tzinfo=dt.UTC)
_JUDGED = ("ELIGIBLE", "RESERVE", "NOT_ELIGIBLE")
_ENDORSED = ("ENDORSED", *_JUDGED, "WAIVED")


def person(number: int, email: str) -> User:
    first = words.FIRST[number % len(words.FIRST)]
    last = words.LAST[(number * 7 + number // len(words.FIRST)) % len(words.LAST)]
    made = User(
        email=email, title=words.TITLES[number % 4], first_name=first, last_name=last, password="!", created_at=LONG_AGO
    )
    made.name_the_key()
    return made


def people(count: int, start: int, name: str) -> list[User]:
    rows = [person(number, f"{name}{number}@bench.example") for number in range(start, start + count)]
    return bulk.write(rows)


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


class Country:
    """Colleges with their people, establishments with agreements, the bureau, the published round."""

    def __init__(self) -> None:
        kinds = itertools.cycle([CollegeKind.TECHNICAL, CollegeKind.VOCATIONAL, CollegeKind.COMMUNITY])
        rows = []
        for number, province, kind in zip(range(COLLEGES), itertools.cycle(provinces()), kinds, strict=False):
            tail = words.PLACES[number % 10] if number >= len(provinces()) else ""
            name = f"{kind.label}{province.name_th}{tail}{number // 77 or ''}"
            rows.append(
                College(
                    school_id=f"13{number:08d}", name=name, name_key=sort_key(name), kind=kind, province=province.name_th,
                    province_code=province.code, region=province.region, district=f"เมือง{province.name_th}",
                )
            )  # fmt: skip
        self.colleges = bulk.write(rows)
        self.officer = self.seated(people(1, 0, "bureau"), SeatKind.BUREAU, office=Office.objects.get(code="BUREAU"))[0]
        self.directors = self.seated(people(COLLEGES, 0, "director"), SeatKind.DIRECTOR)
        self.coordinators = self.seated(people(COLLEGES, 500, "coordinator"), SeatKind.COORDINATOR)
        self.round = publish(load_round(CALENDAR), by=self.officer, at=LONG_AGO)
        Participation.objects.filter(round=self.round).update(
            coordinator=models.Subquery(
                Seat.objects.filter(kind=SeatKind.COORDINATOR, college=models.OuterRef("college")).values("pk")[:1]
            ),
            coordinator_named_at=LONG_AGO, coordinator_named_by=self.directors[0],
            receipt_registered_at=LONG_AGO, receipt_registered_by=self.directors[0],
        )  # fmt: skip
        self.workplaces = self._workplaces()

    def seated(self, users: list[User], kind: str, **where: Any) -> list[Seat]:
        rows = []
        for number, user in enumerate(users):
            place = where or {"college": self.colleges[number % COLLEGES]}
            rows.append(Seat(user=user, kind=kind, opened_at=LONG_AGO, **place))
        return bulk.write(rows)

    def _workplaces(self) -> list[Establishment]:
        rows = []
        for college in self.colleges:
            name = f"บริษัท {college.province}อุตสาหกรรม {college.pk} จำกัด"
            rows.append(
                Establishment(
                    name=name, name_key=sort_key(name), business_type="ซ่อมบำรุงยานยนต์", address="99 หมู่ 4",
                    province_code=college.province_code, state="CONFIRMED", proposed_at=LONG_AGO, confirmed_at=LONG_AGO,
                    proposed_by=self.directors[0], confirmed_by=self.directors[0],
                )
            )  # fmt: skip
        made = bulk.write(rows)
        bulk.write(
            Agreement(
                college=college, establishment=place, basis="mou", number="๑๒/๒๕๖๗", valid_from=dt.date(2024, 5, 1),
                valid_until=dt.date(2027, 4, 30), added_at=LONG_AGO, added_by=self.directors[0],
            )
            for college, place in zip(self.colleges, made, strict=True)
        )  # fmt: skip
        return made


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
            pk=self.written + place + 1, plan_id=self.written + place + 1, round=self.country.round, user=user, teacher=teacher, college=college, region=college.region,
            state="DRAFT" if kind == "READY" else kind, started_at=WRITTEN, started_by=seat, name=user.full_name,
            name_key=user.name_key, college_name=college.name, college_key=college.name_key, branch=teacher.branch,
        )  # fmt: skip
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
                "title": row.user.title, "first_name": row.user.first_name, "last_name": row.user.last_name,
                "branch": teacher.branch, "email": row.user.email,
            },
            {
                "school_id": college.school_id, "name": college.name, "district": college.district,
                "province": college.province, "director_name": "นายประเสริฐ มั่นคง", "director_capacity": "",
                "director_position": f"ผู้อำนวยการ{college.name}",
            },
            {
                "id": place.pk, "name": place.name, "registration_no": "", "business_type": place.business_type,
                "address": place.address, "province": college.province,
            },
        )  # fmt: skip
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
            id=uuid.uuid5(uuid.NAMESPACE_URL, f"{kind}{row.pk}"), paper=paper, kind=kind, file=f"2025/02/19/{kind}-{row.pk}",
            sha256="ab" * 32, size=1_200_000, pages=4, original_name="แผนที่ลงนามแล้ว.pdf", kept_at=WRITTEN,
            kept_by=row.started_by, begun_at=WRITTEN,
        )  # fmt: skip

    def _judged(self, rows: list[Application], kinds: list[str]) -> None:
        officer = self.country.officer
        decided = [
            (row, row.state if row.state in _JUDGED else "ELIGIBLE")
            for row in rows
            if row.state in _JUDGED or (row.state == "ENDORSED" and row.pk % 2)
        ]
        bulk.write(
            Decision(
                application=row, outcome=outcome, rank=row.pk if outcome == "RESERVE" else None, reason="ตามเกณฑ์",
                decided_at=WRITTEN, decided_by=officer,
            )
            for row, outcome in decided
        )  # fmt: skip
        bulk.write(
            Screening(application=row, passed=True, screened_at=WRITTEN, screened_by=officer)
            for row, _outcome in decided
        )


def announcement(country: Country, rows: list[Application]) -> int:
    """A signed edition with a line for each row: most eligible, some in reserve, some not."""
    outcomes = [("ELIGIBLE", "ELIGIBLE", "ELIGIBLE", "RESERVE", "NOT_ELIGIBLE")[n % 5] for n in range(len(rows))]
    Decision.objects.all().delete()
    bulk.write(
        Decision(application=row, outcome=outcome, decided_at=WRITTEN, decided_by=country.officer)
        for row, outcome in zip(rows, outcomes, strict=True)
    )
    paper = bulk.write([Paper(kind="ANNOUNCEMENT", year=2568, number="1/2568", issued_at=WRITTEN)])[0]
    document = Document.objects.create(
        paper=paper, kind="PRINTED", file="2025/02/19/list", sha256="ab" * 32, size=900_000, pages=120,
        kept_at=WRITTEN, kept_by=country.officer, begun_at=WRITTEN,
    )  # fmt: skip
    stamps = {f"{stamp}_{end}": WRITTEN if end == "at" else country.officer
              for stamp in ("created", "prepared", "signed") for end in ("at", "by")}  # fmt: skip
    edition = Announcement.objects.create(
        round=country.round, edition=1, number="1/2568", title="รายชื่อ", body="…", dated=dt.date(2025, 3, 10),
        signatory_name="ผู้ลงนาม", signatory_position="เลขาธิการ", state="SIGNED", paper=paper, document=document, **stamps,
    )  # fmt: skip
    places: dict[str, Iterator[int]] = {outcome: itertools.count(1) for outcome in _JUDGED}
    bulk.write(
        Line(
            announcement=edition, application=row, outcome=outcome, no=next(places[outcome]), name=row.name,
            college_name=row.college_name, branch=row.branch, province=row.college.province,
        )
        for row, outcome in zip(rows, outcomes, strict=True)
    )  # fmt: skip
    return edition.pk


def load(size: int, mix: str, ready: int) -> dict[str, Any]:
    with transaction.atomic():
        country = Country()
        writer = Applications(country)
        kinds = list(itertools.islice(states(words.MIXES[mix]), size))
        if mix == "usual":
            # The first rows are those whose pages are opened: one being written, one printed, one endorsed.
            kinds = (["DRAFT", "READY", "ENDORSED"] + kinds)[:size]
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
    bulk.finish()
    return facts


def required(user: User | None) -> User:
    assert user is not None
    return user


if __name__ == "__main__":
    print(json.dumps(load(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]))))
