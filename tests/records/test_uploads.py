"""The protocol without a browser: beginning, offsets, sizes, locks."""

import datetime as dt
import fcntl
import os
import shutil
import time

import pytest

from records import uploads
from records.models import Upload
from records.uploads import parts
from records.uploads.line import TICK
from tests.cast import at
from tests.records.tus import DATA, TUS, address, begin, head, metadata, patch, row_of

NOW = at("2025-02-20 09:00")


@pytest.fixture(autouse=True)
def _place(settings, tmp_path, clock):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    clock(NOW)


# Beginning -----------------------------------------------------------------------------------


def test_the_server_says_what_it_can(cast):
    response = cast.teacher.client.options("/uploads/")

    assert response.status_code == 204
    assert response["Tus-Version"] == "1.0.0"
    assert response["Tus-Extension"] == "creation,expiration,checksum,termination"
    assert response["Tus-Max-Size"] == str(25 * 2**20)
    assert response["Tus-Checksum-Algorithm"] == "sha1,sha256"


def test_another_version_of_the_protocol_is_refused_with_ours(cast):
    response = cast.teacher.client.post("/uploads/", headers={"Upload-Length": "3"})

    assert (response.status_code, response["Tus-Version"]) == (412, "1.0.0")


def test_an_upload_has_an_address_a_beginning_and_an_end(cast, clock):
    response = begin(cast.teacher)

    row = row_of(response["Location"])
    assert (row.owner, row.name, row.length, row.begun_at) == (cast.teacher.user, "แผน.pdf", len(DATA), NOW)
    assert row.expires_at == NOW + dt.timedelta(hours=24)
    assert response["Upload-Expires"] == "Fri, 21 Feb 2025 02:00:00 GMT"
    assert response["Tus-Resumable"] == "1.0.0"
    assert oct(parts.path_of(row.pk).stat().st_mode & 0o777) == "0o600"


@pytest.mark.parametrize(
    "wrong",
    [
        {"headers": {"Upload-Length": "abc"}},
        {"headers": {"Upload-Length": "-1"}},
        {"headers": {"Upload-Defer-Length": "1", "Upload-Length": ""}},
        {"length": 0},
        {"kind": "clip"},
        {"kind": ""},
        {"about": ""},
        {"about": "plan/../1"},
        {"batch": ""},
        {"batch": "b" * 41},
        {"place": "-1"},
        {"place": "๑"},
        {"filename": "a\0b"},
        {"headers": {"Upload-Metadata": "filename !!!"}},
        {"headers": {"Upload-Metadata": "kind /w=="}},
    ],
)
def test_what_cannot_be_understood_is_refused_and_leaves_nothing(cast, wrong):
    response = begin(cast.teacher, **wrong)

    assert response.status_code == 400
    assert response.content.decode() == "ระบบไม่เข้าใจคำขอส่งไฟล์นี้"
    assert Upload.objects.count() == 0
    assert list(parts.folder().iterdir()) == []


@pytest.mark.parametrize(("kind", "megabytes"), [("plan", 25), ("photo", 15)])
def test_what_is_too_large_is_refused_before_the_first_byte(cast, kind, megabytes):
    assert begin(cast.teacher, length=megabytes * 2**20, kind=kind).status_code == 201

    response = begin(cast.teacher, length=megabytes * 2**20 + 1, kind=kind)

    assert (response.status_code, response["Content-Type"]) == (413, "text/plain")
    assert response.content.decode() == f"ไฟล์มีขนาดใหญ่กว่า {megabytes} MB"


def test_a_disk_that_is_nearly_full_takes_no_more(cast, settings):
    settings.UPLOAD_FREE_BYTES = shutil.disk_usage(settings.FILE_UPLOAD_TEMP_DIR).total

    response = begin(cast.teacher)

    assert response.status_code == 507
    assert Upload.objects.count() == 0


def test_who_sends_too_much_loses_the_oldest_of_her_own(cast, settings):
    settings.PHOTOS_MAX_BYTES = len(DATA)
    theirs = address(cast.colleague)
    first, second = address(cast.teacher), address(cast.teacher)

    third = address(cast.teacher)

    assert [head(cast.teacher, url).status_code for url in (first, second, third)] == [404, 200, 200]
    assert head(cast.colleague, theirs).status_code == 200
    assert len(list(parts.folder().iterdir())) == 3


# Arriving ------------------------------------------------------------------------------------


def test_a_file_arrives_in_pieces(cast, clock):
    url = address(cast.teacher)

    for start in range(0, len(DATA), 4000):
        assert head(cast.teacher, url)["Upload-Offset"] == str(start)
        assert row_of(url).whole_at is None
        clock(NOW + dt.timedelta(seconds=start))
        response = patch(cast.teacher, url, DATA[start : start + 4000], start)
        assert response.status_code == 204
        assert response["Upload-Offset"] == str(min(start + 4000, len(DATA)))

    assert parts.path_of(row_of(url).pk).read_bytes() == DATA
    assert (row_of(url).begun_at, row_of(url).whole_at) == (NOW, NOW + dt.timedelta(seconds=8000))


def test_the_head_gives_back_what_was_told(cast):
    response = head(cast.teacher, address(cast.teacher))

    assert (response["Upload-Length"], response["Upload-Metadata"]) == (str(len(DATA)), metadata())
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("offset", [0, 99, 101])
def test_a_wrong_offset_changes_nothing(cast, offset):
    url = address(cast.teacher)
    patch(cast.teacher, url, DATA[:100])

    response = patch(cast.teacher, url, DATA[100:], offset)

    assert response.status_code == 409
    assert head(cast.teacher, url)["Upload-Offset"] == "100"


@pytest.mark.parametrize("offset", ["", "x", "-1", "1e3"])
def test_an_offset_that_is_no_number_is_refused(cast, offset):
    url = address(cast.teacher)

    assert patch(cast.teacher, url, headers={"Upload-Offset": offset}).status_code == 400


def test_no_more_is_taken_in_than_was_told(cast):
    url = address(cast.teacher)

    assert patch(cast.teacher, url, DATA + b"x").status_code == 413
    assert head(cast.teacher, url)["Upload-Offset"] == "0"


def test_another_content_type_is_refused(cast):
    assert patch(cast.teacher, address(cast.teacher), kind="application/pdf").status_code == 415


def test_a_part_in_other_hands_is_locked(cast, monkeypatch):
    url = address(cast.teacher)
    held = parts.held
    monkeypatch.setattr(parts, "held", lambda pk, patience=0.2: held(pk, patience=0.2))

    with parts.path_of(row_of(url).pk).open("ab") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        answers = [patch(cast.teacher, url), head(cast.teacher, url), cast.teacher.client.delete(url, headers=TUS)]

    assert [answer.status_code for answer in answers] == [423, 423, 423]
    assert {answer["Retry-After"] for answer in answers} == {"1"}
    assert patch(cast.teacher, url).status_code == 204


def test_who_holds_a_part_takes_in_what_is_there_and_lets_go_when_another_asks(cast):
    """A telephone changed networks: its old connection is dead, and nobody has told the server."""
    row = row_of(address(cast.teacher))
    blocks, hurried = iter([DATA[:50], DATA[50:100], DATA[100:150], None, DATA[150:]]), []

    def read(size):
        block = next(blocks)
        if block is None:
            raise uploads.arriving.Silence
        if block == DATA[50:100]:
            parts.folder().joinpath(f"{row.pk}.ask").touch()
        return block

    new = uploads.receive(row, read, offset=0, announced=len(DATA), at=NOW, hurry=lambda: hurried.append(1))

    assert (new, hurried) == (150, [1])
    assert next(blocks) == DATA[150:]


def test_a_sender_who_never_stops_lets_go_within_a_second_too(cast, monkeypatch):
    """Two tabs send the same file: the newer one wins."""
    row = row_of(address(cast.teacher))
    monkeypatch.setattr(uploads.arriving, "PARTING", 0.0)
    parts.folder().joinpath(f"{row.pk}.ask").touch()
    asks = iter([False, True])
    monkeypatch.setattr(parts.Part, "wanted", property(lambda self: next(asks)))

    assert uploads.receive(row, lambda size: b"x", offset=0, announced=len(DATA), at=NOW) == 2


def test_a_silent_line_is_let_go_after_half_a_minute_and_what_came_is_kept(cast):
    row = row_of(address(cast.teacher))
    ticks = []

    def read(size):
        if not ticks:
            ticks.append(1)
            return DATA[:70]
        ticks.append(1)
        raise uploads.arriving.Silence

    assert uploads.receive(row, read, offset=0, announced=len(DATA), at=NOW) == 70
    assert len(ticks) == 1 + 30 / TICK


def test_an_offset_that_lies_behind_is_answered_without_waiting_for_who_holds_the_part(cast):
    url = address(cast.teacher)
    patch(cast.teacher, url, DATA[:100])

    with parts.held(row_of(url).pk):
        began = time.monotonic()
        assert patch(cast.teacher, url, DATA).status_code == 409

    assert time.monotonic() - began < 1


def test_too_many_at_once_wait(cast, monkeypatch):
    url = address(cast.teacher)
    monkeypatch.setattr(uploads.arriving._seats, "acquire", lambda timeout: False)

    response = patch(cast.teacher, url)

    assert (response.status_code, response["Retry-After"]) == (503, "1")


def test_a_full_disk_says_so_and_keeps_what_found_room(cast, monkeypatch):
    import errno

    url = address(cast.teacher)
    write = os.write

    def full(descriptor, data):
        if os.fstat(descriptor).st_size >= 4000:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(descriptor, data[:4000])

    with monkeypatch.context() as small:
        small.setattr(parts.os, "write", full)
        response = patch(cast.teacher, url)

    assert response.status_code == 507
    assert "เนื้อที่" in response.content.decode()
    assert head(cast.teacher, url)["Upload-Offset"] == "4000"
    assert patch(cast.teacher, url, DATA[4000:], 4000).status_code == 204
