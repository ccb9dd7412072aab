"""The announcement, from its first words to the page everybody reads."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from applications import actions
from applications.enums import AnnouncementState, ApplicationState
from applications.models import Announcement, Line
from records import documents
from records.models import Notice
from tests.factories import applications as make
from tests.factories.plans import tiny_pdf

pytestmark = pytest.mark.django_db
INSIDERS = ("policy", "finance", "auditor", "coordinator", "director", "teacher", "neighbour", "revoked")


@pytest.fixture(autouse=True)
def _march(clock):
    clock("2025-03-10 10:00")


def url(verb, *args):
    return reverse(f"applications:{verb}", args=args)


def words(**changed):
    return {
        "number": "1/2568", "title": "รายชื่อครูผู้มีสิทธิ์", "body": "ตามที่…", "dated": "10 มี.ค. 2568",
        "signatory_name": "นายยศพล เลขาธิการ", "signatory_position": "เลขาธิการ", "capacity": "OWN", "shows_names": "on",
        "objection_to": "สำนัก", "objection_until": "20/3/2568", **changed,
    }  # fmt: skip


def read(client, edition, **query):
    return client.get(url("public", 2568, edition.edition), query)


def test_the_bureau_drafts_with_words_proposed(cast):
    response = cast.bureau.client.get(url("draft"))
    assert response.context["form"].initial["number"] == "1/2568"
    cast.bureau.client.post(url("draft"), words())
    assert Announcement.objects.get().state == AnnouncementState.DRAFT


def test_what_was_typed_wrong_is_shown_again(cast):
    response = cast.bureau.client.post(url("draft"), words(dated="เมื่อวาน", title="ชื่อที่พิมพ์ไว้"))
    assert response.status_code == 422
    assert "ชื่อที่พิมพ์ไว้" in response.content.decode()
    assert Announcement.objects.count() == 0


@pytest.mark.parametrize("who", INSIDERS)
def test_nobody_else_drafts(cast, who):
    assert getattr(cast, who).client.post(url("draft"), words()).status_code == 403
    assert Announcement.objects.count() == 0


@pytest.mark.parametrize("who", INSIDERS)
def test_an_unpublished_edition_is_as_good_as_none(cast, who):
    make.decided(cast)
    edition = make.signed(cast)
    client = getattr(cast, who).client
    pages = [url("announcement", edition.pk), url("announcement_file", edition.pk), url("public", 2568, 1)]
    assert [client.get(page).status_code for page in [*pages, url("public_file", 2568, 1)]] == [404] * 4


def test_the_words_change_until_it_is_signed(cast):
    edition = make.edition(cast)
    cast.bureau.client.post(url("draft_again", edition.pk), words(title="ถ้อยคำใหม่"))
    edition.refresh_from_db()
    assert edition.title == "ถ้อยคำใหม่"


def test_preparing_puts_the_names_in_order_and_waits_for_the_document(cast):
    make.decided(cast)
    edition = make.edition(cast)
    response = cast.bureau.client.post(url("prepare", edition.pk), follow=True)
    assert [line.name for line in response.context["page"]] == [cast.teacher.user.full_name]
    assert response.context["is_waiting"] is True


def test_nothing_is_prepared_when_nobody_is_decided(cast):
    edition = make.edition(cast)
    cast.bureau.client.post(url("prepare", edition.pk))
    edition.refresh_from_db()
    assert edition.state == AnnouncementState.DRAFT


def test_the_document_is_made_by_hand_when_no_worker_answers(cast):
    make.decided(cast)
    edition = make.edition(cast)
    cast.bureau.client.post(url("prepare", edition.pk))
    cast.bureau.client.post(url("print_announcement", edition.pk))
    edition.refresh_from_db()
    assert documents.read(edition.document).startswith(b"%PDF")


def prepared(cast):
    make.decided(cast)
    edition = make.edition(cast)
    cast.bureau.client.post(url("prepare", edition.pk))
    return make.printed(edition, cast)


def test_the_signature_is_recorded_by_the_officers_word(cast):
    edition = prepared(cast)
    cast.bureau.client.post(url("sign_announcement", edition.pk), {"confirm": "on"})
    edition.refresh_from_db()
    assert (edition.state, edition.signed_document) == (AnnouncementState.SIGNED, None)


def test_the_signature_is_not_recorded_without_the_word(cast):
    edition = prepared(cast)
    assert cast.bureau.client.post(url("sign_announcement", edition.pk), {}).status_code == 422


def test_the_page_says_which_edition_counts(cast, clock):
    clock(make.PREPARED)
    make.decided(cast)
    first = make.published(cast)
    make.decided(cast, cast.colleague)
    second = make.signed(cast)

    def said(edition):
        return cast.bureau.client.get(url("announcement", edition.pk)).content.decode()

    assert "ฉบับที่ 1 เป็นฉบับที่ใช้อยู่" in said(first)
    assert "ฉบับที่ 2 ยังไม่ประกาศ ฉบับที่ใช้อยู่คือฉบับที่ 1" in said(second)

    actions.publish(second, by=cast.bureau.seat, at=make.ANNOUNCED)
    assert "ฉบับที่ 1 ไม่ใช้แล้ว มีฉบับที่ 2 แทน" in said(first)


def test_the_scan_of_the_signed_paper_is_kept(cast):
    edition = prepared(cast)
    scan = SimpleUploadedFile("ประกาศ.pdf", tiny_pdf("signed"), "application/pdf")
    cast.bureau.client.post(url("sign_announcement", edition.pk), {"confirm": "on", "file": scan})
    edition.refresh_from_db()
    assert edition.signed_document.pages == 1


def test_a_scan_that_is_no_pdf_is_refused_in_words(cast):
    edition = prepared(cast)
    scan = SimpleUploadedFile("ประกาศ.pdf", b"not a pdf", "application/pdf")
    response = cast.bureau.client.post(url("sign_announcement", edition.pk), {"confirm": "on", "file": scan})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["file"]


def test_the_outbox_is_read_before_anything_leaves(cast):
    make.decided(cast, cast.colleague, decision=ApplicationState.NOT_ELIGIBLE)
    make.decided(cast)
    edition = make.signed(cast)
    before = Notice.objects.count()
    response = cast.bureau.client.get(url("publish", edition.pk))
    kinds = {kind["kind"]: kind["count"] for kind in response.context["outbox"]}
    assert kinds == {"announce_eligible": 1, "announce_not_eligible": 1, "announce_college": 2}
    assert Notice.objects.count() == before


def test_the_second_press_publishes(cast):
    application = make.decided(cast)
    edition = make.signed(cast)
    cast.bureau.client.post(url("publish", edition.pk), {"shown": edition.document_id})
    edition.refresh_from_db()
    assert (edition.state, make.again(application).state) == (AnnouncementState.PUBLISHED, ApplicationState.ELIGIBLE)


def test_who_changed_meanwhile_is_named_and_nothing_is_published(cast):
    from applications import actions

    application = make.decided(cast)
    edition = make.signed(cast)
    actions.withdraw(application, by=cast.teacher.seat, at=make.ANNOUNCED)
    response = cast.bureau.client.post(url("publish", edition.pk), {"shown": edition.document_id}, follow=True)
    edition.refresh_from_db()
    assert edition.state == AnnouncementState.SIGNED
    assert cast.teacher.user.full_name in str(next(iter(response.context["messages"])))


def test_everybody_reads_the_names_of_the_list(cast):
    application = make.decided(cast)
    edition = make.published(cast)
    response = read(cast.anonymous.client, edition)
    assert [row["name"] for row in response.context["page"]] == [application.name]
    assert response["Cache-Control"] == "private, max-age=60"


def test_who_was_not_selected_stands_on_no_public_page(cast):
    make.decided(cast)
    make.decided(cast, cast.colleague, decision=ApplicationState.NOT_ELIGIBLE)
    edition = make.published(cast)
    page = read(cast.anonymous.client, edition).content.decode()
    assert cast.teacher.user.last_name in page
    assert cast.colleague.user.last_name not in page


def test_a_name_is_found_on_the_list(cast):
    make.decided(cast)
    make.decided(cast, cast.colleague)
    edition = make.published(cast)
    response = read(cast.anonymous.client, edition, q="มาลี")
    assert [row["name"] for row in response.context["page"]] == [cast.colleague.user.full_name]


def test_where_names_are_kept_back_only_colleges_are_counted(cast):
    make.decided(cast)
    edition = make.published(cast, shows_names=False)
    response = read(cast.anonymous.client, edition)
    assert cast.teacher.user.last_name not in response.content.decode()
    assert [(row["college_name"], row["eligible"]) for row in response.context["page"]] == [(cast.college.name, "๑")]
    assert cast.anonymous.client.get(url("public_file", 2568, edition.edition)).status_code == 404


def test_everybody_downloads_the_paper(cast):
    make.decided(cast)
    edition = make.published(cast)
    response = cast.anonymous.client.get(url("public_file", 2568, edition.edition))
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    assert response["Cache-Control"] == "public, max-age=60"


def test_an_older_edition_says_that_there_is_a_newer_one(cast):
    make.decided(cast)
    first = make.published(cast)
    make.decided(cast, cast.colleague)
    second = make.published(cast, number="๒/๒๕๖๘")
    client = cast.anonymous.client
    assert [read(client, edition).context["is_newest"] for edition in (first, second)] == [False, True]


def test_the_public_page_costs_the_same_at_every_size(cast, same_queries):
    make.decided(cast)
    edition = make.published(cast)
    application = edition.lines.get().application
    numbers = iter(range(2, 100))

    def grow(count):
        for _ in range(count):
            number = next(numbers)
            other = make.started(cast, make.another_teacher(cast, number))
            Line.objects.create(
                announcement=edition, application=other, outcome="ELIGIBLE", no=number, name=other.name,
                college_name=application.college_name,
            )  # fmt: skip

    same_queries(lambda: read(cast.anonymous.client, edition), grow, most=8)


def test_a_page_of_a_hundred_names_is_light(cast):
    make.decided(cast)
    edition = make.published(cast)
    rows = [
        Line(
            announcement=edition, application=make.started(cast, make.another_teacher(cast, number)), no=number,
            outcome="ELIGIBLE", name="นางสาวเปรมปรีดิ์ อยู่เย็นเป็นสุขตลอดไป", college_name="วิทยาลัยเกษตรและเทคโนโลยีนครราชสีมา",
            branch="เมคคาทรอนิกส์และหุ่นยนต์",
        )
        for number in range(2, 110)
    ]  # fmt: skip
    Line.objects.bulk_create(rows)
    assert len(read(cast.anonymous.client, edition).content) < 60_000


@pytest.mark.parametrize("who", ["bureau", "policy"])
def test_the_offices_see_the_editions(cast, who):
    make.decided(cast)
    make.published(cast)
    response = getattr(cast, who).client.get(url("announcements"))
    assert [row.edition for row in response.context["rows"]] == [1]


def test_other_offices_are_led_to_the_public_page(cast):
    make.decided(cast)
    edition = make.published(cast)
    response = cast.policy.client.get(url("announcement", edition.pk))
    assert response.url == url("public", 2568, 1)


def test_everybody_sees_which_lists_there_are(cast):
    make.decided(cast)
    make.published(cast)
    assert len(cast.anonymous.client.get(url("public_list")).context["rows"]) == 1
