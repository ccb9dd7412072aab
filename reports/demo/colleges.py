"""Invented colleges with their people, establishments and agreements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from people.enums import AcademicStanding, CollegeKind, OfficeCode, SeatKind
from people.models import College, Office, Seat, Teacher, User
from people.thai import Province, provinces, sort_key
from placements.enums import AgreementBasis, EstablishmentState
from placements.models import Agreement, Establishment
from reports.demo.book import Book
from reports.demo.days import at
from reports.demo.names import Names
from reports.demo.people import CAST, Member
from reports.demo.trades import TRADES, Trade
from rounds.enums import SignerRole
from rounds.models import CollegeSigner

# Unusable, and always the same one: Django's own would be drawn anew, and "start again" would sign everybody out.
NO_PASSWORD = "!demo"  # noqa: S105 (no password opens it)
MOVED_IN = at(2566, 10, 2, 8, 30)

# Kind, place and province of the colleges of the small demo; the national one begins with them.
KNOWN: tuple[tuple[CollegeKind, str, str], ...] = (
    (CollegeKind.TECHNICAL, "ธารทอง", "51"),
    (CollegeKind.TECHNICAL, "ภูผาแดง", "52"),
    (CollegeKind.VOCATIONAL, "ดอนเมฆงาม", "40"),
    (CollegeKind.AGRICULTURE, "ทุ่งพลอยเรือง", "72"),
    (CollegeKind.FISHERY, "เกาะนิลใส", "90"),
    (CollegeKind.POLYTECHNIC, "วังอำพันแก้ว", "20"),
)
# How many of the 430 colleges are of which kind, about as it is.
KINDS: dict[CollegeKind, int] = {
    CollegeKind.COMMUNITY: 150, CollegeKind.TECHNICAL: 118, CollegeKind.POLYTECHNIC: 51, CollegeKind.AGRICULTURE: 46,
    CollegeKind.VOCATIONAL: 38, CollegeKind.COMMERCE: 10, CollegeKind.FISHERY: 4, CollegeKind.ADMINISTRATION: 4,
    CollegeKind.SCIENCE: 4, CollegeKind.SHIPBUILDING: 2, CollegeKind.ARTS: 2, CollegeKind.GOLDSMITH: 1,
}  # fmt: skip
_STANDINGS = (*[AcademicStanding.NONE] * 3, *[AcademicStanding.PROFICIENT] * 4, AcademicStanding.EXPERT)


@dataclass(frozen=True)
class Place:
    """Somewhere to train: an establishment with the college's agreement, and who is to be asked there."""

    establishment: Establishment
    agreement: Agreement
    trade: Trade
    contact: str
    phone: str
    mentor: str
    mentor_position: str


@dataclass
class Home:
    """A college with its people."""

    college: College
    director: Seat
    registry: Seat
    coordinator: Seat
    # False: the director has not named a coordinator yet.
    is_named: bool = True
    places: list[Place] = field(default_factory=list)
    teachers: list[tuple[Teacher, Seat, Trade]] = field(default_factory=list)
    # Whom the college has told as head of department and deputy director: the seats, and the names for the plans.
    signers: dict[SignerRole, Seat] = field(default_factory=dict)
    told: list[CollegeSigner] = field(default_factory=list)

    @property
    def checker(self) -> Seat:
        return self.coordinator if self.is_named else self.director


class Village:
    """Puts the people of the demo into a book: offices first, then college after college."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.names = Names("people")
        self.offices: dict[str, Office] = {}
        self.members: dict[str, Seat] = {}
        self._places = Names("places")
        self._firms = Names("firms")

    def take_over(self, offices: dict[str, Office]) -> None:
        """The offices of the country, with the members of the cast who sit there."""
        self.offices = offices
        for member in CAST:
            if member.office is not None:
                self._seat_member(member, None)

    def user(self, email: str, title: str, first: str, last: str) -> User:
        user = User(
            email=email,
            title=title,
            first_name=first,
            last_name=last,
            phone=self._phone(),
            password=NO_PASSWORD,
            created_at=MOVED_IN,
        )
        user.name_the_key()
        return self.book.add(user)

    def _phone(self) -> str:
        return f"08{self.book.draw.randint(0, 9)}-000-{self.book.draw.randint(0, 9999):04d}"

    def seat(self, user: User, kind: str, college: College | None, office: Office | None = None, **more: bool) -> Seat:
        return self.book.add(Seat(user=user, kind=kind, college=college, office=office, opened_at=MOVED_IN, **more))

    def _seat_member(self, member: Member, college: College | None) -> Seat:
        user = self.user(member.email, member.title, member.first, member.last)
        office = self.offices[OfficeCode(member.office)] if member.office else None
        seat = self.seat(user, member.kind, college, office, is_admin=member.is_admin)
        self.members[member.email] = seat
        return seat

    def homes(self, count: int) -> Iterator[Home]:
        """So many colleges; the first six are always the same ones."""
        for number, (kind, place, province) in enumerate(self._colleges(count)):
            name = f"{kind.label}{place}"
            college = self.book.add(
                College(
                    school_id=f"1399{number + 1:06d}",
                    name=name,
                    name_key=sort_key(name)[:900],
                    kind=kind,
                    province_code=province.code,
                    province=province.name_th,
                    district=place,
                    region=province.region,
                )
            )
            home = self._staff(number, college)
            home.places = [self._place(number, home, which) for which in range(3)]
            yield home

    def _colleges(self, count: int) -> Iterator[tuple[CollegeKind, str, Province]]:
        by_code = {province.code: province for province in provinces()}
        taken = [KNOWN[number][0] for number in range(min(count, len(KNOWN)))]
        for kind, place, code in KNOWN[:count]:
            yield kind, place, by_code[code]
        kinds = [kind for kind, share in KINDS.items() for _ in range(share)]
        for kind in taken:
            kinds.remove(kind)
        self.book.draw.shuffle(kinds)
        # Every kind once before any comes twice, so that a reduced country has them all as well.
        first = [kind for kind in KINDS if kind not in taken]
        for kind in first:
            kinds.remove(kind)
        for number, kind in enumerate([*first, *kinds][: max(count - len(KNOWN), 0)]):
            yield kind, self._places.place(), provinces()[number % len(provinces())]

    def _staff(self, number: int, college: College) -> Home:
        found: dict[str, Seat] = {}
        for member in CAST:
            if member.college == number:
                seat = self._seat_member(member, college)
                found.setdefault(member.kind, seat)
        for kind in (SeatKind.DIRECTOR, SeatKind.REGISTRY, SeatKind.COORDINATOR):
            if kind not in found:
                user = self.user(f"{kind.lower()}@c{number + 1:03d}.example", *self.names.person())
                found[kind] = self.seat(user, kind, college)
        return Home(college, found[SeatKind.DIRECTOR], found[SeatKind.REGISTRY], found[SeatKind.COORDINATOR])

    def _place(self, number: int, home: Home, which: int) -> Place:
        draw = self.book.draw
        # The first college's first three trades are those of the cast's plans.
        trade = TRADES[(number * 3 + which) % len(TRADES)]
        name = self._firms.company(trade.firms)
        county = home.college
        establishment = self.book.add(
            Establishment(
                name=name,
                name_key=sort_key(name)[:900],
                registration_no=f"099{number * 3 + which + 1:010d}",
                business_type=trade.business,
                address=f"{draw.randint(1, 299)} หมู่ {draw.randint(1, 12)} อำเภอ{county.district}",
                province_code=county.province_code,
                state=EstablishmentState.CONFIRMED if which < 2 else EstablishmentState.PROPOSED,
                proposed_at=MOVED_IN + dt.timedelta(days=3),
                proposed_by=home.coordinator,
                confirmed_at=MOVED_IN + dt.timedelta(days=9) if which < 2 else None,
                confirmed_by=home.director if which < 2 else None,
            )
        )
        contact, mentor = ("".join(self.names.person()[:2]) + f" {self.names.person()[2]}" for _side in range(2))
        phone = f"05{draw.randint(2, 6)}-000-{draw.randint(0, 999):03d}"
        agreement = self._agreement(number, which, home, establishment, contact, phone)
        return Place(establishment, agreement, trade, contact, phone, mentor, f"หัวหน้า{trade.stages[0][0]}")

    def _agreement(
        self, number: int, which: int, home: Home, establishment: Establishment, contact: str, phone: str
    ) -> Agreement:
        joint = which == 1 and number % 4 == 1
        # The third one of every other college ends soon after the stays that are planned: somebody has to renew it.
        expires = dt.date(2025, 5, 2) if which == 2 and number % 2 == 0 else dt.date(2026, 9, 30)
        return self.book.add(
            Agreement(
                college=home.college,
                establishment=establishment,
                basis=AgreementBasis.JOINT if joint else AgreementBasis.MOU,
                number="" if joint else f"{which + number % 40 + 1}/2566",
                description="ร่วมจัดการเรียนการสอนระบบทวิภาคีกับสถานศึกษามาตั้งแต่ปีการศึกษา 2565" if joint else "",
                valid_from=dt.date(2023, 10, 9),
                valid_until=None if joint else expires,
                contact_name=contact,
                contact_phone=phone,
                added_at=MOVED_IN + dt.timedelta(days=9),
                added_by=home.coordinator,
            )
        )

    def teacher(self, home: Home, seat: Seat, trade: Trade) -> Teacher:
        """The profile of a teacher who has her seat."""
        draw = self.book.draw
        assert seat.user is not None
        teacher = self.book.add(
            Teacher(
                user=seat.user,
                college=home.college,
                position="ครู",
                standing=draw.choice(_STANDINGS),
                pay_band=draw.choice(("คศ.1", "คศ.2", "คศ.2", "คศ.3")),
                education=trade.degree,
                service_years=draw.randint(2, 31),
                branch=trade.branch,
                division=f"แผนกวิชา{trade.branch}",
                courses=trade.courses,
            )
        )
        home.teachers.append((teacher, seat, trade))
        return teacher

    def tell_signers(self, home: Home, head: str, deputy: str) -> None:
        """The college says who signs as head of department and as deputy director."""
        home.signers = {
            SignerRole.DEPARTMENT_HEAD: self.members[head],
            SignerRole.DEPUTY_DIRECTOR: self.members[deputy],
        }
        for role, seat in home.signers.items():
            assert seat.user is not None
            row = CollegeSigner(
                college=home.college,
                role=role,
                name=seat.user.full_name,
                named_at=MOVED_IN + dt.timedelta(days=20),
                named_by=home.coordinator,
            )
            home.told.append(self.book.add(row))

    def new_teacher(self, home: Home, number: int, trade: Trade) -> Teacher:
        """A teacher nobody has heard of."""
        user = self.user(f"t{number:05d}@c{int(home.college.school_id[-4:]):03d}.example", *self.names.person())
        return self.teacher(home, self.seat(user, SeatKind.TEACHER, home.college), trade)
