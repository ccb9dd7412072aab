"""A copy that is proved to be the wrong one is not sent by mistake, and nobody is locked out by a machine."""

import pytest

from applications import actions
from applications.models import Plan
from records.models import Entry
from rounds.moves import Refused
from tests.cast import at
from tests.factories import applications as make
from tests.factories import readings

NOW = at("2025-02-20 09:00")


def refusal(act):
    with pytest.raises(Refused) as raised:
        act()
    return raised.value.refusal.code


def insist(application, person, document=None):
    copy = document or str(application.plan.signed_id)
    return actions.insist(make.again(application), copy, by=person.seat, at=NOW)


def test_a_wrong_copy_is_not_submitted(cast):
    application = make.ready(cast)
    readings.wrong(application)

    assert refusal(lambda: make.send(application, cast.teacher, NOW)) == "wrong_copy"
    assert make.again(application).state == "DRAFT"


@pytest.mark.parametrize("read", ["not yet", "FINE", "DOUBT"])
def test_what_is_not_proved_to_be_wrong_is_submitted(cast, read):
    application = make.ready(cast)
    if read != "not yet":
        readings.read(application, readings.sheet(1, 1), weight=read)

    assert make.send(application, cast.teacher, NOW).pk


def test_who_insists_submits_the_very_same_copy(cast):
    application = make.ready(cast)
    readings.wrong(application)

    plan = insist(application, cast.teacher)

    assert (plan.insisted_at, plan.insisted_by) == (NOW, cast.teacher.seat)
    assert Entry.objects.get(verb="applications:plan:insist").facts == {
        "version": 1,
        "document": str(application.plan.signed_id),
    }
    assert make.send(application, cast.teacher, NOW).document_id == application.plan.signed_id


def test_insisting_twice_is_insisting_once(cast):
    application = make.ready(cast)
    readings.wrong(application)

    insist(application, cast.teacher)
    insist(application, cast.teacher)

    assert Entry.objects.filter(verb="applications:plan:insist").count() == 1


def test_a_new_copy_is_looked_at_anew(cast):
    application = make.ready(cast)
    readings.wrong(application)
    insist(application, cast.teacher)

    application = make.attach(application, cast.teacher)
    readings.wrong(application)

    assert Plan.objects.get(pk=application.plan_id).insisted_at is None
    assert refusal(lambda: make.send(application, cast.teacher, NOW)) == "wrong_copy"


def test_nobody_insists_on_a_copy_that_was_exchanged_meanwhile(cast):
    application = make.ready(cast)
    shown = str(application.plan.signed_id)
    application = make.attach(application, cast.teacher)

    assert refusal(lambda: insist(application, cast.teacher, shown)) == "other_copy"


@pytest.mark.parametrize("who", ["colleague", "director", "neighbour", "neighbour_teacher", "bureau"])
def test_only_who_may_write_the_plan_insists(cast, who):
    application = make.ready(cast)

    assert refusal(lambda: insist(application, getattr(cast, who))) == "role"


def test_what_was_sent_is_no_longer_insisted_on(cast):
    application = make.submitted(cast)

    assert refusal(lambda: insist(application, cast.teacher)) == "state"
