"""An object storage that is away, or keeps something else: nothing is half done, and it is said in words."""

import io
import socket
import time
import urllib.error
import urllib.request

import pytest
from django.core.files.storage import storages
from django.db import transaction
from django.urls import reverse

from records import documents, stores, tasks
from records.enums import DocumentKind, PaperKind
from records.models import Document, Paper
from records.store_setting import document_store
from tests.applications.pieces import attach, sent
from tests.cast import at
from tests.factories import applications as make
from tests.factories.plans import tiny_pdf

WHEN = at("2025-02-20 09:00")
DATA = "เนื้อหาของแผน".encode() * 1000


@pytest.fixture
def paper(cast, store):
    return Paper.objects.create(kind=PaperKind.PLAN, year=2568, issued_at=WHEN)


def keep(paper, by, data=DATA, when=WHEN):
    return documents.keep(data, paper=paper, kind=DocumentKind.SCANNED, pages=1, by=by.seat, at=when)


def upload(application, person, data, name="แผนที่ลงนามแล้ว.pdf"):
    file = io.BytesIO(data)
    file.name = name
    return person.client.post(reverse("applications:attach", args=[application.pk]), {"files": file})


def get(address):
    with urllib.request.urlopen(address, timeout=10) as answer:
        return answer.status, answer.headers, answer.read()


# When the store fails ------------------------------------------------------------------------


@pytest.fixture
def dead(store, settings):
    """Nobody listens where the store should be."""
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        port = line.getsockname()[1]
    setting = store.setting.replace(store.address, f"http://127.0.0.1:{port}")
    settings.STORAGES = {**settings.STORAGES, "default": document_store(setting)}
    return setting


def test_a_store_that_is_away_is_said_in_words_and_nothing_is_written(cast, store, clock, dead):
    clock(WHEN)
    application = make.frozen(cast)

    response = upload(application, cast.teacher, tiny_pdf())

    assert response.status_code == 503
    assert "ที่เก็บเอกสาร" in response.content.decode()
    assert make.again(application).plan.signed is None
    assert Document.objects.count() == 0


def test_what_came_in_pieces_waits_until_the_store_is_back(cast, store, clock, dead, settings):
    clock(WHEN)
    application = make.frozen(cast)
    number = sent(cast.teacher, application, tiny_pdf())
    assert attach(cast.teacher, application, number).status_code == 503
    page = cast.teacher.client.get(reverse("applications:sign", args=[application.pk])).content.decode()
    assert number in page

    settings.STORAGES = {**settings.STORAGES, "default": document_store(store.setting)}

    assert attach(cast.teacher, application, number).status_code == 302
    assert len(store.names()) == 1


@pytest.mark.parametrize("given", [DATA[:-1], DATA[:-1] + b"x", b""])
def test_a_store_that_keeps_something_else_than_it_was_given_is_not_believed(cast, store, paper, monkeypatch, given):
    """No row, so no receipt; and what the store holds is taken away."""
    save = storages["default"]._save

    def saves_badly(name, content):
        save(name, content)
        store.overwrite(name, given)
        return name

    monkeypatch.setattr(type(storages["default"]), "_save", lambda self, name, content: saves_badly(name, content))

    with pytest.raises(documents.Unstored):
        keep(paper, cast.teacher)

    assert Document.objects.count() == 0
    assert store.names() == []


def test_a_row_that_the_database_refuses_leaves_no_object(cast, store, paper):
    with pytest.raises(Exception, match=r"constraint|CHECK"), transaction.atomic():
        documents.keep(
            DATA, paper=paper, kind=DocumentKind.SCANNED, pages=1, by=cast.teacher.seat, at=WHEN,
            begun_at=at("2025-02-20 09:01"),
        )  # fmt: skip

    assert store.names() == []


def test_objects_of_an_act_that_was_rolled_back_are_collected_after_ten_minutes(cast, store, paper, clock):
    clock(WHEN)
    kept = keep(paper, cast.teacher)
    with transaction.atomic():
        lost = keep(paper, cast.teacher, b"lost")
        transaction.set_rollback(True)
    assert len(store.names()) == 2

    now = time.time()
    assert documents.orphans(now, at=WHEN) == []
    assert documents.orphans(now + 601, at=WHEN) == [lost.file.name]
    assert documents.orphans(now + 601, at=at("2025-03-20 09:00")) == []
    assert documents.orphans(now + 601, ever=True) == [lost.file.name]

    for name in documents.orphans(now + 601, at=WHEN):
        documents.discard(name)
    assert store.names() == [kept.file.name]
    assert tasks.collect_orphans() == 0


# Is it well? ---------------------------------------------------------------------------------


def test_the_probe_writes_reads_and_leaves_nothing(store):
    documents.probe()

    assert store.names() == []


@pytest.mark.django_db(transaction=True)
def test_readyz_says_when_the_store_is_away(client, dead, monkeypatch):
    from teachersync import health

    monkeypatch.setattr(health, "_running", {})

    assert client.get("/readyz").json()["parts"]["storage"] in ("not available (StoreDown)", "no answer within 2 s")


@pytest.mark.django_db(transaction=True)
def test_readyz_is_content_with_a_store_that_works(client, store, monkeypatch):
    from teachersync import health

    monkeypatch.setattr(health, "_running", {})

    assert client.get("/readyz").json()["parts"]["storage"] == "ok"


def test_a_missing_object_is_a_missing_file(cast, store, paper):
    document = keep(paper, cast.teacher)
    store.lose(document.file.name)

    with pytest.raises(FileNotFoundError):
        documents.read(document)
    with pytest.raises(FileNotFoundError):
        stores.fetch(storages["default"], document.file.name, stores.Nowhere())


def test_an_agreement_whose_file_cannot_be_stored_says_so_and_forgets_nothing_typed(cast, store, clock, dead):
    clock(WHEN)
    file = io.BytesIO(tiny_pdf("agreement"))
    file.name = "ข้อตกลง.pdf"
    typed = {"basis": "mou", "number": "๙/๒๕๖๘", "valid_from": "1/1/2568", "valid_until": "31/12/2570", "file": file}

    response = cast.coordinator.client.post(reverse("placements:agree", args=[cast.establishment.pk]), typed)

    assert response.status_code == 422
    assert "ขณะนี้ที่เก็บเอกสารไม่ตอบสนอง" in response.content.decode()
    assert "๙/๒๕๖๘" in response.content.decode()
    assert list(cast.college.agreements.all()) == [cast.agreement]
