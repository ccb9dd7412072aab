"""Reading a whole scan: each page in a child of its own, then what the pages are together. For any thread.

The portal and `manage.py read_scan` both come here. Nothing is decided: a reading says what was seen.
"""

from __future__ import annotations

import math
import os
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from records.gate import Reason, client
from records.scan.problems import Found, Problem, Why

ENGINE = 2  # raised when the same scan may be read otherwise than before
MOST_PAGES = 60  # of one file that are looked at
LEAST_LAID = 0.2  # share of the print found again, below which the page was not laid straight

_CODE = re.compile("[2-9A-HJKMNP-TV-Z]{12}")
Answer = dict[str, Any]


@dataclass(frozen=True)
class Known:
    """What the portal knows of a paper: enough to lay a scan beside it. `boxes` as in a document's facts.

    `more` are pages that may follow: those on which the portal notes its signatures.
    """

    code: str
    version: int
    number: str
    pages: int
    boxes: tuple[dict[str, Any], ...] = ()
    printed: bytes = b""
    more: int = 0
    superseded: bool = False
    kind: str = ""


@dataclass
class Box:
    """One place to sign. `ink` is True, False or "doubtful"; `picture` a JPEG."""

    role: str
    ink: bool | str
    why: str | None
    length: float
    picture: bytes = b""


@dataclass
class Page:
    """One page of the file. `place` counts from 1; `number` is the page of the paper it was found to be."""

    place: int
    code: str = ""
    number: int | None = None
    turn: float | None = None
    blank: bool = False
    laid: float | None = None
    known: Known | None = None
    boxes: list[Box] = field(default_factory=list)
    problems: list[Found] = field(default_factory=list)

    @property
    def rotation(self) -> int | None:
        """Degrees clockwise, in quarters, by which the page lies turned; None when nothing tells."""
        return None if self.turn is None else round(self.turn / 90) % 4 * 90


@dataclass
class Reading:
    """`expected` is the paper that the scan should be, or the one most of its pages are."""

    pages: list[Page]
    expected: Known | None
    problems: list[Found] = field(default_factory=list)

    @property
    def all_problems(self) -> list[Found]:
        return [*self.problems, *(problem for page in self.pages for problem in page.problems)]


Knowing = Callable[[str], Known | None]


def read(path: Path, expected: Known | None = None, know: Knowing = lambda code: None) -> Reading:
    """Reads the PDF or picture at `path`. `know` finds the paper of a code; without `expected` the scan itself
    says by its codes which paper it should be.

    Raises client.Unavailable when no checker answers, and Unreadable when the file cannot be opened at all.
    """
    with path.open("rb") as scan:
        first, total = _page(scan, 1, expected)
        pages = [first, *(_page(scan, place, expected)[0] for place in range(2, min(total, MOST_PAGES) + 1))]
        if expected is None and (code := _most_frequent(pages)) and (expected := know(code)) is not None:
            signed = {int(box["page"]) for box in expected.boxes}
            for index, page in enumerate(pages):
                if page.code == code and page.number in signed:
                    pages[index] = _page(scan, page.place, expected)[0]
    reading = Reading(pages, expected)
    judge(reading, know)
    return reading


class Unreadable(Exception):
    """The file cannot be opened; `reason` is the gate's."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


def _most_frequent(pages: Sequence[Page]) -> str | None:
    counted = Counter(page.code for page in pages if page.code)
    return counted.most_common(1)[0][0] if counted else None


def _page(scan: IO[bytes], place: int, expected: Known | None) -> tuple[Page, int]:
    question: Answer = {"job": "scan", "page": place}
    with tempfile.TemporaryFile() as pictures, _beside(expected) as beside:
        files = [scan.fileno(), pictures.fileno()]
        if expected is not None and beside is not None:
            question["expected"] = {"code": expected.code, "boxes": list(expected.boxes)}
            files.append(beside.fileno())
        answer = client.ask(question, files)
        try:
            reason = Reason(answer["reason"]) if answer.get("reason") else None
            if reason is None:
                return _believed(Page(place), answer, pictures, expected), int(answer["pages"])
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            reason = Reason.DAMAGED  # no answer that our own code gives
        if place == 1 and reason not in (Reason.TOO_COSTLY, Reason.UNAVAILABLE):
            raise Unreadable(reason)
        return Page(place, problems=[Found(Problem.UNREADABLE, {"reason": str(reason)})]), 0


@contextmanager
def _beside(expected: Known | None) -> Iterator[IO[bytes] | None]:
    if expected is None or not expected.printed or not expected.boxes:
        yield None
        return
    with tempfile.TemporaryFile() as file:
        file.write(expected.printed)
        file.flush()
        yield file


def _believed(page: Page, answer: Answer, pictures: IO[bytes], expected: Known | None) -> Page:
    """The page from the answer of a child that a hostile file may have taken over: shapes are forced, not trusted.

    Raises ArithmeticError, AttributeError, LookupError, TypeError or ValueError for what is no answer.
    """
    codes = [(str(item["code"]), int(item["page"])) for item in answer.get("codes", ())][:4]
    codes = [(code, number) for code, number in codes if _CODE.fullmatch(code) and 0 <= number < 1000]
    if codes:
        page.code, number = codes[0]
        page.number = number or None
    if len({code for code, _number in codes} | {str(number) for _code, number in codes}) > 2:
        page.problems.append(Found(Problem.TWO_PAPERS))
    page.turn, page.laid = _finite(answer.get("turn")), _finite(answer.get("laid"))
    page.blank = bool(answer.get("blank"))
    size = os.fstat(pictures.fileno()).st_size
    roles = {str(box["role"]) for box in expected.boxes} if expected else set()
    for box in answer.get("boxes", ()):
        role = str(box["role"])
        if role not in roles:
            continue
        roles.remove(role)
        begin, length = (int(value) for value in box["at"])
        picture = os.pread(pictures.fileno(), length, begin) if 0 <= begin <= begin + length <= size else b""
        verdict = box["ink"] if isinstance(box["ink"], bool) else "doubtful"
        why = None if box.get("why") is None else str(Why(box["why"]))
        page.boxes.append(Box(role, verdict, why, _finite(box["length"]) or 0.0, picture))
    return page


def _finite(value: object) -> float | None:
    """None for what is no number of this world."""
    if not isinstance(value, int | float) or not math.isfinite(value) or abs(value) > 1e6:
        return None
    return float(value)


def judge(reading: Reading, know: Knowing) -> None:
    """What the pages are, one by one and together."""
    expected = reading.expected
    seen: dict[int, int] = {}
    for page in reading.pages:
        _judge_page(page, expected, know)
        if page.known is None or page.known is not expected or page.number is None:
            continue
        if page.number in seen:
            page.problems.append(Found(Problem.TWICE, {"page": page.number, "first": seen[page.number]}))
        seen.setdefault(page.number, page.place)
    if expected is None:
        if not any(page.code for page in reading.pages):
            reading.problems.append(Found(Problem.NO_CODES))
        return
    if not any(page.code for page in reading.pages):
        reading.problems.append(Found(Problem.NO_CODES))
    else:
        _judge_together(reading, expected, seen)
    if expected.superseded:
        reading.problems.append(Found(Problem.SUPERSEDED, {"version": expected.version}))


def _judge_page(page: Page, expected: Known | None, know: Knowing) -> None:
    if not page.code:
        if page.problems:
            return
        page.problems.append(Found(Problem.BLANK_PAGE if page.blank else Problem.NO_CODE))
        return
    page.known = expected if expected is not None and page.code == expected.code else know(page.code)
    if page.known is None:
        if expected is not None:
            page.problems.append(Found(Problem.UNKNOWN))
    elif expected is not None and page.known is not expected:
        page.problems.append(_other(page.known, expected))
    elif page.number is not None and page.known.pages and page.number > page.known.pages + page.known.more:
        page.problems.append(Found(Problem.NO_SUCH_PAGE, {"page": page.number}))
    if page.rotation == 180:
        page.problems.append(Found(Problem.UPSIDE_DOWN))
    elif page.rotation:
        page.problems.append(Found(Problem.SIDEWAYS))
    if page.known is not None and page.known is expected:
        _judge_boxes(page, expected)


def _other(known: Known, expected: Known) -> Found:
    """A page of another paper: of another version of the same one, or of somebody else's."""
    if known.kind == expected.kind and known.number == expected.number and known.number:
        problem = Problem.OLDER if known.version < expected.version else Problem.NEWER
        return Found(problem, {"version": known.version, "expected": expected.version})
    return Found(Problem.FOREIGN)


def _judge_boxes(page: Page, expected: Known) -> None:
    wanted = [str(box["role"]) for box in expected.boxes if box["page"] == page.number]
    if wanted and (not page.boxes or (page.laid is not None and page.laid < LEAST_LAID)):
        page.problems.append(Found(Problem.NOT_LAID))
        for box in page.boxes:
            box.ink, box.why = "doubtful", "not_found"
        page.boxes = page.boxes or [Box(role, "doubtful", "not_found", 0.0) for role in wanted]
        return
    for box in page.boxes:
        if box.ink is False:
            page.problems.append(Found(Problem.BOX_EMPTY, {"role": box.role}))
        elif box.ink != True:  # noqa: E712 ("doubtful" is true to Python)
            page.problems.append(Found(Problem.BOX_DOUBTFUL, {"role": box.role, "why": box.why}))


def _judge_together(reading: Reading, expected: Known, seen: dict[int, int]) -> None:
    missing = sorted(set(range(1, expected.pages + 1)) - set(seen))
    unread = [page for page in reading.pages if not page.code and not page.blank]
    if missing:
        # Pages that could not be read may be the missing ones; only what cannot be is proved.
        proved = len(missing) > len(unread)
        reading.problems.append(
            Found(Problem.MISSING if proved else Problem.MISSING_PERHAPS, {"pages": missing, "unread": len(unread)})
        )
    order = [number for number, _place in sorted(seen.items(), key=lambda pair: pair[1])]
    if order != sorted(order):
        reading.problems.append(Found(Problem.OUT_OF_ORDER, {"pages": order}))
