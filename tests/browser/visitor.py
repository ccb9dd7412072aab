"""Somebody before the portal: finds a button by what it does, presses it, looks at what comes.

Buttons and links are found by their address, which names the verb, and not by their words, which may be mended.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Locator, expect

from tests.browser.eyes import Eyes


class Visitor:
    def __init__(self, context: BrowserContext, eyes: Eyes) -> None:
        self.context, self.eyes = context, eyes
        self.page = context.new_page()
        # The address of the plan that this story is about, once it is known.
        self.plan = ""
        eyes.listen(self.page)

    # ── Going about ──────────────────────────────────────────────────────────────────────────────
    def open(self, path: str, name: str = "") -> None:
        self.page.goto(path)
        if name:
            self.look(name)

    def look(self, name: str, **how: Any) -> None:
        self.eyes.look(self.page, name, **how)

    def be(self, name: str) -> None:
        """Signs in as one of the demo's people, by one press."""
        self.open("/demo/")
        who = self.page.locator("li", has=self.page.locator("b", has_text=name))
        self.go(who.locator("form[action='/demo/sign-in/'] button"))

    def follow(self, path: str) -> None:
        """Follows the first visible link whose address ends like this, `…` standing for anything in between."""
        self.go(self.link(path))

    def link(self, path: str) -> Locator:
        start, _, end = path.rpartition("…")
        wanted = f"a[href*='{start}'][href$='{end}']" if start else f"a[href$='{end}']"
        return self.page.locator(f"main {wanted}").locator("visible=true").first

    def remember(self) -> None:
        """Keeps the address of the plan that is before her."""
        self.plan = "/".join(["", *self.page.url.split("/")[3:5], ""])

    def press(self, verb: str, button: str = "button") -> None:
        """Presses the button of the form that carries out a verb."""
        form = self.page.locator(f"main form[action$='/{verb}/']")
        self.go(form.locator(button).locator("visible=true").last)

    def go(self, thing: Locator) -> None:
        with self.page.expect_navigation(wait_until="load"):
            thing.click()

    # ── Forms ────────────────────────────────────────────────────────────────────────────────────
    def fill(self, **values: str) -> None:
        """Types into fields by their names; `rows__0__hours` is the field `rows-0-hours`."""
        for name, value in values.items():
            field = self.field(name.replace("__", "-"))
            kind = field.evaluate("f => f.tagName + ':' + (f.type || '')")
            if kind.startswith("SELECT"):
                field.select_option(value)
            else:
                field.fill(value)

    def field(self, name: str) -> Locator:
        return self.page.locator(f"main [name='{name}']").last

    def choose(self, name: str, value: str) -> None:
        self.page.locator(f"main input[name='{name}'][value='{value}']").check()

    def sees(self, text: str | re.Pattern[str]) -> None:
        """The words stand on the page, wherever."""
        expect(self.page.locator("main")).to_contain_text(text)

    # ── Files ────────────────────────────────────────────────────────────────────────────────────
    def fetch(self, link: Locator) -> bytes:
        """Downloads what a link leads to, by pressing it."""
        with self.page.expect_download() as download:
            link.click()
        return Path(download.value.path()).read_bytes()

    def choose_files(self, *files: bytes) -> None:
        """Chooses the signed copy: one PDF, or photographs under the names that a telephone gives them."""
        kind = ("application/pdf", "แผนที่ลงนามแล้ว.pdf") if files[0][:4] == b"%PDF" else ("image/jpeg", "IMG_{}.jpg")
        chosen: list[Any] = [
            {"name": kind[1].format(2031 + number), "mimeType": kind[0], "buffer": data}
            for number, data in enumerate(files)
        ]
        self.page.locator("input[name='files']").set_input_files(chosen)

    def hand_in(self, *files: bytes) -> None:
        """Chooses the signed copy where scripts run: choosing is sending then."""
        with self.page.expect_navigation(wait_until="load", timeout=60_000):
            self.choose_files(*files)

    # ── Keys ─────────────────────────────────────────────────────────────────────────────────────
    def tab_to(self, wanted: str, most: int = 120) -> None:
        """Presses Tab until the focus stands on what is wanted; it must be seen at every stop on the way."""
        for _press in range(most):
            self.page.keyboard.press("Tab")
            stop = self.page.evaluate(
                """wanted => {
                    const now = document.activeElement, look = getComputedStyle(now);
                    const shown = look.outlineStyle !== "none" || look.boxShadow !== "none";
                    return {there: now.matches(wanted), shown, what: now.outerHTML.slice(0, 120)};
                }""",
                wanted,
            )
            assert stop["shown"], f"the focus is not to be seen on {stop['what']}"
            if stop["there"]:
                return
        raise AssertionError(f"{most} presses of Tab did not lead to {wanted}")

    def enter(self) -> None:
        with self.page.expect_navigation(wait_until="load"):
            self.page.keyboard.press("Enter")

    # ── The demo's bar ───────────────────────────────────────────────────────────────────────────
    def jump(self, key: str) -> None:
        """Lets the demo's clock run forward."""
        bar = self.page.locator(".demo-bar")
        bar.locator("select[name=to]").select_option(key)
        with self.page.expect_navigation(wait_until="load", timeout=60_000):
            bar.locator("form[action='/demo/jump/'] button").click(timeout=60_000)

    def start_again(self) -> None:
        """Throws the demo away, so that a story begins where every story begins."""
        self.open("/demo/")
        bar = self.page.locator(".demo-bar")
        bar.locator("details summary").click()
        with self.page.expect_navigation(wait_until="load", timeout=60_000):
            bar.locator("form[action='/demo/restart/'] button").click(timeout=60_000)
