"""A signature box cut out of a scan and laid straight, beside the same box as it was printed. Runs in the child."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from records.scan import geometry, lay, strokes
from records.scan.lay import FINE, Laid, Template
from records.scan.strokes import Mask, Piece

Place = tuple[float, float, float, float]  # x, y, width, height; within a patch left, top, right, low

INSET = 0.9  # mm within the frame where ink begins to count
PRINT = 0.5  # mm around print in which nothing counts


@dataclass(frozen=True)
class Patch:
    """A box with its rim, laid straight: the picture, darkness, what print hides, and the box within (mm).

    `shades` is the darkness in red, green and blue, `dark` the largest of the three.
    """

    picture: Image.Image
    shades: NDArray[np.float32]
    hidden: Mask
    place: Place
    noise: float

    @cached_property
    def dark(self) -> NDArray[np.float32]:
        dark: NDArray[np.float32] = self.shades.max(axis=2)
        return dark

    @property
    def shape(self) -> tuple[int, int]:
        return self.hidden.shape[0], self.hidden.shape[1]

    def inside(self, found: Sequence[Piece]) -> list[Piece]:
        """Those of which more than a millimetre runs within the box."""
        left, top, right, low = self.place
        inner = (left + INSET, top + INSET, right - INSET, low - INSET)
        return [piece for piece in found if piece.share_inside(inner) * piece.length > 1.0]


def shift_of(picture: Image.Image, laid: Laid, template: Template, box: Place) -> tuple[NDArray[np.float64], bool]:
    """How far frame and words under it lie from where the page as a whole says; what is in the box is left out."""
    x, y, width, height = box
    reach, per_mm, search = 7.0, 4.0, 1.8
    around = (x - reach - search, y - reach - search, width + 2 * (reach + search), height + 2 * (reach + search))
    seen = lay.darkness(geometry.cut(picture.convert("L"), laid.matrix, around, per_mm))
    left, top = round(around[0] * FINE), round(around[1] * FINE)
    size = (round(around[2] * FINE), round(around[3] * FINE))
    printed_picture = template.picture.crop((left, top, left + size[0], top + size[1]))
    printed_picture = printed_picture.resize((seen.shape[1], seen.shape[0]), Image.Resampling.BOX)
    printed = lay.darkness(printed_picture)
    edge = round((reach + search + 1.6) * per_mm)
    seen[edge:-edge, edge:-edge] = 0
    inner = round(search * per_mm)
    patch = printed[inner:-inner, inner:-inner]
    scores = lay.likenesses(patch, seen)
    down, across = np.unravel_index(int(scores.argmax()), scores.shape)
    found = bool(scores[down, across] > 0.3)
    if not found:
        return np.zeros(2), laid.likeness > 0.5
    return np.array([across - inner, down - inner]) / per_mm, True


def patch_of(
    straight: Image.Image,
    template: Template,
    where: Place,
    place: Place,
    per_mm: float,
) -> Patch:
    left, top = round(where[0] * FINE), round(where[1] * FINE)
    printed = np.asarray(template.picture.crop((left, top, left + straight.width, top + straight.height)), np.float32)
    blur = 0.5 + 0.35 * FINE / max(per_mm, 3.0)
    shades = _darkness(straight.filter(ImageFilter.GaussianBlur(blur)))
    dark = shades.max(axis=2)
    hidden = strokes.spread(printed < 215, PRINT + 0.6 / per_mm)
    inside = np.zeros(dark.shape, bool)
    inside[rows(place, 1), rows(place, 0)] = True
    bare = dark[inside & ~hidden]
    level = float(np.median(bare)) if bare.size else 0.0
    # Ink only ever darkens, so the lower half of what is there tells the grain of the paper.
    noise = level - float(np.percentile(bare, 16)) if bare.size else 0.0
    return Patch(straight, shades - np.float32(level), hidden, place, noise)


def rows(place: Place, axis: int) -> slice:
    return slice(round((place[axis == 1] + INSET) * FINE), round((place[2 + (axis == 1)] - INSET) * FINE))


def _darkness(picture: Image.Image) -> NDArray[np.float32]:
    """How much darker than the paper round about each place is, 0 to 1, in red, green and blue.

    The paper is what is left when everything narrower than three millimetres is wiped away: shadows stay in it.
    """
    half = np.asarray(picture.resize((picture.width // 2, picture.height // 2), Image.Resampling.BOX))
    closed = _over(_over(half, np.maximum), np.minimum)
    paper = Image.fromarray(closed).filter(ImageFilter.BoxBlur(5)).resize(picture.size, Image.Resampling.BILINEAR)
    ground = np.maximum(np.asarray(paper, np.float32), 24)
    return ((ground - np.asarray(picture, np.float32)) / ground).astype(np.float32, copy=False)


def _over(pixels: NDArray[np.uint8], most: np.ufunc) -> NDArray[np.uint8]:
    """The brightest (or darkest) within 13 pixels, first across and then down."""
    for axis in (0, 1):
        ends = ((6, 6), (0, 0), (0, 0)) if axis == 0 else ((0, 0), (6, 6), (0, 0))
        pixels = np.pad(pixels, ends, mode="edge")
        for step in (1, 2, 4, 5):  # windows of 2, 4, 8 and 13
            length = pixels.shape[axis] - step
            pixels = most(pixels.take(range(length), axis), pixels.take(range(step, length + step), axis))
    return pixels
