"""Seals are looked at again, the longest unseen first; who answers for the store is told, and so is whoever asks."""

import datetime as dt
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from people.thai import instant
from records import documents, sealing, seals, tasks
from records.enums import DocumentKind, PaperKind
from records.models import Entry, Message, Notice, Paper, SealCheck
from tests.cast import at
from tests.records import sealed_samples as samples

WHEN = at("2025-02-20 09:20")
NIGHT = at("2025-04-01 01:07")  # more than a month later
OTHER = "4QH8M2XD9TWZ"


@pytest.fixture(autouse=True)
def _at_night(db, clock):
    cache.clear()
    clock(NIGHT)


def paper_of(cast, code=samples.CODE):
    return Paper.objects.create(code=code, kind=PaperKind.PLAN, year=2568, college=cast.college, issued_at=WHEN)


def kept(cast, paper, data, roles=samples.ROLES, when=WHEN):
    return documents.keep(
        data, paper=paper, kind=DocumentKind.SIGNED, pages=4, by=cast.system, at=when, original_name="แผน.pdf",
        facts={"signers": list(roles)},
    )  # fmt: skip


def overwrite(row, data):
    Path(row.file.path).write_bytes(data)


def test_a_seal_that_holds_is_stamped_and_nobody_is_told(cast):
    row = kept(cast, paper_of(cast), samples.sealed())

    assert tasks.verify_seals() == 1

    check = SealCheck.objects.get()
    assert (check.document, check.checked_at, check.problems, check.broken_since) == (row, NIGHT, "", None)
    assert not Notice.objects.exists()
    assert tasks.verify_seals() == 0  # not due again this month


def test_a_file_kept_lately_was_verified_then_and_is_not_due(cast):
    kept(cast, paper_of(cast), samples.sealed(), when=NIGHT - dt.timedelta(days=29))

    assert tasks.verify_seals() == 0


def test_what_does_not_hold_is_told_once_with_its_reason_and_its_mending_is_written_down(cast, clock):
    row = kept(cast, paper_of(cast), samples.sealed())
    overwrite(row, samples.edited_behind_the_seals())

    tasks.verify_seals()

    check = SealCheck.objects.get()
    assert "hash" in check.problems.split(",")
    assert len(check.problems.split(",")) > 1  # the seal itself says so too
    assert check.broken_since == NIGHT
    tasks.deliver()
    message = Message.objects.get()
    assert (message.to, message.subject) == (cast.admin.user, "ตราผนึกของเอกสาร 1 ฉบับใช้ยืนยันไม่ได้")
    assert "7KQ4-M2XD-9TWH แผน.pdf: ไฟล์ไม่ตรงกับที่ระบบเก็บไว้" in message.body

    clock(NIGHT + dt.timedelta(days=1))
    assert tasks.verify_seals() == 1  # what is broken is looked at each night
    assert SealCheck.objects.get().broken_since == NIGHT
    assert Notice.objects.count() == 1

    overwrite(row, samples.sealed())
    clock(NIGHT + dt.timedelta(days=2))
    tasks.verify_seals()

    assert SealCheck.objects.get().problems == ""
    verbs = Entry.objects.filter(verb__startswith="records:document:seal").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["records:document:seal_broken", "records:document:seal_mended"]


def test_only_the_file_with_all_signatures_counts_even_when_two_were_kept_at_one_instant(cast):
    paper = paper_of(cast)
    half = kept(cast, paper, samples.half_sealed(), roles=samples.ROLES[:1])
    whole = kept(cast, paper, samples.sealed())
    overwrite(half, b"not even a PDF")

    assert list(seals.everything()) == [whole]
    assert seals.newest([whole, half]) == seals.newest([half, whole]) == whole


def test_the_longest_unseen_come_first_and_a_night_does_its_share(cast):
    first = kept(cast, paper_of(cast), samples.sealed())
    second = kept(cast, paper_of(cast, OTHER), samples.sealed(OTHER), when=WHEN - dt.timedelta(days=3))

    assert list(seals.due(NIGHT)) == [second, first]
    assert [seals.verify(seals.due(NIGHT), NIGHT, seconds=1e-9).checked for _run in range(3)] == [1, 1, 0]


def test_a_store_that_is_away_breaks_no_seal(cast, monkeypatch):
    kept(cast, paper_of(cast), samples.sealed())

    def away(_row):
        raise OSError("no answer")

    monkeypatch.setattr(seals.documents, "read", away)

    assert seals.verify(seals.due(NIGHT), NIGHT).unreachable
    assert not SealCheck.objects.exists()


def test_a_certificate_that_cannot_be_read_breaks_no_seal(cast, settings, tmp_path):
    kept(cast, paper_of(cast), samples.sealed())
    settings.SEAL_KEY, settings.SEAL_CERTIFICATE = str(tmp_path / "no.key"), str(tmp_path / "no.pem")

    assert not sealing.knows_its_own()
    assert seals.verify(seals.due(NIGHT), NIGHT).unreachable
    assert not SealCheck.objects.exists()


# Whoever asks -------------------------------------------------------------------------------


def page_of(paper):
    return Client().get(f"/v/{paper.code}/").content.decode()


def test_the_public_page_says_how_many_signatures_and_that_the_file_is_unchanged(cast):
    row = kept(cast, paper_of(cast), samples.sealed())

    text = page_of(row.paper)

    assert "ระบบนี้ผนึกลายมือชื่อในแฟ้มแล้ว 2 ลายมือชื่อ" in text
    assert f"ตรวจล่าสุดเมื่อ {instant(WHEN)}" in text  # it was verified before it was kept
    assert "มาตรา 9" in text
    assert "มาตรา 26" not in text
    for name in samples.NAMES.values():
        assert name not in text


def test_the_public_page_says_when_the_seal_does_not_hold(cast):
    row = kept(cast, paper_of(cast), samples.sealed())
    overwrite(row, samples.byte_changed())
    tasks.verify_seals()

    text = page_of(row.paper)

    assert "ตราผนึกใช้ยืนยันไม่ได้แล้ว" in text
    assert "ไม่มีการแก้ไขหลังจากผนึก" not in text


def test_the_public_page_names_the_file_with_all_signatures(cast):
    paper = paper_of(cast)
    half = kept(cast, paper, samples.half_sealed(), roles=samples.ROLES[:1])
    whole = kept(cast, paper, samples.sealed())

    text = page_of(paper)

    assert whole.sha256 in text
    assert half.sha256 not in text


def test_a_paper_without_seals_says_nothing_of_them(cast):
    paper = paper_of(cast)
    documents.keep(b"%PDF-1.7", paper=paper, kind=DocumentKind.SCANNED, pages=1, by=cast.teacher.seat, at=WHEN)

    assert "ผนึก" not in page_of(paper)


def test_the_page_of_the_store_names_what_does_not_hold_and_why(cast):
    row = kept(cast, paper_of(cast), samples.sealed())
    overwrite(row, samples.last_signature_stripped())
    tasks.verify_seals()

    text = cast.admin.client.get("/store/").content.decode()

    assert "ตราผนึกของเอกสาร 1 ฉบับใช้ยืนยันไม่ได้" in text
    assert "ไฟล์ไม่ตรงกับที่ระบบเก็บไว้ ลายมือชื่อที่ต้องมีในเอกสารนี้ขาดไปจากแฟ้ม" in text
