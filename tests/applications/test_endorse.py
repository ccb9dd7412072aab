"""The coordinator's word: own college, not her own plan, three working days longer than sending."""

from dataclasses import replace

import pytest

from applications import actions
from applications.models import Application
from people import unit
from people.enums import SeatKind
from records.models import Entry, Notice
from rounds.actions import extend
from rounds.models import Participation
from rounds.moves import Refused
from tests.cast import at, profile, seat
from tests.factories import applications as make

IN_TIME = at("2025-02-21 11:00")


def refusal(application, person, when=IN_TIME, attested=True):
    with pytest.raises(Refused) as raised:
        actions.endorse(make.again(application), by=person.seat, at=when, attested=attested)
    return raised.value.refusal.code


def as_teacher(cast, person):
    """The same person, as a teacher of the college."""
    profile(person.user, cast.college)
    return replace(person, seat=seat(person.user, SeatKind.TEACHER, cast.college))


def test_the_coordinator_endorses_and_the_plan_is_certified(cast):
    application = make.submitted(cast)

    actions.endorse(application, by=cast.coordinator.seat, at=IN_TIME, attested=True)

    row = make.again(application)
    assert (row.state, row.endorsed_at, row.endorsed_by, row.attested) == (
        "ENDORSED",
        IN_TIME,
        cast.coordinator.seat,
        True,
    )
    assert row.plan.state == "CERTIFIED"
    assert Notice.objects.get(name="applications/endorse").to == cast.teacher.user
    assert Entry.objects.filter(verb="applications:application:endorse", by=cast.coordinator.seat).count() == 1


def test_she_must_attest_the_copy(cast):
    application = make.submitted(cast)

    assert refusal(application, cast.coordinator, attested=False) == "not_attested"
    assert make.again(application).state == "SUBMITTED"


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("teacher", "role"),
        ("colleague", "role"),
        ("registry", "role"),
        ("supervisor", "role"),
        ("director", "coordinator_first"),
        ("revoked", "not_named"),
        ("neighbour", "role"),
        ("neighbour_director", "role"),
        ("neighbour_teacher", "role"),
        ("bureau", "role"),
        ("policy", "role"),
        ("auditor", "role"),
    ],
)
def test_nobody_else_endorses(cast, who, code):
    assert refusal(make.submitted(cast), getattr(cast, who)) == code


def test_the_deputy_stands_in(cast):
    application = make.submitted(cast)

    actions.endorse(application, by=cast.deputy.seat, at=IN_TIME, attested=True)

    assert make.again(application).endorsed_by == cast.deputy.seat


def test_without_a_coordinator_the_director_endorses(cast):
    Participation.objects.filter(pk=cast.participation.pk).update(
        coordinator=None, coordinator_named_at=None, coordinator_named_by=None
    )
    application = make.submitted(cast)

    assert refusal(application, cast.coordinator) == "not_named"
    actions.endorse(application, by=cast.director.seat, at=IN_TIME, attested=True)

    assert make.again(application).endorsed_by == cast.director.seat


@pytest.mark.parametrize("who", ["deputy", "director"])
def test_the_coordinators_own_plan_goes_to_deputy_or_director(cast, who):
    application = make.submitted(cast, as_teacher(cast, cast.coordinator))

    assert refusal(application, cast.coordinator) == "own"
    actions.endorse(application, by=getattr(cast, who).seat, at=IN_TIME, attested=True)

    assert make.again(application).state == "ENDORSED"


def test_the_deputys_own_plan_goes_to_the_coordinator(cast):
    application = make.submitted(cast, as_teacher(cast, cast.deputy))

    assert refusal(application, cast.deputy) == "own"
    actions.endorse(application, by=cast.coordinator.seat, at=IN_TIME, attested=True)

    assert make.again(application).state == "ENDORSED"


@pytest.mark.parametrize("when", ["2025-02-28 00:00:00", "2025-03-04 23:59:59.999999"])
def test_endorsing_is_in_time_three_working_days_after_the_closing(cast, when):
    application = make.submitted(cast)

    actions.endorse(application, by=cast.coordinator.seat, at=at(when), attested=True)

    assert make.again(application).endorsed_at == at(when)


def test_the_day_after_it_is_shut(cast):
    assert refusal(make.submitted(cast), cast.coordinator, at("2025-03-05 00:00:00")) == "closed"


def test_a_teachers_extension_opens_her_coordinators_endorsing_too(cast):
    mine, hers = make.submitted(cast), make.submitted(cast, cast.colleague)
    extend(
        cast.round, "PLANS_DUE", until=at("2025-03-06 23:59:59"), reason="น้ำท่วม", by=cast.bureau.seat, at=IN_TIME,
        person=cast.teacher.user, college=cast.college,
    )  # fmt: skip

    actions.endorse(mine, by=cast.coordinator.seat, at=at("2025-03-11 23:59:59"), attested=True)

    assert make.again(mine).state == "ENDORSED"
    assert refusal(hers, cast.coordinator, at("2025-03-11 23:59:59")) == "closed"


def test_of_two_who_endorse_at_once_the_second_hears_that_somebody_was_first(cast):
    application = make.submitted(cast)
    page_of_deputy = make.again(application)
    actions.endorse(make.again(application), by=cast.coordinator.seat, at=IN_TIME, attested=True)

    with pytest.raises(Refused) as raised:
        actions.endorse(page_of_deputy, by=cast.deputy.seat, at=IN_TIME, attested=True)

    assert raised.value.refusal.code == "first"
    assert make.again(application).endorsed_by == cast.coordinator.seat
    assert Entry.objects.filter(verb="applications:application:endorse").count() == 1
    assert Notice.objects.filter(name="applications/endorse").count() == 1


def test_in_bulk_the_skipped_are_named_with_their_reasons(cast):
    mine = make.submitted(cast)
    own = make.submitted(cast, as_teacher(cast, cast.coordinator))
    draft = make.ready(cast, cast.colleague)
    neighbours = make.frozen(cast, cast.neighbour_teacher)

    outcome = actions.endorse_many([mine, own, draft, neighbours], by=cast.coordinator.seat, at=IN_TIME, attested=True)

    assert [row.pk for row in outcome.done] == [mine.pk]
    assert [(row.pk, refusal.code) for row, refusal in outcome.skipped] == [
        (own.pk, "own"),
        (draft.pk, "state"),
        (neighbours.pk, "role"),
    ]
    assert set(Application.objects.filter(state="ENDORSED")) == {mine}


def test_in_bulk_too_she_must_attest(cast):
    application = make.submitted(cast)

    with pytest.raises(Refused) as raised:
        actions.endorse_many([application], by=cast.coordinator.seat, at=IN_TIME, attested=False)

    assert raised.value.refusal.code == "not_attested"
    assert make.again(application).state == "SUBMITTED"


def test_an_endorsed_plan_can_no_longer_be_edited(cast):
    application = make.endorsed(cast)

    for person in (cast.teacher, cast.coordinator):
        with pytest.raises(Refused) as raised:
            actions.revise(application, by=person.seat, at=IN_TIME)
        assert raised.value.refusal.code == "state"


def test_endorsing_many_costs_the_statements_of_endorsing_two(cast):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from applications.models import Application

    counts = []
    for batch in ((1, 2), (3, 4, 5, 6, 7)):
        made = [make.submitted(cast, make.another_teacher(cast, number)).pk for number in batch]
        rows = list(Application.objects.filter(pk__in=made).select_related("round"))
        with unit.unit(), CaptureQueriesContext(connection) as seen:
            outcome = actions.endorse_many(rows, by=cast.coordinator.seat, at=make.ENDORSED, attested=True)
        assert len(outcome.done) == len(batch)
        counts.append(len(seen))
    assert counts[0] == counts[1]
