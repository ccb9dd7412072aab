"""One file through everything that opens strangers' files, by its real doors, with each child watched."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

from records import gate, scanning
from records.gate import Limits, Reason, cell, client
from records.scan import reading
from records.scan.problems import Problem
from tests.records.scan_samples import NEW, known

WATCHED = Path(__file__).with_name("watched.py")
LIMITS = Limits(max_bytes=20 * 2**20, max_pages=30)
REASONS = frozenset(map(str, Reason))
PROBLEMS = frozenset(map(str, Problem))
# A child that goes beyond its time or memory is ended as promised; these mean that it broke down by itself.
BREAKDOWNS = {
    signal.SIGSEGV,
    signal.SIGBUS,
    signal.SIGILL,
    signal.SIGFPE,
    signal.SIGABRT,
    signal.SIGTRAP,
    signal.SIGSYS,
}


@dataclass
class Outcome:
    """What became of one file. `finds` are sentences; `costs` one entry a child."""

    verdict: str = ""
    finds: list[str] = field(default_factory=list)
    children: list[dict[str, Any]] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def memory(self) -> int:
        """KiB of the largest child."""
        return max((child["memory"] for child in self.children), default=0)


class Watch:
    """A checker of its own, in a folder of its own. `module` names other jobs than the real ones."""

    def __init__(self, folder: Path, module: str = "") -> None:
        self.folder = folder
        self.notes = folder / "notes"
        self.module = module

    def command(self, path: Path) -> list[str]:
        return [sys.executable, str(WATCHED), str(path), str(self.notes), *([self.module] if self.module else [])]

    def look(self, data: bytes, suffix: str) -> Outcome:
        """The gate twice (as a PDF and as a photograph), a picture of its first page, and a reading as a scan."""
        path = self.folder / f"input.{suffix}"
        path.write_bytes(data)
        self.notes.write_text("")
        outcome = Outcome()
        began = time.monotonic()
        said = []
        for look in (self._gate_pdf, self._gate_photo, self._picture, self._scan):
            try:
                said.append(look(path))
            except Exception as error:
                outcome.finds.append(f"{look.__name__[1:]} raised {type(error).__name__}: {str(error)[:200]}")
        outcome.seconds = time.monotonic() - began
        outcome.verdict = ", ".join(said)
        outcome.children = [json.loads(line) for line in self.notes.read_text().splitlines()]
        outcome.finds += [find for child in outcome.children for find in broke(child)]
        if not outcome.children and data:
            outcome.finds.append("no child was asked")
        return outcome

    def _gate_pdf(self, path: Path) -> str:
        return told("pdf", gate.check(path, kind="pdf", limits=LIMITS))

    def _gate_photo(self, path: Path) -> str:
        return told("photo", gate.check(path, kind="photo", limits=LIMITS))

    def _picture(self, path: Path) -> str:
        return told("picture", gate.picture(path, 1, target=self.folder / "picture.png"))

    def _scan(self, path: Path) -> str:
        try:
            read = reading.read(path, known(NEW), known)
        except reading.Unreadable as unreadable:
            return f"scan {unreadable.reason}"
        plain = json.loads(json.dumps(scanning.plain(read)))
        scanning.told(read)  # every problem has its sentence
        if problems := undeclared(plain):
            raise AssertionError("; ".join(problems))
        if any(found.facts.get("reason") == Reason.UNAVAILABLE for found in read.all_problems):
            raise AssertionError("a page had no answer")
        return f"scan of {len(read.pages)} pages, {sum(len(page.boxes) for page in read.pages)} boxes"


def told(what: str, report: gate.Report) -> str:
    """The gate's verdict; raises when it is none."""
    if report.ok is not (report.reason is None) or report.reason is Reason.UNAVAILABLE:
        raise AssertionError(f"{what}: no verdict: {report}")
    if not report.ok and not report.sentence:
        raise AssertionError(f"{what}: refused without a sentence: {report.reason}")
    return f"{what} {report.reason or 'accepted'}"


def undeclared(plain: dict[str, Any]) -> list[str]:
    """What in a kept reading is none of the words that a reading may say."""
    wrong = []
    problems = [*plain["problems"], *(problem for page in plain["pages"] for problem in page["problems"])]
    wrong += [f"problem {problem}" for problem in problems if problem["problem"] not in PROBLEMS]
    wrong += [f"reason {problem}" for problem in problems if problem.get("reason", "damaged") not in REASONS]
    for page in plain["pages"]:
        if page["rotation"] not in (None, 0, 90, 180, 270):
            wrong.append(f"rotation {page['rotation']}")
        for box in page["boxes"]:
            if not (box["ink"] is True or box["ink"] is False or box["ink"] == "doubtful"):
                wrong.append(f"ink {box['ink']}")
            if not 0 <= box["length"] < 1e5:
                wrong.append(f"length {box['length']}")
    return wrong


def broke(child: dict[str, Any]) -> Iterator[str]:
    """Finds in how a child ended."""
    status = child["status"]
    ended_by = os.WTERMSIG(status) if os.WIFSIGNALED(status) else None
    if ended_by in BREAKDOWNS:
        yield f"child crashed: {signal.Signals(ended_by).name}"
    elif ended_by == signal.SIGKILL and not child["starved"]:
        yield "child hung and was killed by the clock"
    elif os.WIFEXITED(status) and os.WEXITSTATUS(status) not in (0, 1):
        yield f"child left with {os.WEXITSTATUS(status)}"
    if child["memory"] * 1024 > cell.MOST:
        yield f"child held {child['memory'] // 1024} MiB"
    if child["surprise"]:
        yield f"our own code raised {child['surprise']}"


@contextmanager
def watching(module: str = "") -> Iterator[Watch]:
    """A Watch whose checker answers instead of the portal's, until the end."""
    folder = Path(tempfile.mkdtemp(prefix="teachersync-fuzz-"))
    watch = Watch(folder, module)
    data, command = settings.DATA, client.command
    settings.DATA, client.command = folder, watch.command
    try:
        yield watch
    finally:
        gate.stop()
        settings.DATA, client.command = data, command
        shutil.rmtree(folder, ignore_errors=True)
