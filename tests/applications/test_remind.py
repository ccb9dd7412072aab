"""Who is reminded: whoever still owes something at that moment, once a step, by day."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications import actions
from people.models import Seat
from records import outbox, wording
from records.models import Message, Notice
from rounds import reminding
from rounds.actions import extend, move_milestone
from rounds.models import Milestone
from rounds.tasks import remind as task
from rounds.window import Calendar
from tests.cast import at
from tests.factories import applications as make
from tests.factories.reminders import BEGUN, plans_alone, remind, run, told


@pytest.fixture(autouse=True)
def _plans_alone(cast):
    plans_alone(cast)


def test_a_draft_reminds_the_teacher_at_every_step_and_then_the_next_hands(cast):
    make.started(cast, when=BEGUN)
    somchai, kanda, prasert = (person.user.email for person in (cast.teacher, cast.coordinator, cast.director))

    days = [
        "2025-02-13",
        "2025-02-20",
        "2025-02-24",
        "2025-02-26",
        "2025-02-27",
        "2025-02-28",
        "2025-03-02",
        "2025-03-06",
    ]
    instants = [f"{day} {hour}:05" for day in days for hour in ("09", "12", "17", "19")]

    assert run(cast, *instants, "2025-03-20 09:00", "2025-04-20 09:00") == [
        ("before-14", somchai),
        ("before-7", somchai),
        ("before-3", somchai),
        ("before-1", somchai),
        ("day-morning", somchai),
        ("day-evening", somchai),
        ("after-1", somchai),
        ("after-3", kanda),
        ("after-7", prasert),
    ]


@pytest.mark.parametrize(
    ("when", "asked"),
    [("2025-02-12 12:00", False), ("2025-02-13 09:00", True), ("2025-03-25 23:59", True), ("2025-03-26", False)],
)
def test_a_sweep_out_of_reach_of_every_step_reads_no_plans(cast, when, asked):
    make.started(cast, when=BEGUN)

    with CaptureQueriesContext(connection) as seen:
        list(reminding.due(Calendar.of(cast.round), at(when)))

    assert any("applications_application" in query["sql"] for query in seen) is asked


def test_a_step_is_told_once_however_often_the_task_runs(cast):
    make.started(cast, when=BEGUN)

    assert run(cast, "2025-02-20 09:00", "2025-02-20 09:10", "2025-02-20 18:00", "2025-02-23 12:00") == [
        ("before-7", cast.teacher.user.email)
    ]


def test_a_lost_night_catches_up_with_one_message(cast):
    make.started(cast, when=BEGUN)

    assert run(cast, "2025-02-26 18:00") == [("before-1", cast.teacher.user.email)]


@pytest.mark.parametrize("step", ["endorsed", "withdrawn"])
def test_who_has_done_it_is_never_reminded(cast, step):
    getattr(make, step)(cast)

    assert run(cast, "2025-02-24 09:00", "2025-02-27 17:00", "2025-02-28 09:00", "2025-03-06 09:00") == []


def test_a_sent_plan_reminds_the_coordinator_of_her_own_closing(cast):
    make.submitted(cast)  # on 20 February at 09.00; checking closes on 4 March
    kanda, prasert = cast.coordinator.user.email, cast.director.user.email

    assert run(
        cast, "2025-02-21 09:00", "2025-02-25 09:00", "2025-02-28 09:00", "2025-03-03 09:00", "2025-03-04 09:00",
        "2025-03-04 17:00", "2025-03-05 09:00", "2025-03-07 09:00", "2025-03-11 09:00",
    ) == [
        ("before-7", kanda),
        ("before-3", kanda),
        ("before-1", kanda),
        ("day-morning", kanda),
        ("day-evening", kanda),
        ("after-1", kanda),
        ("after-3", kanda),
        ("after-7", prasert),
    ]  # fmt: skip


@pytest.mark.parametrize(("deputies", "reader"), [(1, "deputy"), (0, "director")])
def test_without_a_coordinator_the_deputy_is_reminded_to_check_and_without_one_the_director(cast, deputies, reader):
    if not deputies:
        Seat.objects.filter(pk=cast.deputy.seat.pk).update(ended_at=BEGUN, ended_by=cast.director.seat)
    type(cast.participation).objects.filter(pk=cast.participation.pk).update(
        coordinator=None, coordinator_named_at=None, coordinator_named_by=None
    )
    make.submitted(cast)

    assert run(cast, "2025-03-03 09:00") == [("before-1", getattr(cast, reader).user.email)]


def test_nobody_next_door_is_reminded(cast):
    make.submitted(cast)

    run(cast, "2025-03-03 09:00", "2025-03-07 09:00", "2025-03-11 09:00")

    assert Notice.objects.filter(to__in=[cast.neighbour.user, cast.neighbour_director.user]).count() == 0


def test_steps_from_before_she_began_are_not_told(cast):
    make.started(cast, when=at("2025-02-21 09:00"))

    assert run(cast, "2025-02-21 10:00") == []
    assert run(cast, "2025-02-24 09:00") == [("before-3", cast.teacher.user.email)]


def test_who_got_it_back_is_reminded_of_steps_since_then(cast):
    make.sent_back(cast, when=at("2025-02-25 10:00"))

    assert run(cast, "2025-02-25 11:00") == []
    assert run(cast, "2025-02-26 09:00") == [("before-1", cast.teacher.user.email)]


def test_who_has_more_time_is_reminded_of_her_own_closing(cast):
    make.started(cast, when=BEGUN)
    extend(
        cast.round, "PLANS_DUE", until=at("2025-03-10 23:59:59"), reason="น้ำท่วม", by=cast.bureau.seat,
        at=at("2025-02-24 08:00"), person=cast.teacher.user, college=cast.college,
    )  # fmt: skip

    # The day before 10 March is a Sunday: its reminder and that of three days before fall on one Friday morning.
    assert run(cast, "2025-02-24 09:00", "2025-02-27 09:00", "2025-03-07 09:00") == [
        ("before-14", cast.teacher.user.email),
        ("before-1", cast.teacher.user.email),
    ]


def test_a_milestone_that_moves_reminds_again(cast):
    make.started(cast, when=BEGUN)
    remind(cast, "2025-02-20 09:00")
    milestone = Milestone.objects.get(round=cast.round, kind="PLANS_DUE")
    move_milestone(
        milestone, opens_at=milestone.opens_at, closes_at=at("2025-03-06 23:59:59"), mode="ENFORCED",
        by=cast.bureau.seat, at=at("2025-02-20 10:00"),
    )  # fmt: skip

    assert run(cast, "2025-02-27 09:00") == [
        ("before-7", cast.teacher.user.email),
        ("before-7", cast.teacher.user.email),
    ]


def test_nobody_hears_more_than_eight_times_of_one_matter(cast):
    make.submitted(cast)
    begun = at("2025-02-20 09:00")

    for hours in range(0, 24 * 25, 4):
        reminding.remind(begun + dt.timedelta(hours=hours))

    assert Notice.objects.filter(reminds_of="PLANS_DUE", to=cast.coordinator.user).count() <= 8


def test_a_milestone_that_is_only_informative_reminds_nobody(cast):
    cast.round.milestones.filter(kind="PLANS_DUE").update(mode="INFORMATIVE")
    make.started(cast, when=BEGUN)

    assert run(cast, "2025-02-20 09:00") == []


def test_a_coordinators_reminders_of_one_day_are_one_message(cast, monkeypatch):
    monkeypatch.setattr(wording, "render", lambda row, at: (row.name, row.key))
    make.submitted(cast)
    make.submitted(cast, cast.colleague)
    Notice.objects.exclude(reminds_of="PLANS_DUE").delete()

    remind(cast, "2025-02-25 09:00")
    outbox.join(at("2025-02-25 09:01"))

    assert Message.objects.filter(to=cast.coordinator.user).count() == 1
    assert Notice.objects.filter(message__to=cast.coordinator.user).count() == 2


def test_late_reminders_have_words_of_their_own_and_the_year(cast):
    make.started(cast, when=BEGUN)

    run(cast, "2025-02-26 09:00", "2025-02-28 09:00")

    rows = Notice.objects.filter(reminds_of="PLANS_DUE").order_by("pk")
    assert [(row.name, row.context["days_left"], row.year) for row in rows] == [
        ("rounds/remind", 1, 2568),
        ("rounds/remind_late", -1, 2568),
    ]


def test_batches_leave_nobody_out_and_cost_the_same_statements(cast):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for number in range(1, 8):
        make.started(cast, make.another_teacher(cast, number), when=BEGUN)

    assert remind(cast, "2025-02-20 09:00", batch=3) == 7
    assert len(told()) == 7

    counts = []
    for when, newcomers in (("2025-02-24 09:00", (8,)), ("2025-02-26 09:00", (9, 10, 11, 12))):
        for number in newcomers:
            make.started(cast, make.another_teacher(cast, number), when=BEGUN)
        with CaptureQueriesContext(connection) as seen:
            assert remind(cast, when) == newcomers[-1]
        counts.append(len(seen))
    assert counts == [counts[0], counts[0]]


def test_a_sweep_that_finds_everybody_told_writes_nothing(cast):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make.started(cast, when=BEGUN)
    remind(cast, "2025-02-20 09:00")

    with CaptureQueriesContext(connection) as seen:
        assert remind(cast, "2025-02-20 09:10") == 0

    assert [row["sql"] for row in seen if row["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")] == []


def test_the_task_reminds_nobody_at_night(cast, clock):
    make.started(cast, when=BEGUN)

    clock("2025-02-20 20:00")
    assert task() == 0
    clock("2025-02-21 07:00")
    assert task() == 1


def test_a_teacher_who_sends_between_two_runs_is_left_in_peace(cast):
    application = make.ready(cast, when=at("2025-02-13 09:00"))
    remind(cast, "2025-02-20 09:00")
    make.send(application, cast.teacher, at("2025-02-20 10:00"))

    remind(cast, "2025-02-24 09:00")

    assert [email for _step, email in told()].count(cast.teacher.user.email) == 1


def test_the_checking_closing_counts_for_a_plan_returned_by_nobody(cast):
    application = make.submitted(cast)
    actions.endorse(application, by=cast.coordinator.seat, at=at("2025-02-26 09:00"), attested=True)

    assert run(cast, "2025-03-03 09:00", "2025-03-05 09:00") == []
