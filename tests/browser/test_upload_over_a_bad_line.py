"""Large files in a real browser: broken lines, closed tabs, a killed web server; the file arrives whole."""

from __future__ import annotations

import hashlib
import os
import signal
import socket
import time
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import portal
from tests.browser.line import Line, line_to
from tests.browser.sending import (
    COORDINATOR,
    MEGABYTE,
    NAME,
    Portal,
    arrived_whole,
    be,
    choose,
    noise,
    scanned,
    sign_in,
    until,
    until_attached,
)
from tests.factories.plans import tiny_pdf

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    data = tmp_path_factory.mktemp("portal")
    with portal.running(data) as address:
        yield Portal(data, address)


@pytest.fixture
def line(house: Portal) -> Iterator[Line]:
    with line_to(house.address) as line:
        yield line


@pytest.fixture
def page(browser: Browser, line: Line) -> Iterator[Page]:
    """The teacher on the page where the signed copy is sent in, at the far end of the line; the demo begun anew."""
    context = browser.new_context(base_url=line.address, locale="th-TH", viewport={"width": 360, "height": 740})
    context.set_default_timeout(30_000)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
    page.goto("/demo/")
    bar = page.locator(".demo-bar")
    bar.locator("details summary").click()
    with page.expect_navigation(timeout=60_000):
        bar.locator("form[action='/demo/restart/'] button").click(timeout=60_000)
    sign_in(page)
    yield page
    context.close()
    assert faults == []


def test_over_a_line_that_breaks_ten_times_the_file_arrives_whole_and_hardly_a_byte_twice(house, line, page, tmp_path):
    data = scanned(10)
    line.rate = MEGABYTE
    line.cuts = [len(data) * (number + 1) // 11 for number in range(10)]

    choose(page, (NAME, data), folder=tmp_path)
    until_attached(page, 10)

    twice = line.crossed - len(data)
    assert line.made == 10
    assert 0 <= twice < 0.02 * len(data), f"{twice} of {len(data)} bytes were sent twice"
    arrived_whole(house, data)


def test_connections_that_are_reset_while_the_line_is_there_cost_little_more(house, line, page, tmp_path):
    """The browser itself sends a request again whose old connection was reset, and hears that the place is wrong."""
    data = scanned(6)
    line.rate, line.outage = 0.5 * MEGABYTE, 0.0
    line.cuts = [len(data) * (number + 1) // 6 for number in range(5)]

    choose(page, (NAME, data), folder=tmp_path)
    until_attached(page, 6)

    twice = line.crossed - len(data)
    assert line.made == 5
    assert 0 <= twice < 0.2 * len(data), f"{twice} of {len(data)} bytes were sent twice"
    arrived_whole(house, data)


def test_the_web_server_is_killed_in_the_middle_and_nothing_is_lost(house, line, page, tmp_path):
    data = scanned(6)
    choose(page, (NAME, data), folder=tmp_path)
    until(line, len(data) // 2)

    for process in house.web():
        os.kill(process, signal.SIGKILL)
    before = line.crossed
    expect(page.locator("[data-upload-words]")).to_contain_text("สัญญาณขาดหาย")
    until_attached(page, 6)

    assert before < len(data)
    # What was in the dead server's hands has to come again: what it had read and not yet written.
    assert line.crossed - len(data) < 1.5 * MEGABYTE
    arrived_whole(house, data)


def test_after_the_tab_was_closed_the_same_file_goes_on_where_it_stopped(house, line, page, tmp_path):
    data = scanned(6)
    line.rate = 1.5 * MEGABYTE
    choose(page, (NAME, data), folder=tmp_path)
    until(line, len(data) // 2)
    sign = page.url
    page.close()
    before = line.crossed

    again = page.context.new_page()
    again.set_default_timeout(30_000)
    again.goto(sign)
    expect(again.locator("main .file").first).to_contain_text("เก็บไว้ให้ถึง")
    half = again.locator("main .file progress").first.get_attribute("value")
    # Under another name, as telephones give a photograph a new one each time: the content tells.
    choose(again, ("อีกชื่อหนึ่ง.pdf", data), folder=tmp_path)
    until_attached(again, 6)

    assert 30 <= int(half or 0) <= 70
    assert line.crossed - len(data) < 0.25 * MEGABYTE, f"{before} bytes had crossed"
    arrived_whole(house, data)


def test_the_line_is_gone_for_a_while_and_the_page_says_so(house, line, page, tmp_path):
    data = scanned(3)
    choose(page, (NAME, data), folder=tmp_path)
    until(line, len(data) // 3)

    line.down = True
    words = page.locator("[data-upload-words]")
    expect(words).to_contain_text("สัญญาณขาดหาย ส่วนที่ส่งไปแล้วยังเก็บไว้")
    shown = page.locator("[data-upload-figures]").inner_text()
    page.wait_for_timeout(3000)
    line.down = False
    until_attached(page, 3)

    assert "MB" in shown
    arrived_whole(house, data)


def test_photographs_keep_their_order_over_a_breaking_line(house, line, page, tmp_path):
    pictures = [(f"IMG_{number}.jpg", noise(number, 1400 - 200 * number, 1400)) for number in range(3)]
    total = sum(len(data) for _name, data in pictures)
    line.cuts = [total // 5, total // 2, total * 4 // 5]

    choose(page, *pictures, folder=tmp_path)
    until_attached(page, 3)

    stored = house.stored()
    assert (stored["pages"], stored["name"], line.made) == (3, "IMG_0.jpg", 3)
    assert (stored["orphans"], stored["missing"], stored["waiting"], house.parts()) == (0, 0, 0, [])


def test_a_file_travels_while_the_rest_of_its_form_is_filled_in(house, line, page, tmp_path):
    """An agreement has other fields: its file is sent at once, breaks and goes on, and waits for the button."""
    data = scanned(3)
    be(page, COORDINATOR)
    page.goto("/placements/establishments/")
    page.locator("main a[href^='/placements/establishments/']:not([href$='propose/'])").first.click()
    page.goto(f"{page.url}agree/")
    line.rate, line.cuts = 2 * MEGABYTE, [len(data) // 3, len(data) * 2 // 3]

    choose(page, ("ข้อตกลง.pdf", data), folder=tmp_path)
    button = page.locator("main form.card button.btn-primary")
    with page.expect_navigation(timeout=60_000):
        button.click()  # while it is still arriving: the form goes when all is there, and says what is missing
    expect(page.locator("main .error-summary")).to_be_visible()
    expect(page.locator("main .file input[name=uploads]")).to_be_checked()
    page.locator("input[name=basis][value=mou]").check()
    page.locator("input[name=number]").fill("7/2568")
    page.locator("input[name=valid_from]").fill("1/2/2568")
    with page.expect_navigation():
        button.click()

    expect(page.locator("main")).to_contain_text("7/2568")
    assert line.made == 2
    assert line.crossed - len(data) < 0.1 * len(data)
    arrived_whole(house, data)
    assert house.stored()["name"] == "ข้อตกลง.pdf"


def test_cancelled_is_cancelled(house, line, page, tmp_path):
    line.rate = MEGABYTE
    choose(page, (NAME, scanned(3)), folder=tmp_path)
    until(line, MEGABYTE)

    page.locator("[data-upload-cancel]").click()
    expect(page.locator("[data-upload-words]")).to_contain_text("ยกเลิกแล้ว")

    limit = time.monotonic() + 10
    while house.parts() and time.monotonic() < limit:
        time.sleep(0.1)
    assert house.parts() == []
    assert page.locator("input[name=files]").input_value() == ""


def test_cancelled_while_it_is_read_nothing_of_it_is_sent(house, line, page, tmp_path):
    page.evaluate("""() => {
        const digest = crypto.subtle.digest.bind(crypto.subtle);
        crypto.subtle.digest = async (...of) => {
            await new Promise((resolve) => { window.readOn = resolve; });
            return digest(...of);
        };
    }""")
    choose(page, (NAME, scanned(3)), folder=tmp_path)
    page.locator("[data-upload-cancel]").click()
    before = line.crossed

    page.evaluate("() => { window.readOn(); }")
    page.wait_for_timeout(500)  # it would begin at once

    assert (line.crossed, house.parts()) == (before, [])
    expect(page.locator("[data-upload-words]")).to_contain_text("ยกเลิกแล้ว")


def test_what_is_too_large_is_said_before_anything_is_sent(line, page, tmp_path):
    choose(page, ("ใหญ่.pdf", b"%PDF-1.7" + bytes(26 * 2**20)), folder=tmp_path)

    expect(page.locator("[data-upload-words]")).to_contain_text("“ใหญ่.pdf” มีขนาดใหญ่กว่า 25 MB")
    assert line.crossed == 0


def test_signing_out_forgets_what_was_half_there(line, page, tmp_path):
    line.rate = MEGABYTE
    choose(page, (NAME, scanned(3)), folder=tmp_path)
    until(line, MEGABYTE)
    page.goto("/")
    remembered = page.evaluate("Object.keys(localStorage)")

    page.locator(".site-head details.menu summary").click()
    with page.expect_navigation():
        page.locator("form[action='/accounts/logout/'] button").click()

    assert len(remembered) == 1
    assert NAME not in str(remembered)
    assert page.evaluate("Object.keys(localStorage)") == []


def test_what_is_small_goes_by_the_form_itself(house, line, page, tmp_path):
    data = tiny_pdf("ลงนามแล้ว")
    choose(page, (NAME, data), folder=tmp_path)
    until_attached(page, 1)

    assert line.crossed == 0
    assert house.stored()["sha256"] == hashlib.sha256(data).hexdigest()


def test_without_scripts_a_large_file_goes_by_the_button(browser, house, page, tmp_path):
    data = scanned(2)
    state = page.context.storage_state()
    context = browser.new_context(base_url=house.address, java_script_enabled=False, locale="th-TH")
    context.add_cookies(state["cookies"])
    plain = context.new_page()
    plain.goto(page.url.replace(page.url.split("/applications")[0], house.address))

    choose(plain, (NAME, data), folder=tmp_path)
    plain.locator("form[action$='/attach/'] button").locator("visible=true").last.click()
    until_attached(plain, 2)
    context.close()

    assert house.stored()["sha256"] == hashlib.sha256(data).hexdigest()


def test_connections_that_say_nothing_or_never_close_hold_up_nobody(house):
    """Browsers open some to have them at hand, and a dead line closes none: more of them than there are threads."""
    host, port = house.address.removeprefix("http://").split(":")
    lines = [socket.create_connection((host, int(port))) for _number in range(30)]
    for line in lines[:10]:
        line.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
    time.sleep(0.3)

    began = time.monotonic()
    for _look in range(5):
        with urllib.request.urlopen(f"{house.address}/healthz", timeout=30) as answer:
            assert answer.status == 200
    waited = time.monotonic() - began
    for line in lines:
        line.close()

    assert waited < 3
