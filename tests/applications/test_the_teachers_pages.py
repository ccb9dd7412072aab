"""The teacher's way through the gate, page by page, as a browser without scripts walks it."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from applications.forms import SECTIONS
from applications.models import Application
from records.models import Receipt
from tests.factories import applications as make
from tests.factories.plans import tiny_pdf

pytestmark = pytest.mark.django_db


def rows(*found, **more):
    data = {"rows-TOTAL_FORMS": len(found), "rows-INITIAL_FORMS": 0}
    for number, row in enumerate(found):
        data.update({f"rows-{number}-{name}": value for name, value in row.items()})
    return data | more


def typed(cast):
    """What a teacher types, in her own way of writing dates and numbers."""
    return {
        "teacher": {
            "position": "ครู", "standing": "PROFICIENT", "education": "วท.บ. วิศวกรรมเครื่องกล", "service_years": "12",
            "branch": "ช่างยนต์", "courses": "งานเครื่องยนต์แก๊สโซลีน", "phone": "๐๘๑ ๒๓๔ ๕๖๗๘",
        },
        "establishment": {
            "establishment": cast.establishment.pk, "contact_name": "คุณกมล", "contact_phone": "02 000 0000",
            "mentor_name": "ช่างสมาน", "mentor_position": "หัวหน้าช่าง",
        },
        "need": {"current": "ซ่อมได้", "gap": "ระบบไฮบริด", "course": "งานยานยนต์ไฟฟ้า"},
        "competencies": rows({"scheme": "TPQI", "title": "บำรุงรักษาระบบไฮบริด", "outcome": "ทำได้ตามมาตรฐาน"}),
        "schedule": rows(
            {"from_date": "17/3/2568", "until_date": "๒๘ มี.ค. ๒๕๖๘", "department": "ศูนย์บริการ", "task": "ตรวจเช็ก",
             "competency": "1", "hours": "๖๐"}
        ),
        "test": {"planned": "yes", "scheme": "TPQI", "standard": "ช่างยานยนต์", "date": "2025-06-10", "fee": "1,500"},
        "transfer": {"learners": "สอนปฏิบัติ", "colleagues": "อบรมภายใน", "by_date": "30 กันยายน 2568"},
        "budget": rows({"item": "ค่าพาหนะ", "amount": "3,000"}),
    }  # fmt: skip


def test_a_teacher_goes_from_an_empty_plan_to_her_receipt(cast, clock, django_capture_on_commit_callbacks):
    client = cast.teacher.client
    client.post(reverse("applications:start"), {"year": 2568})
    application = Application.objects.get(user=cast.teacher.user)
    for name, answers in typed(cast).items():
        page = reverse("applications:section", args=[application.pk, name])
        version = client.get(page).context["version"]
        answer = client.post(page, {**answers, "version": version})
        assert (name, answer.status_code) == (name, 302)
    assert make.again(application).plan.sections_done == len(SECTIONS)
    assert client.get(reverse("applications:check", args=[application.pk])).status_code == 200
    answer = client.post(reverse("applications:freeze", args=[application.pk]))
    assert answer.url == reverse("applications:sign", args=[application.pk])
    content = make.again(application).plan.content
    assert (content["totals"], content["schedule"][0]["until_date"]) == (
        {"days": 10, "hours": "60", "amount": "3000", "amount_text": "สามพันบาทถ้วน"},
        "2025-03-28",
    )
    assert client.get(answer.url).status_code == 200

    upload = SimpleUploadedFile("แผนลงนาม.pdf", tiny_pdf("signed"), content_type="application/pdf")
    answer = client.post(reverse("applications:attach", args=[application.pk]), {"files": upload})
    assert answer.status_code == 302
    answer = client.post(reverse("applications:submit", args=[application.pk]), {"turn": 0})
    receipt = Receipt.objects.get()
    assert answer.url == reverse("records:receipt", args=[receipt.pk])
    assert make.again(application).state == "SUBMITTED"


def test_a_second_press_of_submit_shows_the_same_receipt(cast, clock):
    application = make.ready(cast)
    address = reverse("applications:submit", args=[application.pk])
    first = cast.teacher.client.post(address, {"turn": 0})
    second = cast.teacher.client.post(address, {"turn": 0})
    assert (first.status_code, first.url) == (302, second.url)
    assert Receipt.objects.count() == 1


def test_after_the_closing_the_door_says_which_date_and_offers_to_ask(cast, clock):
    application = make.ready(cast)
    clock("2025-02-28 00:00:00")
    answer = cast.teacher.client.post(reverse("applications:submit", args=[application.pk]), {"turn": 0})
    assert answer.status_code == 403
    assert answer.context["refusal"].code == "closed"
    assert f"{reverse('rounds:ask', args=[2568])}?kind=PLANS_DUE" in answer.content.decode()


def test_what_was_typed_wrongly_is_kept_and_named(cast, clock):
    application = make.started(cast)
    page = reverse("applications:section", args=[application.pk, "transfer"])
    version = cast.teacher.client.get(page).context["version"]
    answer = cast.teacher.client.post(page, {"learners": "สอน", "by_date": "ไม่ใช่วันที่", "version": version})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"colleagues", "by_date"}
    assert make.again(application).plan.answers["transfer"] == {
        "learners": "สอน", "colleagues": "", "by_date": "ไม่ใช่วันที่"
    }  # fmt: skip


def test_a_section_saves_itself_and_says_when(cast, clock):
    application = make.started(cast)
    page = reverse("applications:section", args=[application.pk, "need"])
    version = cast.teacher.client.get(page).context["version"]
    quiet = {"X-Autosave": "1"}
    first = cast.teacher.client.post(page, {"current": "ก", "version": version}, headers=quiet)
    second = cast.teacher.client.post(page, {"current": "กข", "version": first.json()["version"]}, headers=quiet)
    assert (first.json()["saved_at"], second.status_code) == ("09.00\u00a0น.", 200)
    assert make.again(application).plan.answers["need"]["current"] == "กข"


def test_two_editors_of_one_section_see_both_texts(cast, clock):
    application = make.started(cast)
    page = reverse("applications:section", args=[application.pk, "need"])
    version = cast.teacher.client.get(page).context["version"]
    cast.coordinator.client.post(page, {"current": "ของผู้ประสานงาน", "version": version, "leave": "1"})
    answer = cast.teacher.client.post(page, {"current": "ของครู", "version": version})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "ของผู้ประสานงาน" in text
    assert "ของครู" in text
    assert make.again(application).plan.answers["need"]["current"] == "ของผู้ประสานงาน"


@pytest.mark.parametrize("page", ["show", "check", "sign"])
def test_the_neighbours_coordinator_finds_nothing(cast, clock, page):
    application = make.ready(cast)
    assert cast.neighbour.client.get(reverse(f"applications:{page}", args=[application.pk])).status_code == 404


def test_a_damaged_file_is_refused_with_a_sentence_and_loses_nothing(cast, clock):
    application = make.frozen(cast)
    upload = SimpleUploadedFile("แผน.pdf", tiny_pdf("x")[:200], content_type="application/pdf")
    answer = cast.teacher.client.post(reverse("applications:attach", args=[application.pk]), {"files": upload})
    assert answer.status_code == 422
    assert answer.context["problem"]
    assert make.again(application).plan.signed is None


def test_the_own_page_needs_few_statements(cast, clock, django_assert_max_num_queries):
    application = make.ready(cast)
    page = reverse("applications:show", args=[application.pk])
    cast.teacher.client.get(page)
    with django_assert_max_num_queries(6):
        cast.teacher.client.get(page)


def test_home_needs_few_statements_and_says_what_waits(cast, clock, django_assert_max_num_queries):
    make.ready(cast)
    cast.teacher.client.get("/")
    with django_assert_max_num_queries(16):
        answer = cast.teacher.client.get("/")
    assert answer.context["wait"]["due"] == dt.datetime.fromisoformat("2025-02-27T23:59:59+07:00")


def test_the_printed_plan_sent_back_unsigned_is_not_taken(cast, clock):
    from records.enums import DocumentKind
    from records.models import Document

    application = make.frozen(cast)
    make.print_plan(cast, application)
    printed = Document.objects.get(kind=DocumentKind.PRINTED)
    upload = SimpleUploadedFile("แผน.pdf", printed.file.read(), content_type="application/pdf")
    printed.file.close()
    answer = cast.teacher.client.post(reverse("applications:attach", args=[application.pk]), {"files": upload})
    assert answer.status_code == 422
    assert make.again(application).plan.signed is None


def test_the_menu_leads_to_her_own_plan(cast, clock):
    assert cast.teacher.client.get(reverse("applications:mine")).url == "/"
    application = make.started(cast)
    own = reverse("applications:show", args=[application.pk])
    assert cast.teacher.client.get(reverse("applications:mine")).url == own
