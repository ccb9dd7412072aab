"""A signed copy that came in pieces: whole or not at all, once, its own beginning kept, and nobody else's."""

import hashlib
from pathlib import Path

import pikepdf
import pytest
from django.urls import reverse

from applications import actions
from records import tasks, uploads
from records.copies import Copy
from records.models import Document, Entry, Upload
from records.uploads import parts
from tests.applications import pieces
from tests.applications.pieces import attach, begin, patch, sent
from tests.cast import at
from tests.factories import applications as make
from tests.factories.plans import tiny_pdf
from tests.records.gate_files import jpeg


@pytest.fixture(autouse=True)
def _place(settings, tmp_path, clock):
    pieces.folders(settings, tmp_path)
    clock("2025-02-20 09:00")


def lying():
    return sorted(path.name for path in parts.folder().iterdir())


def test_a_whole_upload_becomes_the_signed_copy_by_a_second_name_of_the_same_bytes(cast):
    application, data = make.frozen(cast), tiny_pdf("signed")
    number = sent(cast.teacher, application, data)
    inode = parts.path_of(number).stat().st_ino

    response = attach(cast.teacher, application, number)

    document = make.again(application).plan.signed
    assert response["Location"] == reverse("applications:sign", args=[application.pk])
    assert (document.original_name, document.size, document.sha256) == (
        "แผนที่ลงนามแล้ว.pdf", len(data), hashlib.sha256(data).hexdigest(),
    )  # fmt: skip
    assert Path(document.file.path).stat().st_ino == inode
    assert Upload.objects.get().document == document
    assert Entry.objects.get(verb="applications:plan:attach").facts["sha256"] == document.sha256


def test_the_part_goes_with_the_commit_and_the_row_with_its_time(cast, clock, django_capture_on_commit_callbacks):
    application = make.frozen(cast)
    number = sent(cast.teacher, application, tiny_pdf())

    with django_capture_on_commit_callbacks(execute=True):
        attach(cast.teacher, application, number)
    assert lying() == []

    clock(at("2025-02-21 09:00"))
    assert tasks.sweep_uploads() == 1
    assert Upload.objects.count() == 0
    assert make.again(application).plan.signed.size == len(tiny_pdf())


def test_a_part_left_by_a_crash_after_the_commit_is_swept(cast):
    import time

    application = make.frozen(cast)
    attach(cast.teacher, application, sent(cast.teacher, application, tiny_pdf()))  # its commit's own work never ran
    assert len(lying()) == 1

    assert uploads.sweep(at("2025-02-20 09:20"), time.time() + 601) == 1

    assert lying() == []
    assert len(Path(make.again(application).plan.signed.file.path).read_bytes()) == len(tiny_pdf())


def test_photographs_are_bound_in_the_order_in_which_they_were_chosen(cast):
    application = make.frozen(cast)
    across, upright = jpeg(800, 600), jpeg(600, 800)
    second = sent(cast.teacher, application, upright, name="IMG_2.jpg", kind="photo", place=1)
    first = sent(cast.teacher, application, across, name="IMG_1.jpg", kind="photo", place=0)

    attach(cast.teacher, application, first, second)

    document = make.again(application).plan.signed
    with pikepdf.open(document.file.path) as pdf:
        shapes = ["across" if page.mediabox[2] > page.mediabox[3] else "upright" for page in pdf.pages]
    assert (shapes, document.pages, document.original_name) == (["across", "upright"], 2, "IMG_1.jpg")
    assert set(Upload.objects.values_list("document", flat=True)) == {document.pk}


def test_half_a_file_is_said_in_words_and_goes_on(cast):
    application, data = make.frozen(cast), tiny_pdf("signed")
    url = begin(cast.teacher, application, data)
    patch(cast.teacher, url, data[:100])

    response = attach(cast.teacher, application, url.split("/")[-2])

    assert response.status_code == 422
    assert "ไฟล์ยังมาไม่ครบ" in response.content.decode()
    assert patch(cast.teacher, url, data[100:], 100)["Upload-Offset"] == str(len(data))
    assert attach(cast.teacher, application, url.split("/")[-2]).status_code == 302


def test_the_page_tells_of_what_is_half_there_and_offers_to_attach_what_is_whole(cast):
    application, data = make.frozen(cast), tiny_pdf("signed")
    url = begin(cast.teacher, application, data)
    patch(cast.teacher, url, data[: len(data) // 2])
    sign = reverse("applications:sign", args=[application.pk])

    half = cast.teacher.client.get(sign).content.decode()
    patch(cast.teacher, url, data[len(data) // 2 :], len(data) // 2)
    whole = cast.teacher.client.get(sign).content.decode()
    others = cast.coordinator.client.get(sign).content.decode()

    assert "ส่งมาแล้ว 49% เก็บไว้ให้ถึง" in half or "ส่งมาแล้ว 50% เก็บไว้ให้ถึง" in half
    assert "แต่ยังไม่ได้แนบ" not in half
    assert f'name="uploads" value="{url.split("/")[-2]}"' in whole
    assert url.split("/")[-2] not in others


def test_a_retry_from_anywhere_finds_the_same_document(cast):
    """The answer was lost on its way: pressing again neither fails nor stores twice."""
    application = make.frozen(cast)
    number = sent(cast.teacher, application, tiny_pdf())

    answers = [attach(cast.teacher, application, number) for _press in range(3)]

    assert {answer.status_code for answer in answers} == {302}
    assert Document.objects.filter(kind="SCANNED").count() == 1


def test_the_loser_of_a_race_stores_nothing(cast, settings):
    """Both looked before either had written."""
    application = make.frozen(cast)
    number = sent(cast.teacher, application, tiny_pdf())
    row = Upload.objects.get(pk=number)
    attach(cast.teacher, application, number)
    stored = [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]

    copy = Copy(tiny_pdf(), 1, "x", at("2025-02-20 09:00"), uploads=[row])

    with pytest.raises(uploads.AlreadyTaken):
        actions.attach(application, copy, by=cast.teacher.seat, at=at("2025-02-20 09:00"))

    assert [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == stored
    assert Document.objects.filter(kind="SCANNED").count() == 1


def test_an_act_that_fails_loses_nothing_of_what_arrived(cast, monkeypatch):
    application, data = make.frozen(cast), tiny_pdf("signed")
    number = sent(cast.teacher, application, data)
    cast.teacher.client.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr("applications.actions.copies.write_entry", lambda *args, **more: 1 / 0)
        assert attach(cast.teacher, application, number).status_code == 500

    assert parts.path_of(number).read_bytes() == data
    assert attach(cast.teacher, application, number).status_code == 302


def test_a_file_that_the_gate_refuses_says_why_and_another_may_follow(cast):
    application, data = make.frozen(cast), b"<html>no PDF at all</html>"

    response = attach(cast.teacher, application, sent(cast.teacher, application, data))

    assert response.status_code == 422
    assert "ไม่ใช่ PDF" in response.content.decode()


def test_what_arrived_and_is_not_what_was_sent_is_refused(cast):
    application = make.frozen(cast)
    number = sent(cast.teacher, application, tiny_pdf(), sha256="0" * 64)

    response = attach(cast.teacher, application, number)

    assert response.status_code == 422
    assert "ไม่ตรงกับไฟล์ที่ส่ง" in response.content.decode()
    assert make.again(application).plan.signed is None


@pytest.mark.parametrize("named", ["x", "../../etc/passwd", "00000000-0000-0000-0000-000000000000"])
def test_what_is_no_upload_is_none(cast, named):
    application = make.frozen(cast)

    assert attach(cast.teacher, application, named).status_code == 422


def test_nobody_hands_in_what_somebody_else_sent(cast):
    """The neighbour finds no application, the coordinator no upload: and neither learns that there is one."""
    application = make.frozen(cast)
    number = sent(cast.teacher, application, tiny_pdf())

    assert attach(cast.neighbour, application, number).status_code == 404
    assert attach(cast.coordinator, application, number).status_code == 422
    assert attach(cast.colleague, make.frozen(cast, cast.colleague), number).status_code == 422
    assert Document.objects.filter(kind="SCANNED").count() == 0


def test_the_coordinator_sends_on_behalf_by_her_own_upload(cast):
    application = make.frozen(cast)

    attach(cast.coordinator, application, sent(cast.coordinator, application, tiny_pdf()))

    assert make.again(application).plan.signed.kept_by == cast.coordinator.seat


def test_an_upload_begun_for_one_version_is_not_for_the_next(cast):
    application = make.frozen(cast)
    number = sent(cast.teacher, application, tiny_pdf())
    actions.revise(application, by=cast.teacher.seat, at=at("2025-02-20 09:00"))

    assert attach(cast.teacher, make.again(application), number).status_code == 422
