"""Signing in and sending a plan with the keys alone."""

from __future__ import annotations

import pytest

from tests.browser import chapters, scan

pytestmark = pytest.mark.browser

WAITING = "ธนภูมิ"


def test_a_plan_is_sent_with_the_keys_alone(visit):
    teacher = visit(1280)
    # Asked for from the beginning: the browser hands its dialog over some time after it is asked to.
    teacher.page.on("filechooser", lambda _chooser: None)
    teacher.start_again()
    teacher.open("/demo/")
    name = teacher.page.locator("li", has_text=WAITING).locator("b").first.get_attribute("id")
    teacher.tab_to(f"button[aria-labelledby~='{name}']")
    teacher.enter()
    teacher.tab_to("main a[href*='/applications/']")
    teacher.enter()
    paper = chapters.take_the_paper(teacher)

    teacher.tab_to("input[name=files]")
    with teacher.page.expect_file_chooser() as chooser:
        teacher.page.keyboard.press("Enter")
    with teacher.page.expect_navigation(wait_until="load"):
        chooser.value.set_files({"name": "plan.pdf", "mimeType": "application/pdf", "buffer": scan.scan(paper)})
    teacher.tab_to("form[action$='/submit/'] button")
    teacher.enter()

    assert chapters.receipt_number(teacher).startswith("2568-")
