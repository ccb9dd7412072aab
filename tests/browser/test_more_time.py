"""The door has closed; a teacher asks for more time, the bureau grants it, she sends her plan after all."""

from __future__ import annotations

import pytest

from tests.browser import chapters, facts, scan

pytestmark = pytest.mark.browser

LATE = "ธนภูมิ"
REASON = "ผู้อำนวยการเดินทางไปราชการ กลับมาลงนามได้วันที่ 3 มีนาคม"


@pytest.mark.parametrize("width", [1280, 360])
def test_a_late_teacher_is_given_more_time(visit, width):
    teacher = visit(width)
    teacher.start_again()
    teacher.be(LATE)
    chapters.to_the_plan(teacher)
    paper = chapters.take_the_paper(teacher)
    teacher.hand_in(scan.scan(paper, seed=width))

    teacher.jump("2025-02-28T0005")
    teacher.look("home-lapsed")
    chapters.to_my_plan(teacher)
    chapters.ask_for_more_time(teacher, "๕ มี.ค. ๖๘", REASON)
    teacher.sees(REASON)

    bureau = teacher
    bureau.be("เพ็ญพิชชา")
    bureau.look("home-bureau")
    chapters.grant(bureau, LATE)

    teacher.be(LATE)
    teacher.look("home-with-more-time")
    chapters.to_my_plan(teacher)
    teacher.look("plan-with-more-time")
    teacher.press("submit")
    teacher.look("receipt")
    number = chapters.receipt_number(teacher)
    printed = [number, "๒๘ กุมภาพันธ์ ๒๕๖๘", "5 มี.ค. 2568", REASON]
    assert facts.missing(chapters.receipt_paper(teacher), printed) == []
