"""When people are reminded. Pure: dates in, steps out."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as some

from people.clock import is_daytime
from rounds.holidays import is_working_day
from rounds.reminders import due_step, in_reach, steps
from tests.cast import at

pytestmark = pytest.mark.usefixtures("days_of_the_file")
CLOSING = at("2025-02-27 23:59:59")
LONG_BEFORE = at("2025-02-01 00:00")
# Three weeks after the closing there is silence.
OVER = CLOSING + dt.timedelta(days=21, microseconds=1)

STEPS = [
    ("before-14", "2025-02-13 09:00", "person"),
    ("before-7", "2025-02-20 09:00", "person"),
    ("before-3", "2025-02-24 09:00", "person"),
    ("before-1", "2025-02-26 09:00", "person"),
    ("day-morning", "2025-02-27 09:00", "person"),
    ("day-evening", "2025-02-27 17:00", "person"),
    ("after-1", "2025-02-28 09:00", "person"),
    ("after-3", "2025-03-02 09:00", "coordinator"),
    ("after-7", "2025-03-06 09:00", "director"),
]


def name(step):
    return step.name if step else None


def test_the_steps_of_27_february_2568():
    assert [(step.name, step.at, step.to) for step in steps(CLOSING)] == [
        (name, at(when), to) for name, when, to in STEPS
    ]


def test_a_step_before_the_closing_moves_from_a_day_off_to_the_working_day_before():
    # Closing Wednesday 4 June: three days before is Sunday 1 June, one day before is a holiday.
    found = {step.name: step.at for step in steps(at("2025-06-04 23:59:59"))}

    assert found["before-3"] == at("2025-05-30 09:00")
    assert found["before-1"] == at("2025-05-30 09:00")
    assert found["before-7"] == at("2025-05-28 09:00")
    assert found["day-morning"] == at("2025-06-04 09:00")


@pytest.mark.parametrize(("number", "step"), list(enumerate(STEPS)))
def test_each_step_is_due_from_its_minute_until_the_next(number, step):
    when = at(step[1])
    after = at(STEPS[number + 1][1]) if number + 1 < len(STEPS) else OVER
    shut = CLOSING + dt.timedelta(seconds=1)
    until = shut if step[0] == "day-evening" else after

    assert name(due_step(CLOSING, since=LONG_BEFORE, at=when)) == step[0]
    assert name(due_step(CLOSING, since=LONG_BEFORE, at=until - dt.timedelta(microseconds=1))) == step[0]
    before = due_step(CLOSING, since=LONG_BEFORE, at=when - dt.timedelta(microseconds=1))
    assert name(before) != step[0]


def test_before_the_first_step_nothing_is_due():
    assert due_step(CLOSING, since=LONG_BEFORE, at=at("2025-02-13 08:59:59")) is None


def test_between_closing_and_the_morning_after_nothing_is_due():
    # A step before the closing is never told after it.
    assert due_step(CLOSING, since=LONG_BEFORE, at=at("2025-02-28 00:00:00")) is None
    assert due_step(CLOSING, since=LONG_BEFORE, at=at("2025-02-28 08:59:59")) is None
    assert name(due_step(CLOSING, since=LONG_BEFORE, at=at("2025-02-27 23:59:59.999999"))) == "day-evening"


def test_steps_from_before_the_matter_began_are_nobodys():
    begun = at("2025-02-20 09:00:01")

    assert due_step(CLOSING, since=begun, at=at("2025-02-20 12:00")) is None
    assert name(due_step(CLOSING, since=begun, at=at("2025-02-24 09:00"))) == "before-3"


def test_a_matter_begun_at_the_minute_of_a_step_has_that_step():
    assert name(due_step(CLOSING, since=at("2025-02-20 09:00"), at=at("2025-02-20 12:00"))) == "before-7"


def test_three_lost_nights_catch_up_with_the_latest_step_alone():
    assert name(due_step(CLOSING, since=LONG_BEFORE, at=at("2025-02-26 18:00"))) == "before-1"


def test_a_moved_closing_has_steps_of_its_own():
    moved = at("2025-03-10 23:59:59")

    assert name(due_step(moved, since=LONG_BEFORE, at=at("2025-02-26 09:00"))) == "before-14"


def test_nobody_gets_more_than_eight():
    for to in ({"person"}, {"person", "coordinator"}):  # to whom the checking falls is both
        assert sum(step.to in to for step in steps(CLOSING)) <= 8


@given(
    some.datetimes(dt.datetime(2025, 1, 20), dt.datetime(2025, 12, 20)).map(lambda day: at(f"{day:%Y-%m-%d} 23:59:59"))
)
def test_for_every_closing_steps_are_in_order_and_early_ones_on_working_mornings(closing):
    found = steps(closing)

    assert [step.at for step in found] == sorted(step.at for step in found)
    assert len({step.name for step in found}) == 9
    for step in found:
        assert (step.at <= closing) is (step.days_left >= 0)
        if step.days_left > 0:
            assert is_working_day(step.at.date())
            assert step.at <= closing - dt.timedelta(days=step.days_left)


@given(
    some.datetimes(dt.datetime(2025, 1, 20), dt.datetime(2025, 4, 20)),
    some.datetimes(dt.datetime(2025, 1, 20), dt.datetime(2025, 4, 20)),
)
def test_the_due_step_is_the_last_that_fell_since_the_beginning_and_on_this_side_of_the_closing(begun, now):
    begun, now = at(begun.isoformat()), at(now.isoformat())
    over = now >= at("2025-02-28 00:00")
    fallen = [row for row in STEPS if begun <= at(row[1]) <= now and row[0].startswith("after") is over]

    expected = fallen[-1][0] if fallen and now < OVER else None
    assert name(due_step(CLOSING, since=begun, at=now)) == expected


@given(
    some.lists(some.datetimes(dt.datetime(2025, 1, 20), dt.datetime(2025, 12, 20)), min_size=3, max_size=3), some.data()
)
def test_no_step_is_due_out_of_reach(closings, data):
    earliest, closing, latest = sorted(at(closing.isoformat()) for closing in closings)
    now = at(data.draw(some.datetimes(dt.datetime(2024, 12, 1), dt.datetime(2026, 2, 1))).isoformat())

    if due_step(closing, since=at("2024-01-01 00:00"), at=now):
        assert in_reach(earliest, latest, now)


@pytest.mark.parametrize(
    ("when", "near"),
    [("2025-02-13 08:59", False), ("2025-02-13 09:00", True), ("2025-03-20 23:59:59", True), ("2025-03-21", False)],
)
def test_a_milestone_is_asked_about_from_its_first_step_until_the_silence(when, near):
    assert in_reach(CLOSING, CLOSING, at(when)) is near


@pytest.mark.parametrize(
    ("when", "day"),
    [
        ("2025-02-20 06:59:59", False),
        ("2025-02-20 07:00", True),
        ("2025-02-20 19:59:59", True),
        ("2025-02-20 20:00", False),
    ],
)
def test_nobody_is_reminded_at_night(when, day):
    assert is_daytime(at(when)) is day
