"""Nobody approves their own: the coordinator checks, else a deputy, else a director, and in the end the bureau."""

from itertools import product

import pytest
from django.db import transaction

from applications import actions, notices
from applications.rules import CHECKER, DIRECTOR, ENDORSE, LAST_CHECKER, SEND_BACK, SEND_BACK_OFFICE
from people.actor import Actor
from people.enums import SeatKind
from records import wording
from records.models import Notice
from rounds.models import Extension
from rounds.moves import Refused, buttons, choose_seat, may
from rounds.owed import Hands
from rounds.window import Calendar
from tests.cast import Person, at, seat
from tests.factories import applications as make
from tests.factories.checkers import gone, names, teaches
from tests.factories.reminders import plans_alone, run

NOW = at("2025-02-21 11:00")
AFTER = at("2025-03-03 10:00")  # closed for sending, open for checking


def told(name="to_check"):
    return set(Notice.objects.filter(name=f"applications/{name}").values_list("to__email", flat=True))


def mails(*people):
    return {person.user.email for person in people}


def refusal(application, who, when=NOW):
    with pytest.raises(Refused) as raised:
        actions.endorse(make.again(application), by=who.seat, at=when, attested=True)
    return raised.value.refusal


def endorse(application, who):
    actions.endorse(make.again(application), by=who.seat, at=NOW, attested=True)
    return make.again(application).state


# Who is told, and may ------------------------------------------------------------------------


def test_of_the_coordinators_own_plan_the_deputy_is_told_and_may_endorse_it(cast, hers):
    application = make.submitted(cast, hers)

    assert told() == mails(cast.deputy)
    assert endorse(application, cast.deputy) == "ENDORSED"


@pytest.mark.parametrize("how", ["the seat has ended", "the account is shut"])
def test_without_a_deputy_it_is_the_directors(cast, hers, how):
    if how == "the seat has ended":
        gone(cast, cast.deputy)
    else:
        type(cast.deputy.user).objects.filter(pk=cast.deputy.user.pk).update(is_active=False)

    application = make.submitted(cast, hers)

    assert told() == mails(cast.director)
    assert endorse(application, cast.director) == "ENDORSED"


def test_where_she_is_the_director_too_and_there_is_nobody_else_it_is_the_bureaus(cast, hers, alone):
    application = make.submitted(cast, hers)

    assert told() == mails(cast.bureau, cast.admin)
    assert refusal(application, cast.coordinator).code == refusal(application, alone).code == "own"
    assert endorse(application, cast.bureau) == "ENDORSED"
    assert make.again(application).plan.state == "CERTIFIED"
    assert "สำนักเห็นชอบ" in wording.render(Notice.objects.get(name="applications/endorse"))[1]


def test_a_director_without_coordinator_and_deputy_waits_for_the_bureau_too(cast):
    own = teaches(cast.director, cast.college)
    names(cast, None)
    gone(cast, cast.deputy)

    assert endorse(make.submitted(cast, own), cast.bureau) == "ENDORSED"


def test_the_bureau_may_send_it_back_and_gives_more_time_after_the_closing(cast, hers, alone):
    application = make.submitted(cast, hers)

    actions.send_back(application, comment="แก้ไข", by=cast.bureau.seat, at=AFTER)

    row = make.again(application)
    assert (row.state, row.sent_back_by) == ("SENT_BACK", cast.bureau.seat)
    assert Extension.objects.get().person == hers.user


def test_the_bureau_keeps_the_days_of_checking_as_the_college_does(cast, hers, alone):
    assert refusal(make.submitted(cast, hers), cast.bureau, at("2025-03-05 00:00")).code == "closed"


@pytest.mark.parametrize("who", ["a deputy", "another director", "a coordinator"])
def test_as_soon_as_somebody_else_is_named_the_bureau_may_not_any_more(cast, hers, alone, who):
    application = make.submitted(cast, hers)
    if who == "a deputy":
        seat(cast.colleague.user, SeatKind.DEPUTY, cast.college)
    elif who == "another director":
        seat(cast.colleague.user, SeatKind.DIRECTOR, cast.college)
    else:
        names(cast, seat(cast.colleague.user, SeatKind.COORDINATOR, cast.college))

    answer = refusal(application, cast.bureau)

    assert (answer.code, answer.opener) == ("role", f"{CHECKER.label}, {DIRECTOR.label}")
    with pytest.raises(Refused):
        actions.send_back(make.again(application), comment="แก้ไข", by=cast.bureau.seat, at=NOW)
    assert endorse(application, Person(cast.colleague.user, cast.colleague.user.seats.latest("pk"))) == "ENDORSED"


@pytest.mark.parametrize("whose", ["teacher", "coordinator", "deputy", "director"])
def test_the_bureau_never_may_with_a_plan_that_somebody_at_the_college_can_check(cast, whose):
    who = cast.teacher if whose == "teacher" else teaches(getattr(cast, whose), cast.college)
    application = make.submitted(cast, who)

    assert refusal(application, cast.bureau).code == refusal(application, cast.admin).code == "role"
    assert told() & mails(cast.bureau, cast.admin) == set()


def test_a_college_without_any_director_needs_one_first(cast, hers):
    gone(cast, cast.deputy, cast.director)

    assert refusal(make.submitted(cast, hers), cast.bureau).code == "role"
    assert told() == set()


@pytest.mark.parametrize("who", ["neighbour", "neighbour_director", "policy", "finance", "auditor", "registry"])
def test_nobody_but_the_bureau_takes_the_colleges_place(cast, hers, alone, who):
    answer = refusal(make.submitted(cast, hers), getattr(cast, who))

    assert (answer.code, answer.opener) == ("role", LAST_CHECKER.label)


def test_a_bureau_officer_does_not_check_her_own_either(cast):
    own = teaches(cast.bureau, cast.college)
    seat(cast.bureau.user, SeatKind.DIRECTOR, cast.college)
    gone(cast, cast.deputy, cast.director)
    names(cast, None)
    application = make.submitted(cast, own)

    assert told() == mails(cast.admin)
    assert refusal(application, cast.bureau).code == "own"
    assert endorse(application, cast.admin) == "ENDORSED"


def _arranged(cast):
    """Every way in which a college may be looked after by the teacher herself, by others, or by nobody."""
    her, staff = cast.teacher.user, (cast.coordinator, cast.deputy, cast.director)
    kinds = (SeatKind.COORDINATOR, SeatKind.DEPUTY, SeatKind.DIRECTOR)
    own = {kind: seat(her, kind, cast.college) for kind in kinds}
    others = {kind: person.seat for kind, person in zip(kinds, staff, strict=True)}
    for named, deputies, directors in product(("", "her", "other"), *[("", "her", "other", "shut", "both")] * 2):
        with transaction.atomic():
            names(cast, own[kinds[0]] if named == "her" else others[kinds[0]] if named else None)
            for kind, who in ((kinds[1], deputies), (kinds[2], directors)):
                if who not in ("her", "both"):
                    gone(cast, Person(her, own[kind]))
                if who not in ("other", "both", "shut"):
                    gone(cast, Person(None, others[kind]))
                if who == "shut":
                    type(her).objects.filter(pk=others[kind].user_id).update(is_active=False)
            yield named, deputies, directors
            transaction.set_rollback(True)


def _expected(cast, named, deputies, directors):
    for rank, person in ((named, cast.coordinator), (deputies, cast.deputy), (directors, cast.director)):
        if rank in ("other", "both"):
            return {person.user.pk}
    return {cast.admin.user.pk, cast.bureau.user.pk} if directors == "her" else set()


def test_whoever_is_told_may_and_the_bureau_may_exactly_where_it_is_told(cast):
    application = make.submitted(cast)
    calendar = Calendar.of(cast.round)
    wrong = {}

    for arranged in _arranged(cast):
        right = _expected(cast, *arranged)
        alone = set(notices.checkers(application, or_bureau=True))
        bulk = set(Hands(cast.round, NOW, [cast.college.pk]).checkers(cast.college.pk, about=cast.teacher.user.pk))
        actors = [Actor.of(person.user, NOW) for person in cast.everybody().values() if person.user]
        able = {
            actor.user_id
            for actor in actors
            for chosen in actor.seats
            if actor.user.is_active and may(ENDORSE, make.again(application), chosen, NOW, calendar) is None
        }
        officers = {cast.admin.user.pk, cast.bureau.user.pk}
        if alone != right or bulk != right or not right <= able or (able & officers) != (right & officers):
            wrong[arranged] = (right, alone, bulk, able)
        if cast.teacher.user.pk in able:
            wrong[arranged] = "her own"

    assert wrong == {}


def test_of_two_rows_with_one_verb_the_open_one_is_the_button(cast, hers, alone):
    application = make.submitted(cast, hers)
    table = (SEND_BACK, SEND_BACK_OFFICE)

    for rows in (table, table[::-1]):
        found = buttons(rows, application, cast.bureau.actor(NOW), NOW, Calendar.of(cast.round))
        assert found["send_back"].open


def test_the_seat_that_acts_is_the_bureaus_only_there(cast, hers, alone):
    left, plain = make.submitted(cast, hers), make.submitted(cast)

    assert choose_seat(ENDORSE, left, cast.bureau.actor(NOW)) == cast.bureau.seat
    assert choose_seat(ENDORSE, plain, cast.bureau.actor(NOW)) is None


def test_what_is_sent_costs_one_statement_to_know_who_checks_it(cast, django_assert_num_queries):
    application = make.submitted(cast)

    with django_assert_num_queries(1):
        notices.checkers(application)


# Reminders -----------------------------------------------------------------------------------


def reminded(cast, *instants):
    plans_alone(cast)
    return run(cast, *instants)


def test_of_the_coordinators_own_plan_the_deputy_is_reminded_and_she_never(cast, hers):
    make.submitted(cast, hers)

    assert reminded(cast, "2025-03-03 09:00", "2025-03-07 09:00", "2025-03-11 09:00") == [
        ("before-1", cast.deputy.user.email),
        ("after-7", cast.director.user.email),
    ]


def test_of_a_plan_that_is_left_to_it_the_bureau_is_reminded_and_nobody_else(cast, hers, alone):
    make.submitted(cast, hers)

    found = reminded(cast, "2025-03-03 09:00", "2025-03-05 09:00", "2025-03-07 09:00", "2025-03-11 09:00")

    assert sorted(found) == sorted(
        (step, person.user.email) for step in ("before-1", "after-1") for person in (cast.bureau, cast.admin)
    )
