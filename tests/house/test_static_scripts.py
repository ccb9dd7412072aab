"""The scripts in a real browser, on small pages served from memory; the house's own security policy is in force."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, Route

from people.thai import NotADate, parse_date, weekday_date

pytestmark = pytest.mark.browser

STATIC = Path(__file__).resolve().parents[2] / "static"
HOST = "http://teachersync.example"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'; img-src 'self'"
)
DATES = [
    *("27/02/2568", "27-2-68", "27.2.68", "๒๗ ก.พ. ๒๕๖๘", "27 กพ 68", "27 กุมภาพันธ์ พ.ศ. 2568", "๑๗ มี.ค. ๖๘"),
    *("5 มิ.ย. 2568", "2025-02-27", "2568-02-27", "27 Feb 2025", "27/2/2025", "27 february 2568 BE", "27/2/25 AD"),
    *("วันที่ 3 มีนาคม 2568", "27/2/25", "31/4/2568", "29/2/2568", "29/2/2567", "0/1/2568", "1/13/2568", "27/2/2799"),
    *("tomorrow", "1/1/1", " "),
]  # fmt: skip
FORM = """<form id="plan" method="post" action="/plan/" data-autosave>
<input type="hidden" name="csrfmiddlewaretoken" value="t"><input type="hidden" name="version" value="1">
<input id="task" name="task" value="a"><button id="send" name="go" value="1">ส่ง</button>
<p data-saved data-saving="…" data-done="บันทึกแล้ว {time}" data-failed="จะลองใหม่" data-conflict="มีผู้แก้ไข"></p>
<div id="draft-offer" hidden><button type="button" data-draft-take>นำกลับมา</button></div></form>"""
ROW = """<div data-row><input id="id_r-{0}-t" name="r-{0}-t"><input type="checkbox" name="r-{0}-DELETE">
<button type="button" data-remove-row>-</button></div>"""
PAGE = """<!doctype html><html lang="th"><meta charset="utf-8"><script src="/static/js/dates.js" defer></script>
<script src="/static/js/app.js" defer></script><body data-sprite="/static/icons.svg">{}</body></html>"""


class Site:
    """What the browser meets instead of a server: `page` is the HTML of every GET, `answer` decides on each POST."""

    def __init__(self, page: Page) -> None:
        self.browser = page
        self.body = ""
        self.posts: list[Request] = []
        self.answer: Callable[[Route], None] = lambda route: route.fulfill(
            status=200, body=json.dumps({"saved_at": "09.12 น.", "version": 2}), content_type="application/json"
        )
        self.wrong: list[str] = []
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.route("**/*", self.serve)

    def serve(self, route: Route) -> None:
        path = route.request.url.removeprefix(HOST)
        if route.request.method == "POST":
            self.posts.append(route.request)
            self.answer(route)
        elif path.startswith("/static/"):
            route.fulfill(path=STATIC / path.removeprefix("/static/"))
        else:
            headers = {"Content-Security-Policy": POLICY, "Content-Type": "text/html; charset=utf-8"}
            route.fulfill(body=PAGE.format(self.body), headers=headers)

    def wait_for_posts(self, number: int) -> None:
        for _ in range(1000):
            if len(self.posts) >= number:
                return
            self.browser.wait_for_timeout(5)
        raise AssertionError(f"{len(self.posts)} instead of {number} posts came.")

    def open(self, body: str) -> Page:
        self.body = body
        self.browser.goto(HOST + "/page/")
        return self.browser


@pytest.fixture
def site(browser: Browser) -> Iterator[Site]:
    context = browser.new_context()
    site = Site(context.new_page())
    yield site
    site.browser.unroute_all(behavior="ignoreErrors")
    context.close()
    assert site.wrong == []


def read_by_the_server(text: str) -> str | None:
    try:
        return weekday_date(parse_date(text), lang="th")
    except NotADate:
        return None


def test_a_typed_date_is_echoed_as_the_server_reads_it(site: Site) -> None:
    page = site.open("<p>x</p>")

    echoes = page.evaluate(
        "texts => texts.map(text => { const day = ThaiDate.parse(text); return day && ThaiDate.words(day, 'th'); })",
        DATES,
    )

    assert dict(zip(DATES, echoes, strict=True)) == {text: read_by_the_server(text) for text in DATES}


def test_the_echo_stands_below_the_field(site: Site) -> None:
    page = site.open('<input id="d" data-date-echo="ระบบเข้าใจว่า {date}"><p id="d_echo" class="echo" role="status"></p>')

    page.fill("#d", "17/3/2568")
    page.locator("#d").blur()

    assert page.locator("#d_echo").inner_text() == "ระบบเข้าใจว่า วันจันทร์ที่ 17\u00a0มีนาคม\u00a02568"


def test_leaving_a_field_saves_it_and_takes_the_new_version(site: Site) -> None:
    page = site.open(FORM)

    page.fill("#task", "เชื่อมโลหะ")
    page.locator("#task").blur()
    page.wait_for_selector("[data-saved]:has-text('บันทึกแล้ว')")

    assert page.locator("[data-saved]").inner_text().strip() == "บันทึกแล้ว 09.12 น."
    assert site.posts[0].headers["x-autosave"] == "1"
    assert "csrfmiddlewaretoken=t" in (site.posts[0].post_data or "")
    assert page.input_value("[name=version]") == "2"
    assert page.evaluate("Object.keys(localStorage)") == []


def test_words_that_did_not_arrive_are_kept_and_offered_back(site: Site) -> None:
    site.answer = lambda route: route.abort()
    page = site.open(FORM)
    page.fill("#task", "เชื่อมโลหะ")
    page.locator("#task").blur()
    page.wait_for_selector("[data-saved]:has-text('จะลองใหม่')")

    page = site.open(FORM)
    page.click("[data-draft-take]")

    assert page.input_value("#task") == "เชื่อมโลหะ"


def test_a_text_changed_by_somebody_else_is_not_overwritten(site: Site) -> None:
    site.answer = lambda route: route.fulfill(status=409)
    page = site.open(FORM)
    page.fill("#task", "b")
    page.locator("#task").blur()
    page.wait_for_selector("[data-saved]:has-text('มีผู้แก้ไข')")

    page.fill("#task", "c")
    page.locator("#task").blur()

    assert len(site.posts) == 1


def test_signing_out_forgets_what_was_kept(site: Site) -> None:
    page = site.open('<form method="post" action="/out/" data-forget-drafts><button>ออก</button></form>')
    page.evaluate("localStorage.setItem('teachersync:draft:/plan/', '[]')")

    page.click("button")
    page = site.open("<p>x</p>")

    assert page.evaluate("Object.keys(localStorage)") == []


def test_a_second_press_sends_nothing(site: Site) -> None:
    held: list[Route] = []
    site.answer = held.append
    page = site.open('<form method="post" action="/submit/"><button name="go" value="1">ส่ง</button></form>')

    busy = page.evaluate(
        """() => { const button = document.querySelector("button"); button.click(); button.click();
        button.form.requestSubmit(); return button.getAttribute("aria-busy"); }"""
    )
    site.wait_for_posts(1)

    assert busy == "true"
    assert [request.post_data for request in site.posts] == ["go=1"]
    with page.expect_navigation():
        held[0].fulfill(body="ok")


def test_a_press_waits_for_the_save_under_way(site: Site) -> None:
    held: list[Route] = []
    site.answer = held.append
    page = site.open(FORM)
    page.fill("#task", "b")
    page.locator("#task").blur()
    site.wait_for_posts(1)

    page.locator("#send").dispatch_event("click")
    held[0].fulfill(status=200, body='{"version": 2}', content_type="application/json")
    site.wait_for_posts(2)

    assert "go=1" not in (site.posts[0].post_data or "")
    assert site.posts[1].post_data == "csrfmiddlewaretoken=t&version=2&task=b&go=1"
    with page.expect_navigation():
        held[1].fulfill(body="ok")


def test_a_grey_button_does_nothing(site: Site) -> None:
    page = site.open('<form method="post" action="/x/"><button aria-disabled="true">ส่ง</button></form>')

    page.locator("button").dispatch_event("click")

    assert site.posts == []


def test_choosing_a_file_sends_it(site: Site) -> None:
    field = '<input type="file" name="f">'
    page = site.open(f'<form method="post" action="/up/" enctype="multipart/form-data" data-upload-now>{field}</form>')

    with page.expect_navigation():
        page.set_input_files("input", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-"})

    assert [request.url for request in site.posts] == [HOST + "/up/"]


def test_rows_are_added_and_taken_away(site: Site) -> None:
    page = site.open(
        f"""<form method="post"><input id="id_r-TOTAL_FORMS" name="r-TOTAL_FORMS" value="1">
        <input id="id_r-MAX_NUM_FORMS" value="2"><div data-rows="r">{ROW.format(0)}</div>
        <template data-row-template="r">{ROW.format("__prefix__")}</template>
        <button type="button" data-add-row="r">+</button></form>"""
    )

    page.click("[data-add-row]")
    page.click("[data-add-row]")
    page.locator("[data-remove-row]").first.click()

    assert page.input_value("#id_r-TOTAL_FORMS") == "2"
    assert page.locator("[name='r-1-t']").count() == 1
    assert page.locator("[name='r-0-DELETE']").is_checked()
    assert not page.locator("[data-row]").first.is_visible()


def test_one_box_chooses_all_and_the_number_is_told(site: Site) -> None:
    boxes = '<input type="checkbox" name="ids" value="1"><input type="checkbox" name="ids" value="2">'
    told = '<b data-selected-count="ids" data-words="เลือกไว้ {count} คน"></b>'
    page = site.open(f'<input type="checkbox" data-select-all="ids">{boxes}{told}')

    page.check("[data-select-all]")
    seen: list[Any] = [page.locator("b").inner_text()]
    page.locator("[name=ids]").first.uncheck()
    seen += [page.locator("b").inner_text(), page.locator("[data-select-all]").evaluate("box => box.indeterminate")]

    assert seen == ["เลือกไว้ 2 คน", "เลือกไว้ 1 คน", True]


def test_a_menu_closes_by_escape_and_gives_the_focus_back(site: Site) -> None:
    page = site.open('<details class="menu"><summary id="who">ครู</summary><a href="/x/">x</a></details>')

    page.click("summary")
    opened = page.locator("details").evaluate("menu => menu.open")
    page.locator("a").focus()
    page.keyboard.press("Escape")

    assert opened is True
    assert page.locator("details").evaluate("menu => menu.open") is False
    assert page.evaluate("document.activeElement.id") == "who"
