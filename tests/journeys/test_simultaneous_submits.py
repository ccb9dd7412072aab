"""Two to eight devices press "submit" at the same moment: one acceptance, and everybody sees its receipt."""

import pytest

from applications import actions
from applications.models import Application
from records.copies import Copy
from records.models import Document, Entry, Notice, Receipt
from rounds.moves import Refused
from tests.cast import at
from tests.factories import applications as make
from tests.factories.plans import tiny_pdf
from tests.journeys.racing import at_once

pytestmark = [pytest.mark.django_db(transaction=True)]

WHEN = at("2025-02-27 23:59:59")
GROUPS = 500
TEACHERS = 20


def press(application, person, turn, when=WHEN):
    """One device: its own copy of the row, as a page had read it."""
    page = make.again(application)
    return lambda: actions.submit(page, by=person.seat, at=when, turn=turn)


@pytest.mark.slow
def test_every_group_of_simultaneous_submits_has_exactly_one_acceptance(cast):
    people = [make.another_teacher(cast, number) for number in range(1, TEACHERS + 1)]
    applications = [make.ready(cast, person) for person in people]
    wrong = []

    for number in range(GROUPS):
        person, application = people[number % TEACHERS], applications[number % TEACHERS]
        turn = number // TEACHERS
        devices = 2 + number % 7
        answers = at_once([press(application, person, turn) for _device in range(devices)])
        numbers = {answer.number if isinstance(answer, Receipt) else repr(answer) for answer in answers}
        if len(numbers) != 1 or Receipt.objects.filter(key=application.receipt_key(turn + 1)).count() != 1:
            wrong.append((number, numbers))
        actions.send_back(make.again(application), comment="อีกครั้ง", by=cast.coordinator.seat, at=WHEN)

    assert wrong == []
    assert Receipt.objects.count() == GROUPS
    assert Entry.objects.filter(verb="applications:application:submit").count() == GROUPS
    assert sorted(set(Receipt.objects.values_list("key", flat=True))) == sorted(
        applications[number % TEACHERS].receipt_key(number // TEACHERS + 1) for number in range(GROUPS)
    )


def test_a_double_click_tells_everybody_once(cast):
    application = make.ready(cast)

    first, second = at_once([press(application, cast.teacher, 0)] * 2)

    assert first == second
    assert Application.objects.get(pk=application.pk).turn == 1
    assert Notice.objects.filter(name="applications/submit").count() == 1
    assert Notice.objects.filter(name="applications/to_check").count() == 1


def test_submit_and_a_new_copy_at_once_leave_the_receipt_and_the_plan_agreed(cast):
    people = [make.another_teacher(cast, number) for number in range(1, 9)]
    for person in people:
        application = make.ready(cast, person)
        page = make.again(application)

        def attach(page=page, person=person):
            data = tiny_pdf(f"copy of {person.user.pk}")
            return actions.attach(page, Copy(data, 1, "x", WHEN), by=person.seat, at=WHEN)

        receipt, copy = at_once([press(application, person, 0), attach])

        row = make.again(application)
        assert row.state == "SUBMITTED"
        assert receipt.document == row.plan.signed
        # Either it arrived before the sending and was sent, or it came too late and was refused.
        assert copy == row.plan.signed if isinstance(copy, Document) else copy.refusal.code == "state"


def test_submit_and_a_new_version_at_once_never_accept_an_unsigned_plan(cast):
    people = [make.another_teacher(cast, number) for number in range(1, 9)]
    for person in people:
        application = make.ready(cast, person)
        page = make.again(application)

        def revise(page=page):
            return actions.revise(page, by=cast.coordinator.seat, at=WHEN)

        at_once([press(application, person, 0), revise])

        row = make.again(application)
        assert (row.state, row.plan.version, row.plan.signed is not None) in (
            ("SUBMITTED", 1, True),
            ("DRAFT", 2, False),
        )


def test_two_who_endorse_at_once_endorse_once(cast):
    for number in range(1, 9):
        application = make.submitted(cast, make.another_teacher(cast, number))
        pages = [(make.again(application), person) for person in (cast.coordinator, cast.deputy)]

        answers = at_once(
            [
                lambda page=page, person=person: actions.endorse(page, by=person.seat, at=WHEN, attested=True)
                for page, person in pages
            ]
        )

        refused = [answer.refusal.code for answer in answers if isinstance(answer, Refused)]
        assert refused == ["first"]
        subject = {"subject_pk": str(application.pk), "verb": "applications:application:endorse"}
        assert Entry.objects.filter(**subject).get().by == make.again(application).endorsed_by


def test_two_who_start_at_once_find_one_application(cast):
    for number in range(1, 9):
        person = make.another_teacher(cast, number)
        seats = (person.seat, cast.coordinator.seat)

        answers = at_once(
            [lambda by=by, person=person: actions.start(cast.round, person.profile, by=by, at=WHEN) for by in seats]
        )

        assert [answer.pk for answer in answers] == [Application.objects.get(user=person.user).pk] * 2


def test_withdrawing_and_endorsing_at_once_is_one_or_the_other(cast):
    for number in range(1, 9):
        person = make.another_teacher(cast, number)
        application = make.submitted(cast, person)
        hers, theirs = make.again(application), make.again(application)

        withdrawn, endorsed = at_once(
            [
                lambda page=hers, person=person: actions.withdraw(page, by=person.seat, at=WHEN),
                lambda page=theirs: actions.endorse(page, by=cast.coordinator.seat, at=WHEN, attested=True),
            ]
        )

        # She may withdraw what was endorsed a moment before; nobody endorses what was withdrawn.
        state = make.again(application).state
        assert state in ("WITHDRAWN", "ENDORSED")
        if state == "WITHDRAWN" and isinstance(endorsed, Refused):
            assert endorsed.refusal.code == "first"
        if state == "ENDORSED":
            assert withdrawn.refusal.code == "first"
