"""A plan signed in ink, on a telephone: a box is forgotten, the portal shows which, it is mended and attested."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import chapters, scan

pytestmark = pytest.mark.browser

TEACHER = "ธนภูมิ"
# The reader works in the background; a machine that is busy with other tests takes its time.
_PATIENCE = 60_000


def without_a_reload(v):
    """Leaves a mark on the page that every reload would wipe out; `check()` says that it is still there."""
    v.page.evaluate("window.sameVisit = true")
    return lambda: v.page.evaluate("window.sameVisit === true")


def verdicts(v):
    """What the portal made of each signature box, when it is there: the kinds in the signers' order."""
    boxes = v.page.locator("#reading .boxes > li")
    expect(boxes.first).to_be_visible(timeout=_PATIENCE)
    return [box.get_attribute("class") for box in boxes.all()]


def picture_of(v, place):
    """The picture beside one verdict, as the browser has it: wide enough to be one, and the bytes it is made of."""
    image = v.page.locator("#reading .boxes > li img").nth(place)
    image.scroll_into_view_if_needed()
    expect(image).to_have_js_property("complete", True)
    assert image.evaluate("i => i.naturalWidth") > 100
    return v.context.request.get(image.evaluate("i => i.src")).body()


@pytest.mark.parametrize("width", [360])
def test_a_forgotten_box_is_shown_mended_and_attested(visit, width):
    teacher = visit(width)
    teacher.start_again()
    teacher.be(TEACHER)
    teacher.open("/applications/mine/")
    teacher.remember()
    teacher.follow("/sign/")
    paper = chapters.take_the_paper(teacher)

    teacher.hand_in(scan.scan(paper, seed=width, leave_out=1))
    still_there = without_a_reload(teacher)
    assert verdicts(teacher) == ["ok", "ok", "ok", "bad"]
    assert still_there()
    teacher.look("one-box-is-empty")
    empty = picture_of(teacher, 3)

    teacher.hand_in(scan.scan(paper, seed=width + 1))
    still_there = without_a_reload(teacher)
    assert verdicts(teacher) == ["ok", "ok", "ok", "ok"]
    assert still_there()
    assert picture_of(teacher, 3) != empty
    teacher.look("all-boxes-are-signed")
    teacher.press("submit")
    teacher.look("receipt")

    coordinator = teacher
    coordinator.be("อรนิดา")
    chapters.open_on_the_desk(coordinator, TEACHER)
    coordinator.page.wait_for_load_state("networkidle")
    assert coordinator.page.locator("#page figure img").count() == 2  # as printed, and as it came back
    coordinator.go(coordinator.page.locator("a[href*='beside=before']").first)
    coordinator.look("beside-the-copy-before")
    assert coordinator.page.locator("#page figure img").count() == 2
    chapters.endorse(coordinator)
