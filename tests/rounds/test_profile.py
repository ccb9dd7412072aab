"""The teacher's profile."""

import pytest

from people.models import Teacher, User
from records.models import Entry
from tests.cast import at

FACTS = {
    "title": "ดร.",
    "first_name": "เสมชาย",
    "last_name": "รักเรียน",
    "phone": "๐๘๑-๒๓๔-๕๖๗๘",
    "position": "ครู",
    "standing": "PROFICIENT",
    "pay_band": "คศ.2",
    "education": "ค.อ.ม.",
    "service_years": "๑๒",
    "branch": "ช่างยนต์",
    "division": "แผนกช่างยนต์",
    "courses": "งานเครื่องยนต์ดีเซล",
}


def test_a_teacher_keeps_profile_and_name_and_the_order_of_names_follows(cast, clock):
    answer = cast.teacher.client.post("/rounds/profile/", FACTS)

    assert answer.status_code == 302
    teacher = Teacher.objects.select_related("user").get(user=cast.teacher.user)
    assert (teacher.service_years, teacher.standing, teacher.user.full_name) == (12, "PROFICIENT", "ดร.เสมชาย รักเรียน")
    assert teacher.user.name_key == User(first_name="เสมชาย", last_name="รักเรียน").name_the_key()
    entry = Entry.objects.get(verb="rounds:teacher:profile")
    assert (entry.by, entry.at) == (cast.teacher.seat, at("2025-02-20 09:00"))
    assert "phone" in entry.facts["fields"]
    assert "๐๘๑" not in str(entry.facts)


def test_saving_the_same_again_writes_nothing_down(cast, clock):
    for _press in range(2):
        cast.teacher.client.post("/rounds/profile/", FACTS)

    assert Entry.objects.filter(verb="rounds:teacher:profile").count() == 1


def test_the_address_and_the_college_are_not_hers_to_set(cast, clock):
    cast.teacher.client.post(
        "/rounds/profile/", {**FACTS, "email": "else@example.com", "college": cast.neighbour_college.pk}
    )

    teacher = Teacher.objects.select_related("user").get(user=cast.teacher.user)
    assert (teacher.user.email, teacher.college) == ("somchai@1320026101.example", cast.college)


@pytest.mark.parametrize(
    "wrong", [{"service_years": "sixty"}, {"service_years": "99"}, {"first_name": ""}, {"branch": "ก\0"}]
)
def test_what_cannot_be_is_an_error_and_nothing_is_saved(cast, clock, wrong):
    assert cast.teacher.client.post("/rounds/profile/", {**FACTS, **wrong}).status_code == 422
    assert Teacher.objects.get(user=cast.teacher.user).service_years == 8


@pytest.mark.parametrize("person", ["coordinator", "director", "bureau", "revoked"])
def test_only_teachers_have_a_profile(cast, clock, person):
    assert getattr(cast, person).client.get("/rounds/profile/").status_code == 403
