"""Asking for more time, and who may grant it."""

import datetime as dt

import pytest

from records.models import Entry, Notice
from rounds.actions import ask, decline, extend, grant, withdraw
from rounds.models import Extension
from rounds.moves import Refused
from rounds.window import Calendar
from tests.cast import at

ASKED = at("2025-02-25 10:00")
ANSWERED = at("2025-02-26 10:00")


def request(cast, person=None, day=dt.date(2025, 3, 5), reason="รอลายเซ็นผู้อำนวยการ", when=ASKED):
    person = person or cast.teacher
    return ask(
        cast.round, "PLANS_DUE", person=person.user, college=person.seat.college, until=day, reason=reason,
        by=person.seat, at=when,
    )  # fmt: skip


def closing(cast, extension):
    return Calendar.of(cast.round).window("PLANS_DUE", extension.whom).closes_at


def refusal(act, *args, **more):
    with pytest.raises(Refused) as raised:
        act(*args, **more)
    return raised.value.refusal.code


def test_asking_opens_nothing_and_tells_the_bureaus_officers(cast):
    extension = request(cast)

    assert (extension.state, extension.until) == ("REQUESTED", at("2025-03-05 23:59:59"))
    assert closing(cast, extension) == at("2025-02-27 23:59:59")
    told = Notice.objects.filter(name="rounds/ask").values_list("to__email", flat=True)
    assert set(told) == {cast.bureau.user.email, cast.admin.user.email}


def test_asking_again_while_the_first_is_open_changes_the_first(cast):
    first = request(cast)

    second = request(cast, day=dt.date(2025, 3, 7), reason="น้ำท่วม", when=ASKED + dt.timedelta(hours=1))

    assert second.pk == first.pk
    assert Extension.objects.get().reason == "น้ำท่วม"


def test_granted_the_door_is_open_at_once_for_her_and_her_coordinator(cast):
    extension = grant(request(cast), by=cast.bureau.seat, at=ANSWERED)

    window = Calendar.of(cast.round).window("PLANS_DUE", extension.whom)
    assert (extension.state, extension.decided_by, extension.decided_at) == ("GRANTED", cast.bureau.seat, ANSWERED)
    assert window.is_open(at("2025-03-05 23:59:59.999999"))
    assert window.longer(3).closes_at == at("2025-03-10 23:59:59")


def test_the_bureau_may_grant_another_day_than_was_asked_for(cast):
    extension = grant(request(cast), by=cast.bureau.seat, at=ANSWERED, until=dt.date(2025, 3, 3), answer="ได้ถึงวันจันทร์")

    assert closing(cast, extension) == at("2025-03-03 23:59:59")
    assert extension.answer == "ได้ถึงวันจันทร์"


def test_declined_nothing_opens_and_she_is_told(cast):
    extension = decline(request(cast), by=cast.bureau.seat, at=ANSWERED, answer="เกินปฏิทิน")

    assert closing(cast, extension) == at("2025-02-27 23:59:59")
    assert Notice.objects.get(name="rounds/decline").to == cast.teacher.user


def test_what_is_decided_is_decided(cast):
    extension = grant(request(cast), by=cast.bureau.seat, at=ANSWERED)

    assert refusal(decline, extension, by=cast.admin.seat, at=ANSWERED, answer="…") == "state"
    assert refusal(grant, extension, by=cast.admin.seat, at=ANSWERED) == "state"


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("teacher", "role"),
        ("colleague", "role"),
        ("director", "role"),
        ("neighbour", "role"),
        ("policy", "role"),
        ("coordinator", "coordinator_may_not"),
    ],
)
def test_nobody_but_the_bureau_grants(cast, who, code):
    assert refusal(grant, request(cast), by=getattr(cast, who).seat, at=ANSWERED) == code
    assert Extension.objects.get().state == "REQUESTED"


def test_where_the_round_lets_coordinators_she_grants_her_own_colleges_persons(cast):
    cast.round.coordinator_may_extend = True
    cast.round.save()

    assert grant(request(cast), by=cast.coordinator.seat, at=ANSWERED).state == "GRANTED"
    hers = request(cast, cast.neighbour_teacher)
    assert refusal(grant, hers, by=cast.coordinator.seat, at=ANSWERED) == "role"


def test_even_there_she_does_not_grant_herself(cast):
    cast.round.coordinator_may_extend = True
    cast.round.save()

    assert refusal(grant, request(cast, cast.coordinator), by=cast.coordinator.seat, at=ANSWERED) == "own"


def test_only_who_asked_withdraws(cast):
    extension = request(cast)

    assert refusal(withdraw, extension, by=cast.colleague.seat, at=ANSWERED) == "not_asker"
    assert withdraw(extension, by=cast.teacher.seat, at=ANSWERED).state == "WITHDRAWN"


def test_more_time_without_being_asked_is_written_with_its_reason(cast):
    extension = extend(
        cast.round, "PLANS_DUE", until=at("2025-03-10 23:59:59"), reason="น้ำท่วมภาคตะวันออก", by=cast.bureau.seat,
        at=ANSWERED, region=cast.college.region,
    )  # fmt: skip

    entry = Entry.objects.order_by("pk").last()
    assert (extension.level, extension.state, extension.reason) == ("REGION", "GRANTED", "น้ำท่วมภาคตะวันออก")
    assert (entry.verb, entry.facts["level"]) == ("rounds:extension:extend", "REGION")
    assert Notice.objects.filter(name__startswith="rounds/grant").count() == 0


def test_those_concerned_see_an_extension_and_the_neighbour_does_not(cast):
    extension = request(cast)
    whole = extend(
        cast.round, "PLANS_DUE", until=at("2025-03-10 23:59:59"), reason="น้ำท่วม", by=cast.bureau.seat, at=ANSWERED
    )

    seen = {
        name: set(Extension.objects.visible_to(person.actor(ANSWERED)))
        for name, person in cast.everybody().items()
        if name not in ("bureau", "admin", "policy", "finance", "auditor")
    }

    own = {"teacher", "coordinator", "deputy", "director"}
    assert {name for name, rows in seen.items() if extension in rows} == own
    everybody = {name for name, person in cast.everybody().items() if person.actor(ANSWERED).seats}
    assert {name for name, rows in seen.items() if whole in rows} == everybody & set(seen)
    assert set(Extension.objects.visible_to(cast.bureau.actor(ANSWERED))) == {extension, whole}
