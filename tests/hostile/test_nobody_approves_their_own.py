"""Nobody approves their own, whatever seats one person holds: each way to try it ends at a closed door."""

import datetime as dt

import pytest
from django.urls import reverse

from applications import actions
from applications.models import Application, Decision, Screening
from applications.shown import marks, pack
from applications.signers import directors
from people.enums import SeatKind, SigningCapacity
from people.models import JoinRequest, Seat
from rounds import actions as rounds
from rounds import membership
from rounds.models import Extension
from rounds.moves import Refused
from tests.cast import at, name_coordinator, seat
from tests.factories import applications as make
from tests.factories.checkers import teaches

NOW = at("2025-02-26 10:00")
ATTESTED = {"attested": "on"}


def url(verb, thing, room="applications"):
    return reverse(f"{room}:{verb}", args=[thing.pk])


def state(application):
    return Application.objects.get(pk=application.pk).state


@pytest.fixture
def everything(cast, clock):
    """Coordinator, deputy, director and teacher of one college in one person; nobody else looks after it."""
    clock(NOW)
    own = teaches(cast.coordinator, cast.college)
    for kind in (SeatKind.DEPUTY, SeatKind.DIRECTOR):
        seat(cast.coordinator.user, kind, cast.college)
    return make.submitted(cast, own), own


@pytest.mark.parametrize("verb", ["endorse", "send_back"])
def test_who_is_coordinator_deputy_director_and_teacher_at_once_does_neither_with_her_own(cast, everything, verb):
    application, _own = everything

    answer = cast.coordinator.client.post(url(verb, application), {**ATTESTED, "comment": "แก้ไข"})

    assert (answer.status_code, state(application)) == (403, "SUBMITTED")
    assert "เรื่องของตนเอง" in answer.content.decode()


def test_nor_among_many_ticked_ones(cast, everything):
    application, _own = everything
    other = make.submitted(cast, cast.colleague)
    pks = [application.pk, other.pk]
    data = {"attest": pks, "shown": pack(marks(pks)), "college": cast.college.pk, "year": 2568}

    cast.coordinator.client.post(reverse("applications:endorse_many"), data)

    assert (state(application), state(other)) == ("SUBMITTED", "ENDORSED")


def test_nor_when_she_names_herself_coordinator_anew(cast, everything):
    application, _own = everything
    directing = Seat.objects.get(user=cast.coordinator.user, kind=SeatKind.DIRECTOR)
    name_coordinator(cast.round, cast.college, cast.coordinator.seat, directing)

    assert cast.coordinator.client.post(url("endorse", application), ATTESTED).status_code == 403


def test_her_deputy_endorses_the_coordinators_own_plan(cast, clock):
    clock(NOW)
    application = make.submitted(cast, teaches(cast.coordinator, cast.college))

    assert cast.deputy.client.post(url("endorse", application), ATTESTED).status_code == 302
    assert state(application) == "ENDORSED"


def test_without_a_deputy_the_director_does(cast, clock):
    clock(NOW)
    application = make.submitted(cast, teaches(cast.coordinator, cast.college))

    assert cast.director.client.post(url("endorse", application), ATTESTED).status_code == 302


def test_a_deputy_does_not_endorse_her_own(cast, clock):
    clock(NOW)
    application = make.submitted(cast, teaches(cast.deputy, cast.college))

    assert cast.deputy.client.post(url("endorse", application), ATTESTED).status_code == 403
    assert cast.coordinator.client.post(url("endorse", application), ATTESTED).status_code == 302


def test_a_director_does_not_endorse_his_own_even_where_no_coordinator_is_named(cast, clock):
    clock(NOW)
    application = make.submitted(cast, teaches(cast.director, cast.college))
    cast.participation.coordinator = cast.participation.coordinator_named_at = None
    cast.participation.coordinator_named_by = None
    cast.participation.save(update_fields=["coordinator", "coordinator_named_at", "coordinator_named_by"])

    assert cast.director.client.post(url("endorse", application), ATTESTED).status_code == 403


def test_a_directors_own_plan_is_certified_by_who_acts_for_him_and_never_by_himself(cast, clock):
    clock(NOW)
    application = make.started(cast, teaches(cast.director, cast.college))
    assert list(directors(application, NOW)) == []

    acting = seat(cast.deputy.user, SeatKind.DIRECTOR, cast.college, capacity=SigningCapacity.ACTING)

    assert list(directors(application, NOW)) == [acting]
    assert directors(make.started(cast), NOW).first() == cast.director.seat


def test_a_bureau_officer_who_teaches_neither_screens_nor_decides_nor_promotes_his_own(cast, clock):
    clock(NOW)
    own = teaches(cast.bureau, cast.college)
    application = make.endorsed(cast, own)

    for verb, data in (("screen", {"passed": "1"}), ("promote", {}), ("send_back", {"comment": "แก้ไข"})):
        cast.bureau.client.post(url(verb, application), data)
    data = {"pick": [application.pk], "decision": "ELIGIBLE", "scope": "all"}
    cast.bureau.client.post(reverse("applications:decide"), data)
    cast.bureau.client.post(reverse("applications:screen_many"), {**data, "passed": "1"})

    assert (Screening.objects.count(), Decision.objects.count(), state(application)) == (0, 0, "ENDORSED")


def test_nor_does_he_publish_the_list_that_names_him(cast, clock):
    clock("2025-03-12 09:00")
    own = teaches(cast.bureau, cast.college)
    application = make.endorsed(cast, own)
    actions.decide([application], decision="ELIGIBLE", reason="", by=cast.admin.seat, at=make.DECIDED)
    announcement = make.signed(cast)

    with pytest.raises(Refused):
        actions.publish(announcement, by=cast.bureau.seat, at=make.ANNOUNCED)

    announcement.refresh_from_db()
    actions.publish(announcement, by=cast.admin.seat, at=make.ANNOUNCED)
    assert state(application) == "ELIGIBLE"


def wish(cast, who, college):
    return rounds.ask(
        cast.round, "PLANS_DUE", person=who.user, college=college, until=dt.date(2025, 3, 5), reason="รอลายเซ็น",
        by=who.seat, at=NOW,
    )  # fmt: skip


@pytest.mark.parametrize("verb", ["grant", "decline"])
def test_a_bureau_officer_who_teaches_answers_no_request_of_his_own_for_more_time(cast, clock, verb):
    clock(NOW)
    extension = wish(cast, teaches(cast.bureau, cast.college), cast.college)
    data = {"grant-until": "2025-03-05", "decline-answer": "ไม่ได้"}

    assert cast.bureau.client.post(url(verb, extension, "rounds"), data).status_code == 403
    assert cast.admin.client.post(url(verb, extension, "rounds"), data).status_code == 302


def test_nor_gives_he_himself_more_time_without_asking(cast, clock):
    clock(NOW)
    own = teaches(cast.bureau, cast.college)
    data = {"seat": own.seat.pk, "kind": "PLANS_DUE", "until": "2025-03-05", "reason": "งานมาก"}

    assert cast.bureau.client.post(reverse("rounds:extend", args=[2568]), data).status_code == 403
    assert Extension.objects.count() == 0


def test_a_coordinator_gives_herself_no_more_time_where_the_round_lets_coordinators(cast, clock):
    cast.round.coordinator_may_extend = True
    cast.round.save(update_fields=["coordinator_may_extend"])
    own = teaches(cast.coordinator, cast.college)

    with pytest.raises(Refused) as raised:
        rounds.extend(
            cast.round, "PLANS_DUE", until=NOW, reason="x", by=cast.coordinator.seat, at=NOW, person=own.user,
            college=cast.college,
        )  # fmt: skip
    assert raised.value.refusal.code == "own"
    extension = wish(cast, own, cast.college)
    with pytest.raises(Refused):
        rounds.grant(extension, by=cast.coordinator.seat, at=NOW)


def test_nobody_confirms_their_own_request_to_join(cast, clock):
    clock(NOW)
    row = JoinRequest.objects.create(
        college=cast.college, email=cast.director.user.email, first_name="ก", last_name="ข", requested_at=NOW
    )

    assert cast.director.client.post(url("confirm_join", row, "rounds")).status_code == 403


@pytest.mark.parametrize(
    ("who", "kind"), [("bureau", "DIRECTOR"), ("bureau", "DEPUTY"), ("director", "DEPUTY"), ("director", "REGISTRY")]
)
def test_nobody_gives_a_role_over_others_to_themselves(cast, clock, who, kind):
    clock(NOW)
    person = getattr(cast, who)
    before = Seat.objects.filter(user=person.user).count()
    facts = {"first_name": "ก", "last_name": "ข", "kind": kind, "email": person.user.email.upper()}

    answer = person.client.post(reverse("rounds:invite"), {"college": cast.college.pk, **facts})

    assert (answer.status_code, Seat.objects.filter(user=person.user).count()) == (422, before)


def test_that_she_teaches_as_well_a_coordinator_writes_down_herself(cast):
    made = membership.invite(
        cast.college, "TEACHER", email=cast.coordinator.user.email, first_name="ก", last_name="ข",
        by=cast.coordinator.seat, at=NOW,
    )  # fmt: skip

    assert made.user == cast.coordinator.user


def test_nobody_ends_a_seat_of_their_own(cast, clock):
    clock(NOW)
    mine = seat(cast.director.user, SeatKind.REGISTRY, cast.college, capacity=SigningCapacity.ACTING)

    assert cast.director.client.post(url("end_seat", mine, "rounds")).status_code == 403
