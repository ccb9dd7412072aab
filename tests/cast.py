"""The cast: always the same people, so that a test can be read to a civil servant.

Somchai's college and its neighbour lie in one province; everybody took their seat in January 2568 and passed the
second factor. Nobody has a usable password: signing in is the sign-in tests' matter.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from django.test import Client

from people.actor import Actor
from people.enums import CollegeKind, OfficeCode, Region, SeatKind
from people.models import College, Office, Seat, Teacher, User
from people.thai import BANGKOK, sort_key
from placements.enums import AgreementBasis
from placements.models import Agreement, Establishment
from rounds.actions import load_round, publish
from rounds.models import Participation, Round

CALENDAR = Path(__file__).resolve().parent.parent / "rounds" / "data" / "2568.toml"


def at(when: str) -> dt.datetime:
    """An instant as people in Thailand write it: `at("2025-02-27 23:59:59")`, with a fraction where it matters."""
    return dt.datetime.fromisoformat(when).replace(tzinfo=BANGKOK)


LONG_AGO = at("2025-01-15 08:30")
PUBLISHED = at("2025-02-01 08:30")


@dataclass(frozen=True)
class Person:
    """One of the cast, with the seat in which she or he acts. `user` and `seat` are None for a passer-by."""

    user: User | None
    seat: Seat | None

    @cached_property
    def client(self) -> Client:
        """A browser in which this person is signed in, second factor included."""
        return self.browser()

    def browser(self, *, enforce_csrf_checks: bool = False) -> Client:
        """Another browser of the same person."""
        client = Client(enforce_csrf_checks=enforce_csrf_checks)
        if self.user is not None:
            client.force_login(self.user)
            session = client.session
            session["second_factor"] = True
            session.save()
        return client

    def actor(self, when: dt.datetime | None = None) -> Actor:
        """The person as she stands at the door at this instant."""
        return Actor.of(self.user, when or PUBLISHED) if self.user else Actor.nobody()

    @property
    def profile(self) -> Teacher:
        assert self.user is not None
        return self.user.teacher


@dataclass(frozen=True)
class Cast:
    """`cast.neighbour` is in every access test; she expects 404."""

    round: Round
    college: College
    neighbour_college: College
    establishment: Establishment
    agreement: Agreement
    participation: Participation
    # Her college.
    teacher: Person
    colleague: Person
    coordinator: Person
    deputy: Person
    director: Person
    registry: Person
    supervisor: Person
    # Was the coordinator until yesterday: still has an account, no seat.
    revoked: Person
    # The college next door.
    neighbour: Person
    neighbour_teacher: Person
    neighbour_director: Person
    # The offices.
    bureau: Person
    admin: Person
    policy: Person
    finance: Person
    auditor: Person
    anonymous: Person
    system: Seat

    def everybody(self) -> dict[str, Person]:
        """The people by their part, in the order above."""
        return {name: value for name, value in vars(self).items() if isinstance(value, Person)}


def college(school_id: str, name: str, kind: str = CollegeKind.TECHNICAL, **facts: str) -> College:
    where = {
        "province_code": "20",
        "province": "ชลบุรี",
        "district": "เมืองชลบุรี",
        "region": Region.EAST_BANGKOK,
        **facts,
    }
    return College.objects.create(school_id=school_id, name=name, name_key=sort_key(name), kind=kind, **where)


def user(email: str, first_name: str, last_name: str, title: str = "นางสาว") -> User:
    made = User(email=email, first_name=first_name, last_name=last_name, title=title, created_at=LONG_AGO)
    made.set_unusable_password()
    made.name_the_key()
    made.save()
    return made


def seat(who: User, kind: str, place: College | Office, *, opened_at: dt.datetime = LONG_AGO, **facts: object) -> Seat:
    where = {"college": place} if isinstance(place, College) else {"office": place}
    return Seat.objects.create(user=who, kind=kind, opened_at=opened_at, **where, **facts)


def person(name: str, kind: str, place: College | Office, *, email: str = "", **facts: object) -> Person:
    """A person with one seat; a teacher gets a profile too. `name` is "title first last"."""
    title, first, last = name.split()
    domain = place.school_id if isinstance(place, College) else place.code.lower()
    number = User.objects.count() + 1
    who = user(email or f"{kind.lower()}{number}@{domain}.example", first, last, title)
    if kind == SeatKind.TEACHER and isinstance(place, College):
        profile(who, place)
    return Person(who, seat(who, kind, place, **facts))


def profile(who: User, place: College, branch: str = "ช่างยนต์") -> Teacher:
    return Teacher.objects.create(
        user=who, college=place, position="ครู", branch=branch, education="ค.อ.บ. วิศวกรรมเครื่องกล", service_years=8,
        courses="งานเครื่องยนต์แก๊สโซลีน",
    )  # fmt: skip


def establishment(name: str, by: Seat, **facts: str) -> Establishment:
    values = {"business_type": "ผลิตชิ้นส่วนยานยนต์", "address": "๑ ถนนสุขุมวิท อำเภอเมือง", "province_code": "20", **facts}
    return Establishment.objects.create(
        name=name, name_key=sort_key(name), proposed_at=LONG_AGO, proposed_by=by, **values
    )


def agreement(place: College, where: Establishment, by: Seat, **facts: object) -> Agreement:
    values = {
        "basis": AgreementBasis.MOU,
        "number": "๑๒/๒๕๖๗",
        "valid_from": dt.date(2024, 5, 1),
        "valid_until": dt.date(2027, 4, 30),
        **facts,
    }
    return Agreement.objects.create(college=place, establishment=where, added_at=LONG_AGO, added_by=by, **values)


def name_coordinator(round_: Round, place: College, coordinator: Seat, by: Seat) -> Participation:
    rows = Participation.objects.filter(round=round_, college=place)
    rows.update(coordinator=coordinator, coordinator_named_at=PUBLISHED, coordinator_named_by=by)
    return rows.get()


def offices() -> tuple[Seat, dict[str, Office]]:
    """The portal's own seat and the three offices: made by a migration, and again after a test that truncated."""
    system, _ = Seat.objects.get_or_create(kind=SeatKind.SYSTEM, defaults={"opened_at": LONG_AGO})
    return system, {code: Office.objects.get_or_create(code=code, defaults={"name": label})[0]
                    for code, label in OfficeCode.choices}  # fmt: skip


def assemble() -> Cast:
    """Writes the cast into the database: two colleges, everybody's seat, the published round 2568."""
    system, office = offices()
    home = college("1320026101", "วิทยาลัยเทคนิคชลธารา")
    next_door = college("1320026102", "วิทยาลัยอาชีวศึกษาบูรพาวิถี", CollegeKind.VOCATIONAL)
    admin = person("นาย ธงไชย เรืองกิจ", SeatKind.BUREAU, office["BUREAU"], is_admin=True)
    assert admin.seat is not None
    round_ = publish(load_round(CALENDAR), by=admin.seat, at=PUBLISHED)

    coordinator = person("นางสาว กานดา ใจงาม", SeatKind.COORDINATOR, home)
    director = person("นาย ประเสริฐ มั่นคง", SeatKind.DIRECTOR, home)
    neighbour = person("นาง เพ็ญศรี ทองแท้", SeatKind.COORDINATOR, next_door)
    neighbour_director = person("นาง อรุณี สว่างใจ", SeatKind.DIRECTOR, next_door)
    assert coordinator.seat
    assert director.seat
    assert neighbour.seat
    assert neighbour_director.seat
    participation = name_coordinator(round_, home, coordinator.seat, director.seat)
    name_coordinator(round_, next_door, neighbour.seat, neighbour_director.seat)
    workplace = establishment("บริษัท สยามยานยนต์ภาคตะวันออก จำกัด", coordinator.seat)

    return Cast(
        round=round_,
        college=home,
        neighbour_college=next_door,
        establishment=workplace,
        agreement=agreement(home, workplace, coordinator.seat),
        participation=participation,
        teacher=person("นาย สมชาย รักเรียน", SeatKind.TEACHER, home, email="somchai@1320026101.example"),
        colleague=person("นาง มาลี ศรีสุข", SeatKind.TEACHER, home),
        coordinator=coordinator,
        deputy=person("นาย วิชัย พร้อมเพรียง", SeatKind.DEPUTY, home),
        director=director,
        registry=person("นางสาว สารภี รอบคอบ", SeatKind.REGISTRY, home),
        supervisor=person("นาย นิเทศ ติดตาม", SeatKind.SUPERVISOR, home),
        revoked=person(
            "นาง อดีต ผู้ประสาน", SeatKind.COORDINATOR, home, ended_at=at("2025-01-31 16:30"), ended_by=director.seat
        ),
        neighbour=neighbour,
        neighbour_teacher=person("นาย เกรียงไกร ขยันยิ่ง", SeatKind.TEACHER, next_door),
        neighbour_director=neighbour_director,
        bureau=person("นางสาว พิมพ์ใจ ละเอียดดี", SeatKind.BUREAU, office["BUREAU"]),
        admin=admin,
        policy=person("นาย นโยบาย แผนงาน", SeatKind.POLICY, office["POLICY"]),
        finance=person("นาง การเงิน ถูกต้อง", SeatKind.FINANCE, office["OVEC"]),
        auditor=person("นาย ตรวจสอบ โปร่งใส", SeatKind.AUDITOR, office["OVEC"]),
        anonymous=Person(None, None),
        system=system,
    )
