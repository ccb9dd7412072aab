"""The bureau decides in private: no row that anybody else can read changes until the list is out."""

import pytest

from applications import actions
from applications.models import Announcement, Application, Decision, Line, Screening
from placements.models import Placement
from records.models import Entry, Message, Notice, Receipt, Ring
from tests.cast import at
from tests.factories import applications as make

WHEN = at("2025-03-05 13:00")
OTHERS = (
    *("teacher", "colleague", "coordinator", "deputy", "director", "registry", "supervisor", "revoked"),
    *("neighbour", "neighbour_teacher", "neighbour_director", "policy", "finance", "auditor", "anonymous"),
)


def decide(cast, rows, decision, by=None):
    return actions.decide(rows, decision=decision, reason="คะแนนสูง", by=(by or cast.bureau).seat, at=WHEN)


def test_a_decision_is_a_row_of_its_own(cast):
    application = make.endorsed(cast)

    decide(cast, [application], "ELIGIBLE")

    row = Decision.objects.get()
    assert (row.application, row.outcome, row.rank, row.decided_by) == (application, "ELIGIBLE", None, cast.bureau.seat)


@pytest.mark.parametrize("decision", ["ELIGIBLE", "RESERVE", "NOT_ELIGIBLE"])
def test_nothing_of_the_application_changes(cast, decision):
    application = make.endorsed(cast)
    before = Application.objects.filter(pk=application.pk).values().get()

    decide(cast, [application], decision)
    actions.screen([application], passed=False, note="แผนไม่ชัด", by=cast.bureau.seat, at=WHEN)

    assert Application.objects.filter(pk=application.pk).values().get() == before


def test_nobody_is_told_and_nothing_is_rung_for(cast):
    application = make.endorsed(cast)
    models = (Notice, Message, Ring, Receipt, Placement, Announcement, Line)
    before = [model.objects.count() for model in models]

    decide(cast, [application], "ELIGIBLE")

    assert [model.objects.count() for model in models] == before


@pytest.mark.parametrize("decision", ["ELIGIBLE", "RESERVE", "NOT_ELIGIBLE"])
def test_the_register_says_that_it_was_decided_and_not_what(cast, decision):
    application = make.endorsed(cast)

    decide(cast, [application], decision)
    actions.screen([application], passed=True, note="แผนชัด", by=cast.bureau.seat, at=WHEN)

    entries = Entry.objects.filter(verb__in=("applications:application:decide", "applications:application:screen"))
    assert [entry.facts for entry in entries] == [{}, {}]


@pytest.mark.parametrize("who", OTHERS)
def test_no_queryset_shows_it_to_anybody_but_the_bureau(cast, who):
    application = make.decided(cast)
    actions.screen([application], passed=True, note="แผนชัด", by=cast.bureau.seat, at=WHEN)
    make.signed(cast)
    actor = getattr(cast, who).actor(WHEN)

    assert list(Decision.objects.visible_to(actor)) == []
    assert list(Screening.objects.visible_to(actor)) == []
    assert list(Announcement.objects.visible_to(actor)) == []
    assert list(Placement.objects.visible_to(actor)) == []
    assert {row.state for row in Application.objects.visible_to(actor)} <= {"ENDORSED"}


@pytest.mark.parametrize("who", ["bureau", "admin"])
def test_the_bureau_sees_what_it_decided(cast, who):
    application = make.decided(cast)
    actor = getattr(cast, who).actor(WHEN)

    assert list(Decision.objects.visible_to(actor)) == [application.decision]


@pytest.mark.parametrize("who", ["teacher", "coordinator", "director", "neighbour", "policy", "finance", "auditor"])
def test_nobody_but_the_bureau_decides(cast, who):
    application = make.endorsed(cast)

    outcome = decide(cast, [application], "ELIGIBLE", by=getattr(cast, who))

    assert [refusal.code for _row, refusal in outcome.skipped] == ["role"]
    assert Decision.objects.count() == 0


def test_what_is_not_endorsed_is_skipped_and_named(cast):
    ready, draft = make.endorsed(cast), make.submitted(cast, cast.colleague)

    outcome = decide(cast, [draft, ready], "ELIGIBLE")

    assert outcome.done == [ready]
    assert [(row.pk, refusal.code) for row, refusal in outcome.skipped] == [(draft.pk, "state")]


def test_reserves_are_ranked_in_the_order_given_behind_those_on_the_list(cast):
    rows = [make.endorsed(cast, make.another_teacher(cast, number)) for number in (1, 2, 3)]

    decide(cast, [rows[2], rows[0]], "RESERVE")
    decide(cast, [rows[1]], "RESERVE")

    ranks = dict(Decision.objects.values_list("application", "rank"))
    assert ranks == {rows[2].pk: 1, rows[0].pk: 2, rows[1].pk: 3}


def test_deciding_otherwise_replaces_the_decision(cast):
    application = make.endorsed(cast)
    decide(cast, [application], "RESERVE")

    decide(cast, [application], "NOT_ELIGIBLE")

    row = Decision.objects.get()
    assert (row.outcome, row.rank) == ("NOT_ELIGIBLE", None)


def test_deciding_many_costs_the_statements_of_deciding_one(cast, django_assert_num_queries):
    rows = [make.endorsed(cast, make.another_teacher(cast, number)) for number in range(1, 6)]

    for batch in (rows[:1], rows[1:]):
        # Savepoint, decisions, entries, release.
        with django_assert_num_queries(5):
            decide(cast, batch, "ELIGIBLE")
