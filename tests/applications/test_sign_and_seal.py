"""What comes of signing in the portal: submitting, endorsing, and the seals that the bell makes."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from applications import actions
from applications.enums import SignatureProof
from applications.models import Application, Signature
from people.enums import SeatKind, SigningCapacity
from records import documents, sealing
from records.models import Document, Notice, Ring
from records.sealing import Mark
from rounds.moves import Refused
from tests.cast import at, person
from tests.factories import applications as make
from tests.factories import signing
from tests.records.pdf_reading import by_poppler, folded

WHEN = at("2025-02-18 10:00")


def refused(act, *args, **facts):
    with pytest.raises(Refused) as raised:
        act(*args, **facts)
    return raised.value.refusal.code


# What comes of it ------------------------------------------------------------------------------


def test_submitting_waits_for_no_seal(cast):
    application = signing.all_sign(cast, signing.circulated(cast))
    assert application.plan.signed is None

    receipt = make.send(application, cast.teacher)

    assert receipt.document == application.plan.prepared
    assert make.again(application).state == "SUBMITTED"


def test_but_the_coordinator_does(cast):
    application = signing.all_sign(cast, signing.circulated(cast))
    make.send(application, cast.teacher)
    row = make.again(application)

    with pytest.raises(Refused) as raised:
        actions.endorse(row, by=cast.coordinator.seat, at=make.ENDORSED, attested=True)

    assert raised.value.refusal.code == "sealing"


def test_what_was_signed_in_the_portal_is_endorsed_without_a_word_on_a_copy(cast):
    application = signing.all_sign(cast, signing.circulated(cast))
    signing.seal(cast, application)
    make.send(application, cast.teacher)

    actions.endorse(make.again(application), by=cast.coordinator.seat, at=make.ENDORSED, attested=False)

    row = make.again(application)
    assert (row.state, row.attested, row.plan.signed.kind) == ("ENDORSED", False, "SIGNED")


def test_in_bulk_those_with_a_copy_still_need_the_word(cast):
    sealed = signing.all_sign(cast, signing.circulated(cast))
    signing.seal(cast, sealed)
    make.send(sealed, cast.teacher)
    scanned = make.submitted(cast, make.another_teacher(cast))
    rows = [make.again(sealed), make.again(scanned)]

    assert refused(
        actions.endorse_many, rows, by=cast.coordinator.seat, at=make.ENDORSED, attested=False
    ) == "not_attested"  # fmt: skip
    outcome = actions.endorse_many(rows, by=cast.coordinator.seat, at=make.ENDORSED, attested=True)

    assert {row.pk for row in outcome.done} == {sealed.pk, scanned.pk}
    assert dict(Application.objects.values_list("pk", "attested")) == {sealed.pk: False, scanned.pk: True}


# The bell --------------------------------------------------------------------------------------


def test_the_bell_prepares_seals_and_tells(cast):
    application = signing.sealed(cast)

    plan = signing.plan_of(application)
    sealed = Document.objects.filter(paper=plan.paper, kind="SIGNED").order_by("kept_at", "pk")
    last = plan.signed
    assert sealed.count() == 4
    assert documents.read(last).startswith(documents.read(plan.prepared))
    assert last.facts["signers"] == ["teacher", "department_head", "deputy_director", "director"]
    verdict = sealing.verify(documents.read(last), code=plan.paper.code, roles=last.facts["signers"])
    assert (verdict.problems, verdict.open) == ([], [])
    assert list(plan.signatures.values_list("mark", flat=True)) == [None] * 4
    assert Notice.objects.get(name="applications/certify").to == cast.teacher.user

    # Rung a second time it finds everything done.
    before = Document.objects.count()
    assert actions.seal_plan(plan, by=cast.system, at=WHEN) == last
    assert actions.prepare_signing(signing.plan_of(application), by=cast.system, at=WHEN) == plan.prepared
    assert Document.objects.count() == before


def test_a_crash_between_two_seals_loses_nothing(cast, monkeypatch):
    application = signing.all_sign(cast, signing.circulated(cast, real=True))
    plan = signing.plan_of(application)
    real, done = sealing.add, []

    def dies(before, act, **facts):
        if len(done) == 2:
            raise RuntimeError("killed")
        done.append(act.role)
        return real(before, act, **facts)

    monkeypatch.setattr(sealing, "add", dies)
    with pytest.raises(RuntimeError):
        actions.seal_plan(plan, by=cast.system, at=WHEN)
    monkeypatch.setattr(sealing, "add", real)
    assert signing.plan_of(application).signed is None

    last = actions.seal_plan(signing.plan_of(application), by=cast.system, at=WHEN)

    assert signing.plan_of(application).signed == last
    assert Document.objects.filter(kind="SIGNED").count() == 4
    assert sealing.verify(documents.read(last), code=plan.paper.code, roles=last.facts["signers"]).ok


def test_each_signature_rings_for_its_seal(cast):
    application = signing.circulated(cast)
    Ring.objects.all().delete()

    signing.give(signing.line(application, "teacher"), cast.teacher)

    assert [row.task for row in Ring.objects.order_by("pk")] == ["applications.seal_plan"]


def test_two_who_sign_at_once_leave_one_signature(cast):
    row = signing.line(signing.circulated(cast), "director")
    acting = person("นาง รักษา การแทน", SeatKind.DIRECTOR, cast.college, capacity=SigningCapacity.ACTING)
    Signature.objects.exclude(pk=row.pk).update(
        state="SIGNED", signed_at=WHEN, signed_by=cast.colleague.seat, method="TYPED", proof="PASSWORD", sha256="0" * 64
    )
    signing.give(row, cast.director)

    assert refused(signing.give, row, acting) == "state"
    assert Signature.objects.get(pk=row.pk).signed_by == cast.director.seat


def test_the_sealed_paper_says_that_the_establishment_came_by_a_link(cast):
    signers = [
        {"role": "teacher", "label": "ผู้จัดทำแผน", "name": "นายสมชาย รักเรียน", "position": "ครู"},
        {"role": "establishment", "label": "ผู้แทนสถานประกอบการ", "name": "คุณสุดา ดีงาม", "position": ""},
    ]
    application = signing.circulated(cast, real=True, signers=signers)
    signing.give(signing.line(application, "teacher"), cast.teacher)
    row = signing.line(application, "establishment")
    link = actions.send_link(row, name="นางสาวสุดา ดีงาม", email="", by=cast.coordinator.seat, at=WHEN)
    actions.open_document(row, by=link.seat, at=WHEN)
    mark = Mark("typed", "สุดา ดีงาม".encode())
    actions.sign_plan(row, by=link.seat, at=WHEN, mark=mark, proof=SignatureProof.LINK)

    sealed = actions.seal_plan(signing.plan_of(application), by=cast.system, at=WHEN)

    text = by_poppler(documents.read(sealed))
    assert folded("ลงนามโดย นางสาวสุดา ดีงาม") in text
    assert folded("พิมพ์ชื่อ · ยืนยันตัวตนด้วยลิงก์เฉพาะบุคคลที่สถานศึกษาออกให้") in text
    assert signing.plan_of(application).signed == sealed


def test_the_portals_own_file_is_not_taken_for_a_signed_copy(cast, clock):
    clock(WHEN)
    application = signing.circulated(cast)
    file = SimpleUploadedFile("x.pdf", documents.read(application.plan.prepared), content_type="application/pdf")

    answer = cast.teacher.client.post(reverse("applications:attach", args=[application.pk]), {"files": file})

    assert answer.status_code == 422
    assert make.again(application).plan.signed is None
