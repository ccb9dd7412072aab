"""Laying a scanned page over the page as it was printed: by its codes first, then by all that is printed on it.

Codes give the page's place to a millimetre or so. Patches of print and lines are then found again in the scan, each
where it really lies, which also answers for a bent page, a poor lens and a printer that scales.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from PIL import Image

from records.scan import codes, geometry
from records.scan.geometry import Array, Picture

FINE = 8.0  # pixels a millimetre in which templates are kept and ink is looked at
LEAST_LIKENESS = 0.45  # of a patch with its template, below which it was not found


@dataclass
class Template:
    """A page as it was printed, in grey, FINE pixels a millimetre."""

    picture: Image.Image

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in millimetres."""
        return self.picture.width / FINE, self.picture.height / FINE

    @cached_property
    def codes(self) -> dict[str, Array]:
        """Corners of each code in millimetres."""
        search = codes.Search(self.picture)
        search.look(self.picture, (FINE, FINE))
        return {text: found.corners for text, found in search.found.items()}

    def dark(self, per_mm: float) -> Picture:
        size = (round(self.picture.width * per_mm / FINE), round(self.picture.height * per_mm / FINE))
        return darkness(self.picture.resize(size, Image.Resampling.BOX))


@dataclass
class Laid:
    """Where the paper lies: `matrix` carries its millimetres to pixels of the scan."""

    matrix: Array
    likeness: float = 0.0  # share of the looked at patches that were found
    codes: int = 0
    shifts: dict[str, Array] = field(default_factory=dict)


def darkness(picture: Image.Image) -> Picture:
    """0 for paper to 0.6 and no more, so that black ink does not outweigh grey print. Paper may be grey or shaded."""
    grey = np.asarray(picture, np.float32)
    small = picture.resize((max(1, picture.width // 8), max(1, picture.height // 8)), Image.Resampling.BOX)
    paper = np.asarray(small, np.float32)
    for _round in range(2):
        paper = _largest(paper)
    full = Image.fromarray(paper).resize(picture.size, Image.Resampling.BILINEAR)
    ground = np.maximum(np.asarray(full, np.float32), 24)
    return np.clip((ground - grey) / ground, 0, 0.6)


def _largest(values: Picture) -> Picture:
    padded = np.pad(values, 1, mode="edge")
    rows = np.maximum(np.maximum(padded[:-2], padded[1:-1]), padded[2:])
    return np.maximum(np.maximum(rows[:, :-2], rows[:, 1:-1]), rows[:, 2:])


def pairs(found: Sequence[codes.Found], template: Template) -> tuple[Array, Array, int]:
    """Points on the paper (mm), the same points in the scan (pixels), and of how many codes they are."""
    known = [(template.codes[code.text], code.corners) for code in found if code.text in template.codes]
    if not known:
        return np.empty((0, 2)), np.empty((0, 2)), 0
    return np.concatenate([at for at, _ in known]), np.concatenate([at for _, at in known]), len(known)


def lay(picture: Image.Image, found: Sequence[codes.Found], template: Template) -> Laid | None:
    """None when no code of this page was found. `picture` is grey."""
    paper, scan, count = pairs(found, template)
    if count == 0:
        return None
    slack = 4.0 * max(picture.size) / 2400
    starts = [geometry.steady(paper, scan, flat=count < 3, slack=slack)]
    if count == 2:
        starts.append(geometry.steady(paper, scan, slack=slack))
    if count >= 3:
        starts = [geometry.steady(paper, scan, slack=slack)]
    search = {1: 9.0, 2: 6.0}.get(count, 3.0)
    best = max((refine(Laid(start, codes=count), picture, template, search) for start in starts), key=_likeness)
    return refine(best, picture, template, 1.5, per_mm=4.0, side=16.0)


def _likeness(laid: Laid) -> float:
    return laid.likeness


def refine(
    laid: Laid, picture: Image.Image, template: Template, search: float, per_mm: float = 2.0, side: float = 30.0
) -> Laid:
    """One round of finding patches of `side` mm again, each within `search` mm, and fitting the page to them."""
    across, down = template.size
    seen = darkness(geometry.cut(picture, laid.matrix, (0.0, 0.0, across, down), per_mm))
    printed = template.dark(per_mm)
    printed = printed[: seen.shape[0], : seen.shape[1]]
    places, moves, likenesses = [], [], []
    looked = 0
    for x in np.arange(side / 2 + 4, across - side / 2 - 3, side * 0.8):
        for y in np.arange(side / 2 + 4, down - side / 2 - 3, side * 0.8):
            match = find(printed, seen, (x, y), (side, side), search, per_mm)
            if match is None:
                continue
            looked += 1
            move, likeness = match
            if likeness >= LEAST_LIKENESS:
                places.append((x, y))
                moves.append(move)
                likenesses.append(likeness)
    result = Laid(laid.matrix, len(places) / looked if looked else 0.0, laid.codes)
    if len(places) >= 4:
        at = np.array(places)
        there = geometry.apply(laid.matrix, at + np.array(moves))
        slack = 0.5 * geometry.density(laid.matrix, (across / 2, down / 2)) * max(1.0, search / 3)
        spread = np.ptp(at, axis=0).min()
        result.matrix = geometry.steady(at, there, flat=len(places) < 8 or spread < 60, slack=slack)
    return result


def find(
    printed: Picture,
    seen: Picture,
    centre: tuple[float, float],
    size: tuple[float, float],
    search: float,
    per_mm: float,
) -> tuple[Array, float] | None:
    """How far (mm) the printed patch lies from its place in the scan, and how like it is (0 to 1).

    None where hardly anything is printed, or what is printed does not tell where it is (a lone line).
    """
    left, top = (round((centre[axis] - size[axis] / 2) * per_mm) for axis in (0, 1))
    right, low = (round((centre[axis] + size[axis] / 2) * per_mm) for axis in (0, 1))
    if left < 0 or top < 0 or right > printed.shape[1] or low > printed.shape[0]:
        return None
    patch = printed[top:low, left:right]
    if not _tells(patch):
        return None
    reach = round(search * per_mm)
    window = np.zeros((patch.shape[0] + 2 * reach, patch.shape[1] + 2 * reach), np.float32)
    y0, x0 = max(0, top - reach), max(0, left - reach)
    y1, x1 = min(seen.shape[0], low + reach), min(seen.shape[1], right + reach)
    window[y0 - top + reach : y1 - top + reach, x0 - left + reach : x1 - left + reach] = seen[y0:y1, x0:x1]
    scores = likenesses(patch, window)
    down, across = np.unravel_index(int(scores.argmax()), scores.shape)
    best = float(scores[down, across])
    place = np.array([across + _summit(scores[down], int(across)), down + _summit(scores[:, across], int(down))])
    return (place - reach) / per_mm, best


def _tells(patch: Picture) -> bool:
    """Whether there is print, and edges both ways in it."""
    if (patch > 0.25).mean() < 0.01:
        return False
    across, down = np.abs(np.diff(patch, axis=1)).sum(), np.abs(np.diff(patch, axis=0)).sum()
    return bool(min(across, down) > 0.15 * max(across, down))


def _summit(line: Picture, at: int) -> float:
    """Where between the pixels the top of a parabola through three values lies."""
    if not 0 < at < len(line) - 1:
        return 0.0
    before, here, after = (float(value) for value in line[at - 1 : at + 2])
    bend = before - 2 * here + after
    return 0.0 if bend >= 0 else float(np.clip(0.5 * (before - after) / bend, -0.5, 0.5))


def likenesses(patch: Picture, window: Picture) -> Picture:
    """Normalised correlation of the patch at each place of the window, in -1 to 1."""
    shape = (window.shape[0] - patch.shape[0] + 1, window.shape[1] - patch.shape[1] + 1)
    centred = patch - patch.mean()
    spectrum = np.fft.rfft2(window)
    product = np.fft.irfft2(spectrum * np.conj(np.fft.rfft2(centred, window.shape)), window.shape)
    sums = _boxes(window, patch.shape)
    squares = _boxes(window**2, patch.shape)
    norm = max(float(np.sqrt((centred**2).sum())), 1e-6)
    # Bare paper has next to no spread, and would otherwise be like anything.
    spread = np.maximum(np.sqrt(np.maximum(squares - sums**2 / patch.size, 0)), 0.15 * norm)
    result: Picture = (product[: shape[0], : shape[1]] / (spread * norm)).astype(np.float32)
    return result


def _boxes(values: Picture, shape: tuple[int, ...]) -> Picture:
    total = np.pad(values.astype(np.float64).cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    high, wide = shape
    result: Picture = (
        total[high:, wide:] - total[:-high, wide:] - total[high:, :-wide] + total[:-high, :-wide]
    ).astype(np.float32)
    return result
