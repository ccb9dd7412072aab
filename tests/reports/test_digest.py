"""The text for a group of LINE: names for the own college alone, counts for the office, nobody else's word."""

import datetime as dt
import re

import pytest

from people.models import User
from rounds.actions import extend
from rounds.models import Round
from tests.cast import at
from tests.factories import applications as make
from tests.hostile.canaries import START, build

WORD = re.compile(START + "[a-z]{7}")
COLLEGES = ("coordinator", "deputy", "director", "neighbour", "neighbour_director")
OFFICES = ("bureau", "admin", "policy")
NAMES = {"teacher": "สมชาย รักเรียน", "colleague": "มาลี ศรีสุข", "neighbour_teacher": "เกรียงไกร ขยันยิ่ง"}


def text(person, query=""):
    response = person.client.get(f"/digest/{query}")
    assert response.status_code == 200
    return response.context["text"]


def names_in(words):
    return {position for position, name in NAMES.items() if name in words}


@pytest.fixture
def plans(cast, clock):
    """The teacher has sent, her colleague writes, next door somebody writes too."""
    make.submitted(cast)
    make.started(cast, cast.colleague)
    make.started(cast, cast.neighbour_teacher)
    return cast


def test_the_coordinators_text_is_this_to_the_letter(plans, clock):
    clock("2025-02-26 09:00")

    assert text(plans.coordinator) == (
        "วิทยาลัยเทคนิคชลธารา\n"
        "การฝึกประสบการณ์ครู ปีงบประมาณ 2568\n"
        "ข้อมูล ณ วันที่ 26\xa0ก.พ.\xa02568 เวลา\xa009.00\xa0น.\n"
        "\n"
        "แผนของครู 2 แผน\n"
        "• กำลังทำหรือแก้ไข 1\n"
        "• รอวิทยาลัยตรวจ 1\n"
        "• วิทยาลัยเห็นชอบแล้ว 0\n"
        "\n"
        "ยังค้าง 4 เรื่อง\n"
        "• แผนพัฒนาประสบการณ์ของ นางมาลี ศรีสุข (ภายใน 27\xa0ก.พ.\xa02568)\n"
        "• เข้าร่วมกลุ่มไลน์ผู้ประสานงาน (ภายใน 28\xa0ก.พ.\xa02568)\n"
        "• ลงทะเบียนรับหนังสือแจ้งแนวทาง (ภายใน 28\xa0ก.พ.\xa02568)\n"
        "• ตรวจแผนของ นายสมชาย รักเรียน (ภายใน 4\xa0มี.ค.\xa02568)\n"
        "\n"
        "ครบกำหนดใน 7 วันนี้\n"
        "• 27\xa0ก.พ.\xa02568 ส่งแผน\n"
        "• 28\xa0ก.พ.\xa02568 แนวทาง\n"
        "• 28\xa0ก.พ.\xa02568 รับสมัคร\n"
        "• 28\xa0ก.พ.\xa02568 ผู้ประสานงาน\n"
        "\n"
        "ดูรายละเอียด https://teachersync.example/applications/desk/"
    )


def test_whoever_is_late_is_said_to_be_late(plans, clock):
    clock("2025-03-01 09:00")

    assert "แผนพัฒนาประสบการณ์ของ นางมาลี ศรีสุข (เลยกำหนด 27\xa0ก.พ.\xa02568)" in text(plans.coordinator)


def test_a_colleges_text_names_its_own_people_and_the_offices_nobody(plans, clock):
    own = {"teacher", "colleague"}
    for position in ("coordinator", "deputy", "director"):
        assert names_in(text(getattr(plans, position))) == own
    for position in ("neighbour", "neighbour_director"):
        assert names_in(text(getattr(plans, position))) == {"neighbour_teacher"}
    for position in ("bureau", "admin", "policy"):
        words = text(getattr(plans, position))
        assert names_in(words) == set()
        assert "วิทยาลัยเทคนิคชลธารา" not in words


def test_the_offices_counts_are_those_of_the_whole_country(plans, clock):
    words = text(plans.bureau)

    assert "สถานศึกษา 2 แห่ง\n• ยังไม่ลงทะเบียนรับหนังสือ 2\n• ยังไม่แต่งตั้งผู้ประสานงาน 0" in words
    assert "• กำลังทำหรือแก้ไข 2\n• รอวิทยาลัยตรวจ 1\n• ส่งถึงสำนักแล้ว 0\n" in words
    assert "1 จาก 3" in words


def test_only_the_director_is_told_of_signatures_and_led_to_the_own_page(plans, clock):
    assert text(plans.director).endswith("https://teachersync.example/director/")
    assert text(plans.coordinator).endswith("https://teachersync.example/applications/desk/")


def test_more_than_thirty_matters_are_counted(cast, clock):
    for number in range(33):
        make.started(cast, make.another_teacher(cast, number + 1))

    words = text(cast.coordinator)

    assert words.count("• แผนพัฒนาประสบการณ์ของ") <= 30
    assert "• และอีก " in words


def test_an_extension_of_one_teacher_is_her_closing_there(plans, clock):
    until = at("2025-03-05 23:59:59")
    facts = {"person": plans.colleague.user, "college": plans.college, "reason": "น้ำท่วมบ้าน"}
    extend(plans.round, "PLANS_DUE", until=until, by=plans.bureau.seat, at=at("2025-02-20 09:00"), **facts)

    words = text(plans.coordinator)

    assert "แผนพัฒนาประสบการณ์ของ นางมาลี ศรีสุข (ภายใน 5\xa0มี.ค.\xa02568)" in words
    assert "น้ำท่วมบ้าน" not in words


@pytest.mark.parametrize("person", ["teacher", "registry", "supervisor", "revoked", "finance", "auditor"])
def test_nobody_else_has_such_a_text(cast, clock, person):
    assert getattr(cast, person).client.get("/digest/").status_code == 403


def test_a_neighbours_college_cannot_be_asked_for(plans, clock):
    foreign = f"?college={plans.college.pk}"

    assert plans.neighbour.client.get(f"/digest/{foreign}").status_code == 404
    assert plans.neighbour_director.client.get(f"/director/{foreign}").status_code == 404
    assert plans.neighbour_director.client.get(f"/director/file/{foreign}").status_code == 404


def test_without_a_round_the_page_says_so(cast, clock):
    Round.objects.update(state="CLOSED")

    assert "text" not in cast.coordinator.client.get("/digest/").context


def test_the_text_stands_in_a_field_for_those_without_scripts(plans, clock):
    page = plans.coordinator.client.get("/digest/").content.decode()

    assert '<textarea class="form-control" id="digest" lang="th"' in page
    assert 'data-copy="#digest"' in page


def test_markup_in_a_name_is_text(plans, clock):
    User.objects.filter(pk=plans.colleague.user.pk).update(first_name="<b>มาลี</b>")

    assert "<b>มาลี" not in plans.coordinator.client.get("/digest/").content.decode()


@pytest.mark.slow
def test_no_neighbours_word_is_in_any_text(cast, clock):
    ground = build(cast)
    people = cast.everybody()
    found, shown = {}, set()

    for position in (
        "coordinator",
        "deputy",
        "director",
        "neighbour",
        "neighbour_director",
        "bureau",
        "admin",
        "policy",
    ):
        words = set(WORD.findall(text(people[position])))
        shown |= words
        found[position] = {ground.words.groups[word] for word in words & set(ground.words.foreign_to(position))}
        if position in OFFICES:
            assert words == set()

    assert {position for position, words in found.items() if words} == set()
    assert any(ground.words.groups[word].startswith("next.names") for word in shown)


@pytest.mark.parametrize("person", ["coordinator", "bureau"])
def test_the_text_costs_the_same_with_any_number_of_plans(cast, clock, same_queries, person):
    numbers = iter(range(1, 100))

    def grow(count):
        for _n in range(count):
            make.started(cast, make.another_teacher(cast, next(numbers)))
            clock(clock.now() + dt.timedelta(minutes=1))

    same_queries(lambda: getattr(cast, person).client.get("/digest/"), grow, most=24)
