"""Is there a name in this box? True, false, or doubtful with the reason. Runs in the child.

What was printed is known from the page as it left the printer and does not count. What is left is judged by its
shape: a name runs on for a centimetre and more, a dot or a speck does not; rings and frames of stamps are taken away
before the rest is looked at. Every threshold leans towards doubt, because a person looks at what is doubtful.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from records.scan import geometry, stamps, strokes
from records.scan.lay import FINE, Laid, Template
from records.scan.patch import INSET, Patch, Place, patch_of, rows, shift_of
from records.scan.problems import Why
from records.scan.strokes import Mask, Piece

RIM = 8.0  # mm around the box that are looked at as well
NAME_LENGTH, NAME_EXTENT, NAME_HEIGHT = 10.0, 4.6, 3.8  # mm: what a name has at least
OUTSIDE_LENGTH = 6.5  # mm of strokes that stand out of a stamp, from which on somebody wrote across it
WORD_HEIGHT = 7.2  # mm: of letters of print with the vowels over and under them
MUCH_DARKER, PEN_HEIGHT = 1.5, 5.0  # times as dark as the stamp, and mm, from which on a name is seen through it
MOST_DARK = 0.7  # share of the ink that such a name makes up
DOT_EXTENT, DOT_LENGTH = 3.2, 5.5  # mm: what a dot has at most
FAINT, CLEAR = 0.075, 0.14  # of the paper's brightness: where ink begins, and what a piece reaches somewhere
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
    found = [piece for piece in strokes.pieces(ink, patch.dark, clear) if piece.extent >= 0.8]
    marks = [piece for piece in _inside(found, patch.place) if not is_dot(piece)]
    if not marks:
        return Verdict(None, Why.FAINT) if _is_dusted(ink, patch.place) else Verdict(False)
    lines = [piece for piece in marks if _is_line_across(piece, patch.place)]
    marks = [piece for piece in marks if not any(piece is line for line in lines)]
    if not marks:
        return Verdict(False) if all(_runs_on(line, ink, patch) for line in lines) else Verdict(None, Why.LINE)
    names = [piece for piece in marks if is_name(piece)]
    length = _length(marks)
    if not names and _are_initials(marks):
        names = marks
    if _are_words(marks, found):
        pens = _of_darker_ink(strokes.joined(found, (ink.shape[0], ink.shape[1])), patch)
        return Verdict(True, None, _length(pens)) if pens else Verdict(None, Why.TYPED, length)
    if not names:
        return Verdict(None, Why.SMALL, length)
    if all(_comes_from_beside(piece, patch.place) for piece in names):
        return Verdict(None, Why.BESIDE, length)
    beyond_stamps = _without_stamps(names, found, patch)
    if beyond_stamps is None:
        return Verdict(None, Why.STAMP, length)
    names = beyond_stamps
    if max(piece.strength for piece in names) < 0.12:
        return Verdict(None, Why.FAINT, length)
    return Verdict(True, None, length)


def _inside(found: Sequence[Piece], place: Place) -> list[Piece]:
    left, top, right, low = place
    inner = (left + INSET, top + INSET, right - INSET, low - INSET)
    return [piece for piece in found if piece.share_inside(inner) * piece.length > 1.0]


def _is_dusted(ink: Mask, place: Place) -> bool:
    """Specks close together over a centimetre: what a black and white scan leaves of a faint pen."""
    within = np.zeros(ink.shape, bool)
    within[rows(place, 1), rows(place, 0)] = True
    clouds = strokes.pieces(strokes.spread(ink & within, 0.5), np.ones(ink.shape, np.float32), 0.0)
    return any(cloud.extent >= 8 for cloud in clouds[:3])


def is_dot(piece: Piece) -> bool:
    """A dot, a speck, or the dark disc of a punched hole: nothing that was written."""
    if piece.extent <= DOT_EXTENT and piece.length <= DOT_LENGTH:
        return True
    roundness = min(piece.width, piece.height) / piece.extent
    return piece.extent <= 7.5 and roundness > 0.75 and piece.area > 0.6 * piece.width * piece.height


def is_name(piece: Piece) -> bool:
    """Long, and wide enough both ways not to be a word of print or a line."""
    if piece.length < NAME_LENGTH or piece.extent < NAME_EXTENT:
        return False
    return min(piece.across()) >= NAME_HEIGHT


def _are_initials(marks: Sequence[Piece]) -> bool:
    """Few small letters. Words of print are many, or run together in a flat band."""
    if len(marks) > 3 or _length(marks) < NAME_LENGTH:
        return False
    spans = [piece.across() for piece in marks]
    flat = any(long >= 8 and narrow <= 4.6 for long, narrow in spans)
    return not flat and max(narrow for _long, narrow in spans) >= 2.4 and max(long for long, _narrow in spans) >= 3.4


def _are_words(marks: Sequence[Piece], found: Sequence[Piece]) -> bool:
    """Print, or a stamp of bare words: many pieces, none of them larger than a few letters run together."""
    near = [piece for piece in found if any(_touch(piece, mark) for mark in marks)]
    return len(near) >= 5 and max(min(piece.across()) for piece in marks) <= WORD_HEIGHT


def _touch(one: Piece, other: Piece) -> bool:
    """Whether they lie within two millimetres of each other."""
    apart = max(one.left, other.left) - min(one.right, other.right), max(one.top, other.top) - min(one.low, other.low)
    return max(apart) < 2


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


def _without_stamps(names: list[Piece], found: Sequence[Piece], patch: Patch) -> list[Piece] | None:
    """The pieces that are no stamp's; None when nothing is left that could be a name."""
    shape = (patch.dark.shape[0], patch.dark.shape[1])
    ink = strokes.joined(found, shape)
    # Whole rings first: a frame may be seen in the tangents of a seal, worn rings in the words of a frame.
    circles = stamps.rings(ink, ~patch.hidden, 0.94)
    framed = None if circles else stamps.frame(ink)
    if not circles and framed is None:
        circles = stamps.rings(ink, ~patch.hidden, 0.78)
    if not circles and framed is None:
        return names
    gone = np.zeros(shape, bool)
    if framed is not None:
        gone, within = framed
    else:
        within = np.zeros(shape, bool)
        for circle in circles:
            gone |= stamps.ring_mask(circle, shape)
            within |= stamps.disc_mask(circle, shape, 0.6)
    other = _of_another_colour(ink, ink & gone, patch)
    if other is not None:
        beside = _inside(strokes.pieces(other, patch.dark, CLEAR), patch.place)
        pens = [piece for piece in beside if piece.length >= 5 and piece.extent >= 3.0 and piece.thickness > 0.15]
        if _length(pens) >= NAME_LENGTH:
            return pens
    if pens := _of_darker_ink(ink & ~gone, patch):
        return pens
    rest = _inside(strokes.pieces(ink & ~gone, patch.dark, 0.0), patch.place)
    # A name written across a ring is cut where it crosses; what stands out of the stamp need not be long. It is a
    # stroke, though, and no word of the stamp: its length is not wound up in a small place.
    strokes_out = [piece for piece in rest if _outside(piece, within) > 0.6 and piece.length >= 5]
    strokes_out = [
        piece
        for piece in strokes_out
        if piece.length < 2.6 * max(piece.across()) or (is_name(piece) and min(piece.across()) > WORD_HEIGHT)
    ]
    if _length(strokes_out) >= OUTSIDE_LENGTH:
        return strokes_out
    own = [piece for piece in rest if is_name(piece) and not _is_part_of_stamp(piece, within, ink & gone, patch)]
    return own or None


def _of_darker_ink(ink: Mask, patch: Patch) -> list[Piece]:
    """Names in ink far darker than all else, a pen upon a pale stamp. The dark places of a worn stamp are small."""
    if ink.sum() < 200:
        return []
    # Each place as dark as the stroke it belongs to, since strokes are pale at their rims.
    picture = Image.fromarray((np.clip(patch.dark, 0, 1) * ink * 255).astype(np.uint8))
    full = np.asarray(picture.filter(ImageFilter.MaxFilter(7)), np.float32)
    limit = _parting(full[ink])
    dark = ink & (full >= limit)
    if not 0 < dark.sum() < MOST_DARK * ink.sum():
        return []  # the rest is no stamp but specks
    if float(np.median(full[dark])) < MUCH_DARKER * float(np.median(full[ink & ~dark])):
        return []
    names = _inside(strokes.pieces(dark, patch.dark, CLEAR), patch.place)
    return [piece for piece in names if is_name(piece) and min(piece.across()) >= PEN_HEIGHT and not _is_round(piece)]


def _is_round(piece: Piece) -> bool:
    """A ring of a seal, or most of one."""
    away = np.hypot(piece.xs - piece.xs.mean(), piece.ys - piece.ys.mean())
    return float(away.std()) < 0.25 * float(away.mean())


def _parting(values: NDArray[np.float32]) -> float:
    """The value that parts these into two kinds which differ most, after Otsu."""
    counts, edges = np.histogram(values, bins=64)
    middles = (edges[:-1] + edges[1:]) / 2
    below, above = counts.cumsum(), counts[::-1].cumsum()[::-1]
    first = (counts * middles).cumsum() / np.maximum(below, 1)
    second = (counts * middles)[::-1].cumsum()[::-1] / np.maximum(above, 1)
    apart = below[:-1] * above[1:] * (first[:-1] - second[1:]) ** 2
    return float(edges[int(apart.argmax()) + 1])


def _length(found: Sequence[Piece]) -> float:
    return sum(piece.length for piece in found)


def _outside(piece: Piece, within: Mask) -> float:
    """Share of the piece that lies outside the stamp."""
    return float((~within[piece.ys, piece.xs]).mean())


def _is_part_of_stamp(piece: Piece, within: Mask, printed: Mask, patch: Patch) -> bool:
    """What lies wholly in the stamp and has its colour is the stamp's own device."""
    if (~within[piece.ys, piece.xs]).sum() / FINE**2 > 1.2:
        return False
    stamp, own = _colour(printed, patch), _colour(strokes.joined([piece], within.shape), patch)
    return stamp is None or own is None or float(stamp @ own) > 0.93


def _of_another_colour(ink: Mask, printed: Mask, patch: Patch) -> Mask | None:
    """Ink that is not of the stamp's colour; None when the stamp is as good as grey."""
    stamp = _colour(printed, patch)
    if stamp is None or float(stamp.sum()) / np.sqrt(3) > 0.965:
        return None
    pixels = np.asarray(patch.picture.filter(ImageFilter.GaussianBlur(1)), np.float64)
    paper = np.percentile(pixels[~ink & ~patch.hidden], 75, axis=0)
    taken = np.clip(paper - pixels, 0, None)
    alike = (taken @ stamp) / np.maximum(np.linalg.norm(taken, axis=2), 1)
    other: Mask = ink & (alike < 0.92)
    return other


def _colour(mask: Mask, patch: Patch) -> NDArray[np.float64] | None:
    """The direction in which this ink takes light away; None for what has no colour to speak of."""
    if mask.sum() < 30:
        return None
    pixels = np.asarray(patch.picture, np.float64)
    paper = np.percentile(pixels[~mask & ~patch.hidden], 75, axis=0)
    taken = np.clip(paper - np.median(pixels[mask], axis=0), 0, None)
    size = float(np.linalg.norm(taken))
    return None if size < 8 else taken / size
