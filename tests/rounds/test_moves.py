"""May this move happen now? The first reason why not wins; writing tests again what reading believed."""

import datetime as dt
from dataclasses import replace

import pytest

from applications.models import Application
from applications.rules import CHECKER, DIRECTOR, ENDORSE, MOVES, SUBMIT, TEACHER, WITHDRAW
from people.actor import Actor
from records.models import Entry
from rounds.moves import Move, Refusal, Refused, buttons, carry_out, choose_seat, closed, may, one, wrong_role
from rounds.window import Calendar
from tests.cast import at
from tests.factories import applications as make

IN_TIME = at("2025-02-20 09:00")
EARLY = at("2025-01-31 12:00")
LATE = at("2025-02-28 00:00:00")


def answer(move, thing, person, when=IN_TIME):
    refusal = may(move, thing, person.seat, when, Calendar.of(thing.round))
    return refusal.code if refusal else None


# Reasons, in their order ---------------------------------------------------------------------


def test_the_teacher_may_submit_her_own_complete_plan_in_time(cast):
    assert answer(SUBMIT, make.ready(cast), cast.teacher) is None


def test_in_a_round_that_is_not_open_nothing_moves(cast):
    application = make.ready(cast)
    application.round.state = "CLOSED"

    assert answer(SUBMIT, application, cast.teacher) == "round"
    assert answer(SUBMIT, application, cast.neighbour) == "round"


@pytest.mark.parametrize(
    "who",
    [
        "colleague",
        "coordinator",
        "director",
        "registry",
        "neighbour",
        "neighbour_teacher",
        "bureau",
        "admin",
        "auditor",
    ],
)
def test_nobody_else_may_submit_for_her(cast, who):
    assert answer(SUBMIT, make.ready(cast), getattr(cast, who)) == "role"


def test_the_wrong_role_is_named_before_the_wrong_state_and_the_shut_window(cast):
    application = make.endorsed(cast)

    assert answer(SUBMIT, application, cast.coordinator, LATE) == "role"


def test_the_wrong_state_is_named_before_the_shut_window(cast):
    assert answer(SUBMIT, make.submitted(cast), cast.teacher, LATE) == "state"


def test_the_shut_window_is_named_before_what_is_missing(cast):
    assert answer(SUBMIT, make.started(cast), cast.teacher, LATE) == "closed"
    assert answer(SUBMIT, make.started(cast), cast.teacher, EARLY) == "early"


def test_needs_are_named_in_the_order_of_the_table(cast):
    application = make.started(cast)
    assert answer(SUBMIT, application, cast.teacher) == "incomplete"

    application = make.written(cast)
    assert answer(SUBMIT, application, cast.teacher) == "not_frozen"

    application = make.frozen(cast)
    assert answer(SUBMIT, application, cast.teacher) == "not_signed"


def test_a_matter_of_ones_own_is_named_as_such(cast):
    from people.enums import SeatKind
    from tests.cast import profile, seat

    profile(cast.coordinator.user, cast.college)
    as_teacher = replace(cast.coordinator, seat=seat(cast.coordinator.user, SeatKind.TEACHER, cast.college))
    application = make.submitted(cast, as_teacher)

    assert answer(ENDORSE, application, cast.coordinator) == "own"
    assert answer(ENDORSE, application, cast.deputy) is None
    assert answer(ENDORSE, application, cast.director) is None
    assert answer(ENDORSE, application, cast.neighbour) == "role"


# A shut door explains itself -----------------------------------------------------------------


def test_a_shut_door_says_when_it_closed_who_can_open_it_and_that_one_may_ask(cast):
    application = make.ready(cast)
    refusal = closed(SUBMIT, application, LATE, Calendar.of(cast.round))

    assert (refusal.code, refusal.can_ask) == ("closed", True)
    assert refusal.window.closes_at == at("2025-02-27 23:59:59")
    assert str(refusal.opener) != ""
    assert "2568" in str(refusal)


def test_a_door_that_is_not_open_yet_says_when_and_cannot_be_asked_about(cast):
    refusal = closed(SUBMIT, make.ready(cast), EARLY, Calendar.of(cast.round))

    assert (refusal.code, refusal.can_ask) == ("early", False)


def test_a_milestone_that_does_not_bind_shuts_nothing(cast):
    cast.round.milestones.filter(kind="PLANS_DUE").update(mode="SHOWN")

    assert answer(SUBMIT, make.ready(cast), cast.teacher, LATE) is None


def test_a_move_without_a_window_is_open_on_every_day(cast):
    assert answer(WITHDRAW, make.submitted(cast), cast.teacher, at("2025-12-31 23:59")) is None


# Roles ---------------------------------------------------------------------------------------


def test_a_role_fits_the_kind_the_college_and_whose_matter_it_is(cast):
    application = make.started(cast)

    def fits(role):
        return {
            name for name, person in cast.everybody().items() if person.seat and role.fits(person.seat, application)
        }

    # Whether a seat is still open is the actor's matter: the revoked coordinator never stands at the door with it.
    assert fits(TEACHER) == {"teacher"}
    assert fits(CHECKER) == {"coordinator", "deputy", "revoked"}
    assert fits(DIRECTOR) == {"director"}
    assert cast.revoked.actor(IN_TIME).seats == ()


def test_the_seat_of_an_act_is_chosen_from_those_that_may(cast):
    application = make.submitted(cast)

    assert choose_seat(ENDORSE, application, cast.coordinator.actor()) == cast.coordinator.seat
    assert choose_seat(ENDORSE, application, cast.neighbour.actor()) is None
    assert choose_seat(ENDORSE, application, Actor.nobody()) is None


def test_of_two_seats_the_one_that_may_is_chosen(cast):
    both = Actor(cast.coordinator.user, (cast.neighbour.seat, cast.coordinator.seat))

    assert choose_seat(ENDORSE, make.submitted(cast), both) == cast.coordinator.seat


def test_a_refusal_for_the_wrong_role_says_who_can(cast):
    refusal = wrong_role(ENDORSE, make.submitted(cast), cast.neighbour.actor())

    assert refusal.code == "role"
    assert refusal.opener == f"{CHECKER.label}, {DIRECTOR.label}"


# Buttons -------------------------------------------------------------------------------------


def test_the_teacher_sees_her_verbs_open_or_grey_with_the_reason(cast):
    application = make.ready(cast)
    calendar = Calendar.of(cast.round)

    in_time = buttons(MOVES.values(), application, cast.teacher.actor(), IN_TIME, calendar)
    late = buttons(MOVES.values(), application, cast.teacher.actor(), LATE, calendar)

    assert {verb: button.open for verb, button in in_time.items()} == {"submit": True, "withdraw": True, "waive": False}
    assert {verb: button.open for verb, button in late.items()} == {"submit": False, "withdraw": True, "waive": False}
    assert late["submit"].refusal.code == "closed"


def test_the_neighbour_sees_no_verb_at_all(cast):
    application = make.submitted(cast)

    assert buttons(MOVES.values(), application, cast.neighbour.actor(), IN_TIME, Calendar.of(cast.round)) == {}


# Writing -------------------------------------------------------------------------------------


def withdraw(things, by, when=IN_TIME, **more):
    calendar = Calendar.of(things[0].round)
    return carry_out(things, WITHDRAW, by=by, at=when, calendar=calendar, room="applications", **more)


def test_a_move_writes_state_stamp_and_one_entry(cast):
    application = make.submitted(cast)
    seen = Entry.objects.count()

    outcome = withdraw([application], cast.teacher.seat, facts={"why": "ย้าย"})

    row = Application.objects.get(pk=application.pk)
    assert (row.state, row.withdrawn_at, row.withdrawn_by) == ("WITHDRAWN", IN_TIME, cast.teacher.seat)
    assert (outcome.done, outcome.skipped) == ([application], [])
    assert application.state == "WITHDRAWN"
    entry = Entry.objects.order_by("pk").last()
    assert Entry.objects.count() == seen + 1
    assert (entry.verb, entry.at, entry.by, entry.subject_pk) == (
        "applications:application:withdraw",
        IN_TIME,
        cast.teacher.seat,
        str(application.pk),
    )
    assert (entry.year, entry.college, entry.facts) == (2568, cast.college, {"before": "SUBMITTED", "why": "ย้าย"})


def test_what_was_decided_at_one_instant_may_be_stamped_with_another(cast):
    application = make.submitted(cast)
    later = IN_TIME + dt.timedelta(minutes=7)

    withdraw([application], cast.teacher.seat, stamped_at=later)

    assert Application.objects.get(pk=application.pk).withdrawn_at == later


def test_who_believed_an_old_state_finds_that_somebody_was_first(cast):
    application = make.submitted(cast)
    old = make.again(application)
    withdraw([application], cast.teacher.seat)
    seen = Entry.objects.count()

    outcome = withdraw([old], cast.teacher.seat)

    assert [(thing.pk, refusal.code) for thing, refusal in outcome.skipped] == [(old.pk, "first")]
    assert outcome.done == []
    assert Entry.objects.count() == seen


def test_of_many_those_that_cannot_are_skipped_and_named(cast):
    mine, hers = make.submitted(cast), make.submitted(cast, cast.colleague)
    calendar = Calendar.of(cast.round)

    outcome = carry_out(
        [mine, hers], WITHDRAW, by=cast.teacher.seat, at=IN_TIME, calendar=calendar, room="applications"
    )

    assert [thing.pk for thing in outcome.done] == [mine.pk]
    assert [(thing.pk, refusal.code) for thing, refusal in outcome.skipped] == [(hers.pk, "role")]
    assert Application.objects.get(pk=hers.pk).state == "SUBMITTED"


def test_a_move_of_many_costs_one_statement_more_than_of_one(cast, django_assert_num_queries):
    rows = [make.endorsed(cast, make.another_teacher(cast, number)) for number in (1, 2, 3, 4)]
    move = MOVES["announce_eligible"]
    calendar = Calendar.of(cast.round)

    # Lock, update, entries; for a single one the update says whether it was first.
    for batch, statements in ((rows[:1], 2), (rows[1:3], 3), (rows[3:], 2)):
        with django_assert_num_queries(statements):
            outcome = carry_out(batch, move, by=cast.bureau.seat, at=IN_TIME, calendar=calendar, room="applications")
        assert outcome.skipped == []


def test_nothing_to_move_costs_nothing(cast, django_assert_num_queries):
    application = make.submitted(cast)
    calendar = Calendar.of(cast.round)

    with django_assert_num_queries(0):
        outcome = carry_out([application], SUBMIT, by=cast.teacher.seat, at=IN_TIME, calendar=calendar, room="x")

    assert outcome.done == []


def test_one_raises_the_refusal_of_its_thing(cast):
    outcome = withdraw([make.submitted(cast)], cast.neighbour.seat)

    with pytest.raises(Refused) as raised:
        one(outcome)

    assert raised.value.refusal.code == "role"


def test_a_refusal_reads_as_its_sentence():
    assert str(Refusal("x", "ปิดแล้ว")) == "ปิดแล้ว"
    assert str(Refused(Refusal("x", "ปิดแล้ว"))) == "ปิดแล้ว"


def test_a_move_without_a_target_keeps_the_state(cast):
    application = make.submitted(cast)
    note = Move("note", "Note", ("SUBMITTED",), None, WITHDRAW.who, "sent_back", sets={"comment": "ดู"})
    calendar = Calendar.of(cast.round)

    carry_out([application], note, by=cast.teacher.seat, at=IN_TIME, calendar=calendar, room="applications")

    row = Application.objects.get(pk=application.pk)
    assert (row.state, row.comment, row.sent_back_at) == ("SUBMITTED", "ดู", IN_TIME)
