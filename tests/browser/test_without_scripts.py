"""The whole gate with scripts turned off, on a telephone: from "start" to the receipt."""

from __future__ import annotations

import time

import pytest

from tests.browser import chapters, facts, scan

pytestmark = pytest.mark.browser

NEWCOMER = "ชยพล"


def test_the_gate_can_be_walked_without_scripts(visit):
    teacher = visit(360, java_script_enabled=False)
    teacher.start_again()
    teacher.be(NEWCOMER)
    teacher.look("home")
    teacher.press("start")
    teacher.remember()
    teacher.look("tasks")

    for name in ("teacher", "establishment", "need", "competencies", "schedule", "test", "transfer", "budget"):
        chapters.section(teacher, name)
        chapters.fill_section(teacher, name)
        teacher.look(f"section-{name}")
        chapters.save(teacher)
    teacher.look("all-sections")
    teacher.follow("/check/")
    teacher.look("check")
    teacher.press("freeze")
    limit = time.monotonic() + 60
    while not teacher.page.locator("a[href$='/printed/']").count() and time.monotonic() < limit:
        time.sleep(1)
        teacher.follow("/sign/")  # "look again"
    paper = chapters.take_the_paper(teacher)
    assert facts.missing(paper, [facts.NEED, facts.STAGE["task"], "๒๑ – ๒๕ เมษายน ๒๕๖๘"]) == []

    teacher.choose_files(scan.scan(paper, seed=3))
    teacher.press("attach")
    teacher.look("sign-arrived")
    teacher.press("submit")
    teacher.look("receipt")
    assert chapters.receipt_number(teacher).startswith("2568-")


def test_a_section_left_half_empty_says_what_is_missing_and_loses_nothing(visit):
    teacher = visit(360, java_script_enabled=False)
    teacher.start_again()
    teacher.be(facts.TEACHER)
    chapters.to_the_plan(teacher)
    chapters.section(teacher, "transfer")
    teacher.fill(learners=facts.TRANSFER["learners"], by_date="31 กุมภาพันธ์ 2568")

    chapters.save(teacher)

    teacher.look("section-errors")
    assert teacher.field("learners").input_value() == facts.TRANSFER["learners"]
    assert teacher.field("by_date").input_value() == "31 กุมภาพันธ์ 2568"
    links = teacher.page.locator(".error-summary a")
    assert [link.get_attribute("href") for link in links.all()] == ["#id_colleagues", "#id_by_date"]
