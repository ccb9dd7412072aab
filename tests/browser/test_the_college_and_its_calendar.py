"""A college in the year: its dates, the text for its LINE group, the director's one page, what comes by e-mail."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

TEACHER, COORDINATOR, DIRECTOR = "พิมพ์ลดา", "อรนิดา", "ศุภกิตต์"


@pytest.mark.parametrize("width", [1280, 360])
def test_a_coordinator_looks_at_the_year_and_copies_the_text_for_her_group(visit, width):
    who = visit(width)
    who.start_again()
    who.be(COORDINATOR)
    who.context.grant_permissions(["clipboard-read", "clipboard-write"])
    who.open("/calendar/2568/", "calendar-coordinator")
    who.open("/digest/", "digest")
    who.page.locator("[data-copy]").click()
    expect(who.page.locator("[data-copy-label]")).to_have_text("คัดลอกแล้ว")
    text = who.page.evaluate("navigator.clipboard.readText()")
    assert text == who.page.locator("#digest").input_value()
    assert "วิทยาลัยเทคนิคธารทอง" in text
    who.look("digest-copied")


@pytest.mark.parametrize("width", [1280, 360])
def test_a_director_sees_the_college_on_one_page_and_on_one_sheet(visit, width):
    who = visit(width)
    who.start_again()
    who.be(DIRECTOR)
    who.open("/director/", "director")
    sheet = who.page.context.request.get(who.page.locator("main a[href^='/director/file/']").get_attribute("href"))
    assert (sheet.status, sheet.headers["content-type"]) == (200, "application/pdf")
    who.eyes.paper(sheet.body(), "director")


@pytest.mark.parametrize("width", [1280, 360])
def test_a_teacher_sees_her_own_dates_and_chooses_what_comes_by_mail(visit, width):
    who = visit(width)
    who.start_again()
    who.be(TEACHER)
    who.open("/calendar/2568/", "calendar-teacher")
    who.open("/rounds/feed/", "feed")
    who.open("/messages/choose/", "preferences")
