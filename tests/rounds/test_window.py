"""Is it open? The closing second belongs to those who are in time; everything is computed from rows."""

import datetime as dt
import os
import time

import pytest

from rounds.actions import extend
from rounds.enums import ExtensionLevel, ExtensionState, Mode
from rounds.models import Extension, Milestone, Whom
from rounds.window import Calendar, closing_of
from tests.cast import at

SHUT = at("2025-02-28 00:00:00")


def whom(person, cast):
    return Whom(person.user.pk, person.seat.college_id, cast.college.region)


def plans_due(cast, person=None):
    return Calendar.of(cast.round).window("PLANS_DUE", whom(person, cast) if person else None)


def give(cast, until, **target):
    return extend(
        cast.round,
        "PLANS_DUE",
        until=at(until),
        reason="น้ำท่วม",
        by=cast.bureau.seat,
        at=at("2025-02-25 09:00"),
        **target,
    )


@pytest.mark.parametrize(
    ("instant", "open_then"),
    [
        ("2025-01-31 23:59:59.999999", False),
        ("2025-02-01 00:00:00", True),
        ("2025-02-27 23:59:58", True),
        ("2025-02-27 23:59:59", True),
        ("2025-02-27 23:59:59.999999", True),
        ("2025-02-28 00:00:00", False),
        ("2025-02-28 00:00:00.000001", False),
    ],
)
def test_the_window_of_plans_runs_from_its_first_to_its_last_second(cast, instant, open_then):
    window = plans_due(cast)

    assert window.is_open(at(instant)) is open_then
    assert window.is_past(at(instant)) is (at(instant) >= SHUT)


def test_the_same_instant_in_another_time_zone_is_the_same_instant(cast):
    window = plans_due(cast)
    last = dt.datetime(2025, 2, 27, 16, 59, 59, 999999, tzinfo=dt.UTC)

    assert window.is_open(last)
    assert not window.is_open(last + dt.timedelta(microseconds=1))


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Pacific/Kiritimati"])
def test_the_time_zone_of_the_host_changes_nothing(cast, zone, monkeypatch):
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        window = plans_due(cast)
        found = (window.is_open(at("2025-02-27 23:59:59.999999")), window.is_open(SHUT), window.days_left(SHUT))
    finally:
        os.environ["TZ"] = "Asia/Bangkok"
        time.tzset()

    assert found == (True, False, -1)


@pytest.mark.parametrize(
    ("instant", "days"),
    [("2025-02-27 00:00:00", 0), ("2025-02-26 23:59:59", 1), ("2025-02-20 09:00", 7), ("2025-02-28 00:00:00", -1)],
)
def test_days_left_are_days_of_the_thai_calendar(cast, instant, days):
    assert plans_due(cast).days_left(at(instant)) == days


def test_an_exact_date_is_never_moved_to_a_working_day(cast):
    Milestone.objects.filter(round=cast.round, kind="PLANS_DUE").update(closes_at=at("2025-03-01 23:59:59"))  # Saturday

    assert plans_due(cast).closes_at == at("2025-03-01 23:59:59")


def test_a_month_window_that_ends_on_a_saturday_before_two_holidays_ends_on_the_wednesday(cast):
    # 31 May 2025 is a Saturday; 2 and 3 June are holidays.
    window = Calendar.of(cast.round).window("COLLEGE_EVALUATION")

    assert window.closes_at == at("2025-06-04 23:59:59")
    assert window.is_open(at("2025-06-04 23:59:59.999999"))
    assert not window.is_open(at("2025-06-05 00:00:00"))


def test_a_month_window_that_ends_on_a_working_day_ends_on_that_day(cast):
    assert Calendar.of(cast.round).window("COLLEGE_REPORT").closes_at == at("2025-06-30 23:59:59")


def test_where_the_round_does_not_shift_the_saturday_itself_is_the_closing(cast):
    cast.round.shift_to_working_day = False

    assert Calendar.of(cast.round).window("COLLEGE_EVALUATION").closes_at == at("2025-05-31 23:59:59")


def test_shifting_keeps_the_stored_date(cast):
    milestone = Milestone.objects.get(round=cast.round, kind="COLLEGE_EVALUATION")
    closing_of(milestone, cast.round)

    assert milestone.closes_at == at("2025-05-31 23:59:59")


def test_endorsing_runs_three_working_days_longer_than_sending(cast):
    # Thursday 27 February: Friday, Monday, Tuesday.
    assert plans_due(cast).longer(3).closes_at == at("2025-03-04 23:59:59")


def test_no_further_days_is_the_closing_day_itself(cast):
    assert plans_due(cast).longer(0).closes_at == at("2025-02-27 23:59:59")


@pytest.mark.parametrize("target", ["person", "college", "region", "round"])
def test_an_extension_of_each_level_opens_the_window_longer_and_is_named(cast, target):
    targets = {
        "person": {"person": cast.teacher.user, "college": cast.college},
        "college": {"college": cast.college},
        "region": {"region": cast.college.region},
        "round": {},
    }
    extension = give(cast, "2025-03-03 23:59:59", **targets[target])

    window = plans_due(cast, cast.teacher)

    assert (window.closes_at, window.extension) == (at("2025-03-03 23:59:59"), extension)
    assert extension.level == target.upper()


@pytest.mark.parametrize("who", ["colleague", "neighbour_teacher"])
def test_a_persons_extension_opens_nothing_for_anybody_else(cast, who):
    give(cast, "2025-03-03 23:59:59", person=cast.teacher.user, college=cast.college)

    assert plans_due(cast, getattr(cast, who)).closes_at == at("2025-02-27 23:59:59")


def test_a_colleges_extension_opens_nothing_for_the_neighbour(cast):
    give(cast, "2025-03-03 23:59:59", college=cast.college)

    assert plans_due(cast, cast.colleague).closes_at == at("2025-03-03 23:59:59")
    assert plans_due(cast, cast.neighbour_teacher).closes_at == at("2025-02-27 23:59:59")


def test_the_latest_of_closing_and_extensions_counts(cast):
    give(cast, "2025-03-03 23:59:59", person=cast.teacher.user, college=cast.college)
    latest = give(cast, "2025-03-10 23:59:59", region=cast.college.region)
    give(cast, "2025-03-05 23:59:59")

    window = plans_due(cast, cast.teacher)

    assert (window.closes_at, window.extension) == (at("2025-03-10 23:59:59"), latest)


def test_when_several_give_the_same_instant_the_nearest_is_named(cast):
    give(cast, "2025-03-03 23:59:59")
    give(cast, "2025-03-03 23:59:59", region=cast.college.region)
    give(cast, "2025-03-03 23:59:59", college=cast.college)
    nearest = give(cast, "2025-03-03 23:59:59", person=cast.teacher.user, college=cast.college)

    assert plans_due(cast, cast.teacher).extension == nearest
    assert plans_due(cast, cast.colleague).extension.level == ExtensionLevel.COLLEGE


def test_an_extension_can_only_lengthen(cast):
    give(cast, "2025-02-26 23:59:59", person=cast.teacher.user, college=cast.college)

    window = plans_due(cast, cast.teacher)

    assert (window.closes_at, window.extension) == (at("2025-02-27 23:59:59"), None)


@pytest.mark.parametrize("state", [ExtensionState.REQUESTED, ExtensionState.DECLINED, ExtensionState.WITHDRAWN])
def test_only_a_granted_extension_counts(cast, state):
    granted = give(cast, "2025-03-03 23:59:59", person=cast.teacher.user, college=cast.college)
    stamps = {"decided_at": None, "decided_by": None} if state == ExtensionState.REQUESTED else {}
    Extension.objects.filter(pk=granted.pk).update(state=state, **stamps)

    assert plans_due(cast, cast.teacher).closes_at == at("2025-02-27 23:59:59")


def test_an_extension_of_another_milestone_opens_nothing_here(cast):
    extend(cast.round, "COLLEGE_REPORT", until=at("2025-07-31 23:59:59"), reason="…", by=cast.bureau.seat, at=SHUT)

    assert plans_due(cast, cast.teacher).closes_at == at("2025-02-27 23:59:59")
    assert Calendar.of(cast.round).window("COLLEGE_REPORT").closes_at == at("2025-07-31 23:59:59")


def test_a_calendar_read_for_one_person_answers_as_the_whole_calendar_does(cast):
    give(cast, "2025-03-03 23:59:59", person=cast.teacher.user, college=cast.college)
    give(cast, "2025-03-04 23:59:59", college=cast.neighbour_college)
    give(cast, "2025-03-02 23:59:59", region=cast.college.region)
    everybody = Calendar.of(cast.round)

    for person in (cast.teacher, cast.colleague, cast.neighbour_teacher):
        alone = Calendar.of(cast.round, whom(person, cast)).window("PLANS_DUE", whom(person, cast))
        assert alone == everybody.window("PLANS_DUE", whom(person, cast))


def test_a_calendar_costs_two_statements(cast, django_assert_num_queries):
    give(cast, "2025-03-03 23:59:59", person=cast.teacher.user, college=cast.college)

    with django_assert_num_queries(2):
        calendar = Calendar.of(cast.round)
        for person in (cast.teacher, cast.colleague, cast.neighbour_teacher):
            calendar.window("PLANS_DUE", whom(person, cast))


def test_the_latest_closing_for_anybody_is_what_a_sweep_waits_for(cast):
    assert Calendar.of(cast.round).latest("PLANS_DUE") == at("2025-02-27 23:59:59")

    give(cast, "2025-03-12 23:59:59", person=cast.teacher.user, college=cast.college)
    give(cast, "2025-03-05 23:59:59", college=cast.neighbour_college)

    assert Calendar.of(cast.round).latest("PLANS_DUE") == at("2025-03-12 23:59:59")


@pytest.mark.parametrize(("mode", "binds"), [(Mode.ENFORCED, True), (Mode.SHOWN, False), (Mode.INFORMATIVE, False)])
def test_only_an_enforced_milestone_binds(cast, mode, binds):
    Milestone.objects.filter(round=cast.round, kind="PLANS_DUE").update(mode=mode)

    assert plans_due(cast).enforced is binds


def test_the_calendar_of_one_person_says_what_the_whole_calendar_says_of_her(cast):
    give(cast, "2025-03-03 16:30", person=cast.teacher.user, college=cast.college)
    give(cast, "2025-03-04 16:30", college=cast.neighbour_college)
    give(cast, "2025-03-02 16:30", region=cast.college.region)
    everything = Calendar.of(cast.round)

    for person, college in (
        (cast.teacher, cast.college),
        (cast.colleague, cast.college),
        (cast.neighbour_teacher, cast.neighbour_college),
    ):
        one = Whom(person.user.pk, college.pk, college.region)
        hers = Calendar.of(cast.round, one)
        assert list(hers.milestones) == list(everything.milestones)
        for kind, milestone in hers.milestones.items():
            for field in Milestone._meta.concrete_fields:
                assert getattr(milestone, field.attname) == getattr(everything.milestones[kind], field.attname)
            mine, theirs = hers.window(kind, one), everything.window(kind, one)
            assert (mine.opens_at, mine.closes_at, mine.extension) == (
                theirs.opens_at, theirs.closes_at, theirs.extension,
            )  # fmt: skip


def test_the_calendar_of_one_person_is_one_statement(cast, django_assert_num_queries):
    give(cast, "2025-03-03 16:30", region=cast.college.region)

    with django_assert_num_queries(1):
        calendar = Calendar.of(cast.round, whom(cast.teacher, cast), kinds=("PLANS_DUE", "TRAINING"))

    assert set(calendar.milestones) == {"PLANS_DUE", "TRAINING"}
