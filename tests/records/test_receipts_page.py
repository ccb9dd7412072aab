"""Receipts, as page and as PDF, and the messages that went with them."""

import io

import pypdf
import pytest
import zxingcpp
from django.test import Client
from PIL import Image

from records.models import Message, Receipt
from records.outbox import join
from records.pdf import engine
from records.pdf.engine import set_html
from tests.cast import at
from tests.factories import applications as make
from tests.records.pdf_reading import by_pypdf

WHEN = at("2025-02-20 09:00")


@pytest.fixture
def receipt(cast, clock):
    make.submitted(cast)
    return Receipt.objects.get()


@pytest.mark.parametrize(
    ("person", "status"),
    [("teacher", 200), ("coordinator", 200), ("deputy", 200), ("director", 200), ("bureau", 200), ("policy", 200),
     ("auditor", 404), ("finance", 404),
     ("colleague", 404), ("registry", 404), ("neighbour", 404), ("neighbour_teacher", 404), ("neighbour_director", 404),
     ("revoked", 404)],
)  # fmt: skip
@pytest.mark.parametrize("suffix", ["", "pdf/", "picture/"])
def test_a_receipt_is_hers_her_colleges_and_the_offices(cast, receipt, person, status, suffix):
    assert getattr(cast, person).client.get(f"/receipts/{receipt.pk}/{suffix}").status_code == status


def test_the_list_shows_the_same_and_no_more(cast, receipt):
    assert list(cast.teacher.client.get("/receipts/").context["page"]) == [receipt]
    assert list(cast.coordinator.client.get("/receipts/").context["page"]) == [receipt]
    assert list(cast.neighbour.client.get("/receipts/").context["page"]) == []


def test_the_page_bears_number_time_and_fingerprint(cast, receipt):
    text = cast.teacher.client.get(f"/receipts/{receipt.pk}/").content.decode()

    for word in (receipt.number, receipt.document.sha256, receipt.short_code):
        assert word in text


def test_the_pdf_is_the_same_at_every_asking_and_bears_the_number(cast, receipt):
    first = cast.teacher.client.get(f"/receipts/{receipt.pk}/pdf/")
    second = cast.coordinator.client.get(f"/receipts/{receipt.pk}/pdf/")

    assert first["Content-Type"] == "application/pdf"
    content = first.content
    assert content == second.content
    page = pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text()
    assert receipt.number in page


def test_a_receipt_is_made_once_however_often_it_is_asked_for(cast, receipt, monkeypatch):
    made = []
    monkeypatch.setattr(engine, "set_html", lambda *told: made.append(told) or set_html(*told))

    for _again in range(2):
        for suffix in ("pdf/", "picture/"):
            cast.teacher.client.get(f"/receipts/{receipt.pk}/{suffix}")

    assert len(made) == 2  # one paper, one card


def test_the_picture_is_sized_for_a_chat_and_its_code_checks_the_receipt(cast, receipt):
    answer = cast.teacher.client.get(f"/receipts/{receipt.pk}/picture/")

    picture = Image.open(io.BytesIO(answer.content))
    (code,) = zxingcpp.read_barcodes(picture)
    assert (answer["Content-Type"], picture.size) == ("image/png", (1080, 1350))
    assert code.text == f"{receipt.url}?p=1"
    assert "attachment" in cast.teacher.client.get(f"/receipts/{receipt.pk}/picture/?save=1")["Content-Disposition"]


def test_a_file_that_arrived_within_the_grace_is_said_with_both_times_everywhere(cast, clock):
    row = make.frozen(cast)
    make.attach(row, cast.teacher, when=at("2025-02-28 00:04:08"), begun_at=at("2025-02-27 23:58:59"))
    receipt = make.send(make.again(row), cast.teacher, at("2025-02-28 00:05:00"))

    page = cast.teacher.client.get(f"/receipts/{receipt.pk}/").content.decode()
    pdf = by_pypdf(cast.teacher.client.get(f"/receipts/{receipt.pk}/pdf/").content)
    verified = Client().get(f"/v/{receipt.code}/").content.decode()

    assert "23.58.59" in page
    assert "00.05.00" in page
    assert "ถือเวลาที่เริ่มส่งเป็นเวลาที่ส่ง" in page
    assert "๒๗กุมภาพันธ์๒๕๖๘เวลา๒๓.๕๘.๕๙น." in pdf
    assert "๒๘กุมภาพันธ์๒๕๖๘เวลา๐๐.๐๕.๐๐น." in pdf
    assert "23.58.59" in verified


def test_more_time_is_named_on_the_page_and_in_the_pdf(cast, clock, receipt):
    Receipt.objects.filter(pk=receipt.pk).update(extension_note="ขยายเวลาถึง 5 มี.ค. 2568: น้ำท่วม")

    assert "น้ำท่วม" in cast.teacher.client.get(f"/receipts/{receipt.pk}/").content.decode()
    assert "น้ำท่วม" in by_pypdf(cast.teacher.client.get(f"/receipts/{receipt.pk}/pdf/").content)


def test_a_message_is_for_whom_it_was_written_and_reading_it_is_said_by_pressing(cast, receipt):
    join(WHEN)
    message = Message.objects.get(to=cast.teacher.user)

    assert cast.teacher.client.get(f"/messages/{message.pk}/").status_code == 200
    assert Message.objects.get(pk=message.pk).read_at is None
    for other in (cast.coordinator, cast.neighbour, cast.bureau):
        assert other.client.get(f"/messages/{message.pk}/").status_code == 404
        assert other.client.get(f"/messages/{message.pk}/?all=1").status_code == 404
        assert other.client.post(f"/messages/{message.pk}/read/").status_code == 404

    assert cast.teacher.client.post(f"/messages/{message.pk}/read/").status_code == 302
    assert Message.objects.get(pk=message.pk).read_at == WHEN


def test_outside_the_demo_nobody_reads_everything(cast, receipt):
    join(WHEN)

    listed = list(cast.neighbour.client.get("/messages/?all=1").context["page"])

    assert listed == []


def test_who_reads_english_is_told_which_words_are_thai(cast, receipt):
    join(WHEN)
    message = Message.objects.filter(to=cast.teacher.user).first()
    cast.teacher.client.cookies["django_language"] = "en"

    subject, title = f'lang="th">{message.subject}<', f'lang="th">{receipt.title}<'

    for page in ("/", "/messages/", f"/messages/{message.pk}/"):
        assert subject in cast.teacher.client.get(page).content.decode(), page
    for page in ("/", "/receipts/", f"/receipts/{receipt.pk}/"):
        assert title in cast.teacher.client.get(page).content.decode(), page


@pytest.mark.parametrize("page", ["/receipts/", "/messages/"])
def test_the_lists_cost_the_same_at_every_size(cast, clock, same_queries, page):
    def grow(count):
        for _n in range(count):
            number = Receipt.objects.count()
            make.submitted(cast, make.another_teacher(cast, number + 1))
            Message.objects.create(to=cast.director.user, subject="x", body="y", written_at=WHEN)

    same_queries(lambda: cast.director.client.get(page), grow, most=8)
