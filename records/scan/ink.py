"""Is there a name in this box? True, false, or doubtful with the reason. Runs in the child.

What was printed is known from the page as it left the printer and does not count. What is left is judged by its
shape: a name runs on for a centimetre and more, a dot or a speck does not; rings and frames of stamps are taken away
before the rest is looked at. Every threshold leans towards doubt, because a person looks at what is doubtful.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image

from records.scan import apart, geometry, shapes, strokes
from records.scan.lay import FINE, Laid, Template
from records.scan.patch import INSET, Patch, Place, patch_of, rows, shift_of
from records.scan.problems import Why
from records.scan.strokes import Mask, Piece

RIM = 8.0  # mm around the box that are looked at as well
LEAST_EXTENT = 0.8  # mm, below which a piece is a speck
FAINT, CLEAR = 0.075, 0.14  # of the paper's brightness: where ink begins, and what a piece reaches somewhere
CLOUD_HEIGHT = 2.2  # mm: what specks of a faint name have at least, and those of a crease have not
COARSE = 3.0  # pixels of the scan a millimetre (76 dpi), below which nothing can be said


@dataclass(frozen=True)
class Verdict:
    """`ink` is True, False or None for doubtful. `length` is what counted as pen strokes, in mm."""

    ink: bool | None
    why: Why | None = None
    length: float = 0.0


def look(picture: Image.Image, laid: Laid, template: Template, box: Place) -> tuple[Verdict, Image.Image]:
    """The verdict on a box (x, y, width, height in mm on the paper) and its picture. `picture` is in colour."""
    x, y, width, height = box
    where = (x - RIM, y - RIM, width + 2 * RIM, height + 2 * RIM)
    shift, found = shift_of(picture, laid, template, box)
    straight = geometry.cut(picture, laid.matrix, where, FINE, shift)
    per_mm = geometry.density(laid.matrix, (x + width / 2, y + height / 2))
    if not found:
        return Verdict(None, Why.NOT_FOUND), straight
    if per_mm < COARSE:
        return Verdict(None, Why.COARSE), straight
    return judge(patch_of(straight, template, where, (RIM, RIM, RIM + width, RIM + height), per_mm)), straight


def judge(patch: Patch) -> Verdict:
    """The rules, in order."""
    faint = max(FAINT, 4.0 * patch.noise)
    clear = max(CLEAR, 6.5 * patch.noise)
    ink = (patch.dark > faint) & ~patch.hidden
    found = [piece for piece in strokes.pieces(ink, patch.dark, clear) if piece.extent >= LEAST_EXTENT]
    marks = [piece for piece in patch.inside(found) if not shapes.is_dot(piece)]
    if not marks:
        return Verdict(None, Why.FAINT) if _is_dusted(ink, patch.place) else Verdict(False)
    lines = [piece for piece in marks if _is_line_across(piece, patch.place)]
    marks = [piece for piece in marks if not any(piece is line for line in lines)]
    if not marks:
        return Verdict(False) if all(_runs_on(line, ink, patch) for line in lines) else Verdict(None, Why.LINE)
    length = shapes.length_of(marks)
    written = strokes.joined([piece for piece in found if not any(piece is line for line in lines)], patch.shape)
    # Letters of print run together at their pale rims, and part at their cores.
    cores = strokes.pieces(strokes.cores(written, patch.dark), patch.dark, clear)
    cores = [piece for piece in patch.inside(cores) if piece.extent >= LEAST_EXTENT]
    if shapes.are_words(cores):
        pens = apart.pens(written, patch)
        return Verdict(True, None, shapes.length_of(pens)) if pens else Verdict(None, Why.TYPED, length)
    names = [piece for piece in marks if shapes.is_name(piece)]
    if not names and shapes.are_initials([piece for piece in cores if piece.extent >= shapes.LEAST_LETTER]):
        names = marks
    if not names:
        return Verdict(None, Why.SMALL, length)
    if all(_comes_from_beside(piece, patch.place) for piece in names):
        return Verdict(None, Why.BESIDE, length)
    beyond_stamps = apart.without_stamps(names, written, patch)
    if beyond_stamps is None:
        return Verdict(None, Why.STAMP, length)
    if max(piece.strength for piece in beyond_stamps) < 0.12:
        return Verdict(None, Why.FAINT, length)
    return Verdict(True, None, length)


def _is_dusted(ink: Mask, place: Place) -> bool:
    """Specks close together over a centimetre, not in one line: what a black and white scan leaves of a faint pen."""
    within = np.zeros(ink.shape, bool)
    within[rows(place, 1), rows(place, 0)] = True
    clouds = strokes.pieces(strokes.spread(ink & within, 0.5), np.ones(ink.shape, np.float32), 0.0)
    return any(cloud.extent >= 8 and min(cloud.across()) >= CLOUD_HEIGHT for cloud in clouds[:3])


def _is_line_across(piece: Piece, place: Place) -> bool:
    """A crease or a scanner's streak: straight, and from one side of the box to the other."""
    long, narrow = piece.across()
    whole = 0.93 * (place[2] - place[0] if piece.width > piece.height else place[3] - place[1]) - 2 * INSET
    return narrow < 1.6 and long >= whole


def _runs_on(line: Piece, ink: Mask, patch: Patch) -> bool:
    """Whether a straight line goes on beyond both sides of the box: then it is the paper's or the scanner's."""
    points = np.stack([line.xs, line.ys], axis=1).astype(np.float64)
    middle = points.mean(axis=0)
    along = np.linalg.svd(points - middle, full_matrices=False)[2][0]
    reach = np.ptp((points - middle) @ along) / 2
    for way in (-1, 1):
        steps = middle + way * along * (reach + np.arange(2 * FINE, 6 * FINE))[:, None]
        around = steps[:, None, :] + np.arange(-6, 7)[None, :, None] * np.array([-along[1], along[0]])
        xs, ys = (np.round(around[..., axis]).astype(int) for axis in (0, 1))
        if xs.min() < 0 or ys.min() < 0 or xs.max() >= ink.shape[1] or ys.max() >= ink.shape[0]:
            return False
        seen = ~patch.hidden[ys, xs].any(axis=1)
        if seen.sum() < FINE or ink[ys, xs].any(axis=1)[seen].mean() < 0.5:
            return False
    return True


def _comes_from_beside(piece: Piece, place: Place) -> bool:
    """Only an end of it reaches in over the side: a neighbour's long name."""
    left, _top, right, _low = place
    if piece.left > left + 1.6 and piece.right < right - 1.6:
        return False
    return min(piece.right, right) - max(piece.left, left) < 0.3 * (right - left)
