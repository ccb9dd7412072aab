"""Lapsing is a record: stamped once by a sweep, read by nobody who decides whether a door is open."""

import pytest

from applications import actions
from applications.lapsed import has_lapsed
from applications.models import Application
from applications.tasks import lapse as sweep
from people import unit
from records.models import Entry, Notice
from rounds.actions import extend
from rounds.window import Calendar
from tests.cast import at
from tests.factories import applications as make

LAST = at("2025-02-27 23:59:59.999999")
SHUT = at("2025-02-28 00:00:00")
CHECKED = at("2025-03-05 00:00:00")


def lapse(cast, when, **more):
    return actions.lapse(cast.round, by=cast.system, at=when, **more)


def stamps(*rows):
    return [Application.objects.get(pk=row.pk).lapsed_at for row in rows]


def give_time(cast, until, person=None):
    person = person or cast.teacher
    return extend(
        cast.round, "PLANS_DUE", until=at(until), reason="น้ำท่วม", by=cast.bureau.seat, at=SHUT, person=person.user,
        college=cast.college,
    )  # fmt: skip


def test_in_the_closing_second_nothing_has_lapsed(cast):
    draft = make.ready(cast)

    assert lapse(cast, LAST) == 0
    assert stamps(draft) == [None]


def test_from_the_next_second_drafts_and_returned_plans_lapse_and_stay_what_they_are(cast):
    draft, returned = make.ready(cast), make.sent_back(cast, cast.colleague)

    assert lapse(cast, SHUT) == 2

    assert stamps(draft, returned) == [SHUT, SHUT]
    assert [make.again(row).state for row in (draft, returned)] == ["DRAFT", "SENT_BACK"]


def test_a_sent_plan_lapses_when_the_checking_days_are_over(cast):
    sent = make.submitted(cast)

    assert lapse(cast, at("2025-03-04 23:59:59.999999")) == 0
    assert lapse(cast, CHECKED) == 1
    assert stamps(sent) == [CHECKED]


def test_an_endorsed_plan_never_lapses(cast):
    endorsed = make.endorsed(cast)

    assert lapse(cast, at("2025-12-31 00:00")) == 0
    assert stamps(endorsed) == [None]


def test_each_is_stamped_once_with_one_entry_and_one_notice(cast):
    draft = make.ready(cast)

    assert [lapse(cast, SHUT), lapse(cast, SHUT), lapse(cast, CHECKED)] == [1, 0, 0]

    assert stamps(draft) == [SHUT]
    entry = Entry.objects.get(verb="applications:application:lapse")
    assert (entry.by, entry.at, entry.facts) == (cast.system, SHUT, {"state": "DRAFT"})
    assert Notice.objects.get(name="applications/lapse").to == cast.teacher.user


def test_who_has_more_time_does_not_lapse_with_the_others(cast):
    mine, hers = make.ready(cast), make.ready(cast, cast.colleague)
    give_time(cast, "2025-03-03 23:59:59")

    lapse(cast, SHUT)

    assert stamps(mine, hers) == [None, SHUT]
    assert lapse(cast, at("2025-03-04 00:00:00")) == 1


def test_an_extension_opens_the_door_although_the_sweep_ran_and_no_sweep_has_to_run_again(cast):
    draft = make.ready(cast)
    lapse(cast, SHUT)
    give_time(cast, "2025-03-03 23:59:59")

    make.send(draft, cast.teacher, at("2025-03-01 09:00"))

    row = make.again(draft)
    assert (row.state, row.lapsed_at) == ("SUBMITTED", None)


@pytest.mark.parametrize(
    ("step", "who", "verb"), [("submitted", "coordinator", "endorse"), ("submitted", "coordinator", "send_back")]
)
def test_the_next_move_clears_the_stamp(cast, step, who, verb):
    application = getattr(make, step)(cast)
    lapse(cast, CHECKED)
    give_time(cast, "2025-03-05 23:59:59")
    facts = {"attested": True} if verb == "endorse" else {"comment": "แก้ไข"}

    getattr(actions, verb)(make.again(application), by=getattr(cast, who).seat, at=at("2025-03-06 09:00"), **facts)

    assert stamps(application) == [None]


def test_withdrawing_clears_the_stamp_too(cast):
    application = make.ready(cast)
    lapse(cast, SHUT)

    actions.withdraw(make.again(application), by=cast.teacher.seat, at=CHECKED)

    assert stamps(application) == [None]


def test_readers_see_lapsed_without_any_sweep(cast):
    draft = make.ready(cast)
    window = Calendar.of(cast.round).window("PLANS_DUE", draft.whom)

    assert has_lapsed(draft, window, window.longer(3), LAST) is False
    assert has_lapsed(draft, window, window.longer(3), SHUT) is True
    draft.state = "SUBMITTED"
    assert has_lapsed(draft, window, window.longer(3), SHUT) is False
    assert has_lapsed(draft, window, window.longer(3), CHECKED) is True
    draft.state = "ENDORSED"
    assert has_lapsed(draft, window, window.longer(3), CHECKED) is False


def test_where_the_milestone_does_not_bind_nothing_lapses(cast):
    cast.round.milestones.filter(kind="PLANS_DUE").update(mode="SHOWN")
    make.ready(cast)

    assert lapse(cast, SHUT) == 0


def test_the_sweep_goes_in_batches_and_leaves_nobody_out(cast):
    rows = [make.started(cast, make.another_teacher(cast, number)) for number in range(1, 8)]

    assert lapse(cast, SHUT, batch=3) == 7

    assert stamps(*rows) == [SHUT] * 7
    assert Entry.objects.filter(verb="applications:application:lapse").count() == 7
    assert Notice.objects.filter(name="applications/lapse").count() == 7


def test_a_batch_costs_the_same_statements_at_every_size(cast, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for numbers in ((1,), (2, 3, 4, 5), range(6, 12)):
        for number in numbers:
            make.started(cast, make.another_teacher(cast, number))
        with unit.unit(), CaptureQueriesContext(connection) as seen:
            lapse(cast, SHUT)
        counts.append(len(seen))

    assert counts == [counts[0]] * 3


def test_a_row_that_moved_between_reading_and_stamping_is_left_alone(cast, monkeypatch):
    from applications.actions import lapsing as module

    draft, other = make.ready(cast), make.ready(cast, cast.colleague)
    has = module._has_lapsed

    def she_withdraws_now(row, calendar, when):
        if row.pk == draft.pk:
            actions.withdraw(make.again(draft), by=cast.teacher.seat, at=SHUT)
        return has(row, calendar, when)

    monkeypatch.setattr(module, "_has_lapsed", she_withdraws_now)

    assert lapse(cast, SHUT) == 1
    assert stamps(draft, other) == [None, SHUT]


def test_the_task_sweeps_every_running_round_at_the_portals_time(cast, clock):
    draft = make.ready(cast)

    clock(LAST)
    assert sweep() == 0
    clock(SHUT)
    assert sweep() == 1
    assert stamps(draft) == [SHUT]
