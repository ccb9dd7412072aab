"""Who checks a paper compares the file in hand on the own device: nothing of it goes out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser import chapters
from tests.browser.visitor import Visitor
from tests.records.pdf_reading import by_pypdf

pytestmark = pytest.mark.browser

TEACHER = "ธนภูมิ"
DROP = """bytes => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(bytes)], "x.pdf"));
  const drop = new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true });
  document.querySelector("h1").dispatchEvent(drop);
}"""


def asked_while(v: Visitor, act: Callable[[], object]) -> list[str]:
    """Addresses asked for while something is done."""
    seen: list[str] = []
    v.page.on("request", lambda request: seen.append(request.url))
    act()
    v.page.wait_for_timeout(300)
    return seen


def choose(v: Visitor, data: bytes) -> None:
    v.page.locator("#compare").set_input_files({"name": "x.pdf", "mimeType": "application/pdf", "buffer": data})


@pytest.mark.parametrize("width", [1280, 360])
def test_a_printed_plan_is_checked_without_being_sent(visit, width):
    teacher = visit(width)
    teacher.start_again()
    teacher.be(TEACHER)
    chapters.to_the_plan(teacher)
    paper = chapters.take_the_paper(teacher)
    code = re.search(r"รหัสเอกสาร([0-9A-Z-]{14})", by_pypdf(paper))[1]

    stranger = visit(width)
    stranger.open("/v/")
    stranger.fill(code=code.lower())
    stranger.page.locator("main form button").click()
    stranger.sees(code)
    stranger.page.wait_for_load_state("networkidle")
    stranger.look("verified")
    answer = stranger.page.locator("[data-compare-answer]")
    address = stranger.page.url

    assert asked_while(stranger, lambda: choose(stranger, paper)) == []
    expect(answer).to_contain_text("เป็นแฟ้มเดียวกันทุกตัวอักษร")
    expect(answer).to_contain_text(hashlib.sha256(paper).hexdigest())
    stranger.look("compared-same")

    changed = paper[:-20] + b" " + paper[-19:]
    assert asked_while(stranger, lambda: choose(stranger, changed)) == []
    expect(answer).to_contain_text("ไม่ใช่แฟ้มเดียวกัน")

    dropped = asked_while(stranger, lambda: stranger.page.evaluate(DROP, list(paper[:1000])))
    expect(answer).to_contain_text(hashlib.sha256(paper[:1000]).hexdigest())
    assert (dropped, stranger.page.url) == ([], address)
    stranger.look("compared-other")


def test_without_scripts_the_way_by_hand_is_shown(visit):
    teacher = visit(360)
    teacher.start_again()
    teacher.be(TEACHER)
    chapters.to_the_plan(teacher)
    code = re.search(r"รหัสเอกสาร([0-9A-Z-]{14})", by_pypdf(chapters.take_the_paper(teacher)))[1]

    stranger = visit(360, java_script_enabled=False)
    stranger.open(f"/v/{code}/")
    stranger.page.locator("summary", has_text="วิธีคำนวณ").click()

    expect(stranger.page.get_by_text("certutil -hashfile")).to_be_visible()
    expect(stranger.page.locator("#compare")).to_be_hidden()
