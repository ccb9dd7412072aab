"""`make bench ONLY=recognition SIZE=2000`: papers printed, signed, spoilt and read back; the figures against the goals.

Seeds under 100,000 were used while the reader was built; the benchmark's own begin at HELD_OUT and were not.
"""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image

from bench.recognition import papers, pens, sheets
from bench.report import Figure, Goal
from records.scan import job, source
from records.scan.reading import Known, Page, Reading, judge

HELD_OUT = 1_000_000
PEOPLE = 12


@dataclass
class Seen:
    """What became of one page."""

    seed: int
    done: list[str]
    known: bool = False
    read: bool = False
    turned_right: bool = False
    wrong_told: bool | None = None
    boxes: list[tuple[str, str, object]] = field(default_factory=list)  # kind, truth, verdict
    seconds: float = 0.0


@cache
def _papers(seed: int) -> tuple[papers.Paper, ...]:
    return tuple(papers.papers(PEOPLE, seed))


def _known(paper: papers.Paper) -> Known:
    boxes = tuple(asdict(box) for box in paper.boxes)
    number = f"2568-{paper.person:06d}"
    return Known(paper.code, paper.version, number, paper.pages, boxes, paper.data, kind="PLAN")


def one(task: tuple[int, int]) -> Seen:
    """One page, made and read. Three in four are the page to be signed; every tenth is sent as another paper's."""
    seed, index = task
    chosen = _papers(seed)
    paper = chosen[index % len(chosen)]
    number = paper.pages if index % 4 else 1 + index // 4 % paper.pages
    made = sheets.specimen(paper, number, seed + index)
    seen = Seen(seed + index, made.done)
    began = time.process_time()
    expected = _known(paper)
    if index % 10 == 7:
        draw = np.random.default_rng(seed + index)
        expected = _known(chosen[(index + 1 + int(draw.integers(len(chosen) - 1))) % len(chosen)])
    answer = _read(made.picture, expected, paper)
    seen.seconds = time.process_time() - began
    names = answer["codes"]
    seen.read = bool(names)
    seen.known = bool(names) and (names[0]["code"], names[0]["page"]) == (paper.code, number)
    page = Page(1, names[0]["code"] if names else "", names[0]["page"] if names else None, answer["turn"])
    seen.turned_right = page.rotation == made.turned
    if expected.code != paper.code and names:
        reading = Reading([page], expected)
        every = {other.code: _known(other) for other in chosen}
        judge(reading, every.get)
        seen.wrong_told = any(problem.weight == "wrong" for problem in page.problems)
    for box in answer["boxes"]:
        kind = made.boxes[box["role"]]
        seen.boxes.append((kind.name, kind.truth, box["ink"]))
    return seen


def _read(picture: Image.Image, expected: Known, paper: papers.Paper) -> dict[str, object]:
    """By the reader's own steps in this process, because a child of the checker would be measured as nothing."""
    if max(picture.size) > source.LONG_SIDE:
        picture.thumbnail((source.LONG_SIDE, source.LONG_SIDE), Image.Resampling.LANCZOS)
    with tempfile.TemporaryFile() as file:
        file.write(expected.printed)
        file.seek(0)
        question = {"code": expected.code, "boxes": list(expected.boxes)}
        return job.read_picture(picture, question, file, None)


def figures(size: int, seed: int = HELD_OUT, workers: int = 2) -> Iterator[Figure]:
    _papers(seed)  # made once, before the processes part
    with ProcessPoolExecutor(workers) as pool:
        seen = list(pool.map(one, [(seed, index) for index in range(size)], chunksize=8))
    yield from told(seen)


def told(seen: list[Seen]) -> Iterator[Figure]:
    pages = len(seen)
    boxes = [box for page in seen for box in page.boxes]
    blank = [ink for _kind, truth, ink in boxes if truth == pens.BLANK]
    signed = [ink for _kind, truth, ink in boxes if truth == pens.SIGNED]
    wrong = [page.wrong_told for page in seen if page.wrong_told is not None]

    def share(part: int, whole: int) -> float:
        return 100 * part / whole if whole else 100.0

    def figure(name: str, ours: float, unit: str, goal: Goal | None = None, of: int = pages) -> Figure:
        return Figure(f"recognition: {name}", of, round(ours, 3), 0, unit, goal)

    identified = sum(page.known for page in seen)
    yield figure("pages identified", share(identified, pages), "% of pages", Goal("ours", ">=", 99.5))
    yield figure("turned right", share(sum(page.turned_right for page in seen), pages), "% of pages")
    caught = share(sum(wrong), len(wrong))
    yield figure("wrong page caught", caught, "% of read ones", Goal("ours", "==", 100), len(wrong))
    flagged = share(sum(ink is not True for ink in blank), len(blank))
    yield figure("blank boxes flagged", flagged, "% of blank", Goal("ours", ">=", 99), len(blank))
    alarms = share(sum(ink is False for ink in signed), len(signed)) if signed else 0.0
    yield figure("signed called blank", alarms, "% of signed", Goal("ours", "<=", 1), len(signed))
    doubt = share(sum(ink == "doubtful" for _kind, _truth, ink in boxes), len(boxes)) if boxes else 0.0
    yield figure("doubtful", doubt, "% of boxes", Goal("ours", "<=", 8), len(boxes))
    yield figure("seconds", sum(page.seconds for page in seen) / max(pages, 1), "CPU s a page")
    yield figure("dearest page", max((page.seconds for page in seen), default=0), "CPU s")


def misses(seen: list[Seen]) -> Counter[tuple[str, str, str]]:
    """(kind, truth, verdict) of every box, to see what is mistaken for what."""
    return Counter((kind, truth, str(ink)) for page in seen for kind, truth, ink in page.boxes)


def keep_misses(seen: list[Seen], folder: Path, seed: int = HELD_OUT) -> list[Path]:
    """The pages that were read wrong, made again as pictures: to be looked at one by one."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = []
    for page in seen:
        bad = any((truth, ink) in ((pens.BLANK, True), (pens.SIGNED, False)) for _kind, truth, ink in page.boxes)
        if page.known and not bad:
            continue
        index = page.seed - seed
        paper = _papers(seed)[index % len(_papers(seed))]
        number = paper.pages if index % 4 else 1 + index // 4 % paper.pages
        path = folder / f"{page.seed}.png"
        sheets.specimen(paper, number, page.seed).picture.save(path)
        kept.append(path)
    return kept


__all__ = ["HELD_OUT", "figures", "keep_misses", "misses", "one", "told"]
