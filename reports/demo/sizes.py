"""How big the demo is, and who is in it."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from people.enums import SeatKind
from people.models import Seat, Teacher
from reports.demo.book import Book
from reports.demo.colleges import Home, Village
from reports.demo.people import CAST
from reports.demo.story import CLOSED_MIX, OPEN_MIX, shuffled, spread
from reports.demo.trades import TRADES, Trade

COLLEGES = 430
APPLICATIONS = 5000
# Of the national demo's applications so many in a hundred are last year's: those that carry a result.
_LAST_YEAR = 16


@dataclass(frozen=True)
class Size:
    """`word` stands in the marker row. With `announced` this year's list is out as well, and the clock says so."""

    word: str
    colleges: int
    applications: int = 0
    announced: bool = False

    @property
    def is_national(self) -> bool:
        return self.applications > 0


_OUT = "+"


def size_of(word: str, *, colleges: int | None = None, announced: bool = False) -> Size:
    """`small` or `national`; a reduced country keeps the share of applications to colleges."""
    mark = word + _OUT if announced else word
    if word == "small":
        return Size(mark, 6, announced=announced)
    count = COLLEGES if colleges is None else max(colleges, 7)
    return Size(mark, count, APPLICATIONS * count // COLLEGES, announced)


def size_again(mark: str) -> Size:
    """The size that a marker row names."""
    return size_of(mark.removesuffix(_OUT), announced=mark.endswith(_OUT))


@dataclass
class Applicant:
    home: Home
    teacher: Teacher
    seat: Seat
    trade: Trade
    # Kinds of courses, empty for none.
    this_year: str = ""
    last_year: str = ""
    # One whose papers are drawn for everybody to look at.
    is_known: bool = False


# The teachers of the five colleges beside the cast's: this year's course, last year's.
SMALL: tuple[tuple[int, str, str], ...] = (
    (1, "submitted", "eligible"), (1, "endorsed", ""), (1, "half", "reserve"), (1, "again", ""),
    (2, "half", ""), (2, "printed", "eligible"), (2, "submitted", "not_eligible"), (2, "endorsed", "eligible"),
    (3, "begun", ""), (3, "returned", "waived"), (3, "submitted", ""), (3, "withdrawn", "withdrawn"),
    (4, "full", "eligible"), (4, "submitted", ""), (4, "submitted", "undecided"),
    (5, "endorsed", "half"), (5, "scanned", ""), (5, "", "eligible"),
    # They wait for the signature of the first college's director: many at once.
    (0, "circulated", ""), (0, "circulated", ""), (0, "circulated", ""),
)  # fmt: skip
# Where the cast and these end up when the list is announced.
AFTERWARDS = {
    "endorsed": "eligible", "submitted": "eligible", "again": "reserve", "scanned": "not_eligible",
    "circulated": "eligible", "full": "undecided", "begun": "half",
}  # fmt: skip


def roster(village: Village, homes: list[Home], size: Size) -> list[Applicant]:
    """Everybody who teaches: the cast, the small demo's teachers, and in the national one the rest of the country."""
    book = village.book
    rows = [_known(village, homes[0], number) for number, member in enumerate(CAST) if member.kind == SeatKind.TEACHER]
    for college, this_year, last_year in SMALL:
        rows.append(_new(village, homes[college], len(rows) + 1, this_year, last_year))
    if size.is_national:
        rows += _country(village, homes[6:], size, rows, book)
    if size.announced:
        for row in rows[: len(SMALL) + 6] if size.is_national else rows:
            row.this_year = AFTERWARDS.get(row.this_year, row.this_year)
    return rows


def _known(village: Village, home: Home, number: int) -> Applicant:
    member = CAST[number]
    seat, trade = village.members[member.email], TRADES[member.trade]
    return Applicant(home, village.teacher(home, seat, trade), seat, trade, member.course, is_known=True)


def _new(village: Village, home: Home, number: int, this_year: str, last_year: str) -> Applicant:
    trade = village.book.draw.choice(home.places).trade
    teacher = village.new_teacher(home, number, trade)
    return Applicant(home, teacher, home.teachers[-1][1], trade, this_year, last_year)


def _country(village: Village, homes: list[Home], size: Size, known: list[Applicant], book: Book) -> list[Applicant]:
    """As many more as the size asks for; a third of last year's applicants apply again."""
    last = size.applications * _LAST_YEAR // 100
    this = size.applications - last
    last -= sum(1 for row in known if row.last_year)
    this -= sum(1 for row in known if row.this_year)
    mix = CLOSED_MIX if size.announced else OPEN_MIX
    this_year = shuffled(book.draw, spread(mix, this))
    last_year = shuffled(book.draw, spread(CLOSED_MIX, last))
    again = last // 3
    pairs = [(kind, "") for kind in this_year[again:]]
    pairs += list(zip(this_year[:again], last_year[:again], strict=True))
    pairs += [("", kind) for kind in last_year[again:]]
    book.draw.shuffle(pairs)
    weights = [book.draw.choice((1, 2, 3, 4, 5, 6)) for _home in homes]
    where = _placed(homes, weights, len(pairs), book.draw)
    first = len(known) + 1
    rows = zip(where, pairs, strict=True)
    return [_new(village, home, number, now, then) for number, (home, (now, then)) in enumerate(rows, start=first)]


def _placed(homes: list[Home], weights: list[int], count: int, draw: Random) -> list[Home]:
    """A college for each: everybody gets one, the rest fall where the bigger colleges are."""
    chosen = [homes[number % len(homes)] for number in range(min(count, len(homes)))]
    return chosen + draw.choices(homes, weights, k=count - len(chosen))
