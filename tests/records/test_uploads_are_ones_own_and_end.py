"""A file on its way is checked piece by piece, is its sender's alone, and ends: by her, in time, or by the sweep."""

import datetime as dt
import hashlib
import time
import uuid

import pytest

from people import throttle
from records import tasks, uploads
from records.models import Upload
from records.uploads import errors, parts
from tests.cast import at
from tests.records.tus import DATA, TUS, address, begin, checksum, head, metadata, patch, row_of

NOW = at("2025-02-20 09:00")


@pytest.fixture(autouse=True)
def _place(settings, tmp_path, clock):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    clock(NOW)


# Checksums -----------------------------------------------------------------------------------


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_block_whose_checksum_agrees_is_kept(cast, algorithm):
    url = address(cast.teacher)

    assert patch(cast.teacher, url, DATA[:100], headers=checksum(DATA[:100], algorithm))["Upload-Offset"] == "100"


def test_a_block_whose_checksum_disagrees_is_thrown_away(cast):
    url = address(cast.teacher)
    patch(cast.teacher, url, DATA[:100])

    response = patch(cast.teacher, url, DATA[100:200], 100, headers=checksum(b"something else"))

    assert response.status_code == 460
    assert head(cast.teacher, url)["Upload-Offset"] == "100"


@pytest.mark.parametrize("sent", ["md5 x", "sha256 !", "sha256", "x"])
def test_a_checksum_of_another_kind_is_refused(cast, sent):
    assert patch(cast.teacher, address(cast.teacher), headers={"Upload-Checksum": sent}).status_code in (400, 460)


def test_half_a_block_that_cannot_be_checked_is_not_kept(cast):
    row = row_of(address(cast.teacher))
    blocks = iter([DATA[:50], b""])

    new = uploads.receive(
        row, lambda size: next(blocks), offset=0, announced=100, at=NOW, checksum=("sha1", hashlib.sha1(DATA).digest())
    )

    assert (new, parts.size_of(row.pk)) == (0, 0)


# Whose it is ---------------------------------------------------------------------------------


def test_a_file_on_its_way_is_its_senders_alone(cast):
    url = address(cast.teacher)
    others = {name: person for name, person in cast.everybody().items() if name not in ("teacher", "anonymous")}

    for person in others.values():
        answers = [head(person, url), patch(person, url), person.client.delete(url, headers=TUS)]
        assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert head(cast.teacher, url)["Upload-Offset"] == "0"


def test_a_strangers_upload_looks_like_one_that_never_was(cast):
    url, never = address(cast.teacher), f"/uploads/{uuid.uuid4()}/"

    seen = [head(cast.neighbour, place) for place in (url, never)]

    assert [(answer.status_code, answer.headers) for answer in seen[:1]] == [(404, seen[1].headers)]


def test_nobody_comes_in_without_signing_in(cast, client):
    url = address(cast.teacher)

    for answer in (
        client.post("/uploads/", headers=TUS),
        client.head(url, headers=TUS),
        client.delete(url, headers=TUS),
    ):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/")


def test_nothing_is_written_without_the_token(cast):
    url = address(cast.teacher)
    browser = cast.teacher.browser(enforce_csrf_checks=True)

    answers = [
        browser.post("/uploads/", headers={**TUS, "Upload-Length": "3", "Upload-Metadata": metadata()}),
        browser.patch(url, DATA, content_type="application/offset+octet-stream", headers={**TUS, "Upload-Offset": "0"}),
        browser.delete(url, headers=TUS),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert Upload.objects.count() == 1
    assert head(cast.teacher, url)["Upload-Offset"] == "0"


# Too often -----------------------------------------------------------------------------------


def test_who_begins_more_files_than_anybody_has_to_is_told_to_wait(cast, monkeypatch):
    monkeypatch.setitem(throttle.LIMITS, "upload_begin", throttle.Limit(2, 600))

    answers = [begin(cast.teacher) for _file in range(3)]

    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert 0 < int(answers[2]["Retry-After"]) <= 600
    assert answers[2]["Content-Type"] == "text/plain"
    assert "ถี่เกินไป" in answers[2].content.decode()
    assert Upload.objects.count() == 2
    assert begin(cast.neighbour).status_code == 201  # counted for each person


def test_who_sends_pieces_without_end_is_told_to_wait_and_loses_nothing(cast, clock, monkeypatch):
    monkeypatch.setitem(throttle.LIMITS, "upload_piece", throttle.Limit(3, 600))
    url = address(cast.teacher)

    answers = [patch(cast.teacher, url, DATA[place : place + 10], place).status_code for place in (0, 10, 20, 30)]
    asked = [head(cast.teacher, url).status_code, cast.teacher.client.delete(url, headers=TUS).status_code]
    clock(NOW + dt.timedelta(seconds=601))

    assert (answers, asked) == ([204, 204, 204, 429], [429, 429])
    assert head(cast.teacher, url)["Upload-Offset"] == "30"


def test_a_telephone_on_the_worst_line_meets_no_limit():
    """Forty photographs of 15 MB in pieces of 4 MB, each broken ten times, each time asked for anew."""
    photographs, pieces, breaks = 40, 4, 10

    assert throttle.LIMITS["upload_begin"].most >= 5 * photographs
    assert throttle.LIMITS["upload_piece"].most >= photographs * (pieces + 2 * breaks)


# The end -------------------------------------------------------------------------------------


def test_an_upload_can_be_ended(cast):
    url = address(cast.teacher)
    patch(cast.teacher, url, DATA[:10])

    assert cast.teacher.client.delete(url, headers=TUS).status_code == 204
    assert head(cast.teacher, url).status_code == 404
    assert list(parts.folder().iterdir()) == []


def test_what_has_expired_is_gone_before_the_sweep_and_after_it(cast, clock):
    url = address(cast.teacher)
    clock(NOW + dt.timedelta(hours=23, minutes=59))
    assert tasks.sweep_uploads() == 0
    assert head(cast.teacher, url).status_code == 200

    clock(NOW + dt.timedelta(hours=24))
    assert [head(cast.teacher, url).status_code, patch(cast.teacher, url).status_code] == [410, 410]
    assert tasks.sweep_uploads() == 1

    assert head(cast.teacher, url).status_code == 404
    assert list(parts.folder().iterdir()) == []


def test_the_sweep_takes_parts_without_a_row_after_ten_minutes(cast):
    kept = row_of(address(cast.teacher))
    lost = uuid.uuid4()
    parts.make(lost)
    (parts.folder() / f"{lost}.ask").touch()
    assert uploads.sweep(NOW, time.time() + 599) == 0

    assert uploads.sweep(NOW, time.time() + 601) == 1

    assert [path.name for path in parts.folder().iterdir()] == [f"{kept.pk}.part"]


def test_the_sweep_leaves_what_is_arriving(cast):
    row = row_of(address(cast.teacher))
    Upload.objects.filter(pk=row.pk).update(expires_at=NOW)

    with parts.held(row.pk):
        assert uploads.sweep(NOW, time.time()) == 0
    assert Upload.objects.filter(pk=row.pk).exists()

    assert uploads.sweep(NOW, time.time()) == 1


def test_a_row_whose_part_is_missing_is_gone(cast):
    row = row_of(address(cast.teacher))
    parts.path_of(row.pk).unlink()

    with pytest.raises(errors.Gone):
        uploads.offset_of(row, NOW)
    with pytest.raises(errors.Gone):
        uploads.receive(row, lambda size: b"", offset=0, announced=1, at=NOW)
