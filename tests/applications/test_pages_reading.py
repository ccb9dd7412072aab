"""What the portal read in a copy: for whoever sends it in, and for whoever attests it."""

import re

import pytest
from django.urls import reverse

from applications.views.files import document_of
from tests.cast import at
from tests.factories import applications as make
from tests.factories import readings
from tests.factories.readings import box, sheet

SIGNER = "director"


def page(person, name, application, *more, query=""):
    response = person.client.get(reverse(f"applications:{name}", args=[application.pk, *more]) + query)
    assert response.status_code == 200
    return response.content.decode()


def ready(cast):
    application = make.ready(cast)
    make.print_plan(cast, application)
    return make.again(application)


def sent(cast):
    """Sent in, and the paper that was printed lies beside it."""
    application = make.submitted(cast)
    make.print_plan(cast, application)
    return make.again(application)


def test_until_it_is_read_the_page_asks_again_by_itself_and_then_no_more(cast, clock):
    application = ready(cast)
    clock(make.ATTACHED)
    assert 'hx-trigger="every 2s"' in page(cast.teacher, "sign", application)

    readings.read(application, sheet(1, 1, boxes=(box(SIGNER),)))

    text = page(cast.teacher, "sign", application)
    assert 'hx-trigger="every 2s"' not in text
    assert "มีครบทุกหน้าของฉบับนี้ และมีลายมือชื่อในทุกช่อง" in text


def test_a_copy_of_one_page_has_one_page(cast, clock):
    application = ready(cast)
    clock(make.ATTACHED)
    cast.teacher.client.cookies["django_language"] = "en"

    text = page(cast.teacher, "sign", application)

    assert "1 page · " in text
    assert "1 pages" not in text


def test_with_no_worker_the_page_stops_asking_and_says_that_nobody_has_to_wait(cast, clock):
    application = ready(cast)
    clock(at("2025-02-19 15:04"))

    text = page(cast.teacher, "sign", application)

    assert 'hx-trigger="every 2s"' not in text
    assert "ท่านไม่ต้องรอ" in text


def test_each_box_stands_with_its_picture_beside_the_verdict(cast, clock):
    application = ready(cast)
    roles = [signer["role"] for signer in application.plan.content["signers"]]
    boxes = tuple(
        box(role, ink, why)
        for role, (ink, why) in zip(roles, [(True, None), (False, None), ("doubtful", "stamp")], strict=False)
    )
    readings.read(application, sheet(1, 1, boxes=boxes))

    text = page(cast.teacher, "sign", application)

    shown = re.findall(r'<li class="(\w+)"><img [^>]*src="([^"]+)"', text)
    assert shown == [
        (
            kind,
            f"{reverse('applications:box_picture', args=[application.pk, 1, role])}?copy={application.plan.signed_id}",
        )
        for kind, role in zip(["ok", "bad", "doubt"], roles, strict=False)
    ]
    assert "เห็นชัดเพียงตราประทับ" in text


def test_remarks_say_which_sheet_and_what_to_do_once_for_all_alike(cast, clock):
    application = ready(cast)
    aside = {"problem": "sideways"}
    readings.read(
        application, sheet(1, 1, problems=[aside]), sheet(2, 2, problems=[aside]), weight="DOUBT",
        problems=({"problem": "missing_perhaps", "pages": [3], "unread": 1},),
    )  # fmt: skip

    text = page(cast.teacher, "sign", application)

    assert text.count("หน้านี้วางตะแคง") == 1
    assert "แผ่นที่ 1, 2 ในไฟล์" in text
    assert text.index("ระบบไม่พบหน้า 3") < text.index("หน้านี้วางตะแคง")


def test_a_wrong_copy_is_said_at_once_and_can_be_insisted_on(cast, clock):
    application = ready(cast)
    readings.wrong(application)
    text = page(cast.teacher, "sign", application)
    assert "สำเนานี้ดูเหมือนจะไม่ใช่ฉบับที่ถูกต้อง" in text
    assert reverse("applications:submit", args=[application.pk]) not in text

    copy = re.search(r'name="copy" value="([^"]+)"', text)[1]
    answer = cast.teacher.client.post(reverse("applications:insist", args=[application.pk]), {"copy": copy})

    assert answer.status_code == 302
    text = page(cast.teacher, "sign", application)
    assert "ท่านยืนยันส่งสำเนานี้" in text
    assert reverse("applications:submit", args=[application.pk]) in text


def test_the_coordinator_sees_each_sheet_beside_its_printed_page_in_the_right_order(cast, clock):
    application = sent(cast)
    type(application.plan.printed).objects.filter(pk=application.plan.printed_id).update(pages=2)
    readings.read(application, sheet(1, 2, boxes=(box(SIGNER),)), sheet(2, 1), sheet(3))

    text = page(cast.coordinator, "show", application, query="?tab=scan")

    places = re.findall(r"tab=scan&amp;page=(\d+)#page", text)
    assert places == ["2", "1", "3"]
    assert reverse("applications:paper_page", args=[application.pk, 1, "printed", 2]) in text
    shown = f"{reverse('applications:plan_page', args=[application.pk, 1, 1])}?copy={application.plan.signed_id}"
    assert f'src="{shown}"' in text
    assert "แผ่นที่ 3" in text
    assert "beside=before" not in text


def test_a_copy_that_was_sent_in_again_lies_beside_the_one_it_replaced(cast, clock):
    """The page of the same number, wherever it lay in the file; and the browser keeps no picture of the old copy."""
    application = ready(cast)
    first = application.plan.signed
    type(first).objects.filter(pk=first.pk).update(pages=2)
    readings.read(application, sheet(1, 2), sheet(2, 1))
    clock("2025-02-19 17:00")
    make.attach(application, cast.teacher, when=at("2025-02-19 17:00"))
    application = make.again(application)
    readings.read(application, sheet(1, 1, boxes=(box(SIGNER),)))
    make.send(application, cast.teacher)

    text = page(cast.coordinator, "show", make.again(application), query="?tab=scan&page=1&beside=before")

    before = reverse("applications:paper_page", args=[application.pk, 1, "before", 2])
    assert f'src="{before}?copy={application.plan.signed_id}"' in text
    assert first.pk != application.plan.signed_id
    assert document_of(application, 1, "before")[0] == first
    assert cast.coordinator.client.get(before).status_code == 404  # this file of a test has one page only
    assert cast.neighbour.client.get(before.replace("/2/", "/1/")).status_code == 404


def test_the_doubt_is_shown_to_the_coordinator_on_the_desk_and_beside_the_copy(cast, clock):
    application = sent(cast)
    empty = {"problem": "box_empty", "role": SIGNER}
    readings.read(application, sheet(1, 1, boxes=(box(SIGNER, False),), problems=[empty]), weight="DOUBT")

    desk = cast.coordinator.client.get(reverse("applications:desk")).content.decode()
    text = page(cast.coordinator, "show", application)

    assert "ดูสำเนา" in desk
    assert "ไม่พบลายมือชื่อในช่องของ" in text
    assert 'name="attested"' in text


def test_the_coordinator_is_told_that_the_teacher_insisted(cast, clock):
    application = ready(cast)
    readings.wrong(application)
    cast.teacher.client.post(
        reverse("applications:insist", args=[application.pk]), {"copy": str(application.plan.signed_id)}
    )
    make.send(application, cast.teacher)

    text = page(cast.coordinator, "show", application)

    assert "ครูรับทราบข้อสังเกตแล้ว และยืนยันส่งสำเนานี้" in text
    assert "ไม่ใช่สำเนาที่ถูกต้อง" in cast.coordinator.client.get(reverse("applications:desk")).content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [("teacher", 200), ("coordinator", 200), ("bureau", 200), ("colleague", 404), ("neighbour", 404)],
)
def test_the_picture_of_a_box_is_shown_to_whoever_may_see_the_plan(cast, clock, who, status):
    application = sent(cast)
    readings.read(application, sheet(1, 1, boxes=(box(SIGNER),)))

    response = getattr(cast, who).client.get(reverse("applications:box_picture", args=[application.pk, 1, SIGNER]))

    assert response.status_code == status
    if status == 200:
        assert (response.content, response["Content-Type"]) == (readings.JPEG, "image/jpeg")


def test_there_is_no_picture_of_a_box_that_was_not_read(cast, clock):
    application = sent(cast)

    response = cast.teacher.client.get(reverse("applications:box_picture", args=[application.pk, 1, SIGNER]))

    assert response.status_code == 404
