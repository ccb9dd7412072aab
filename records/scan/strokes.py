"""Pieces of ink: which dark dots hang together, how long and how wide they run. Lengths are in millimetres."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Mask = NDArray[np.bool_]
PER_MM = 8.0


@dataclass(frozen=True)
class Piece:
    """Ink that hangs together. `ys`, `xs` are its pixels; the rest is in millimetres of the patch."""

    ys: NDArray[np.intp]
    xs: NDArray[np.intp]
    length: float
    strength: float

    @property
    def left(self) -> float:
        return float(self.xs.min()) / PER_MM

    @property
    def right(self) -> float:
        return float(self.xs.max() + 1) / PER_MM

    @property
    def top(self) -> float:
        return float(self.ys.min()) / PER_MM

    @property
    def low(self) -> float:
        return float(self.ys.max() + 1) / PER_MM

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.low - self.top

    @property
    def extent(self) -> float:
        return max(self.width, self.height)

    @property
    def area(self) -> float:
        return len(self.xs) / PER_MM**2

    @property
    def thickness(self) -> float:
        """Mean, as of a band of this area and length."""
        return self.area / max(self.length, 0.1)

    def across(self) -> tuple[float, float]:
        """(long, short) extents along the axes in which the piece itself lies."""
        points = np.stack([self.xs, self.ys]).astype(np.float64)
        points -= points.mean(axis=1, keepdims=True)
        axes = np.linalg.eigh(points @ points.T)[1]
        spans = np.ptp(axes.T @ points, axis=1) + 1
        return float(spans.max()) / PER_MM, float(spans.min()) / PER_MM

    def share_inside(self, place: tuple[float, float, float, float]) -> float:
        """Share of its ink within (left, top, right, low)."""
        left, top, right, low = (edge * PER_MM for edge in place)
        inside = (self.xs >= left) & (self.xs < right) & (self.ys >= top) & (self.ys < low)
        return float(inside.mean())


def spread(mask: Mask, reach: float) -> Mask:
    """The mask grown by `reach` mm every way."""
    steps = max(1, round(reach * PER_MM))
    grown = mask
    for _axis in (0, 1):
        total = np.pad(grown, ((steps, steps), (0, 0))).astype(np.int32).cumsum(axis=0)
        total = np.pad(total, ((1, 0), (0, 0)))
        grown = (total[2 * steps + 1 :] - total[: -2 * steps - 1] > 0).T
    return grown


def _core(mask: Mask) -> Mask:
    """Dots all of whose four neighbours are dark as well."""
    padded = np.pad(mask, 1)
    core: Mask = mask & padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:]
    return core


def cores(mask: Mask, strength: NDArray[np.float32]) -> Mask:
    """Where ink is at least half as dark as the darkest within 0.6 mm: strokes without their blurred rims."""
    picture = Image.fromarray((np.clip(strength, 0, 1) * 255).astype(np.uint8))
    darkest = np.asarray(picture.filter(ImageFilter.MaxFilter(11)), np.float32) / 255
    core: Mask = mask & (strength >= 0.5 * darkest)
    return core


def pieces(mask: Mask, strength: NDArray[np.float32], at_least: float) -> list[Piece]:
    """Pieces (touching by edge or corner) that reach the strength `at_least` somewhere, larger ones first."""
    labels, count = label(mask)
    if count == 0:
        return []
    rim = mask & ~_core(mask)
    sizes = np.bincount(labels[mask], minlength=count + 1)
    edges = np.bincount(labels[rim], minlength=count + 1)
    strong = np.zeros(count + 1, np.float32)
    np.maximum.at(strong, labels[mask], strength[mask])
    flat = labels.ravel()
    order = np.argsort(flat, kind="stable")
    starts = np.searchsorted(flat[order], np.arange(count + 2))
    found = []
    for number in np.argsort(-sizes[1:]) + 1:
        if sizes[number] < 4:
            break
        if strong[number] < at_least:
            continue
        where = order[starts[number] : starts[number + 1]]
        # The rim runs along both sides; its dots step slantwise, which makes it a tenth longer than their number.
        length = 1.1 * edges[number] / 2 / PER_MM
        ys, xs = np.divmod(where, mask.shape[1])
        found.append(Piece(ys, xs, float(length), float(strength[ys, xs].mean())))
    return found


def label(mask: Mask) -> tuple[NDArray[np.int32], int]:
    """Numbers the pieces of a mask from 1: runs of each row are joined to those they touch in the row above."""
    labels = np.zeros(mask.shape, np.int32)
    steps = np.diff(np.pad(mask, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, begins = np.nonzero(steps == 1)
    ends = np.nonzero(steps == -1)[1]
    parents = list(range(len(rows)))

    def root(run: int) -> int:
        while parents[run] != run:
            parents[run] = parents[parents[run]]
            run = parents[run]
        return run

    first_of_row = np.searchsorted(rows, np.arange(mask.shape[0] + 1))
    for row in range(1, mask.shape[0]):
        above, end_above = int(first_of_row[row - 1]), int(first_of_row[row])
        for run in range(end_above, int(first_of_row[row + 1])):
            while above < end_above and ends[above] < begins[run]:
                above += 1
            other = above
            while other < end_above and begins[other] <= ends[run]:
                one, two = root(run), root(other)
                if one != two:
                    parents[max(one, two)] = min(one, two)
                other += 1
    numbers: dict[int, int] = {}
    for run in range(len(rows)):
        number = numbers.setdefault(root(run), len(numbers) + 1)
        labels[rows[run], begins[run] : ends[run]] = number
    return labels, len(numbers)


def joined(found: Sequence[Piece], shape: tuple[int, int]) -> Mask:
    mask = np.zeros(shape, bool)
    for piece in found:
        mask[piece.ys, piece.xs] = True
    return mask
