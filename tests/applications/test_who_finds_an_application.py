"""The statement written by hand, and the rule of one row, say what `visible_to` says."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from applications.models import Application, Plan, find, hold
from people.enums import SeatKind
from tests.cast import Person, seat
from tests.factories import applications as make


@pytest.fixture
def written(cast):
    return [make.submitted(cast), make.started(cast, cast.neighbour_teacher)]


def test_one_row_is_found_by_whom_the_list_shows_it(cast, written):
    # Somebody with seats at both colleges, and one whose checking seat has ended.
    seat(cast.colleague.user, SeatKind.COORDINATOR, cast.neighbour_college)
    seen = {}
    for name, person in cast.everybody().items():
        actor = person.actor()
        for row in written:
            listed = Application.objects.visible_to(actor).filter(pk=row.pk).exists()
            assert (find(actor, row.pk) is not None) is listed, name
            assert row.is_visible_to(actor) is listed, name
            seen[name, row.pk] = listed

    home, next_door = (row.pk for row in written)
    assert seen["teacher", home]
    assert not seen["teacher", next_door]
    assert seen["coordinator", home]
    assert not seen["neighbour", home]
    assert seen["neighbour", next_door]
    assert seen["colleague", next_door]
    assert not seen["revoked", home]
    assert not seen["anonymous", home]
    assert seen["policy", home]
    assert not seen["auditor", home]


def test_nobody_finds_what_is_not_there(cast):
    assert find(cast.bureau.actor(), 4711) is None


def test_it_comes_with_round_and_plan_by_one_statement(cast, written):
    actor = cast.teacher.actor()
    with CaptureQueriesContext(connection) as seen:
        found = find(actor, written[0].pk)
        facts = (found.round.year, found.plan.version, found.plan.progress, found.state)

    assert len(seen) == 1
    row = Application.objects.select_related("round", "plan").get(pk=found.pk)
    assert facts == (row.round.year, row.plan.version, row.plan.progress, row.state)
    for field in Application._meta.concrete_fields:
        assert getattr(found, field.attname) == getattr(row, field.attname)
    assert (found.plan.answers, found.plan.content) == (row.plan.answers, row.plan.content)


def test_a_person_without_any_seat_finds_her_own(cast, written):
    assert find(Person(cast.teacher.user, None).actor(), written[0].pk) is not None


def test_what_is_held_is_as_the_database_has_it_now(cast, written):
    seen = find(cast.teacher.actor(), written[0].pk)
    Application.objects.filter(pk=seen.pk).update(state="SENT_BACK")
    Plan.objects.filter(pk=seen.plan.pk).update(progress={"need": "started"})

    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        plan = hold(seen)
        papers = (plan.paper, plan.signed, plan.prepared, plan.establishment)

    assert len(asked) == 2
    assert seen.state == "SENT_BACK"
    assert seen.plan is plan
    assert plan.progress == {"need": "started"}
    row = Plan.objects.select_related("paper", "signed", "prepared", "establishment").get(pk=plan.pk)
    assert papers == (row.paper, row.signed, row.prepared, row.establishment)
    assert (plan.content, plan.answers) == (row.content, row.answers)
    if connection.features.has_select_for_update:
        assert [query["sql"].endswith(("FOR UPDATE OF a", "FOR UPDATE OF p")) for query in asked.captured_queries] == [
            True,
            True,
        ]


def test_another_version_of_the_plan_is_the_one_that_is_held(cast, written):
    seen = find(cast.neighbour_teacher.actor(), written[1].pk)
    newer = Plan.objects.create(application=written[1], version=2)
    Application.objects.filter(pk=seen.pk).update(plan=newer)

    with transaction.atomic():
        assert hold(seen) == newer

    assert seen.plan == newer


def test_nothing_is_held_that_is_not_there(cast, written):
    gone = Application(pk=4711)

    with transaction.atomic(), pytest.raises(Application.DoesNotExist):
        hold(gone)
