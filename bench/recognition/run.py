"""`make bench ONLY=recognition SIZE=2000`: papers printed, signed, spoilt and read back; the figures against the goals.

Seeds under 100,000 were used while the reader was built, and some pages of those from 1,000,000 on were looked at
afterwards; the benchmark's own begin at HELD_OUT and were not.
With `KEEP=file` each page is written down as soon as it was read, and a run that was broken off goes on from there.
"""

from __future__ import annotations

import ctypes
import gc
import json
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
from records.scan.problems import Problem
from records.scan.reading import Known, Page, Reading, judge

HELD_OUT = 2_000_000
PEOPLE = 12


@dataclass(frozen=True)
class Box:
    """One box: what was drawn into it, what a reader should say, and what was said with its reason."""

    role: str
    kind: str
    truth: str
    ink: bool | str
    why: str | None


@dataclass
class Seen:
    """What became of one page. `memory` is in bytes, the picture itself included."""

    seed: int
    done: list[str]
    known: bool = False
    read: bool = False
    turned_right: bool = False
    wrong_told: bool | None = None
    boxes: list[Box] = field(default_factory=list)
    seconds: float = 0.0
    memory: int = 0


def _plain(line: str) -> Seen:
    values = json.loads(line)
    return Seen(**values | {"boxes": [Box(**box) for box in values["boxes"]]})


@cache
def _papers(seed: int) -> tuple[papers.Paper, ...]:
    return tuple(papers.papers(PEOPLE, seed))


def _known(paper: papers.Paper) -> Known:
    boxes = tuple(asdict(box) for box in paper.boxes)
    number = f"2568-{paper.person:06d}"
    return Known(paper.code, paper.version, number, paper.pages, boxes, paper.data, kind="PLAN")


def one(task: tuple[int, int]) -> Seen:
    """One page, made and read. Three in four are the page to be signed; one in ten comes as another paper's, one in
    ten in place of another page of its own paper."""
    seed, index = task
    chosen = _papers(seed)
    paper = chosen[index % len(chosen)]
    number = page_number(paper, index)
    made = sheets.specimen(paper, number, seed + index)
    seen = Seen(seed + index, made.done)
    expected = _known(paper)
    if index % 10 == 7:
        draw = np.random.default_rng(seed + index)
        expected = _known(chosen[(index + 1 + int(draw.integers(len(chosen) - 1))) % len(chosen)])
    began, held = time.process_time(), _held()
    answer = _read(made.picture, expected, paper)
    seen.seconds = time.process_time() - began
    seen.memory = _most_held() - held + made.picture.width * made.picture.height * 3
    names = answer["codes"]
    seen.read = bool(names)
    seen.known = bool(names) and (names[0]["code"], names[0]["page"]) == (paper.code, number)
    page = Page(1, names[0]["code"] if names else "", names[0]["page"] if names else None, answer["turn"])
    seen.turned_right = page.rotation == made.turned
    if names:
        reading = Reading([page], expected)
        every = {other.code: _known(other) for other in chosen}
        judge(reading, every.get)
        if expected.code != paper.code:
            seen.wrong_told = any(problem.weight == "wrong" for problem in page.problems)
        elif index % 10 == 3 and paper.pages > 1:
            lacking = [page for page in range(1, paper.pages + 1) if page != number]
            told = [problem.facts["pages"] for problem in reading.problems if problem.problem is Problem.MISSING]
            seen.wrong_told = told == [lacking]
    for box in answer["boxes"]:
        kind = made.boxes[box["role"]]
        why = None if box["why"] is None else str(box["why"])
        seen.boxes.append(Box(box["role"], kind.name, kind.truth, box["ink"], why))
    return seen


def page_number(paper: papers.Paper, index: int) -> int:
    return paper.pages if index % 4 else 1 + index // 4 % paper.pages


def _held() -> int:
    """Bytes this process holds now, with what was freed given back; the kernel's highest mark begins anew from here."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    Path("/proc/self/clear_refs").write_text("5")
    return _status("VmRSS")


def _most_held() -> int:
    return _status("VmHWM")


def _status(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(name + ":"))


def _read(picture: Image.Image, expected: Known, paper: papers.Paper) -> dict[str, object]:
    """By the reader's own steps in this process, because a child of the checker would be measured as nothing."""
    if max(picture.size) > source.LONG_SIDE:
        picture.thumbnail((source.LONG_SIDE, source.LONG_SIDE), Image.Resampling.LANCZOS)
    with tempfile.TemporaryFile() as file:
        file.write(expected.printed)
        file.seek(0)
        question = {"code": expected.code, "boxes": list(expected.boxes)}
        return job.read_picture(picture, question, file, None)


def figures(size: int, seed: int = HELD_OUT, workers: int = 2, keep: Path | None = None) -> Iterator[Figure]:
    """The figures on `size` pages. What `keep` holds already of this seed is not read again."""
    yield from told(list(pages(size, seed, workers, keep)))


def pages(size: int, seed: int = HELD_OUT, workers: int = 2, keep: Path | None = None) -> Iterator[Seen]:
    _papers(seed)  # made once, before the processes part
    kept = kept_in(keep, seed)[:size] if keep is not None else []
    yield from kept
    tasks = [(seed, index) for index in range(len(kept), size)]
    with ProcessPoolExecutor(workers) as pool:
        for seen in pool.map(one, tasks):
            if keep is not None:
                with keep.open("a") as file:
                    file.write(json.dumps(asdict(seen)) + "\n")
            yield seen


def kept_in(path: Path, seed: int = HELD_OUT) -> list[Seen]:
    """The pages read so far, in their order. Raises ValueError when the file is of another seed."""
    seen = [_plain(line) for line in path.read_text().splitlines()] if path.exists() else []
    if [page.seed for page in seen] != list(range(seed, seed + len(seen))):
        raise ValueError(f"{path} is not of this seed")
    return seen


def told(seen: list[Seen]) -> Iterator[Figure]:
    count = len(seen)
    boxes = [box for page in seen for box in page.boxes]
    blank = [box.ink for box in boxes if box.truth == pens.BLANK]
    signed = [box.ink for box in boxes if box.truth == pens.SIGNED]
    wrong = [page.wrong_told for page in seen if page.wrong_told is not None]

    def share(part: int, whole: int) -> float:
        return 100 * part / whole if whole else 100.0

    def figure(name: str, ours: float, unit: str, goal: Goal | None = None, of: int = count) -> Figure:
        return Figure(f"recognition: {name}", of, round(ours, 3), 0, unit, goal)

    identified = sum(page.known for page in seen)
    yield figure("pages identified", share(identified, count), "% of pages", Goal("ours", ">=", 99.5))
    yield figure("turned right", share(sum(page.turned_right for page in seen), count), "% of pages")
    caught = share(sum(wrong), len(wrong))
    yield figure("wrong page caught", caught, "% of read ones", Goal("ours", "==", 100), len(wrong))
    flagged = share(sum(ink is not True for ink in blank), len(blank))
    yield figure("blank boxes flagged", flagged, "% of blank", Goal("ours", ">=", 99), len(blank))
    alarms = share(sum(ink is False for ink in signed), len(signed)) if signed else 0.0
    yield figure("signed called blank", alarms, "% of signed", Goal("ours", "<=", 1), len(signed))
    doubtful = [box for box in boxes if box.ink == "doubtful"]
    doubt = share(len(doubtful), len(boxes)) if boxes else 0.0
    yield figure("doubtful", doubt, "% of boxes", Goal("ours", "<=", 8), len(boxes))
    by_nature = share(sum(box.truth == pens.UNSURE for box in doubtful), len(boxes)) if boxes else 0.0
    yield figure("of these stamps, print", by_nature, "% of boxes", of=len(boxes))
    unsure = [box.ink for box in boxes if box.truth == pens.UNSURE]
    believed = share(sum(ink is True for ink in unsure), len(unsure)) if unsure else 0.0
    yield figure("stamps, print called ink", believed, "% of these", of=len(unsure))
    yield figure("seconds", sum(page.seconds for page in seen) / max(count, 1), "CPU s a page")
    yield figure("dearest page", max((page.seconds for page in seen), default=0), "CPU s")
    yield figure("memory", sum(page.memory for page in seen) / max(count, 1) / 2**20, "MiB a page at its peak")
    yield figure("largest page", max((page.memory for page in seen), default=0) / 2**20, "MiB at its peak")


def misses(seen: list[Seen]) -> Counter[tuple[str, str, str]]:
    """(kind, truth, verdict) of every box, to see what is mistaken for what."""
    return Counter((box.kind, box.truth, str(box.ink)) for page in seen for box in page.boxes)


def keep_misses(seen: list[Seen], folder: Path, seed: int = HELD_OUT) -> list[Path]:
    """The pages that were read wrong, made again as pictures: to be looked at one by one."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = []
    for page in seen:
        bad = any((box.truth, box.ink) in ((pens.BLANK, True), (pens.SIGNED, False)) for box in page.boxes)
        if page.known and page.wrong_told is not False and not bad:
            continue
        index = page.seed - seed
        paper = _papers(seed)[index % len(_papers(seed))]
        number = page_number(paper, index)
        path = folder / f"{page.seed}.png"
        sheets.specimen(paper, number, page.seed).picture.save(path)
        kept.append(path)
    return kept


__all__ = ["HELD_OUT", "Box", "Seen", "figures", "keep_misses", "kept_in", "misses", "one", "pages", "told"]
