"""Home leads to the plan all year, not only while it waits for the teacher."""

import pytest
from django.urls import reverse

from tests.factories import applications as make

STATES = {
    make.submitted: "ส่งแล้ว รอผู้ประสานงานของท่านตรวจ",
    make.endorsed: "วิทยาลัยเห็นชอบแล้ว อยู่ที่สำนัก",
    make.eligible: "ผู้มีสิทธิ์",
}


@pytest.mark.parametrize("reach", [make.written, *STATES])
def test_there_is_a_way_from_home_to_the_plan(cast, clock, reach):
    application = reach(cast)

    page = cast.teacher.client.get(reverse("reports:home")).content.decode()

    assert f'href="{reverse("applications:show", args=[application.pk])}"' in page


@pytest.mark.parametrize("reach", STATES)
def test_home_says_where_the_plan_is_once_it_lies_with_others(cast, clock, reach):
    reach(cast)

    answer = cast.teacher.client.get(reverse("reports:home"))

    assert [str(row["text"]) for row in answer.context["told"]] == [STATES[reach]]


def test_a_plan_that_waits_for_its_teacher_is_not_told_twice(cast, clock):
    make.written(cast)

    answer = cast.teacher.client.get(reverse("reports:home"))

    assert answer.context["told"] == []
    assert answer.context["count"] == 1
