"""The window against a plain model of it: the latest of all instants that apply, and nothing else."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as some

from rounds.enums import ExtensionLevel, Mode
from rounds.holidays import add_working_days, holidays, is_working_day
from rounds.models import Extension, Milestone, Round, Whom
from rounds.window import Calendar
from tests.cast import at

pytestmark = pytest.mark.usefixtures("days_of_the_file")
HER, HER_COLLEGE, HER_REGION = 7, 70, "SOUTH"
OPENS, CLOSES = at("2025-02-01 00:00:00"), at("2025-02-27 23:59:59")
ORDER = [ExtensionLevel.PERSON, ExtensionLevel.COLLEGE, ExtensionLevel.REGION, ExtensionLevel.ROUND]

instants = some.datetimes(dt.datetime(2025, 1, 1), dt.datetime(2025, 4, 30)).map(lambda day: at(day.isoformat()))
extensions = some.builds(
    dict,
    level=some.sampled_from(ORDER),
    hers=some.booleans(),
    until=instants | some.just(CLOSES),
    kind=some.sampled_from(["PLANS_DUE", "PLANS_DUE", "COLLEGE_REPORT"]),
)


def row(fact):
    """An unsaved extension; those that are not hers are somebody else's."""
    level, hers = fact["level"], fact["hers"]
    return Extension(
        kind=fact["kind"],
        level=level,
        person_id=(HER if hers else 8) if level == ExtensionLevel.PERSON else None,
        college_id=(HER_COLLEGE if hers else 80) if level in (ExtensionLevel.COLLEGE, ExtensionLevel.PERSON) else None,
        region=(HER_REGION if hers else "NORTH") if level == ExtensionLevel.REGION else "",
        until=fact["until"],
    )


def window_of(facts):
    round_ = Round(year=2568)
    milestone = Milestone(
        round=round_, kind="PLANS_DUE", opens_at=OPENS, closes_at=CLOSES, is_exact=True, mode=Mode.ENFORCED
    )
    calendar = Calendar(round_, [milestone], [row(fact) for fact in facts])
    return calendar.window("PLANS_DUE", Whom(HER, HER_COLLEGE, HER_REGION))


@given(some.lists(extensions, max_size=8), instants)
def test_the_window_is_open_exactly_until_the_latest_instant_that_applies(facts, when):
    applies = [
        fact
        for fact in facts
        if fact["kind"] == "PLANS_DUE" and (fact["hers"] or fact["level"] == ExtensionLevel.ROUND)
    ]
    latest = max([CLOSES, *(fact["until"] for fact in applies)])

    window = window_of(facts)

    assert window.closes_at == latest
    assert window.is_open(when) is (OPENS <= when < latest + dt.timedelta(seconds=1))
    assert window.is_past(when) is (when >= latest + dt.timedelta(seconds=1))


@given(some.lists(extensions, max_size=8))
def test_the_reason_is_the_nearest_extension_that_gives_the_latest_instant(facts):
    applies = [
        fact
        for fact in facts
        if fact["kind"] == "PLANS_DUE" and (fact["hers"] or fact["level"] == ExtensionLevel.ROUND)
    ]
    latest = max([CLOSES, *(fact["until"] for fact in applies)])
    levels = [fact["level"] for fact in applies if fact["until"] == latest > CLOSES]

    reason = window_of(facts).extension

    assert (reason.level if reason else None) == (min(levels, key=ORDER.index) if levels else None)


@given(instants, some.integers(min_value=0, max_value=30))
def test_working_days_are_counted_one_by_one(when, days):
    day, left = when.date(), days
    while left:
        day += dt.timedelta(days=1)
        left -= day.weekday() < 5 and day not in holidays()

    assert add_working_days(when, days) == at(f"{day} 23:59:59")


@given(instants)
def test_an_instant_in_utc_counts_from_its_thai_day(when):
    assert add_working_days(when.astimezone(dt.UTC), 3) == add_working_days(when, 3)


@pytest.mark.parametrize("days", [1, 3])
def test_the_last_of_the_working_days_is_a_working_day(days):
    for offset in range(120):
        when = OPENS + dt.timedelta(days=offset)
        assert is_working_day(add_working_days(when, days).date())
