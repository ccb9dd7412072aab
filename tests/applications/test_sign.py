"""Signing a plan in the portal: who, in which order, in which capacity, many at once."""

from dataclasses import replace

import pytest

from applications import actions
from applications.enums import SignatureProof
from applications.models import Plan, Signature
from people import vault
from people.enums import SeatKind, SigningCapacity
from records.models import Entry, Notice
from records.sealing import Mark
from rounds.moves import Refused
from tests.cast import at, person, profile, seat
from tests.factories import applications as make
from tests.factories import signing

WHEN = at("2025-02-18 10:00")


def refused(act, *args, **facts):
    with pytest.raises(Refused) as raised:
        act(*args, **facts)
    return raised.value.refusal.code


def states(application):
    return list(
        Signature.objects.filter(plan_id=application.plan_id).order_by("position").values_list("state", flat=True)
    )


# In order, after reading -----------------------------------------------------------------------


def test_all_sign_in_the_rounds_order_and_the_plan_is_certified(cast):
    application = signing.all_sign(cast, signing.circulated(cast))

    lines = Signature.objects.filter(plan=application.plan).order_by("position")
    assert [(row.role, row.signed_by, row.sha256) for row in lines] == [
        ("teacher", cast.teacher.seat, application.plan.prepared.sha256),
        ("department_head", cast.colleague.seat, application.plan.prepared.sha256),
        ("deputy_director", cast.deputy.seat, application.plan.prepared.sha256),
        ("director", cast.director.seat, application.plan.prepared.sha256),
    ]
    assert application.plan.state == "CERTIFIED"
    assert Entry.objects.get(verb="applications:plan:certify").by == cast.director.seat


def test_a_signature_is_written_down_with_how_and_over_which_bytes(cast):
    application = signing.circulated(cast)

    signing.give(signing.line(application, "teacher"), cast.teacher)

    entry = Entry.objects.get(verb="applications:signature:sign")
    assert (entry.by, entry.at) == (cast.teacher.seat, signing.SIGNED)
    assert entry.facts == {
        "before": "WAITING",
        "role": "teacher",
        "version": 1,
        "method": "TYPED",
        "proof": "PASSWORD",
        "capacity": "OWN",
        "sha256": application.plan.prepared.sha256,
    }


def test_the_hand_lies_under_lock_until_it_is_sealed(cast):
    application = signing.circulated(cast)
    row = signing.give(signing.line(application, "teacher"), cast.teacher)

    kept = bytes(Signature.objects.get(pk=row.pk).mark)

    assert "สมชาย".encode() not in kept
    assert vault.unlock(kept) == "นายสมชาย รักเรียน".encode()


def test_nobody_signs_before_their_turn(cast):
    application = signing.circulated(cast)

    assert refused(signing.give, signing.line(application, "director"), cast.director) == "turn"
    assert states(application) == ["WAITING"] * 4


def test_nobody_signs_what_they_have_not_opened(cast):
    application = signing.circulated(cast)

    assert refused(signing.give, signing.line(application, "teacher"), cast.teacher, opened=False) == "not_opened"


def test_nothing_is_opened_before_it_is_prepared(cast):
    application = signing.circulated(cast)
    Plan.objects.update(prepared=None)

    assert refused(signing.give, signing.line(application, "teacher"), cast.teacher) == "preparing"


@pytest.mark.parametrize(
    "who", ["colleague", "coordinator", "deputy", "director", "neighbour", "neighbour_director", "bureau", "revoked"]
)
def test_nobody_signs_for_the_teacher(cast, who):
    row = signing.line(signing.circulated(cast), "teacher")

    assert refused(signing.give, row, getattr(cast, who)) == "role"


def test_nobody_signs_twice(cast):
    row = signing.line(signing.circulated(cast), "teacher")
    signing.give(row, cast.teacher)

    assert refused(signing.give, row, cast.teacher, opened=False) == "state"
    assert Entry.objects.filter(verb="applications:signature:sign").count() == 1


def test_each_signer_is_told_when_it_is_their_turn_and_not_before(cast):
    application = signing.circulated(cast)
    assert not Notice.objects.filter(name="applications/to_sign").exists()

    signing.give(signing.line(application, "teacher"), cast.teacher)

    assert [row.to for row in Notice.objects.filter(name="applications/to_sign")] == [cast.colleague.user]


# In which capacity -----------------------------------------------------------------------------


def test_an_acting_director_signs_as_such_whatever_is_asked_for(cast):
    application = signing.circulated(cast)
    acting = person("นาง รักษา การแทน", SeatKind.DIRECTOR, cast.college, capacity=SigningCapacity.ACTING)
    people = {"teacher": cast.teacher, "department_head": cast.colleague, "deputy_director": cast.deputy}
    for role, who in people.items():
        signing.give(signing.line(application, role), who)

    row = signing.give(signing.line(application, "director"), acting, capacity="OWN")

    assert (row.capacity, row.name) == ("ACTING", "นางรักษา การแทน")


def test_a_deputy_may_sign_on_behalf_of_the_holder(cast):
    application = signing.circulated(cast)
    signing.give(signing.line(application, "teacher"), cast.teacher)

    row = signing.give(signing.line(application, "department_head"), cast.colleague, capacity="ON_BEHALF")

    assert row.capacity == "ON_BEHALF"
    assert Entry.objects.filter(verb="applications:signature:sign").last().facts["capacity"] == "ON_BEHALF"


def as_teacher(cast, who):
    profile(who.user, cast.college)
    return replace(who, seat=seat(who.user, SeatKind.TEACHER, cast.college))


def own_plan_of_the_director(cast):
    director = as_teacher(cast, cast.director)
    application = signing.circulated(cast, director)
    signing.give(signing.line(application, "teacher"), director)
    signing.give(signing.line(application, "department_head"), cast.colleague)
    signing.give(signing.line(application, "deputy_director"), cast.deputy)
    return application


def test_a_directors_own_plan_is_certified_by_the_bureau(cast):
    application = own_plan_of_the_director(cast)
    row = signing.line(application, "director")

    assert row.seat_kind == SeatKind.BUREAU
    assert refused(signing.give, row, cast.director) == "role"
    assert refused(signing.give, row, cast.neighbour_director) == "role"
    assert signing.give(row, cast.bureau).signed_by == cast.bureau.seat


def test_or_by_the_acting_director_named_for_it(cast):
    acting = person("นาง รักษา การแทน", SeatKind.DIRECTOR, cast.college, capacity=SigningCapacity.ACTING)
    application = own_plan_of_the_director(cast)
    row = signing.line(application, "director")

    assert row.seat == acting.seat
    assert refused(signing.give, row, cast.director) == "role"
    assert signing.give(row, acting).capacity == "ACTING"


# Many at once ----------------------------------------------------------------------------------


def test_a_director_signs_many_and_the_bad_ones_are_named(cast):
    applications = [signing.circulated(cast, make.another_teacher(cast, number)) for number in range(1, 5)]
    lines = [signing.line(application, "director") for application in applications]
    Signature.objects.exclude(role="director").filter(plan__in=[row.plan_id for row in lines[:3]]).update(
        state="SIGNED", signed_at=WHEN, signed_by=cast.colleague.seat, method="TYPED", proof="PASSWORD", sha256="0" * 64
    )
    for row in (*lines[:2], lines[3]):
        actions.open_document(row, by=cast.director.seat, at=WHEN)

    outcome = actions.sign_many(
        lines, by=cast.director.seat, at=WHEN, mark=Mark("typed", b"x"), proof=SignatureProof.PASSWORD
    )

    assert outcome.done == lines[:2]
    assert [(row.pk, refusal.code) for row, refusal in outcome.skipped] == [
        (lines[2].pk, "not_opened"),
        (lines[3].pk, "turn"),
    ]
    assert Entry.objects.filter(verb="applications:signature:sign").count() == 2
