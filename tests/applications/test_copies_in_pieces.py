"""Signed copies of lists, announcements and agreements that came in pieces, as that of a plan may: one way for all."""

import hashlib
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from applications import actions
from applications.models import Announcement, NameList
from people import throttle
from placements.models import Agreement
from records.models import Document, Upload
from records.uploads import parts
from tests.applications import pieces
from tests.cast import Person, at
from tests.factories import applications as make
from tests.factories import name_lists as lists
from tests.factories.plans import tiny_pdf

MOU = {"basis": "mou", "number": "7/2568", "valid_from": "1/2/2568", "valid_until": "31/1/2571"}
DATA = tiny_pdf("signed, and sent in pieces")


@pytest.fixture(autouse=True)
def _place(settings, tmp_path, clock):
    pieces.folders(settings, tmp_path)
    clock("2025-02-22 16:00")


@dataclass
class Place:
    """Where a signed copy is sent in: by whom, for what, with which other fields, and what the neighbour hears."""

    who: Person
    colleague: Person
    url: str
    page: str
    about: str
    field: str
    form: dict[str, str]
    neighbour: int

    def send(self, person: Person | None = None, **more: Any) -> str:
        return pieces.sent(person or self.who, None, more.pop("data", DATA), about=self.about, **more)

    def hand_in(self, *ids: str, person: Person | None = None) -> Any:
        return (person or self.who).client.post(self.url, {**self.form, "uploads": ids})


def of_a_list(cast):
    make.endorsed(cast)
    made = lists.printed(cast)
    url, page = reverse("applications:attach_list", args=[made.pk]), reverse("applications:name_list")
    return Place(cast.coordinator, cast.director, url, page, f"list:{made.pk}", "files", {}, 404)


def of_an_announcement(cast):
    make.decided(cast)
    edition = make.edition(cast)
    edition = make.printed(actions.prepare(edition, by=cast.bureau.seat, at=make.PREPARED), cast, when=make.PREPARED)
    url = reverse("applications:sign_announcement", args=[edition.pk])
    about = f"announcement:{edition.pk}:{edition.document_id}"
    return Place(cast.bureau, cast.admin, url, url, about, "file", {"confirm": "on"}, 403)


def of_an_agreement(cast):
    url = reverse("placements:agree", args=[cast.establishment.pk])
    about = f"agreement:{cast.establishment.pk}:{cast.college.pk}"
    return Place(cast.coordinator, cast.director, url, url, about, "file", MOU, 422)


@pytest.fixture(params=[of_a_list, of_an_announcement, of_an_agreement], ids=lambda place: place.__name__)
def place(request, cast):
    return request.param(cast)


def kept():
    """The signed copy, by the thing that it belongs to."""
    things = [
        *NameList.objects.exclude(signed=None).values_list("signed", flat=True),
        *Announcement.objects.exclude(signed_document=None).values_list("signed_document", flat=True),
        *Agreement.objects.exclude(document=None).values_list("document", flat=True),
    ]
    return [Document.objects.get(pk=pk) for pk in things]


def test_a_whole_upload_becomes_the_signed_copy_and_is_written_once(place):
    number = place.send()
    inode = parts.path_of(number).stat().st_ino

    response = place.hand_in(number)

    assert response.status_code == 302
    (document,) = kept()
    assert (document.kind, document.size, document.sha256) == ("SCANNED", len(DATA), hashlib.sha256(DATA).hexdigest())
    assert document.kept_by == place.who.seat
    with open(document.file.path, "rb") as file:
        assert (file.read(), parts.path_of(number).stat().st_ino) == (DATA, inode)
    assert Upload.objects.get().document == document


def test_its_beginning_is_that_of_its_first_request(place, clock):
    url = pieces.begin(place.who, None, DATA, about=place.about)
    pieces.patch(place.who, url, DATA[:50])
    clock("2025-02-22 16:07")
    pieces.patch(place.who, url, DATA[50:], 50)

    place.hand_in(url.split("/")[-2])

    assert [(row.begun_at, row.kept_at) for row in kept()] == [(at("2025-02-22 16:00"), at("2025-02-22 16:07"))]


def test_half_a_file_is_said_in_words_and_goes_on(place):
    url = pieces.begin(place.who, None, DATA, about=place.about)
    pieces.patch(place.who, url, DATA[:100])

    response = place.hand_in(url.split("/")[-2])

    assert response.status_code == 422
    assert "ไฟล์ยังมาไม่ครบ" in response.content.decode()
    assert pieces.patch(place.who, url, DATA[100:], 100)["Upload-Offset"] == str(len(DATA))
    assert place.hand_in(url.split("/")[-2]).status_code == 302


def test_the_page_tells_its_sender_alone_what_is_on_its_way(place):
    url = pieces.begin(place.who, None, DATA, about=place.about)
    pieces.patch(place.who, url, DATA[:100])
    number = url.split("/")[-2]
    half = place.who.client.get(place.page).content.decode()
    pieces.patch(place.who, url, DATA[100:], 100)

    whole, others = (person.client.get(place.page).content.decode() for person in (place.who, place.colleague))

    assert "เก็บไว้ให้ถึง" in half
    assert f'data-about="{place.about}"' in half
    assert f'name="uploads" value="{number}"' in whole
    assert number not in half + others


def test_a_second_press_finds_the_first_ones_document(place):
    number = place.send()

    answers = [place.hand_in(number) for _press in range(3)]

    assert answers[0].status_code == 302
    # What is signed is not signed again: the page of an announcement says so.
    assert {answer.status_code for answer in answers[1:]} <= {302, 403}
    assert len(kept()) == Document.objects.filter(sha256=hashlib.sha256(DATA).hexdigest()).count() == 1


def test_what_the_gate_refuses_is_said_and_nothing_is_kept(place):
    response = place.hand_in(place.send(data=b"<html>no PDF at all</html>"))

    assert response.status_code == 422
    assert "ไม่ใช่ PDF" in response.content.decode()
    assert kept() == []


@pytest.mark.parametrize("make_place", [of_a_list, of_an_announcement])
def test_the_unsigned_original_is_refused_in_pieces_too(cast, make_place):
    """What is printed in these tests is the same tiny file for both."""
    place = make_place(cast)

    response = place.hand_in(place.send(data=tiny_pdf("list")))

    assert response.status_code == 422
    assert "ต้นฉบับที่ยังไม่ได้ลงนาม" in response.content.decode()
    assert kept() == []


def test_what_arrived_and_is_not_what_was_sent_is_refused(place):
    response = place.hand_in(place.send(sha256="0" * 64))

    assert response.status_code == 422
    assert "ไม่ตรงกับไฟล์ที่ส่ง" in response.content.decode()
    assert kept() == []


@pytest.mark.parametrize("named", ["x", "../../etc/passwd", "00000000-0000-0000-0000-000000000000"])
def test_what_is_no_upload_is_none(place, named):
    assert place.hand_in(named).status_code == 422
    assert kept() == []


def test_nobody_hands_in_what_somebody_else_sent(cast, place):
    number = place.send()

    neighbour, colleague = (place.hand_in(number, person=person) for person in (cast.neighbour, place.colleague))

    assert (neighbour.status_code, colleague.status_code) == (place.neighbour, 422)
    assert kept() == []
    assert place.hand_in(number).status_code == 302


def test_what_was_begun_for_something_else_is_not_for_this(place):
    number = pieces.sent(place.who, None, DATA, about="plan:1")

    assert place.hand_in(number).status_code == 422
    assert kept() == []


def test_a_file_in_the_form_goes_before_what_came_earlier(place):
    """Somebody chose a small file instead of the large one that waits on the page."""
    number, small = place.send(), tiny_pdf("another")
    file = SimpleUploadedFile("อีกฉบับ.pdf", small, "application/pdf")

    place.who.client.post(place.url, {**place.form, "uploads": [number], place.field: file})

    assert [row.sha256 for row in kept()] == [hashlib.sha256(small).hexdigest()]
    assert Upload.objects.get(pk=number).document is None


def test_an_act_that_fails_loses_nothing_of_what_arrived(place, monkeypatch):
    number = place.send()
    place.who.client.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr("records.copies.became", lambda *args: 1 / 0)
        assert place.hand_in(number).status_code == 500
    assert kept() == []
    assert parts.path_of(number).read_bytes() == DATA

    assert place.hand_in(number).status_code == 302


def test_handing_in_is_counted_as_sending_a_file_is(place, monkeypatch):
    number = place.send()
    monkeypatch.setitem(throttle.LIMITS, "upload", throttle.Limit(1, 600))
    place.hand_in("x")

    answer = place.hand_in(number)

    assert answer.status_code == 429
    assert kept() == []
