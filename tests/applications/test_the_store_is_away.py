"""The store of documents does not answer: every act that needs it says so, is undone, and works when it is back."""

import io

import pytest
from django.urls import reverse

from applications import actions
from applications.models import Signature
from records import bell, tasks
from records.models import Document, Receipt, Ring
from tests.cast import at
from tests.factories import applications as make
from tests.factories import name_lists, signing
from tests.factories.plans import tiny_pdf
from tests.refusing import STORAGE

WHEN = at("2025-02-20 09:00")
WORDS = "ที่เก็บเอกสารไม่ตอบสนอง"


@pytest.fixture
def away(settings, clock):
    """`away()`: from now on the store refuses; `away(False)`: it is back."""
    clock(WHEN)
    before = settings.STORAGES

    def switch(is_away=True):
        settings.STORAGES = {**before, "default": STORAGE} if is_away else before

    return switch


def refused(answer):
    """The page of its own: 503, when to come again, and that nothing is lost."""
    assert (answer.status_code, answer["Retry-After"]) == (503, "120")
    assert WORDS in answer.content.decode()


def press(person, name, *args, **more):
    return person.client.post(reverse(f"applications:{name}", args=args), **more)


def file(words="signed"):
    made = io.BytesIO(tiny_pdf(words))
    made.name = "ลงนามแล้ว.pdf"
    return made


def test_printing_a_plan(cast, away):
    application = make.frozen(cast)
    away()

    refused(press(cast.teacher, "print_plan", application.pk))

    assert Document.objects.count() == 0
    away(False)
    assert press(cast.teacher, "print_plan", application.pk).status_code == 302
    assert make.again(application).plan.printed is not None


def test_the_page_leads_back_to_where_the_press_was_and_nowhere_else(cast, away):
    application = make.frozen(cast)
    away()
    here = reverse("applications:sign", args=[application.pk])
    url = reverse("applications:print_plan", args=[application.pk])

    back = cast.teacher.client.post(url, headers={"Referer": f"http://testserver{here}"}).content.decode()
    elsewhere = cast.teacher.client.post(url, headers={"Referer": "https://evil.example/"}).content.decode()

    assert f'href="http://testserver{here}"' in back
    assert "evil.example" not in elsewhere


def test_preparing_the_paper_that_is_signed(cast, away):
    application = make.frozen(cast)
    chosen = {"department_head": cast.colleague.seat, "deputy_director": cast.deputy.seat}
    actions.circulate(application, chosen, by=cast.teacher.seat, at=WHEN)
    actions.print_plan(signing.plan_of(application), by=cast.system, at=WHEN)
    away()

    refused(press(cast.teacher, "prepare_signing", application.pk))

    assert signing.plan_of(application).prepared is None
    away(False)
    assert press(cast.teacher, "prepare_signing", application.pk).status_code == 302
    assert signing.plan_of(application).prepared is not None


def test_opening_what_is_to_be_signed(cast, away, settings):
    settings.DOCUMENTS_BY_LINK = False
    row = signing.line(signing.circulated(cast), "teacher")
    away()

    refused(cast.teacher.client.get(reverse("applications:signature_file", args=[row.pk])))
    refused(cast.teacher.client.get(reverse("applications:signature_page", args=[row.pk, 1])))


def test_signing_waits_for_no_store_and_the_bell_seals_when_it_is_back(cast, away, clock):
    application = signing.circulated(cast, real=True)
    away()

    signing.give(signing.line(application, "teacher"), cast.teacher, when=WHEN)
    ring = Ring.objects.get(task="applications.seal_plan")
    tasks.answer(ring.pk)

    ring.refresh_from_db()
    assert (ring.done_at, ring.last_error) == (None, "StoreDown: no answer")
    assert Signature.objects.get(role="teacher").state == "SIGNED"

    away(False)
    clock("2025-02-20 09:10")
    assert ring in bell.unanswered(at("2025-02-20 09:10"))
    tasks.sweep_rings()
    assert signing.line(application, "teacher").sealed is not None


def test_printing_signing_and_publishing_the_announcement(cast, away, clock):
    make.decided(cast)
    edition = actions.prepare(make.edition(cast), by=cast.bureau.seat, at=make.PREPARED)
    clock(make.PREPARED)
    away()

    refused(press(cast.bureau, "print_announcement", edition.pk))
    away(False)
    make.printed(edition, cast)
    away()
    answer = press(cast.bureau, "sign_announcement", edition.pk, data={"file": file(), "confirm": "on"})

    assert answer.status_code == 503
    assert WORDS in answer.content.decode()
    edition.refresh_from_db()
    assert (edition.state, edition.signed_document) == ("PREPARED", None)
    away(False)
    assert (
        press(cast.bureau, "sign_announcement", edition.pk, data={"file": file(), "confirm": "on"}).status_code == 302
    )
    away()
    clock(make.ANNOUNCED)
    press(cast.bureau, "publish", edition.pk, data={"shown": edition.document_id})
    edition.refresh_from_db()
    assert edition.state == "PUBLISHED"  # publishing writes no file


def test_the_colleges_list_of_names(cast, away, clock):
    make.endorsed(cast)
    made = name_lists.prepared(cast)
    clock(name_lists.SIGNED)
    away()

    refused(press(cast.coordinator, "print_list", made.pk))
    away(False)
    made = name_lists.printed(cast)
    away()
    answer = press(cast.coordinator, "attach_list", made.pk, data={"files": file()})

    assert answer.status_code == 503
    assert WORDS in answer.content.decode()
    made.refresh_from_db()
    assert made.signed is None
    away(False)
    assert press(cast.coordinator, "attach_list", made.pk, data={"files": file()}).status_code == 302
    away()
    press(cast.coordinator, "send_list", made.pk)
    made.refresh_from_db()
    assert made.state == "SENT"  # the file is kept already: its receipt is given


def test_submitting_and_its_receipt_need_no_store(cast, away):
    application = make.ready(cast)
    away()

    assert press(cast.teacher, "submit", application.pk).status_code == 302

    receipt = Receipt.objects.get()
    for name in ("receipt", "receipt_pdf", "receipt_picture"):
        assert cast.teacher.client.get(reverse(f"records:{name}", args=[receipt.pk])).status_code == 200


def test_the_public_list_says_it_too(cast, away, settings, clock):
    settings.DOCUMENTS_BY_LINK = False
    make.decided(cast)
    edition = make.published(cast)
    clock(make.ANNOUNCED)
    away()

    refused(cast.anonymous.client.get(reverse("applications:public_file", args=[2568, edition.edition])))


def test_other_errors_stay_errors(cast, away, monkeypatch):
    application = make.frozen(cast)
    monkeypatch.setattr(actions, "print_plan", lambda *_args, **_facts: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        press(cast.teacher, "print_plan", application.pk)
