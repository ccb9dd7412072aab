"""Loading the demo: wipe, people, rounds, applications, files, what people were told; all in one transaction."""

from __future__ import annotations

import datetime as dt
import math

from django.db import transaction
from django.utils import timezone

from people.models import DemoMark, Invitation, JoinRequest, Office, Seat
from reports.demo import door, files, tidings, years
from reports.demo.announce import announce, print_list
from reports.demo.book import Book
from reports.demo.colleges import MOVED_IN, Home, Village
from reports.demo.days import at
from reports.demo.files import Shelf
from reports.demo.gate import Gate
from reports.demo.sizes import Applicant, Size, roster
from reports.demo.story import closed_term, course, open_term
from rounds.models import Round

OPENS = at(years.YEAR, 2, 20, 9)
OPENS_ANNOUNCED = at(years.YEAR, 3, 17, 9)
_OFFICER = "phenphitcha@bureau.example"
_ADMIN = "wutthinan@bureau.example"
# Head of department and deputy director of the first college.
_HEAD, _DEPUTY = "praiya@thanthong.example", "ratthaphum@thanthong.example"


def load(size: Size, *, real: bool = True) -> DemoMark:
    """Fills the database and sets its clock. Wipes an earlier demo; raises NotHere for anything else that is there.

    With `real` the papers of the well-known people are printed and signed for everybody to look at, which takes a
    second each; without, a sample stands for them, and for the announcement.
    """
    door.refuse_strangers()
    before = files.names()
    with transaction.atomic():
        door.wipe()
        _Story(size, real).tell()
        opens = OPENS_ANNOUNCED if size.announced else OPENS
        now = timezone.now()
        shift = math.ceil((opens - now).total_seconds())
        mark = DemoMark.objects.create(made_at=now, size=size.word, shift_seconds=shift)
        after = files.names()
        transaction.on_commit(lambda: files.discard(before - after), robust=True)
    return mark


class _Story:
    def __init__(self, size: Size, real: bool) -> None:
        self.size, self.real = size, real
        self.book = Book(f"teachersync {size.word.strip('+')}")
        self.shelf = Shelf(self.book)
        self.village = Village(self.book)
        self.sample = files.sample(OPENS)

    def tell(self) -> None:
        self.village.take_over({office.code: office for office in Office.objects.all()})
        homes = list(self.village.homes(self.size.colleges))
        people = roster(self.village, homes, self.size)
        self.village.tell_signers(homes[0], _HEAD, _DEPUTY)
        admin, officer = self.village.members[_ADMIN], self.village.members[_OFFICER]
        self._invite(admin, homes[0])
        self.book.write()
        this = years.this_year()
        last = years.last_year(this, admin)
        for round_ in (last, this):
            years.take_part(self.book, round_, homes)
            self.book.write()
            if round_ is this:
                years.open_up(round_, admin)
            self._applications(round_, people, officer)
        years.extend(self.book, this, homes, officer)
        self.book.write()
        self.shelf.store()

    def _invite(self, admin: Seat, home: Home) -> None:
        """Everybody was invited; one in sixteen has never signed in. One person asks to join the first college."""
        for number, seat in enumerate(self.book.of(Seat)):
            assert seat.user is not None
            came = MOVED_IN + dt.timedelta(days=1, minutes=number % 480) if number % 16 != 15 else None
            seat.user.last_login = came
            self.book.add(Invitation(seat=seat, invited_at=MOVED_IN, invited_by=admin, accepted_at=came))
        title, first, last = self.village.names.person()
        self.book.add(
            JoinRequest(
                college=home.college,
                email="newcomer@thanthong.example",
                title=title,
                first_name=first,
                last_name=last,
                remark="ย้ายมาบรรจุใหม่ แผนกวิชาช่างยนต์",
                requested_at=at(years.YEAR, 2, 19, 16, 20),
            )
        )

    def _applications(self, round_: Round, people: list[Applicant], officer: Seat) -> None:
        is_last = round_.year < years.YEAR
        out = is_last or self.size.announced
        term = closed_term(round_.year) if out else open_term(round_.year)
        gate = Gate(self.book, self.shelf, round_, self.sample, rings=not (is_last or self.size.is_national))
        decided = []
        for row in people:
            kind = row.last_year if is_last else row.this_year
            if kind:
                life = course(kind, term, self.book.draw)
                real = self.real and (row.is_known or kind == "circulated")
                application = gate.apply(row.home, row.teacher, row.seat, row.trade, life, real=real)
                if life.outcome:
                    decided.append((application, life))
        announcement = announce(gate, decided, officer) if out else None
        gate.close()
        self.book.write()
        if announcement is not None:
            print_list(gate, announcement, officer, None if self.real else self.sample)
        if not is_last:
            tidings.tell(self.book, gate.told)
