"""Looks at a page as it stands: a picture of it, and what is wrong with it in whoever's eyes."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

from tests.browser import axe

# Names and things that are written in Latin letters in Thai too.
_LATIN = re.compile(
    r"TeacherSync|English|[\w.+-]+@[\w.-]+|https?://\S+|\S+\.(?:pdf|jpg)|(?:[A-Z]{2,}[ -]?)+\d*|Profinet|Excel|iCal",
    re.ASCII,
)
_SENTENCE = re.compile(r"[A-Za-z]{2,}(?: [A-Za-z]{2,})+|\b[A-Za-z]{4,}\b")


class Eyes:
    """One width's pictures, numbered in the order of the story, and the faults seen on the way."""

    def __init__(self, width: int, folder: Path | None, *, with_axe: bool = True) -> None:
        self.width, self.folder, self.with_axe = width, folder, with_axe
        self.faults: list[str] = []
        self.heard: list[str] = []
        self._count = 0
        self._seen: set[str] = set()
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)

    def listen(self, page: Any) -> None:
        """Hears what the browser complains about: scripts that fail, what the security policy refused."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._hear(f"script failed: {error}"))
        page.on("response", self._answer)

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self._hear(message.text)

    def _answer(self, answer: Any) -> None:
        if answer.status >= 500:
            self._hear(f"{answer.status} at {answer.url}")

    def _hear(self, text: str) -> None:
        # The door's own answers: a refusal is a page with a sentence, and the browser grumbles about its number.
        if not re.match(r"Failed to load resource: .* status of (403|404|409|422)", text):
            self.heard.append(text)

    def look(self, page: Any, name: str, *, language: str = "th", shot: bool = True) -> None:
        """Takes a picture and notes every fault under the page's name."""
        page.wait_for_load_state("load")
        faults = [*self.heard]
        self.heard.clear()
        if page.locator("html").get_attribute("lang") != language:
            faults.append("says another language")
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            faults.append(f"scrolls sideways by {wide} px")
        if language == "th":
            faults += [f"English left over: {text}" for text in english(page.locator("body").inner_text())]
        if self.with_axe and name not in self._seen:
            # A bar that sticks to the lower edge lies on what is behind it only until one scrolls.
            page.evaluate("scrollTo(0, document.body.scrollHeight)")
            faults += axe.violations(page)
            page.evaluate("scrollTo(0, 0)")
        self._seen.add(name)
        self.faults += [f"{self.width} {name} ({page.url.split('/', 3)[-1]}): {fault}" for fault in faults]
        if shot:
            self._count += 1
            self.picture(page, f"{self._count:02d}-{name}")

    def picture(self, page: Any, name: str) -> None:
        if self.folder is not None:
            page.screenshot(path=self.folder / f"{name}.png", full_page=True)

    def paper(self, data: bytes, name: str) -> None:
        """Pictures of a PDF's pages beside those of the screen."""
        self._count += 1
        if self.folder is not None:
            target = self.folder / f"{self._count:02d}-{name}"
            target.with_suffix(".pdf").write_bytes(data)
            subprocess.run(["pdftoppm", "-r", "70", "-png", "-", str(target)], input=data, check=True, timeout=60)


def english(text: str) -> list[str]:
    """English words that stand where Thai is expected; names and abbreviations apart."""
    return sorted({match[0] for match in _SENTENCE.finditer(_LATIN.sub(" ", text))})
