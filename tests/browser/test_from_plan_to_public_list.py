"""The main job: a plan half written becomes a line on the published list. Desktop and telephone."""

from __future__ import annotations

import pytest

from tests.browser import chapters, facts, scan

pytestmark = pytest.mark.browser

COMMENT = "ลายมือชื่อของผู้อำนวยการจางเกินไป กรุณาลงนามใหม่แล้วสแกนอีกครั้ง"


@pytest.mark.parametrize("width", [1280, 360])
def test_a_signed_plan_becomes_a_line_on_the_public_list(visit, width):
    teacher = visit(width)
    teacher.start_again()
    teacher.look("people")
    teacher.be(facts.TEACHER)
    teacher.look("home")

    chapters.write_the_plan(teacher)
    paper = chapters.make_the_paper(teacher)
    assert facts.missing(paper, facts.PRINTED) == []

    # An office scanner for the one, a telephone's camera for the other.
    copies = [scan.scan(paper, seed=width)] if width > 1000 else scan.photographs(paper, seed=width)
    first = chapters.hand_in(teacher, *copies)
    assert facts.missing(chapters.receipt_paper(teacher), [first, "๒๐ กุมภาพันธ์ ๒๕๖๘"]) == []

    coordinator = teacher
    coordinator.be("อรนิดา")
    coordinator.look("home-coordinator")
    chapters.open_on_the_desk(coordinator, facts.TEACHER)
    chapters.send_back(coordinator, COMMENT)

    teacher.be(facts.TEACHER)
    teacher.look("home-sent-back")
    teacher.sees(COMMENT)
    chapters.to_the_plan(teacher)
    teacher.sees(COMMENT)
    second = chapters.hand_in(teacher, scan.scan(paper, seed=width + 1))
    assert second != first

    coordinator.be("อรนิดา")
    chapters.open_on_the_desk(coordinator, facts.TEACHER)
    chapters.endorse(coordinator)

    bureau = teacher
    bureau.be("เพ็ญพิชชา")
    bureau.look("home-bureau")
    chapters.screen_and_decide(bureau, facts.TEACHER)
    bureau.jump("2025-03-14T0900")
    notice = chapters.announce(bureau)
    listed = [facts.FULL_NAME, facts.COLLEGE, facts.BRANCH, "๑๔ มีนาคม พ.ศ. ๒๕๖๘", "นางสาวธัญสุดา ศรีประกาศ"]
    assert facts.missing(notice, listed) == []

    passer_by = visit(width)
    passer_by.open("/applications/public/", "public-lists")
    passer_by.follow("/public/2568/…/")
    passer_by.fill(q=facts.TEACHER)
    passer_by.go(passer_by.page.locator("main form[role=search] button"))
    passer_by.look("public-found")
    passer_by.sees(facts.FULL_NAME)
    passer_by.open(chapters.address_in(notice), "verified-announcement")
    passer_by.open(chapters.address_in(paper), "verified-plan")

    teacher.be(facts.TEACHER)
    teacher.look("home-eligible")
    teacher.open("/messages/", "messages")
    teacher.follow("/messages/…/")
    teacher.look("message")
    chapters.to_my_plan(teacher)
    teacher.look("plan-eligible")
