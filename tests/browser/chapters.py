"""The chapters of the story, one function a deed. Each begins with the person signed in and on her home page."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser import facts, scan
from tests.browser.visitor import Visitor
from tests.records.pdf_reading import by_pypdf


def to_the_plan(v: Visitor) -> None:
    """From home, where the plan is what waits."""
    v.follow("/applications/…/")
    v.remember()


def section(v: Visitor, name: str) -> None:
    v.follow(f"/section/{name}/")


def save(v: Visitor) -> None:
    v.go(v.page.locator("#section .btn-primary"))


def add_row(v: Visitor) -> int:
    """One more row; its number, from 0."""
    v.go(v.page.locator("#section button[name=add_row]"))
    return v.page.locator("[data-row]").count() - 1


def fill_row(v: Visitor, number: int, **values: str) -> None:
    v.fill(**{f"rows__{number}__{name}": value for name, value in values.items()})


def write_the_plan(v: Visitor) -> None:
    """Goes through every section, fills in what is missing, mends what is there."""
    to_the_plan(v)
    v.look("tasks")
    for name in ("teacher", "establishment", "competencies"):
        section(v, name)
        v.look(f"section-{name}")
        save(v)
    section(v, "need")
    v.fill(gap=facts.NEED)
    v.page.keyboard.press("Tab")
    expect(v.page.locator("[data-saved]")).to_have_text(re.compile(r"\d\d\.\d\d"))
    v.look("section-need-saved")
    save(v)
    _schedule(v)
    _test(v)
    section(v, "transfer")
    v.look("section-transfer")
    v.fill(**facts.TRANSFER)
    save(v)
    _budget(v)


def fill_section(v: Visitor, name: str) -> None:
    """An empty section, filled as far as it must be."""
    filled: dict[str, dict[str, str]] = {
        "need": {"current": facts.NEED, "gap": facts.NEED, "course": facts.NEED},
        "competencies": {"rows__0__title": facts.STAGE["department"], "rows__0__outcome": facts.STAGE["task"]},
        "schedule": {f"rows__0__{key}": value for key, value in (facts.STAGE | {"competency": "1"}).items()},
        "transfer": facts.TRANSFER,
        "budget": {"rows__0__item": facts.BUDGET[0][0], "rows__0__amount": facts.BUDGET[0][1]},
    }
    if name == "establishment":
        v.page.locator("select[name=establishment]").select_option(index=1)
        for field in ("contact_name", "mentor_name"):
            v.fill(**{field: "นายสมมุติ สมนาม"})
        v.fill(contact_phone="038-000-111", mentor_position="หัวหน้างาน")
    elif name == "test":
        v.choose("planned", "no")
    else:
        v.fill(**filled.get(name, {}))


def _schedule(v: Visitor) -> None:
    section(v, "schedule")
    number = add_row(v)
    fill_row(v, number, **facts.STAGE)
    v.page.keyboard.press("Tab")
    for name, echo in facts.ECHOES.items():
        expect(v.page.locator(f"#id_rows-{number}-{name}_echo")).to_contain_text(echo)
    v.look("section-schedule")
    save(v)


def _test(v: Visitor) -> None:
    section(v, "test")
    v.choose("planned", "yes")
    v.fill(date=facts.TEST_DAY)
    v.look("section-test")
    save(v)


def _budget(v: Visitor) -> None:
    (first, money), *others = facts.BUDGET
    fill_row(v, 0, item=first, amount=money)
    for item, amount in others:
        fill_row(v, add_row(v), item=item, amount=amount)
    v.look("section-budget")
    save(v)


def make_the_paper(v: Visitor) -> bytes:
    """Checks the answers, freezes them, waits for the worker, downloads the paper."""
    v.look("tasks-complete")
    v.follow("/check/")
    v.look("check")
    v.press("freeze")
    v.look("sign-waiting")
    return take_the_paper(v)


def take_the_paper(v: Visitor) -> bytes:
    printed = v.page.locator("a[href$='/printed/']")
    printed.wait_for(timeout=60_000)
    v.look("sign-printed")
    paper = v.fetch(printed)
    v.eyes.paper(paper, "plan")
    return paper


def hand_in(v: Visitor, *files: bytes) -> str:
    """Uploads the signed copy and submits; answers the number of the receipt."""
    v.hand_in(*files)
    v.look("sign-arrived")
    v.press("submit")
    v.look("receipt")
    return receipt_number(v)


def receipt_number(v: Visitor) -> str:
    title = v.page.title()
    return title.split(" · ")[0]


def receipt_paper(v: Visitor) -> bytes:
    pdf = v.fetch(v.link("/pdf/"))
    v.eyes.paper(pdf, "receipt")
    return pdf


def open_on_the_desk(v: Visitor, name: str) -> None:
    """The coordinator finds a plan on her desk and opens it."""
    v.open("/applications/desk/", "desk")
    v.go(v.page.locator("main a", has_text=name).first)
    for picture in v.page.locator("figure img").all():
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("i => i.naturalWidth") > 300
    v.look("review")


def send_back(v: Visitor, comment: str) -> None:
    v.fill(comment=comment)
    v.press("send_back")
    v.look("review-sent-back")


def endorse(v: Visitor) -> None:
    v.page.locator("input#attested").check()
    v.press("endorse")
    v.look("review-endorsed")


def screen_and_decide(v: Visitor, name: str) -> None:
    """The bureau narrows its list to one name, screens it, looks at whom it is about, and decides."""
    v.open("/applications/office/", "office")
    v.fill(q=name)
    v.go(v.page.locator("form[role=search] button"))
    expect(v.page.locator("input[name=pick]")).to_have_count(1)
    v.look("office-filtered")
    v.page.locator("input[name=pick]").check()
    v.go(v.page.locator("button[name=scope][value=ticked]"))
    v.look("office-weighed")
    v.press("office/screen", "button[value=yes]")
    v.go(v.page.locator("button[name=scope][value=all]"))
    v.sees(name)
    v.choose("decision", "ELIGIBLE")
    v.press("decide")
    v.look("office-decided")


def announce(v: Visitor) -> bytes:
    """Drafts the list, prepares it, has it signed on paper, publishes; answers the announcement as PDF."""
    v.open("/applications/announcements/", "announcements-none")
    v.follow("/draft/…2568")
    v.fill(dated="๑๔ มี.ค. ๒๕๖๘", signatory_name="นางสาวธัญสุดา ศรีประกาศ")
    v.look("announcement-words")
    v.go(v.page.locator("main form.card .btn-primary"))
    v.look("announcement-draft")
    v.press("prepare")
    printed = v.page.locator("a[href$='which=printed']")
    printed.wait_for(timeout=60_000)
    v.look("announcement-prepared")
    paper = v.fetch(printed)
    v.eyes.paper(paper, "announcement")
    v.follow("/sign/")
    v.page.locator("input[name=file]").set_input_files(
        {"name": "ประกาศลงนาม.pdf", "mimeType": "application/pdf", "buffer": scan.scan(paper)}
    )
    v.page.locator("input[name=confirm]").check()
    v.look("announcement-sign")
    v.go(v.page.locator("main form.card .btn-primary"))
    v.look("announcement-signed")
    v.follow("/publish/")
    v.look("announcement-outbox")
    v.press("publish")
    v.look("announcement-published")
    return paper


def ask_for_more_time(v: Visitor, until: str, reason: str) -> None:
    """At the closed door; begins on the page of the plan."""
    v.look("closed-door")
    v.follow("/ask/?kind=PLANS_DUE")
    v.fill(until=until, reason=reason)
    v.page.keyboard.press("Tab")
    v.look("ask-for-more-time")
    v.go(v.page.locator("main form.card .btn-primary"))
    v.look("asked-for-more-time")


def grant(v: Visitor, name: str) -> None:
    """The bureau finds the request and grants it."""
    v.open("/rounds/extensions/", "extensions")
    v.go(v.page.locator("main a", has_text=name).first)
    v.look("extension")
    v.press("grant")
    v.look("extension-granted")


def to_my_plan(v: Visitor) -> None:
    """From anywhere, by the number that the plan keeps."""
    v.open(v.plan)


def address_in(pdf: bytes) -> str:
    """Where the code of a paper leads, read off the paper; the path alone."""
    found = re.search(r"https?://[^/]+(/v/[A-Z0-9]+/?)", by_pypdf(pdf))
    assert found, "the paper names no address"
    return found[1]
