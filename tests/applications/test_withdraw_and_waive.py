"""Leaving: before the announcement one withdraws, after it one waives, until the training starts."""

import pytest

from applications import actions
from placements.models import Placement
from records.models import Notice
from rounds.moves import Refused
from tests.cast import at
from tests.factories import applications as make

WHEN = at("2025-03-11 09:00")


def refusal(act, application, person):
    with pytest.raises(Refused) as raised:
        act(make.again(application), by=person.seat, at=WHEN)
    return raised.value.refusal.code


@pytest.mark.parametrize("step", ["started", "submitted", "sent_back", "endorsed", "decided"])
def test_before_the_announcement_she_withdraws_at_any_time(cast, step):
    application = getattr(make, step)(cast)

    actions.withdraw(application, by=cast.teacher.seat, at=WHEN)

    row = make.again(application)
    assert (row.state, row.withdrawn_at, row.withdrawn_by) == ("WITHDRAWN", WHEN, cast.teacher.seat)
    assert Notice.objects.get(name="applications/withdraw").to == cast.coordinator.user


@pytest.mark.parametrize("who", ["colleague", "coordinator", "director", "neighbour", "bureau", "admin"])
def test_nobody_withdraws_for_her(cast, who):
    assert refusal(actions.withdraw, make.submitted(cast), getattr(cast, who)) == "role"


def test_after_the_announcement_it_is_too_late_to_withdraw(cast):
    assert refusal(actions.withdraw, make.eligible(cast), cast.teacher) == "state"


def test_withdrawn_is_withdrawn(cast):
    application = make.withdrawn(cast)

    assert refusal(actions.withdraw, application, cast.teacher) == "state"
    with pytest.raises(Refused):
        make.send(application, cast.teacher)


def test_who_waives_frees_the_place(cast):
    application = make.eligible(cast)

    actions.waive(application, by=cast.teacher.seat, at=WHEN)

    assert make.again(application).state == "WAIVED"
    assert Placement.objects.get().state == "CANCELLED"
    told = set(Notice.objects.filter(name="applications/waive").values_list("to__email", flat=True))
    assert told == {cast.coordinator.user.email, cast.bureau.user.email, cast.admin.user.email}


def test_a_reserve_may_waive_too(cast):
    make.decided(cast)
    application = make.decided(cast, cast.colleague, decision="RESERVE")
    make.published(cast)

    actions.waive(make.again(application), by=cast.colleague.seat, at=WHEN)

    assert make.again(application).state == "WAIVED"
    assert Placement.objects.get().state == "PLANNED"


def test_once_the_training_has_started_nobody_waives(cast):
    application = make.eligible(cast)
    Placement.objects.update(state="ACTIVE")

    assert refusal(actions.waive, application, cast.teacher) == "started"
    assert make.again(application).state == "ELIGIBLE"


def test_before_the_announcement_there_is_nothing_to_waive(cast):
    assert refusal(actions.waive, make.endorsed(cast), cast.teacher) == "state"


@pytest.mark.parametrize("who", ["colleague", "coordinator", "neighbour", "bureau"])
def test_nobody_waives_for_her(cast, who):
    assert refusal(actions.waive, make.eligible(cast), getattr(cast, who)) == "role"
