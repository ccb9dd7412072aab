"""People who sign at the same moment, change the plan meanwhile, and two workers who seal it."""

from pathlib import Path

import pytest
from django.conf import settings

from applications import actions
from applications.enums import SignatureProof
from applications.models import Plan, Signature
from people.enums import SeatKind, SigningCapacity
from records import documents, sealing
from records.models import Document, Entry
from records.sealing import Mark
from rounds.moves import Refused
from tests.cast import at, person
from tests.factories import applications as make
from tests.factories import signing
from tests.journeys.racing import at_once

pytestmark = [pytest.mark.django_db(transaction=True)]

WHEN = at("2025-02-18 10:00")


@pytest.fixture(autouse=True)
def _nobody_hears(monkeypatch):
    """The bell is rung and not answered: what it does is this test's own matter."""
    monkeypatch.setattr("records.bell._sound", lambda row: None)


def last_line(cast, *holders):
    """Everybody but the director has signed; each of the holders has the document open before them."""
    application = signing.circulated(cast)
    row = signing.line(application, "director")
    Signature.objects.exclude(pk=row.pk).update(
        state="SIGNED", signed_at=WHEN, signed_by=cast.colleague.seat, method="TYPED", proof="PASSWORD", sha256="0" * 64
    )
    for who in holders:
        actions.open_document(row, by=who.seat, at=WHEN)
    return application, row


def press(row, who):
    mark = Mark("typed", who.user.full_name.encode())
    return lambda: actions.sign_plan(row, by=who.seat, at=WHEN, mark=mark, proof=SignatureProof.PASSWORD)


def test_of_many_presses_one_signs(cast):
    application, row = last_line(cast, cast.director)

    answers = at_once([press(row, cast.director) for _device in range(6)])

    assert sorted(type(answer).__name__ for answer in answers) == ["Refused"] * 5 + ["Signature"]
    assert Entry.objects.filter(verb="applications:signature:sign").count() == 1
    assert Entry.objects.filter(verb="applications:plan:certify").count() == 1
    assert Plan.objects.get(pk=application.plan_id).state == "CERTIFIED"


def test_director_and_acting_director_do_not_both_sign(cast):
    acting = person("นาง รักษา การแทน", SeatKind.DIRECTOR, cast.college, capacity=SigningCapacity.ACTING)
    _application, row = last_line(cast, cast.director)
    opened = Signature.objects.get(pk=row.pk)

    def both(who):
        def run():
            actions.open_document(opened, by=who.seat, at=WHEN)
            return press(row, who)()

        return run

    answers = at_once([both(cast.director), both(acting)] * 2)

    assert len([answer for answer in answers if isinstance(answer, Signature)]) <= 1
    assert all(isinstance(answer, (Signature, Refused)) for answer in answers)
    assert Entry.objects.filter(verb="applications:signature:sign").count() <= 1


@pytest.mark.parametrize("round_", range(4))
def test_a_plan_that_is_changed_meanwhile_is_not_certified_behind_its_back(cast, round_):
    application, row = last_line(cast, cast.director)
    page = make.again(application)

    signed, revised = at_once([press(row, cast.director), lambda: actions.revise(page, by=cast.teacher.seat, at=WHEN)])

    assert isinstance(revised, Plan)
    assert Plan.objects.get(pk=row.plan_id).state == "SUPERSEDED"
    assert make.again(application).plan == revised
    # Either the signature came first, and was given to what is now an old version, or it was refused.
    first = isinstance(signed, Signature)
    assert first or signed.refusal.code == "replaced"
    assert Signature.objects.get(pk=row.pk).state == ("SIGNED" if first else "WAITING")


def files():
    return {path.name for path in Path(settings.MEDIA_ROOT).glob("2025/02/18/*")}


def test_two_workers_seal_once(cast):
    application = signing.all_sign(cast, signing.circulated(cast, real=True))
    before = files()

    answers = at_once([lambda: actions.seal_plan(signing.plan_of(application), by=cast.system, at=signing.SEALED)] * 3)

    assert len({answer.pk for answer in answers}) == 1
    sealed = Document.objects.filter(kind="SIGNED")
    assert sealed.count() == 4
    plan = signing.plan_of(application)
    assert sealing.verify(documents.read(plan.signed), code=plan.paper.code, roles=plan.signed.facts["signers"]).ok
    # No bytes without a row: whoever came second kept nothing.
    assert files() - before <= {str(pk) for pk in Document.objects.values_list("pk", flat=True)}
