"""The bureau moves a date, rehearses the year, gives many more time, and looks after what was not delivered."""

from __future__ import annotations

import sqlite3

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

BUREAU, FLOOD = "เพ็ญพิชชา", "น้ำท่วมหลายจังหวัด ถนนถูกตัดขาด"
CALENDAR = "/calendar/2568/"


@pytest.fixture
def bureau(visit):
    def begin(width):
        who = visit(width)
        who.start_again()
        who.be(BUREAU)
        return who

    return begin


@pytest.mark.parametrize("width", [1280, 360])
def test_the_bureau_moves_a_date_after_it_has_seen_what_follows(bureau, width):
    who = bureau(width)
    who.open(CALENDAR, "calendar")
    who.follow("/milestones/PLANS_DUE/")
    who.fill(closes="๖ มี.ค. ๒๕๖๘")
    who.look("new-dates")
    who.go(who.page.locator("main button[name=look]"))
    expect(who.page.locator("#impact")).to_contain_text("6 มี")
    who.look("impact")
    who.go(who.page.locator("#impact a[href*='/concerned/']"))
    who.look("concerned")
    who.page.go_back()
    who.go(who.page.locator("main button[name=seen]"))
    who.sees("6 มี.ค. 2568")
    who.look("calendar-moved")


@pytest.mark.parametrize("width", [1280, 360])
def test_the_bureau_rehearses_the_year_and_reads_a_message_before_anybody_gets_it(bureau, width):
    who = bureau(width)
    who.open(CALENDAR)
    who.follow("/rehearsal/2568/")
    who.look("rehearsal-none")
    who.press("rehearse")
    who.page.locator("#h-year").wait_for(timeout=600_000)
    who.look("rehearsal")
    who.go(who.page.locator("section:has(#h-year) a[href*='/rehearsal/']").first)
    who.look("rehearsed-letters")


@pytest.mark.parametrize("width", [1280, 360])
def test_the_bureau_gives_many_more_time_and_grants_who_asked(bureau, width):
    who = bureau(width)
    who.open(CALENDAR)
    who.follow("/extensions/extend-many/")
    who.page.locator("select[name=state]").select_option("owes")
    who.go(who.page.locator("form[role=search] button"))
    who.look("extend-many")
    who.page.locator("input[name=pick]").first.uncheck()
    who.fill(until="10/3/2568", reason=FLOOD)
    who.go(who.page.locator("main form[method=post] .btn-primary"))
    who.sees(FLOOD)
    who.look("lengthening")
    who.go(who.page.locator("main a[href*='/extensions/concerned/']"))
    who.look("lengthened")
    who.page.go_back()
    who.go(who.page.locator("main button[name=seen]"))
    who.sees(FLOOD)
    who.look("extensions")

    who.follow("/extensions/grant-many/")
    who.look("grant-many")
    who.go(who.page.locator("main form[method=post] .btn-primary"))
    who.look("extensions-granted")
    who.go(who.page.locator("main th a").first)
    who.look("extension")
    who.eyes.paper(who.page.context.request.get(who.link("/memo/").get_attribute("href")).body(), "memo")


@pytest.mark.parametrize("width", [1280, 360])
def test_the_bureau_sends_once_more_what_an_address_refused(bureau, data, width):
    who = bureau(width)
    _refuse_one(data)
    who.open("/deliveries/", "deliveries")
    who.go(who.page.locator("main th a").first)
    who.sees("550")
    who.look("delivery")
    who.press("resend")
    expect(who.page.locator("main form[action$='/resend/']")).to_have_count(0)
    who.look("delivery-sent-again")


def _refuse_one(data):
    """As if the other side had refused the last message that left."""
    words = "550 5.1.1 ไม่มีผู้ใช้นี้"
    with sqlite3.connect(next(data.glob("*.sqlite3")), timeout=30) as rows:
        (pk,) = rows.execute("SELECT max(id) FROM records_delivery WHERE state = 'SENT'").fetchone()
        rows.execute(
            "UPDATE records_delivery SET state = 'REFUSED', sent_at = NULL, last_error = ? WHERE id = ?", (words, pk)
        )
        rows.execute(
            "INSERT INTO records_attempt (delivery_id, tried_at, address, error)"
            " SELECT id, begun_at, address, last_error FROM records_delivery WHERE id = ?",
            (pk,),
        )
    rows.close()
