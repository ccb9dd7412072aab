"""What stands before anybody applies: colleges with their people, workplaces with agreements, the published round."""

from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path
from typing import Any

from django.db import models

from bench import bulk, words
from people.enums import CollegeKind, SeatKind
from people.models import College, Office, Seat, User
from people.thai import provinces, sort_key
from placements.models import Agreement, Establishment
from rounds.actions import load_round, publish
from rounds.models import Participation

COLLEGES = 430
CALENDAR = Path(__file__).resolve().parent.parent / "rounds" / "data" / "2568.toml"
LONG_AGO = dt.datetime(2025, 1, 15, 1, 30, tzinfo=dt.UTC)
WRITTEN = dt.datetime(2025, 2, 10, 2, tzinfo=dt.UTC)


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
                    school_id=f"13{number:08d}",
                    name=name,
                    name_key=sort_key(name),
                    kind=kind,
                    province=province.name_th,
                    province_code=province.code,
                    region=province.region,
                    district=f"เมือง{province.name_th}",
                )
            )
        self.colleges = bulk.write(rows)
        self.officer = self.seated(people(1, 0, "bureau"), SeatKind.BUREAU, office=Office.objects.get(code="BUREAU"))[0]
        self.directors = self.seated(people(COLLEGES, 0, "director"), SeatKind.DIRECTOR)
        self.coordinators = self.seated(people(COLLEGES, 500, "coordinator"), SeatKind.COORDINATOR)
        self.round = publish(load_round(CALENDAR), by=self.officer, at=LONG_AGO)
        Participation.objects.filter(round=self.round).update(
            coordinator=models.Subquery(
                Seat.objects.filter(kind=SeatKind.COORDINATOR, college=models.OuterRef("college")).values("pk")[:1]
            ),
            coordinator_named_at=LONG_AGO,
            coordinator_named_by=self.directors[0],
            receipt_registered_at=LONG_AGO,
            receipt_registered_by=self.directors[0],
        )
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
                    name=name,
                    name_key=sort_key(name),
                    business_type="ซ่อมบำรุงยานยนต์",
                    address="99 หมู่ 4",
                    province_code=college.province_code,
                    state="CONFIRMED",
                    proposed_at=LONG_AGO,
                    confirmed_at=LONG_AGO,
                    proposed_by=self.directors[0],
                    confirmed_by=self.directors[0],
                )
            )
        made = bulk.write(rows)
        bulk.write(
            Agreement(
                college=college,
                establishment=place,
                basis="mou",
                number="๑๒/๒๕๖๗",
                valid_from=dt.date(2024, 5, 1),
                valid_until=dt.date(2027, 4, 30),
                added_at=LONG_AGO,
                added_by=self.directors[0],
            )
            for college, place in zip(self.colleges, made, strict=True)
        )
        return made
