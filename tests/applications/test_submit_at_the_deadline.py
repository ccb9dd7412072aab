"""The last second, an extension, an upload that was still on its way: what decides when the door shuts."""

import datetime as dt

import pytest

from applications import actions
from records.models import Entry
from rounds.actions import extend
from rounds.moves import Refused
from tests.cast import at
from tests.factories import applications as make

IN_TIME = at("2025-02-20 09:00")
LAST = at("2025-02-27 23:59:59.999999")
SHUT = at("2025-02-28 00:00:00")


def refusal(application, person, when):
    with pytest.raises(Refused) as raised:
        actions.submit(make.again(application), by=person.seat, at=when, turn=application.turn)
    return raised.value.refusal.code


# The deadline --------------------------------------------------------------------------------


@pytest.mark.parametrize("when", ["2025-02-01 00:00:00", "2025-02-27 23:59:59", "2025-02-27 23:59:59.999999"])
def test_the_first_and_the_last_instant_are_in_time(cast, when):
    application = make.ready(cast, when=at("2025-01-31 12:00"))

    assert make.send(application, cast.teacher, at(when)).accepted_at == at(when)


@pytest.mark.parametrize(
    ("when", "code"),
    [("2025-01-31 23:59:59.999999", "early"), ("2025-02-28 00:00:00", "closed"), ("2025-03-01 09:00", "closed")],
)
def test_outside_the_window_nothing_is_accepted(cast, when, code):
    application = make.ready(cast, when=at("2025-01-31 12:00"))

    assert refusal(application, cast.teacher, at(when)) == code


@pytest.mark.parametrize("target", ["person", "college", "region", "round"])
def test_an_extension_opens_the_door_and_stands_on_the_receipt(cast, target):
    targets = {
        "person": {"person": cast.teacher.user, "college": cast.college},
        "college": {"college": cast.college},
        "region": {"region": cast.college.region},
        "round": {},
    }
    extend(
        cast.round, "PLANS_DUE", until=at("2025-03-03 23:59:59"), reason="น้ำท่วม", by=cast.bureau.seat, at=SHUT,
        **targets[target],
    )  # fmt: skip
    application = make.ready(cast)

    receipt = make.send(application, cast.teacher, at("2025-03-03 23:59:59.999999"))

    assert "น้ำท่วม" in receipt.extension_note
    assert "2568" in receipt.extension_note


def test_after_the_extension_the_door_is_shut_again(cast):
    extend(
        cast.round, "PLANS_DUE", until=at("2025-03-03 23:59:59"), reason="น้ำท่วม", by=cast.bureau.seat, at=SHUT,
        person=cast.teacher.user, college=cast.college,
    )  # fmt: skip

    assert refusal(make.ready(cast), cast.teacher, at("2025-03-04 00:00:00")) == "closed"
    assert refusal(make.ready(cast, cast.colleague), cast.colleague, SHUT) == "closed"


def test_who_was_in_time_anyway_has_no_extension_on_the_receipt(cast):
    extend(
        cast.round, "PLANS_DUE", until=at("2025-03-03 23:59:59"), reason="น้ำท่วม", by=cast.bureau.seat, at=IN_TIME,
        college=cast.college,
    )  # fmt: skip

    assert make.send(make.ready(cast), cast.teacher, LAST).extension_note == ""


# The upload that was still on its way --------------------------------------------------------


def arriving(cast, begun, kept):
    return make.attach(make.frozen(cast), cast.teacher, when=at(kept), begun_at=at(begun))


@pytest.mark.parametrize("press", ["2025-02-28 00:03:00", "2025-02-28 00:09:59.999999"])
def test_a_file_begun_in_time_and_sent_within_the_grace_counts_as_begun(cast, press):
    application = arriving(cast, "2025-02-27 23:58:00", "2025-02-28 00:02:00")

    receipt = make.send(application, cast.teacher, at(press))

    assert (receipt.begun_at, receipt.accepted_at) == (at("2025-02-27 23:58:00"), at(press))
    assert receipt.was_slow
    assert make.again(application).submitted_at == at(press)
    facts = Entry.objects.get(verb="applications:application:submit").facts
    assert dt.datetime.fromisoformat(facts["begun_at"]) == at("2025-02-27 23:58:00")


def test_begun_in_the_closing_second_is_begun_in_time(cast):
    application = arriving(cast, "2025-02-27 23:59:59.999999", "2025-02-28 00:00:30")

    assert make.send(application, cast.teacher, at("2025-02-28 00:01:00")).was_slow


@pytest.mark.parametrize(
    ("begun", "kept", "press"),
    [
        # After the grace.
        ("2025-02-27 23:58:00", "2025-02-28 00:02:00", "2025-02-28 00:10:00"),
        # Begun after the closing.
        ("2025-02-28 00:00:00", "2025-02-28 00:02:00", "2025-02-28 00:03:00"),
        # Had arrived before the closing: there was time to press the button.
        ("2025-02-27 23:50:00", "2025-02-27 23:59:59.999999", "2025-02-28 00:00:01"),
        ("2025-02-20 09:00:00", "2025-02-20 09:00:05", "2025-02-28 00:00:00"),
    ],
)
def test_grace_is_for_nobody_else(cast, begun, kept, press):
    assert refusal(arriving(cast, begun, kept), cast.teacher, at(press)) == "closed"


def test_the_grace_is_a_setting_of_the_round(cast):
    cast.round.grace_minutes = 0
    cast.round.save()
    application = arriving(cast, "2025-02-27 23:58:00", "2025-02-28 00:02:00")

    assert refusal(application, cast.teacher, at("2025-02-28 00:02:01")) == "closed"


def test_grace_follows_the_extended_closing_too(cast):
    extend(
        cast.round, "PLANS_DUE", until=at("2025-03-03 23:59:59"), reason="น้ำท่วม", by=cast.bureau.seat, at=SHUT,
        person=cast.teacher.user, college=cast.college,
    )  # fmt: skip
    application = arriving(cast, "2025-03-03 23:59:00", "2025-03-04 00:01:00")

    assert make.send(application, cast.teacher, at("2025-03-04 00:02:00")).was_slow
