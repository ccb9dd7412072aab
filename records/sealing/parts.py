"""What is sealed into a paper: who signs, in which box, and what became of it. Plain values, no rows."""

from __future__ import annotations

import datetime as dt
import json
import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

Kind = Literal["typed", "drawn", "image"]

MOST_LINES, MOST_POINTS = 200, 6000
LEAST_INK = 0.25  # length of all strokes, in widths of the drawing: less is a slip of the finger
STROKE = 0.011  # width of a stroke, in widths of what is drawn


class NoDrawing(ValueError):
    """What came is no drawing of ours: nothing, a dot, or something made up."""


@dataclass(frozen=True, slots=True)
class Signer:
    """One line of a paper that is signed here. `number` is its place in the order, from 1."""

    number: int
    role: str
    label: str
    name: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands for the hand: typed words, the strokes of a drawing as SVG, or a JPEG."""

    kind: Kind
    data: bytes

    @property
    def text(self) -> str:
        return self.data.decode()


@dataclass(frozen=True, slots=True)
class Act:
    """One signature as it was given. The words are printed as they stand, in Thai."""

    number: int
    role: str
    name: str
    # "รักษาราชการแทนผู้อำนวยการ…", or empty for somebody who signs in her own office.
    capacity: str
    method: str
    proof: str
    at: dt.datetime
    sha256: str
    mark: Mark


def drawing(text: str) -> Mark:
    """Strokes as the page sends them (`[[x, y, x, y, …], …]`), as an SVG cut to what is drawn. Raises NoDrawing."""
    lines = _lines(text)
    xs = [x for line in lines for x, _y in line]
    ys = [y for line in lines for _x, y in line]
    left, top = min(xs), min(ys)
    wide, high = max(xs) - left, max(ys) - top
    side = max(wide, high)
    ink = sum(math.dist(a, b) for line in lines for a, b in pairwise(line))
    if side <= 0 or ink < LEAST_INK * 100:
        raise NoDrawing("a dot is no signature")
    pad = side * 0.03
    path = " ".join(
        "M" + " L".join(f"{x - left + pad:.1f} {y - top + pad:.1f}" for x, y in line) for line in lines if len(line) > 1
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide + 2 * pad:.1f} {high + 2 * pad:.1f}"'
        f' width="{wide + 2 * pad:.1f}" height="{high + 2 * pad:.1f}">'
        f'<path d="{path}" fill="none" stroke="#14213d" stroke-width="{max(side * STROKE, 1):.2f}"'
        ' stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )
    return Mark("drawn", svg.encode())


def _lines(text: str) -> list[list[tuple[float, float]]]:
    """Points in hundredths of the drawing's width; anything but lists of plain numbers is refused."""
    try:
        found: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NoDrawing("not a drawing") from error
    if not isinstance(found, list) or not 0 < len(found) <= MOST_LINES:
        raise NoDrawing("nothing is drawn")
    lines = []
    total = 0
    for line in found:
        if not isinstance(line, list) or len(line) % 2 or not all(_is_plain(value) for value in line):
            raise NoDrawing("not a stroke")
        total += len(line) // 2
        if total > MOST_POINTS:
            raise NoDrawing("more than a hand draws")
        lines.append([(float(x), float(y)) for x, y in zip(line[::2], line[1::2], strict=True)])
    if not any(len(line) > 1 for line in lines):
        raise NoDrawing("a dot is no signature")
    return [line for line in lines if line]


def _is_plain(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 100
