"""Rings and frames of stamps among the ink of a box, so that a seal alone is not taken for a name."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from records.scan.strokes import PER_MM, Mask, Piece

Circle = tuple[float, float, float]  # x, y, radius in mm

SMALLEST, LARGEST = 5.5, 21.0  # mm, radius of a seal
NEAR = 0.55  # mm to either side of a ring or a frame's line that belong to it
BINS = 90
WORN = 0.6  # share of a ring that is left, when another about the same middle is whole
ARC = 3.4  # mm: the ring with the letters of a seal that touch it


def rings(ink: Mask, seen: Mask, least: float) -> list[Circle]:
    """Circles of which at least the share `least` of what can be seen is inked.

    `seen` is False where print hides what lies there.
    """
    ys, xs = np.nonzero(ink)
    if len(xs) < 200:
        return []
    draw = np.random.default_rng(len(xs))
    points = np.stack([xs, ys], axis=1) / PER_MM
    sample = points[draw.integers(len(points), size=(2500, 3))]
    circles = _through(sample)
    circles = circles[(circles[:, 2] >= SMALLEST) & (circles[:, 2] <= LARGEST)]
    some = points[draw.choice(len(points), min(len(points), 900), replace=False)]
    found: list[Circle] = []
    if not len(circles):
        return found
    off = np.abs(np.hypot(some[:, 0] - circles[:, :1], some[:, 1] - circles[:, 1:2]) - circles[:, 2:])
    votes = (off < 0.35).sum(axis=1)
    for index in np.argsort(-votes / np.sqrt(circles[:, 2]))[:40]:
        circle = _settled(circles[index], points)
        if any(np.hypot(circle[0] - x, circle[1] - y) < 1.5 and abs(circle[2] - r) < 1.2 for x, y, r in found):
            continue
        if _is_ring(circle, ink, seen, least):
            found.append(circle)
        if len(found) == 2:
            break
    return found


def _through(sample: NDArray[np.float64]) -> NDArray[np.float64]:
    """(x, y, r) of the circle through each three points; a radius of 0 where they lie on a line."""
    a, b, c = sample[:, 0], sample[:, 1], sample[:, 2]
    d = 2 * (a[:, 0] * (b[:, 1] - c[:, 1]) + b[:, 0] * (c[:, 1] - a[:, 1]) + c[:, 0] * (a[:, 1] - b[:, 1]))
    good = np.abs(d) > 1e-6
    d = np.where(good, d, 1.0)
    a2, b2, c2 = (a**2).sum(1), (b**2).sum(1), (c**2).sum(1)
    x = (a2 * (b[:, 1] - c[:, 1]) + b2 * (c[:, 1] - a[:, 1]) + c2 * (a[:, 1] - b[:, 1])) / d
    y = (a2 * (c[:, 0] - b[:, 0]) + b2 * (a[:, 0] - c[:, 0]) + c2 * (b[:, 0] - a[:, 0])) / d
    return np.stack([x, y, np.where(good, np.hypot(a[:, 0] - x, a[:, 1] - y), 0.0)], axis=1)


def _settled(circle: NDArray[np.float64], points: NDArray[np.float64]) -> Circle:
    """Fitted again to all ink near it."""
    x, y, r = (float(value) for value in circle)
    for reach in (0.9, 0.6):
        near = points[np.abs(np.hypot(points[:, 0] - x, points[:, 1] - y) - r) < reach]
        if len(near) < 30:
            break
        rows = np.c_[2 * near, np.ones(len(near))]
        u, v, w = np.linalg.lstsq(rows, (near**2).sum(axis=1), rcond=None)[0]
        x, y, r = float(u), float(v), float(np.sqrt(max(w + u * u + v * v, 0.0)))
    return x, y, r


def _is_ring(circle: Circle, ink: Mask, seen: Mask, least: float) -> bool:
    """Inked nearly all round, and a thin line: dense words and scribbles are as dark beside it."""
    x, y, r = circle
    covered = _covered(circle, ink, seen)
    if covered < least:
        return False
    beside = min(_covered((x, y, r + 1.6), ink, seen), _covered((x, y, max(r - 1.6, SMALLEST)), ink, seen))
    return covered > 0.95 or beside < 0.7 * covered


def _covered(circle: Circle, ink: Mask, seen: Mask) -> float:
    """Share of the circle's directions in which there is ink, of those that can be seen; 0 when most are hidden."""
    x, y, r = circle
    if not SMALLEST <= r <= LARGEST:
        return 0.0
    angles = np.linspace(0, 2 * np.pi, BINS, endpoint=False)
    inked, visible = np.zeros(BINS, bool), np.zeros(BINS, bool)
    for step in np.linspace(-NEAR, NEAR, 7):
        xs = ((x + (r + step) * np.cos(angles)) * PER_MM).astype(int)
        ys = ((y + (r + step) * np.sin(angles)) * PER_MM).astype(int)
        within = (xs >= 0) & (ys >= 0) & (xs < ink.shape[1]) & (ys < ink.shape[0])
        xs, ys = np.clip(xs, 0, ink.shape[1] - 1), np.clip(ys, 0, ink.shape[0] - 1)
        inked |= within & ink[ys, xs]
        visible |= within & seen[ys, xs]
    if visible.sum() < 0.45 * BINS:
        return 0.0
    return float((inked & visible).sum() / visible.sum())


def with_those_around(circles: list[Circle], ink: Mask, seen: Mask) -> list[Circle]:
    """These rings and the worn ones about the same middles: a seal has two, and one of them may be half rubbed off."""
    every = list(circles)
    for x, y, r in circles:
        for radius in np.arange(SMALLEST, LARGEST, 0.4):
            if all(abs(radius - other) > 1.2 for other in (r, *(circle[2] for circle in every))):
                circle = (x, y, float(radius))
                if _is_ring(circle, ink, seen, WORN):
                    every.append(circle)
    return every


def runs_along(circle: Circle, piece: Piece) -> bool:
    """Whether the piece is an arc about the circle's middle, a part of a ring."""
    away = np.hypot(piece.xs / PER_MM - circle[0], piece.ys / PER_MM - circle[1])
    return float(np.quantile(away, 0.95) - np.quantile(away, 0.05)) < ARC


def ring_mask(circle: Circle, shape: tuple[int, int]) -> Mask:
    return np.abs(_from_centre(circle, shape) - circle[2]) < NEAR + 0.15


def disc_mask(circle: Circle, shape: tuple[int, int], more: float) -> Mask:
    return _from_centre(circle, shape) < circle[2] + more


def _from_centre(circle: Circle, shape: tuple[int, int]) -> NDArray[np.float64]:
    ys, xs = np.ogrid[: shape[0], : shape[1]]
    distance: NDArray[np.float64] = np.hypot(xs / PER_MM - circle[0], ys / PER_MM - circle[1])
    return distance


def frame(ink: Mask) -> tuple[Mask, Mask] | None:
    """(lines, inside) of a rectangular stamp: four straight sides that meet in right corners."""
    ys, xs = np.nonzero(ink)
    if len(xs) < 300:
        return None
    points = np.stack([xs, ys], axis=1) / PER_MM
    middle = points.mean(axis=0)
    points -= middle
    best: tuple[float, NDArray[np.float64], list[Line], list[Line]] | None = None
    for degrees in np.arange(-30, 30.1, 1.5):
        turn = _turn(degrees)
        turned = points @ turn
        level = _lines(turned, 1, 11.0)
        upright = _lines(turned, 0, 5.5) if level else []
        level, upright = _cornered(level, upright)
        if not level:
            continue
        score = sum(line.inked for line in (*level, *upright))
        if best is None or score > best[0]:
            best = (score, turn, level, upright)
    if best is None:
        return None
    _score, turn, level, upright = best
    grid = np.stack(np.meshgrid(np.arange(ink.shape[1]), np.arange(ink.shape[0])), axis=-1) / PER_MM - middle
    turned = grid @ turn
    across, down = turned[..., 0], turned[..., 1]
    lines = np.zeros(ink.shape, bool)
    for line in level:
        lines |= (np.abs(down - line.at) < NEAR) & (across > line.begin - 1) & (across < line.end + 1)
    for line in upright:
        lines |= (np.abs(across - line.at) < NEAR) & (down > line.begin - 1) & (down < line.end + 1)
    left, right = min(line.begin for line in level), max(line.end for line in level)
    top, low = min(line.begin for line in upright), max(line.end for line in upright)
    return lines, (across > left - 1) & (across < right + 1) & (down > top - 1) & (down < low + 1)


@dataclass(frozen=True)
class Line:
    """A straight line: where it lies, from where to where it runs, and how much of that is inked. In mm."""

    at: float
    begin: float
    end: float
    inked: float


def _turn(degrees: float) -> NDArray[np.float64]:
    angle = np.radians(degrees)
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def _cornered(level: list[Line], upright: list[Line]) -> tuple[list[Line], list[Line]]:
    """The two and two that meet in three corners at least: one side may be worn away at an end."""
    for one, two in combinations(sorted(level, key=_place), 2):
        for left, right in combinations(sorted(upright, key=_place), 2):
            if two.at - one.at < 5 or right.at - left.at < 9:
                continue
            corners = [
                abs(side.begin - left.at) < 1.5
                and abs(left.end - side.at if side is two else left.begin - side.at) < 1.5
                for side in (one, two)
            ]
            corners += [
                abs(side.end - right.at) < 1.5
                and abs(right.end - side.at if side is two else right.begin - side.at) < 1.5
                for side in (one, two)
            ]
            if sum(corners) >= 3:
                return [one, two], [left, right]
    return [], []


def _place(line: Line) -> float:
    return line.at


def _lines(turned: NDArray[np.float64], axis: int, least: float) -> list[Line]:
    """Straight lines of at least `least` mm square to `axis`, the longest four."""
    cell, step = 0.35, 0.5
    place = np.floor(turned[:, axis] / cell).astype(int)
    along = np.floor(turned[:, 1 - axis] / step).astype(int)
    place0, along0 = place.min(), along.min()
    grid = np.zeros((np.ptp(place) + 1, np.ptp(along) + 1), bool)
    grid[place - place0, along - along0] = True
    both = grid[:-1] | grid[1:]
    lengths = both.sum(axis=1) * step
    found: list[Line] = []
    if (lengths >= least).sum() < 2:
        return found  # a frame has two such sides
    for row in np.argsort(-lengths):
        if lengths[row] < least or len(found) == 4:
            break
        at = float(row + place0 + 1) * cell
        if any(abs(at - other.at) < 2 for other in found):
            continue
        run = _longest(both[row])
        columns = np.arange(run[0], run[1])
        inked = float(both[row][columns].sum()) * step
        if inked < least:
            continue
        # A side is filled, and a millimetre beyond it there is little. A scribble is all alike.
        filled = both[row][columns].mean()
        around = [grid[near][columns].mean() for near in (row - 3, row + 4) if 0 <= near < len(grid)]
        if filled < 0.7 or (around and min(around) > 0.5 * filled):
            continue
        found.append(Line(at, float(run[0] + along0) * step, float(run[1] + along0) * step, inked))
    return found


def _longest(cells: NDArray[np.bool_]) -> tuple[int, int]:
    """(begin, end) of the longest stretch without a gap of more than four cells: stamps are worn."""
    inked = np.nonzero(cells)[0]
    cuts = np.nonzero(np.diff(inked) > 5)[0]
    begins, ends = np.r_[inked[0], inked[cuts + 1]], np.r_[inked[cuts], inked[-1]] + 1
    longest = int((ends - begins).argmax())
    return int(begins[longest]), int(ends[longest])
