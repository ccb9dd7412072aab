"""Versions of a plan compared, field by field and page by page; and which one counts."""

import copy

import pytest

from applications import actions
from applications.models import Plan
from applications.pages import versions
from applications.pages.marking import runs
from applications.standing import standing
from records import documents
from records.enums import DocumentKind
from tests.cast import at
from tests.factories import applications as make
from tests.factories.plans import SCHEDULE, content, tiny_pdf

GAP = "ระบบไฟฟ้าแรงสูงและการวินิจฉัยข้อขัดข้อง"


@pytest.fixture
def twice(cast, clock):
    """Sent, returned, made anew with changes, and sent again."""
    row = make.sent_back(cast, comment="โปรดแก้ไขตารางฝึก")
    actions.revise(row, by=cast.teacher.seat, at=at("2025-02-22 09:00"))
    rows = copy.deepcopy(SCHEDULE)
    rows[0]["task"] = "ถอดประกอบและตรวจสอบเครื่องยนต์ดีเซล"
    rows.append({**rows[1], "from_date": "2025-04-01", "until_date": "2025-04-02", "department": "คลังสินค้า"})
    changed = content(cast, cast.teacher, schedule=rows, budget=[])
    changed["need"] = {**changed["need"], "gap": GAP}
    actions.freeze(make.again(row), changed, by=cast.teacher.seat, at=at("2025-02-23 09:00"))
    make.print_plan(cast, row, when=at("2025-02-23 09:01"))
    make.attach(make.again(row), cast.teacher, when=at("2025-02-24 09:00"), data=tiny_pdf("second"))
    make.send(make.again(row), cast.teacher, at("2025-02-25 09:00"))
    return make.again(row)


def parts_of(application):
    old, new = application.plans.order_by("version")
    return {str(part.section): part.changes for part in versions.differences(old, new)}


def text(marked):
    return "".join(run for run, _differs in marked)


@pytest.mark.parametrize(
    ("before", "after", "gone", "came"),
    [
        ("ตรวจสอบเครื่องยนต์", "ตรวจสอบเครื่องยนต์ดีเซล", [], ["ดีเซล"]),
        ("ฝึก 30 ชั่วโมง", "ฝึก 60 ชั่วโมง", ["30"], ["60"]),
        ("น้ำใจ", "น้ำ", ["ใจ"], []),
        ("ทำงาน", "ทำนา", ["งาน"], ["นา"]),
        ("PLC S7-1200", "PLC S7-1500", ["1200"], ["1500"]),
        ("2,300.00 บาท", "2,450.00 บาท", ["2,300.00"], ["2,450.00"]),
        ("เดิม", "เดิม", [], []),
        ("", "ใหม่", [], ["ใหม่"]),
    ],
)
def test_what_differs_is_marked_in_whole_syllables(before, after, gone, came):
    left, right = runs(before, after)

    assert [run for run, differs in left if differs] == gone
    assert [run for run, differs in right if differs] == came
    assert (text(left), text(right)) == (before, after)


def test_a_mark_is_never_torn_from_its_consonant():
    left, right = runs("ที่นี่ ก้าวหน้า", "ที่นั่น ก่าวหน้า")

    for run, _differs in [*left, *right]:
        assert not any("\u0e31" <= run[:1] <= "\u0e4e" and run[:1] not in "เแโใไา" for _once in (1,)), run


def test_a_very_long_text_costs_no_more_than_a_page_may():
    left, right = runs("ก ข ค ง " * 2000, "ง ค ข ก " * 2000)

    assert (text(left), text(right)) == ("ก ข ค ง " * 2000, "ง ค ข ก " * 2000)


def test_a_changed_answer_a_new_row_and_a_dropped_row_are_told_apart(twice):
    parts = parts_of(twice)

    (need,) = parts["ความต้องการพัฒนา"]
    assert (need.kind, text(need.fields[0].after)) == ("changed", GAP)
    kinds = [(change.label, change.kind) for change in parts["กำหนดการฝึก"]]
    assert kinds == [("แถวที่ 1", "changed"), ("แถวที่ 3", "added")]
    assert [change.kind for change in parts["งบประมาณ"]] == ["removed"]
    (task,) = parts["กำหนดการฝึก"][0].fields
    assert [run for run, differs in task.after if differs] == ["ดีเซล"]


def test_a_row_that_only_moved_down_is_no_change(cast, twice):
    old, new = twice.plans.order_by("version")
    extra = {**SCHEDULE[0], "department": "แผนกใหม่", "task": "รับการปฐมนิเทศ", "hours": "6"}
    new.content = {**old.content, "schedule": [extra, *old.content["schedule"]]}

    (part,) = versions.differences(old, new)

    assert [change.kind for change in part.changes] == ["added"]


def test_another_director_is_a_change_though_nobody_typed_it(cast, twice):
    old, new = twice.plans.order_by("version")
    new.content = {**old.content, "college": {**old.content["college"], "director_name": "นางใหม่ มาแทน"}}

    (part,) = versions.differences(old, new)

    assert [(change.label, change.kind) for change in part.changes] == [("ผู้อำนวยการ", "changed")]


@pytest.mark.parametrize(
    ("person", "status"),
    [("teacher", 200), ("coordinator", 200), ("deputy", 200), ("director", 200), ("bureau", 200), ("policy", 200),
     ("colleague", 404), ("registry", 404), ("neighbour", 404), ("neighbour_teacher", 404), ("neighbour_director", 404),
     ("auditor", 404), ("revoked", 404)],
)  # fmt: skip
@pytest.mark.parametrize("suffix", ["compare/", "compare/?show=pages", "plan/1/signed/1/"])
def test_versions_are_for_those_who_see_the_plan(cast, twice, person, status, suffix):
    answer = getattr(cast, person).client.get(f"/applications/{twice.pk}/{suffix}")
    b"".join(answer)  # a picture is read to its end, so that its file is closed
    answer.close()

    assert answer.status_code == status


def test_the_desk_leads_to_what_changed_since_it_was_returned(cast, twice):
    desk = cast.coordinator.client.get("/applications/desk/").content.decode()
    page = cast.coordinator.client.get(f"/applications/{twice.pk}/compare/")

    assert f"/applications/{twice.pk}/compare/" in desk
    assert (page.context["old"].version, page.context["new"].version) == (1, 2)
    assert "<ins>ดีเซล</ins>" in page.content.decode()


def test_a_version_that_was_never_sent_is_passed_over(cast, twice):
    """Returned as version 1, made anew twice: the coordinator compares with what she returned."""
    seat = cast.coordinator.seat
    actions.send_back(twice, comment="อีกครั้ง", by=seat, at=at("2025-02-26 09:00"))
    for day in (26, 26):
        row = make.again(twice)
        actions.revise(row, by=cast.teacher.seat, at=at(f"2025-02-{day} 10:00"))
        row = make.again(twice)
        actions.freeze(row, content(cast, cast.teacher), by=cast.teacher.seat, at=at(f"2025-02-{day} 11:00"))

    page = cast.coordinator.client.get(f"/applications/{twice.pk}/compare/")

    assert (page.context["old"].version, page.context["new"].version) == (2, 4)


@pytest.mark.parametrize("query", ["old=9&new=x", "old=2&new=1", "old=2&new=2", "paper=nothing&show=pages"])
def test_whatever_is_asked_for_two_versions_are_compared_the_older_first(cast, twice, query):
    page = cast.teacher.client.get(f"/applications/{twice.pk}/compare/?{query}")

    assert (page.context["old"].version, page.context["new"].version) == (1, 2)


def test_pages_stand_side_by_side_and_one_too_many_stands_alone(cast, twice):
    plan = Plan.objects.get(application=twice, version=2)
    longer = documents.keep(
        tiny_pdf("third"),
        paper=plan.paper,
        kind=DocumentKind.SCANNED,
        pages=2,
        by=cast.system,
        at=at("2025-02-25 10:00"),
    )
    Plan.objects.filter(pk=plan.pk).update(signed=longer)

    page = cast.teacher.client.get(f"/applications/{twice.pk}/compare/?show=pages")

    assert page.context["pairs"] == [
        {"number": 1, "old": True, "new": True}, {"number": 2, "old": False, "new": True},
    ]  # fmt: skip
    assert "ไม่มีหน้านี้" in page.content.decode()


def test_one_version_alone_is_not_compared(cast, clock):
    row = make.submitted(cast)

    page = cast.teacher.client.get(f"/applications/{row.pk}/compare/")

    assert page.status_code == 200
    assert page.context["old"] is None


def test_which_version_counts_is_said_at_every_stage(cast, clock):
    row = make.started(cast)
    labels = [standing(row).label]
    for stage in (make.frozen, make.ready, make.submitted, make.sent_back):
        cast_of_its_own = make.another_teacher(cast, len(labels))
        labels.append(standing(stage(cast, cast_of_its_own)).label)

    assert labels == ["กำลังจัดทำ", "ยังไม่ได้ลงนาม", "ยังไม่ส่ง", "ฉบับที่ใช้", "ยังไม่ส่ง"]


def test_an_older_version_says_by_which_it_was_replaced(cast, twice):
    old = twice.plans.get(version=1)

    found = standing(twice, old)

    assert found.is_over
    assert found.sentence == "ฉบับที่ 1 ไม่ใช้แล้ว มีฉบับที่ 2 แทน"
    assert standing(twice).sentence == "ฉบับที่ 2 คือฉบับที่ใช้"


@pytest.mark.parametrize("page", ["", "check/", "sign/"])
def test_every_page_of_a_plan_says_which_version_counts(cast, twice, page):
    text = cast.teacher.client.get(f"/applications/{twice.pk}/{page}").content.decode()

    assert "ฉบับที่ 2 คือฉบับที่ใช้" in text


def test_the_history_marks_every_version(cast, twice):
    text = cast.coordinator.client.get(f"/applications/{twice.pk}/?tab=history").content.decode()

    assert "มีฉบับที่ 2 แทนแล้ว" in text
    assert "ฉบับที่ใช้" in text
