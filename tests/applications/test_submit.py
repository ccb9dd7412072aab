"""Sending the signed plan: what is needed, what decides at the deadline, and the one receipt."""

import datetime as dt

import pytest

from applications import actions
from applications.models import Application
from placements.models import Agreement
from records import bell
from records.copies import Copy
from records.models import Entry, Notice, Receipt, Ring
from rounds.actions import extend
from rounds.moves import Refused
from tests.cast import agreement, at
from tests.factories import applications as make
from tests.factories.plans import tiny_pdf

IN_TIME = at("2025-02-20 09:00")
SHUT = at("2025-02-28 00:00:00")


def refusal(application, person, when=IN_TIME, turn=None):
    turn = application.turn if turn is None else turn
    with pytest.raises(Refused) as raised:
        actions.submit(make.again(application), by=person.seat, at=when, turn=turn)
    return raised.value.refusal.code


# What is accepted ----------------------------------------------------------------------------


def test_a_signed_plan_in_time_is_accepted_with_a_receipt(cast):
    application = make.ready(cast)

    receipt = make.send(application, cast.teacher, IN_TIME)

    row = make.again(application)
    assert (row.state, row.submitted_at, row.submitted_by, row.turn) == ("SUBMITTED", IN_TIME, cast.teacher.seat, 1)
    assert receipt.number == f"2568-PLAN-{receipt.pk:06d}"
    assert (receipt.accepted_at, receipt.begun_at, receipt.was_slow) == (IN_TIME, IN_TIME, False)
    assert (receipt.document, receipt.paper) == (row.plan.signed, row.plan.paper)
    assert receipt.extension_note == ""


def test_accepting_writes_one_entry_and_two_notices_and_hurries_the_post(cast, monkeypatch):
    application = make.ready(cast)
    hurried = []
    monkeypatch.setattr(bell, "hurry", hurried.append)

    make.send(application, cast.teacher, IN_TIME)

    entry = Entry.objects.get(verb="applications:application:submit")
    assert (entry.at, entry.by, entry.facts) == (
        IN_TIME,
        cast.teacher.seat,
        {"before": "DRAFT", "turn": 1, "version": 1, "begun_at": IN_TIME.isoformat()},
    )
    told = set(Notice.objects.filter(name__startswith="applications/").values_list("name", "to__email"))
    assert told == {
        ("applications/submit", cast.teacher.user.email),
        ("applications/to_check", cast.coordinator.user.email),
    }
    assert hurried == ["records.deliver"]


def test_without_a_named_coordinator_the_deputy_is_told(cast):
    cast.participation.__class__.objects.filter(pk=cast.participation.pk).update(
        coordinator=None, coordinator_named_at=None, coordinator_named_by=None
    )

    make.submitted(cast)

    assert Notice.objects.get(name="applications/to_check").to == cast.deputy.user


# What is missing -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "code"), [("started", "incomplete"), ("written", "not_frozen"), ("frozen", "not_signed")]
)
def test_an_unfinished_plan_cannot_be_submitted(cast, step, code):
    assert refusal(getattr(make, step)(cast), cast.teacher) == code


@pytest.mark.parametrize(
    "who", ["colleague", "coordinator", "deputy", "director", "neighbour", "neighbour_teacher", "bureau"]
)
def test_nobody_submits_for_the_teacher(cast, who):
    application = make.ready(cast)

    assert refusal(application, getattr(cast, who)) == "role"
    assert make.again(application).state == "DRAFT"


def test_a_refused_submit_leaves_nothing_behind(cast):
    application = make.ready(cast)
    before = (Entry.objects.count(), Notice.objects.count(), Ring.objects.count())

    refusal(application, cast.teacher, SHUT)

    assert (Entry.objects.count(), Notice.objects.count(), Ring.objects.count()) == before
    assert Receipt.objects.count() == 0
    assert make.again(application).turn == 0


def test_an_establishment_without_an_agreement_binds(cast):
    Agreement.objects.all().delete()

    assert refusal(make.ready(cast), cast.teacher) == "criterion_agreement"


def test_an_agreement_that_ended_since_the_plan_was_frozen_is_noticed(cast):
    application = make.ready(cast)
    assert application.criteria["agreement"] is True
    Agreement.objects.update(valid_until=dt.date(2025, 3, 16))  # the training begins on the 17th

    assert refusal(application, cast.teacher) == "criterion_agreement"


def test_an_agreement_that_ends_before_the_last_day_binds_and_the_day_is_named(cast):
    application = make.ready(cast)
    Agreement.objects.update(valid_until=dt.date(2025, 3, 27))  # the training lasts until the 28th

    with pytest.raises(Refused) as raised:
        make.send(application, cast.teacher, IN_TIME)
    assert raised.value.refusal.code == "criterion_agreement"
    assert raised.value.refusal.opener == "ผู้ประสานงาน"
    assert "สิ้นสุดวันที่ 27 มีนาคม 2568" in str(raised.value.refusal).replace("\u00a0", " ")


def test_an_agreement_that_was_renewed_for_the_rest_of_the_stay_holds(cast):
    Agreement.objects.update(valid_until=dt.date(2025, 3, 20))
    agreement(cast.college, cast.establishment, cast.coordinator.seat, valid_from=dt.date(2025, 3, 21))

    assert make.submitted(cast).criteria["agreement"] is True


def test_the_neighbours_agreement_is_not_ours(cast):
    Agreement.objects.update(college=cast.neighbour_college)

    assert refusal(make.ready(cast), cast.teacher) == "criterion_agreement"


def test_a_plan_without_any_competency_cannot_be_submitted(cast):
    assert refusal(make.ready(cast, competencies=[]), cast.teacher) == "criterion_competency"


def test_criteria_that_do_not_bind_are_shown_and_refuse_nothing(cast):
    totals = {"days": 10, "hours": "59.5", "amount": "0", "amount_text": "ศูนย์บาทถ้วน"}
    application = make.ready(cast, totals=totals, test={"planned": False})

    make.send(application, cast.teacher)

    row = make.again(application)
    assert row.state == "SUBMITTED"
    assert row.criteria == {
        "agreement": True,
        "competency": True,
        "hours": False,
        "hours_a_day": True,
        "within_training": True,
        "test_planned": False,
    }
    assert row.criteria_met == 4


def test_the_page_knows_the_criteria_as_soon_as_the_plan_is_frozen(cast):
    assert make.frozen(cast).criteria_met == 6


# Once, however often it is pressed -----------------------------------------------------------


def test_a_retry_meets_its_own_receipt(cast):
    application = make.ready(cast)
    first = make.send(application, cast.teacher, IN_TIME)
    entries = Entry.objects.count()

    again = actions.submit(make.again(application), by=cast.teacher.seat, at=SHUT, turn=0)

    assert again == first
    assert (Receipt.objects.count(), Entry.objects.count()) == (1, entries)
    assert make.again(application).submitted_at == IN_TIME


def test_a_retry_with_the_page_of_before_meets_the_same_receipt(cast):
    old = make.ready(cast)
    first = make.send(old, cast.teacher, IN_TIME)

    assert actions.submit(old, by=cast.teacher.seat, at=IN_TIME, turn=0) == first


def test_sent_again_after_a_correction_is_another_turn_with_another_receipt(cast):
    application = make.sent_back(cast)
    first = Receipt.objects.get()

    second = make.send(application, cast.teacher, at("2025-02-24 09:00"))

    assert (first.key, second.key) == (application.receipt_key(1), application.receipt_key(2))
    assert second.number != first.number
    assert make.again(application).turn == 2


def test_who_knows_no_turn_sends_nothing_twice(cast):
    application = make.submitted(cast)

    assert refusal(application, cast.teacher, turn=1) == "state"
    assert Receipt.objects.count() == 1


# What stands there now, not what a page saw --------------------------------------------------


def test_a_version_opened_meanwhile_is_not_accepted_unsigned(cast):
    page = make.ready(cast)
    actions.revise(make.again(page), by=cast.coordinator.seat, at=IN_TIME)

    with pytest.raises(Refused) as raised:
        actions.submit(page, by=cast.teacher.seat, at=IN_TIME, turn=0)

    assert raised.value.refusal.code == "not_frozen"


def test_a_copy_cannot_take_the_place_of_the_one_on_the_receipt(cast):
    page = make.ready(cast)
    receipt = make.send(page, cast.teacher)

    with pytest.raises(Refused) as raised:
        actions.attach(page, Copy(tiny_pdf("other"), 1, "x.pdf", IN_TIME), by=cast.teacher.seat, at=IN_TIME)

    assert raised.value.refusal.code == "state"
    assert make.again(page).plan.signed == receipt.document


def test_sending_clears_the_stamp_of_lapsing(cast):
    application = make.ready(cast)
    actions.lapse(cast.round, by=cast.system, at=SHUT)
    assert make.again(application).lapsed_at == SHUT
    extend(
        cast.round, "PLANS_DUE", until=at("2025-03-03 23:59:59"), reason="น้ำท่วม", by=cast.bureau.seat, at=SHUT,
        person=cast.teacher.user, college=cast.college,
    )  # fmt: skip

    make.send(application, cast.teacher, at("2025-03-01 09:00"))

    assert Application.objects.get(pk=application.pk).lapsed_at is None
