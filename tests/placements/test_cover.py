"""An agreement has to hold for the whole stay, from the first to the last day of the schedule."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placements.cover import cover, covered
from placements.models import Agreement
from placements.rules import is_qualified
from tests.cast import agreement

FIRST, LAST = dt.date(2025, 3, 17), dt.date(2025, 3, 28)


@pytest.fixture
def holds(cast):
    """Agreements of the cast's college from day to day; None: without end."""
    cast.agreement.delete()

    def add(start, end, college=None):
        until = dt.date.fromisoformat(end) if end else None
        return agreement(
            college or cast.college, cast.establishment, cast.coordinator.seat,
            valid_from=dt.date.fromisoformat(start), valid_until=until,
        )  # fmt: skip

    return add


def look(cast):
    return cover(cast.establishment.pk, cast.college.pk, FIRST, LAST)


@pytest.mark.parametrize("end", ["2025-03-28", "2025-12-31", None])
def test_one_that_holds_to_the_last_day_covers_the_stay(cast, holds, end):
    made = holds("2025-03-17", end)

    assert look(cast).agreement == made
    assert look(cast).gap is None
    assert is_qualified(cast.establishment, cast.college.pk, FIRST, LAST) is True


def test_one_that_ends_a_day_too_early_does_not(cast, holds):
    holds("2024-05-01", "2025-03-27")

    assert look(cast).ends == dt.date(2025, 3, 27)
    assert look(cast).gap == LAST
    assert is_qualified(cast.establishment, cast.college.pk, FIRST, LAST) is False


def test_one_that_begins_a_day_too_late_covers_not_even_the_first(cast, holds):
    holds("2025-03-18", None)

    found = look(cast)
    assert (found.agreement, found.gap, found.ends) == (None, FIRST, None)


def test_a_renewal_takes_up_where_the_other_ends(cast, holds):
    first = holds("2024-05-01", "2025-03-20")
    holds("2025-03-21", "2025-06-30")

    assert look(cast).agreement == first
    assert look(cast).gap is None


def test_a_day_between_two_agreements_is_a_gap(cast, holds):
    holds("2024-05-01", "2025-03-20")
    holds("2025-03-22", None)

    assert look(cast).ends == dt.date(2025, 3, 20)


def test_of_several_the_longest_is_named_and_without_end_is_longest(cast, holds):
    holds("2024-05-01", "2027-01-01")
    endless = holds("2024-05-01", None)
    holds("2024-05-01", "2026-01-01")

    assert look(cast).agreement == endless


def test_the_neighbours_agreement_covers_nothing_here(cast, holds):
    holds("2024-05-01", None, cast.neighbour_college)

    assert look(cast).gap == FIRST


DAYS = st.integers(min_value=0, max_value=20)


@given(st.lists(st.tuples(DAYS, st.one_of(st.none(), DAYS)), max_size=5), DAYS, DAYS)
def test_the_gap_is_the_first_day_without_any(spans, one, other):
    """Against the plain telling: walk through the days and look at every agreement on each."""
    day = [FIRST + dt.timedelta(days=number) for number in range(21)]
    rows = [
        Agreement(pk=pk, valid_from=day[start], valid_until=None if end is None else day[max(start, end)])
        for pk, (start, end) in enumerate(spans, start=1)
    ]
    first, last = sorted((one, other))
    bare = [today for today in day[first : last + 1] if not any(row.is_current(today) for row in rows)]

    assert covered(rows, day[first], day[last]).gap == (bare[0] if bare else None)
