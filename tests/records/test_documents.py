"""One way in for files: hashed, on the disk before the row, moved and not copied, and never changed."""

import hashlib
import os
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from records import documents, tasks
from records.enums import DocumentKind, PaperKind
from records.incoming import HashingHandler
from records.models import Document, Paper
from tests.cast import at

WHEN = at("2025-02-20 09:00")
DATA = b"%PDF-1.7 three words here"


@pytest.fixture
def store(settings, tmp_path):
    """An empty place for documents."""
    settings.MEDIA_ROOT = tmp_path / "documents"
    return settings.MEDIA_ROOT


@pytest.fixture
def paper(cast, store):
    return Paper.objects.create(kind=PaperKind.PLAN, year=2568, issued_at=WHEN)


def keep(paper, by, data=DATA, **more):
    values = {"kind": DocumentKind.SCANNED, "pages": 1, "at": WHEN, **more}
    return documents.keep(data, paper=paper, by=by, **values)


def upload(folder: Path, data=DATA):
    file = TemporaryUploadedFile("แผน.pdf", "application/pdf", len(data), None)
    file.write(data)
    file.flush()
    return file


def files(store: Path) -> list[str]:
    return sorted(str(path.relative_to(store)) for path in store.rglob("*") if path.is_file())


def test_the_row_knows_hash_size_and_name_of_its_own(cast, paper, store):
    import hashlib

    document = keep(paper, cast.teacher.seat, original_name="แผนของฉัน.pdf")

    assert (document.sha256, document.size) == (hashlib.sha256(DATA).hexdigest(), len(DATA))
    assert (document.kept_at, document.begun_at, document.kept_by) == (WHEN, WHEN, cast.teacher.seat)
    assert document.original_name == "แผนของฉัน.pdf"
    assert files(store) == [f"2025/02/20/{document.pk}"]
    assert documents.read(document) == DATA


def test_an_uploaded_file_is_moved_and_not_copied(cast, paper, store, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    file = upload(tmp_path)
    source = Path(file.temporary_file_path())
    inode = source.stat().st_ino

    document = keep(paper, cast.teacher.seat, file)

    assert not source.exists()
    assert Path(document.file.path).stat().st_ino == inode
    assert documents.read(document) == DATA
    file.close()


def test_the_bytes_are_on_the_disk_before_the_row(cast, paper, store, monkeypatch):
    order = []
    fsync, add = os.fsync, documents.bulk.add_one

    def synced(descriptor):
        order.append(os.readlink(f"/proc/self/fd/{descriptor}"))
        fsync(descriptor)

    def added(row):
        order.append("row")
        return add(row)

    monkeypatch.setattr(documents.os, "fsync", synced)
    monkeypatch.setattr(documents.bulk, "add_one", added)

    document = keep(paper, cast.teacher.seat)

    path = Path(document.file.path)
    assert order[-1] == "row"
    # The file, then every folder on the way: a name is on the disk when its folder is.
    assert order[:-1] == [str(path), *(str(folder) for folder in path.parents if folder.is_relative_to(store))]


def test_a_row_that_the_database_refuses_leaves_no_bytes(cast, paper, store):
    with pytest.raises(IntegrityError), transaction.atomic():
        keep(paper, cast.teacher.seat, begun_at=at("2025-02-20 09:01"))  # begun after it was kept

    assert files(store) == []
    assert Document.objects.count() == 0


def test_bytes_of_an_act_that_was_rolled_back_are_collected_after_ten_minutes(cast, paper, store):
    kept = keep(paper, cast.teacher.seat)
    with transaction.atomic():
        lost = keep(paper, cast.teacher.seat, b"lost")
        transaction.set_rollback(True)
    assert len(files(store)) == 2

    now = time.time()
    assert documents.orphans(now + 599) == []
    assert documents.orphans(now + 601) == [lost.file.name]

    os.utime(store / lost.file.name, (now - 700, now - 700))
    assert tasks.collect_orphans() == 1
    assert files(store) == [kept.file.name]


def test_the_sweep_of_an_empty_place_finds_nothing(db, store):
    assert documents.orphans(time.time()) == []


def test_a_file_with_a_row_is_never_collected(cast, paper, store):
    document = keep(paper, cast.teacher.seat)
    os.utime(document.file.path, (0, 0))

    assert tasks.collect_orphans() == 0
    assert documents.read(document) == DATA


def test_the_time_the_request_began_is_kept_beside_the_time_of_arrival(cast, paper):
    document = keep(paper, cast.teacher.seat, begun_at=at("2025-02-20 08:55"))

    assert (document.begun_at, document.kept_at) == (at("2025-02-20 08:55"), WHEN)


def test_two_files_of_the_same_bytes_are_two_documents(cast, paper, store):
    first, second = keep(paper, cast.teacher.seat), keep(paper, cast.teacher.seat)

    assert first.pk != second.pk
    assert first.sha256 == second.sha256
    assert len(files(store)) == 2


def test_a_document_that_something_names_cannot_be_taken_away(cast, paper):
    from tests.factories import applications as make

    application = make.ready(cast)

    with pytest.raises(ProtectedError):
        application.plan.signed.delete()
    with pytest.raises(ProtectedError):
        application.plan.paper.delete()


def test_files_are_readable_by_their_owner_alone(cast, paper):
    document = keep(paper, cast.teacher.seat)

    assert oct(Path(document.file.path).stat().st_mode & 0o777) == "0o600"


def test_a_file_is_sent_as_a_download_with_its_thai_name(cast, paper):
    from urllib.parse import quote

    response = documents.send(keep(paper, cast.teacher.seat), "แผน สมชาย.pdf")

    assert b"".join(response.streaming_content) == DATA
    assert response["Content-Disposition"] == f"attachment; filename*=utf-8''{quote('แผน สมชาย.pdf')}"
    assert (response["X-Content-Type-Options"], response["Cache-Control"]) == ("nosniff", "private, no-store")
    response.file_to_stream.close()


def test_behind_a_front_server_only_the_word_goes_out(cast, paper, settings):
    settings.DOCUMENTS_PREFIX = "/protected/"
    document = keep(paper, cast.teacher.seat)

    response = documents.send(document, "แผน.pdf")

    assert (response.content, response["X-Accel-Redirect"]) == (b"", f"/protected/{document.file.name}")
    assert response["Content-Type"] == "application/pdf"


def test_the_hash_leaves_the_file_at_its_beginning(tmp_path):
    import hashlib
    import io

    file = io.BytesIO(b"x" * (3 << 20))
    file.seek(17)

    assert documents.sha256_of(file) == hashlib.sha256(b"x" * (3 << 20)).hexdigest()
    assert file.tell() == 0


def test_what_a_form_brings_is_hashed_on_its_way(store):
    handler = HashingHandler()
    handler.new_file("files", "แผน.pdf", "application/pdf", None)
    for chunk in (DATA[:9], DATA[9:]):
        handler.receive_data_chunk(chunk, 0)
    file = handler.file_complete(len(DATA))

    assert file.sha256 == hashlib.sha256(DATA).hexdigest() == documents.sha256_of(file)
    assert file.read() == DATA


def test_a_file_that_has_not_arrived_whole_is_hashed_from_the_disk(store):
    file = upload(store)
    assert documents.sha256_of(file) == hashlib.sha256(DATA).hexdigest()
