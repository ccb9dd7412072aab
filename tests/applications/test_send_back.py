"""Returned for correction: with a comment, and after the closing with more time in the same act."""

import pytest

from applications import actions
from records.models import Entry, Notice
from rounds.models import Extension
from rounds.moves import Refused
from tests.cast import at
from tests.factories import applications as make

IN_TIME = at("2025-02-21 11:00")
AFTER = at("2025-03-03 10:00")  # Monday: closed for sending, open for checking


def send_back(application, person, when=IN_TIME, comment="โปรดแก้ไขตารางฝึก"):
    return actions.send_back(make.again(application), comment=comment, by=person.seat, at=when)


def refusal(*args, **more):
    with pytest.raises(Refused) as raised:
        send_back(*args, **more)
    return raised.value.refusal.code


def test_the_coordinator_returns_a_plan_with_her_comment(cast):
    application = make.submitted(cast)

    send_back(application, cast.coordinator)

    row = make.again(application)
    assert (row.state, row.comment, row.sent_back_by) == ("SENT_BACK", "โปรดแก้ไขตารางฝึก", cast.coordinator.seat)
    notice = Notice.objects.get(name="applications/send_back")
    assert (notice.to, notice.context["comment"], notice.context["late"]) == (
        cast.teacher.user,
        "โปรดแก้ไขตารางฝึก",
        False,
    )
    assert Entry.objects.get(verb="applications:application:send_back").facts["comment"] == "โปรดแก้ไขตารางฝึก"


@pytest.mark.parametrize("comment", ["", "   ", "\n"])
def test_a_comment_is_required(cast, comment):
    application = make.submitted(cast)

    assert refusal(application, cast.coordinator, comment=comment) == "no_comment"
    assert make.again(application).state == "SUBMITTED"


@pytest.mark.parametrize(
    "who", ["teacher", "colleague", "registry", "neighbour", "neighbour_director", "policy", "auditor"]
)
def test_strangers_return_nothing(cast, who):
    assert refusal(make.submitted(cast), getattr(cast, who)) == "role"


def test_inside_the_window_nobody_gets_more_time(cast):
    send_back(make.submitted(cast), cast.coordinator)

    assert Extension.objects.count() == 0


def test_what_was_returned_is_edited_and_sent_again(cast):
    application = make.sent_back(cast)

    plan = actions.revise(application, by=cast.teacher.seat, at=IN_TIME)

    assert (plan.version, plan.state) == (2, "DRAFT")
    assert make.again(application).plan == plan


def test_after_the_closing_a_coordinators_return_carries_no_time_by_itself(cast):
    application = make.submitted(cast)

    send_back(application, cast.coordinator, AFTER)

    assert Extension.objects.count() == 0
    assert Notice.objects.get(name="applications/send_back").context["late"] is True


def test_where_the_round_lets_her_the_same_act_gives_three_working_days(cast):
    cast.round.coordinator_may_extend = True
    cast.round.save()
    application = make.submitted(cast)

    send_back(application, cast.coordinator, AFTER)

    extension = Extension.objects.get()
    assert (extension.level, extension.person, extension.state) == ("PERSON", cast.teacher.user, "GRANTED")
    assert (extension.until, extension.decided_by) == (at("2025-03-06 23:59:59"), cast.coordinator.seat)
    assert make.send(make.again(application), cast.teacher, at("2025-03-06 23:59:59.999999")).extension_note != ""


def test_after_the_checking_days_she_cannot_return_it_at_all(cast):
    assert refusal(make.submitted(cast), cast.coordinator, at("2025-03-05 00:00:00")) == "closed"


def test_the_bureau_returns_an_endorsed_plan_at_any_time_and_gives_three_working_days(cast):
    application = make.endorsed(cast)

    send_back(application, cast.bureau, at("2025-03-07 15:00"))  # Friday

    row = make.again(application)
    assert (row.state, row.sent_back_by) == ("SENT_BACK", cast.bureau.seat)
    assert Extension.objects.get().until == at("2025-03-12 23:59:59")


def test_the_bureau_does_not_return_what_the_college_still_checks(cast):
    assert refusal(make.submitted(cast), cast.bureau) == "state"


def test_the_coordinator_does_not_return_what_she_has_endorsed(cast):
    assert refusal(make.endorsed(cast), cast.coordinator) == "state"


def test_more_time_is_given_once_while_it_still_runs(cast):
    cast.round.coordinator_may_extend = True
    cast.round.save()
    application = make.submitted(cast)
    send_back(application, cast.coordinator, AFTER)
    make.send(make.again(application), cast.teacher, at("2025-03-04 09:00"))

    send_back(application, cast.coordinator, at("2025-03-04 10:00"))

    assert Extension.objects.count() == 1
