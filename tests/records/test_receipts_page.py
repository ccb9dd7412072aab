"""Receipts, as page and as PDF, and the messages that went with them."""

import io

import pypdf
import pytest

from records.models import Message, Receipt
from records.outbox import join
from tests.cast import at
from tests.factories import applications as make

WHEN = at("2025-02-20 09:00")


@pytest.fixture
def receipt(cast, clock):
    make.submitted(cast)
    return Receipt.objects.get()


@pytest.mark.parametrize(
    ("person", "status"),
    [("teacher", 200), ("coordinator", 200), ("deputy", 200), ("director", 200), ("bureau", 200), ("auditor", 200),
     ("colleague", 404), ("registry", 404), ("neighbour", 404), ("neighbour_teacher", 404), ("neighbour_director", 404),
     ("revoked", 404)],
)  # fmt: skip
@pytest.mark.parametrize("suffix", ["", "pdf/"])
def test_a_receipt_is_hers_her_colleges_and_the_offices(cast, receipt, person, status, suffix):
    assert getattr(cast, person).client.get(f"/receipts/{receipt.pk}/{suffix}").status_code == status


def test_the_list_shows_the_same_and_no_more(cast, receipt):
    assert list(cast.teacher.client.get("/receipts/").context["page"]) == [receipt]
    assert list(cast.coordinator.client.get("/receipts/").context["page"]) == [receipt]
    assert list(cast.neighbour.client.get("/receipts/").context["page"]) == []


def test_the_page_bears_number_time_and_fingerprint(cast, receipt):
    text = cast.teacher.client.get(f"/receipts/{receipt.pk}/").content.decode()

    for word in (receipt.number, receipt.document.sha256, receipt.paper.short_code):
        assert word in text


def test_the_pdf_is_the_same_at_every_asking_and_bears_the_number(cast, receipt):
    first = cast.teacher.client.get(f"/receipts/{receipt.pk}/pdf/")
    second = cast.coordinator.client.get(f"/receipts/{receipt.pk}/pdf/")

    assert first["Content-Type"] == "application/pdf"
    assert first.content == second.content
    page = pypdf.PdfReader(io.BytesIO(first.content)).pages[0].extract_text()
    assert receipt.number in page


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


@pytest.mark.parametrize("page", ["/receipts/", "/messages/"])
def test_the_lists_cost_the_same_at_every_size(cast, clock, same_queries, page):
    def grow(count):
        for _n in range(count):
            number = Receipt.objects.count()
            make.submitted(cast, make.another_teacher(cast, number + 1))
            Message.objects.create(to=cast.director.user, subject="x", body="y", written_at=WHEN, next_try_at=WHEN)

    same_queries(lambda: cast.director.client.get(page), grow, most=8)
