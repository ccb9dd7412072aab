"""Stored files are read again: flipped bits, lost files and wrong sizes are named, on disk and in object storage."""

import datetime as dt
import json
import os
import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from records import documents, integrity, tasks
from records.enums import DocumentKind, Fault, PaperKind
from records.models import Document, Entry, Message, Notice, Paper
from records.store_setting import document_store
from tests.cast import at

WHEN = at("2025-02-20 09:00")
NIGHT = at("2025-02-21 01:15")


class Shelf:
    """Either place, with the hands of whoever damages files behind the portal's back."""

    def __init__(self, settings, root, server):
        self.root, self.server, self.settings = root, server, settings
        settings.MEDIA_ROOT = root
        if server is not None:
            for name in server.names():
                server.lose(name)
            settings.STORAGES = {**settings.STORAGES, "default": document_store(server.setting)}

    def overwrite(self, name, data):
        self.server.overwrite(name, data) if self.server else (self.root / name).write_bytes(data)

    def lose(self, name):
        self.server.lose(name) if self.server else (self.root / name).unlink()


@pytest.fixture(params=["disk", "objects"])
def shelf(request, settings, tmp_path, server, clock):
    clock(NIGHT)
    (tmp_path / "documents").mkdir()
    return Shelf(settings, tmp_path / "documents", server if request.param == "objects" else None)


@pytest.fixture
def kept(cast, shelf):
    """Five documents, each with other bytes."""
    paper = Paper.objects.create(kind=PaperKind.PLAN, year=2568, college=cast.college, issued_at=WHEN)
    return [
        documents.keep(
            f"%PDF-1.7 number {number}".encode(), paper=paper, kind=DocumentKind.SCANNED, pages=1,
            by=cast.teacher.seat, at=WHEN, original_name=f"แผน {number}.pdf",
        )
        for number in range(5)
    ]  # fmt: skip


def flipped(data):
    return bytes([data[0] ^ 1]) + data[1:]


def damage(shelf, kept):
    """One flipped bit, one missing file, one that was cut off."""
    shelf.overwrite(kept[0].file.name, flipped(documents.read(kept[0])))
    shelf.lose(kept[1].file.name)
    shelf.overwrite(kept[2].file.name, documents.read(kept[2])[:-1])
    return {kept[0].pk: Fault.CONTENT, kept[1].pk: Fault.MISSING, kept[2].pk: Fault.SIZE}


def faults():
    return {row.pk: row.fault for row in Document.objects.exclude(fault="")}


def test_what_is_sound_is_stamped_and_nobody_is_told(kept):
    assert tasks.verify_store() == 5

    assert set(Document.objects.values_list("checked_at", "fault", "faulty_since")) == {(NIGHT, "", None)}
    assert Notice.objects.count() == 0
    assert not Entry.objects.filter(verb__startswith="records:document").exists()


def test_each_damage_is_named_in_the_row_the_register_and_a_message_to_the_admins(cast, shelf, kept):
    wrong = damage(shelf, kept)

    tasks.verify_store()

    assert faults() == wrong
    entries = {entry.subject_pk: entry.facts for entry in Entry.objects.filter(verb="records:document:damaged")}
    assert {pk: facts["fault"] for pk, facts in entries.items()} == {str(pk): fault for pk, fault in wrong.items()}
    assert entries[str(kept[1].pk)]["file"] == kept[1].file.name
    notice = Notice.objects.get()
    assert (notice.to, notice.name, notice.context["count"]) == (cast.admin.user, "records/damaged", 3)
    tasks.deliver()
    message = Message.objects.get()
    assert (message.to, message.subject) == (cast.admin.user, "เอกสารที่เก็บไว้เสียหาย 3 รายการ")
    assert f"แผน 0.pdf ({kept[0].file.name}): เนื้อหาไฟล์เปลี่ยนไป" in message.body
    assert "https://teachersync.example/store/" in message.body


def test_the_same_damage_is_told_once_and_its_mending_once(cast, shelf, kept, clock):
    sound = documents.read(kept[0])
    shelf.overwrite(kept[0].file.name, flipped(sound))
    tasks.verify_store()

    clock(NIGHT + dt.timedelta(days=1))
    assert tasks.verify_store() == 1  # what is damaged is looked at each night
    shelf.overwrite(kept[0].file.name, sound)
    clock(NIGHT + dt.timedelta(days=2))
    tasks.verify_store()

    verbs = Entry.objects.filter(verb__startswith="records:document").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["records:document:damaged", "records:document:mended"]
    assert Notice.objects.count() == 1
    assert faults() == {}


def test_the_longest_unread_come_first_and_everything_within_a_month(kept, clock, settings):
    tasks.verify_store()
    clock(NIGHT + dt.timedelta(days=29))
    assert tasks.verify_store() == 0

    Document.objects.filter(pk=kept[3].pk).update(checked_at=NIGHT - dt.timedelta(days=2))
    Document.objects.filter(pk=kept[1].pk).update(checked_at=None)
    clock(NIGHT + dt.timedelta(days=31))

    assert [row.pk for row in integrity.due(NIGHT + dt.timedelta(days=31))][:2] == [kept[1].pk, kept[3].pk]


def test_a_night_reads_its_share_and_the_next_one_goes_on(kept, monkeypatch):
    found = [integrity.verify(integrity.due(NIGHT), NIGHT, seconds=1e-9).checked for _run in range(6)]

    assert found == [1, 1, 1, 1, 1, 0]


def test_a_store_that_is_away_is_no_damage(kept, monkeypatch):
    def away(*_):
        raise OSError("no answer")

    monkeypatch.setattr(integrity.stores, "fetch", away)

    found = integrity.verify(integrity.due(NIGHT), NIGHT)

    assert (found.checked, found.damaged, found.unreachable) == (0, [], 1)
    assert set(Document.objects.values_list("checked_at", "fault")) == {(None, "")}


# The command ---------------------------------------------------------------------------------


def run(capsys, *arguments):
    code = 0
    try:
        call_command(*arguments)
    except SystemExit as end:
        code = end.code
    return code, capsys.readouterr().out


def test_the_command_names_damage_and_bytes_without_a_row(shelf, kept, capsys):
    wrong = damage(shelf, kept)
    lost = "2025/02/20/6b8c1d1e-0000-4000-8000-000000000000"
    shelf.overwrite(lost, b"nobody's")
    if shelf.server is None:
        os.utime(shelf.root / lost, (0, 0))

    code, text = run(capsys, "verify_store", "--all", "--json")

    told = json.loads(text)
    assert code == 1
    assert {line["document"]: line["what"] for line in told["damaged"]} == {str(pk): what for pk, what in wrong.items()}
    assert (told["checked"], told["unreachable"]) == (5, 0)
    assert told["orphans"] == ([lost] if shelf.server is None else [])  # there it is younger than ten minutes


def test_the_command_is_content_with_a_sound_store_and_reads_only_what_is_due(shelf, kept, capsys):
    assert run(capsys, "verify_store") == (0, "5 documents read (0.0 MB), 0 damaged\n")
    assert run(capsys, "verify_store") == (0, "0 documents read (0.0 MB), 0 damaged\n")
    assert run(capsys, "verify_store", "--all") == (0, "5 documents read (0.0 MB), 0 damaged\n")


def test_the_command_prints_one_line_for_each_damage(shelf, kept, capsys):
    damage(shelf, kept)

    _code, text = run(capsys, "verify_store")

    assert f"missing  {kept[1].file.name}  {kept[1].paper.short_code}  แผน 1.pdf\n" in text
    assert text.endswith("5 documents read (0.0 MB), 3 damaged\n")


# The page ------------------------------------------------------------------------------------


def test_the_page_shows_the_bureaus_admin_what_is_damaged_by_name(cast, shelf, kept):
    damage(shelf, kept)
    tasks.verify_store()

    page = cast.admin.client.get("/store/").content.decode()

    assert "เอกสารเสียหาย 3 รายการ" in page
    for number, words in ((0, "เนื้อหาไฟล์เปลี่ยนไป"), (1, "ไฟล์หายไป"), (2, "ขนาดไฟล์ไม่ตรง")):
        assert f"แผน {number}.pdf" in page
        assert words in page
        assert kept[number].file.name in page
    assert kept[3].file.name not in page


def test_the_admins_menu_leads_there_and_no_other(cast, clock):
    clock(NIGHT)

    assert 'href="/store/"' in cast.admin.client.get("/").content.decode()
    assert 'href="/store/"' not in cast.bureau.client.get("/").content.decode()


def test_nobody_else_is_told_how_the_store_is(cast, shelf, kept):
    for name, person in cast.everybody().items():
        wanted = {"admin": 200, "anonymous": 302}.get(name, 403)
        assert (name, person.client.get("/store/").status_code) == (name, wanted)


# From one store into the other ----------------------------------------------------------------


def test_documents_move_from_the_disk_into_an_object_storage_and_back(cast, settings, tmp_path, server, clock, capsys):
    clock(NIGHT)
    shelf = Shelf(settings, tmp_path / "documents", None)
    shelf.root.mkdir()
    for name in server.names():
        server.lose(name)
    paper = Paper.objects.create(kind=PaperKind.PLAN, year=2568, issued_at=WHEN)
    rows = [
        documents.keep(f"no. {number}".encode(), paper=paper, kind="SCANNED", pages=1, by=cast.teacher.seat, at=WHEN)
        for number in range(3)
    ]

    first = run(capsys, "move_store", server.setting)
    again = run(capsys, "move_store", server.setting)

    assert first[0] == again[0] == 0
    assert first[1].startswith("3 documents copied, 0 were there, 0 failed\n")
    assert again[1].startswith("0 documents copied, 3 were there, 0 failed\n")
    assert server.names() == sorted(row.file.name for row in rows)
    shutil.rmtree(shelf.root)
    shelf.root.mkdir()
    settings.STORAGES = {**settings.STORAGES, "default": document_store(server.setting)}
    assert [documents.read(row) for row in rows] == [b"no. 0", b"no. 1", b"no. 2"]
    assert run(capsys, "move_store", "disk")[0] == 0
    assert Path(shelf.root / rows[0].file.name).read_bytes() == b"no. 0"
    assert oct((shelf.root / rows[0].file.name).stat().st_mode & 0o777) == "0o600"


def test_what_is_damaged_is_not_carried_along_unnoticed(cast, settings, tmp_path, server, clock, capsys):
    clock(NIGHT)
    shelf = Shelf(settings, tmp_path / "documents", None)
    shelf.root.mkdir()
    paper = Paper.objects.create(kind=PaperKind.PLAN, year=2568, issued_at=WHEN)
    row = documents.keep(b"whole", paper=paper, kind="SCANNED", pages=1, by=cast.teacher.seat, at=WHEN)
    shelf.overwrite(row.file.name, b"wholf")

    code, text = run(capsys, "move_store", server.setting)

    assert code == 1
    assert f"not copied  {row.file.name}: damaged where it lies" in text
    assert row.file.name not in server.names()


def test_a_store_is_not_moved_into_itself(db):
    with pytest.raises(CommandError, match="there already"):
        call_command("move_store", "disk")
