"""Pen and stamp told apart: by rings and frames, by colour and darkness, and by the size of what is left."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from records.scan import shapes, stamps, strokes
from records.scan.patch import Patch
from records.scan.strokes import Mask, Piece

CLEAR = 0.14  # of the paper's brightness, which a stroke of a pen reaches somewhere
OUTSIDE_LENGTH = 6.5  # mm of strokes that stand out of a stamp, from which on somebody wrote across it
MUCH_DARKER, PEN_HEIGHT = 1.5, 5.0  # times as dark as the stamp, and mm, from which on a name is seen through it
MOST_DARK = 0.7  # share of the ink that such a name makes up
OTHER_COLOUR = 1.6  # times as much of its darkness that an ink has in one of the colours, from which on it is another
FEW_DARK = 0.3  # share of the ink up to which few strokes do: a worn stamp is darker in half of its places
MOST_OF_IT = 0.75  # share that these strokes have of all that is as dark
LETTER = 4.0  # mm: what a letter of a stamp has at most
STRAIGHT = 1.3  # mm across, up to which a stroke is what is left of a frame's side
WORDS_HEIGHT = 5.2  # mm: what is taller within a stamp is more than letters of two rows that touch


def without_stamps(names: list[Piece], ink: Mask, patch: Patch) -> list[Piece] | None:
    """The pieces that are no stamp's; None when nothing is left that could be a name."""
    # Whole rings first: a frame may be seen in the tangents of a seal, worn rings in the words of a frame.
    circles = stamps.rings(ink, ~patch.hidden, 0.94)
    framed = None if circles else stamps.frame(ink)
    if not circles and framed is None:
        circles = stamps.rings(ink, ~patch.hidden, 0.78)
    if not circles and framed is None:
        return names
    gone = np.zeros(ink.shape, bool)
    if framed is not None:
        gone, within = framed
    else:
        within = np.zeros(ink.shape, bool)
        for circle in stamps.with_those_around(circles, ink, ~patch.hidden):
            gone |= stamps.ring_mask(circle, patch.shape)
            within |= stamps.disc_mask(circle, patch.shape, 0.6)
    if beside := _of_another_ink(ink, ink & gone, patch):
        return beside
    if by_pen := pens(ink & ~gone, patch):
        return by_pen
    cores = strokes.cores(ink, patch.dark) & ~gone
    rest = patch.inside(strokes.pieces(cores, patch.dark, 0.0))
    # A name written across a ring is cut where it crosses; what stands out of the stamp need not be long. It is a
    # stroke, though, and no word of the stamp: its length is not wound up in a small place.
    out = [piece for piece in rest if _outside(piece, within) > 0.6 and piece.length >= 5]
    out = [piece for piece in out if _is_drawn_out(piece) or _is_large(piece)]
    if shapes.length_of(out) >= OUTSIDE_LENGTH:
        return out
    return [
        piece for piece in rest if _is_large(piece) and not any(stamps.runs_along(c, piece) for c in circles)
    ] or None


def _is_drawn_out(piece: Piece) -> bool:
    long, narrow = piece.across()
    return long > LETTER and piece.length < 2.6 * long and narrow > STRAIGHT


def _is_large(piece: Piece) -> bool:
    return shapes.is_name(piece) and min(piece.across()) > WORDS_HEIGHT


def pens(ink: Mask, patch: Patch) -> list[Piece]:
    """Names in ink far darker than all else in one of the colours: a pen upon a pale stamp, black upon red."""
    if ink.sum() < 200:
        return []
    for shade in np.moveaxis(patch.shades, 2, 0):
        if names := _of_darker_ink(ink, shade, patch):
            return names
    return []


def _of_darker_ink(ink: Mask, shade: NDArray[np.float32], patch: Patch) -> list[Piece]:
    """The dark places of a worn stamp are small, so those of a pen have to be as large as a name."""
    full = _of_its_stroke(ink, shade)
    dark = ink & (full >= _parting(full[ink]))
    if not 0 < dark.sum() < MOST_DARK * ink.sum():
        return []  # the rest is no stamp but specks
    times = float(np.median(full[dark])) / max(float(np.median(full[ink & ~dark])), 1.0)
    if times < MUCH_DARKER:
        return []
    found = [piece for piece in patch.inside(strokes.pieces(dark, patch.dark, CLEAR)) if not _is_round(piece)]
    few = [piece for piece in found if _is_stroke(piece)]
    lone = shapes.length_of(few) > MOST_OF_IT * shapes.length_of(found)  # and not among letters as dark
    if lone and dark.sum() < FEW_DARK * ink.sum() and shapes.are_initials(few):
        return few
    return [piece for piece in found if shapes.is_name(piece) and min(piece.across()) >= PEN_HEIGHT]


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


def _outside(piece: Piece, within: Mask) -> float:
    """Share of the piece that lies outside the stamp."""
    return float((~within[piece.ys, piece.xs]).mean())


def _of_another_ink(ink: Mask, printed: Mask, patch: Patch) -> list[Piece]:
    """Strokes that are of another colour than the stamp, whose lines are `printed`. A worn stamp keeps its colour."""
    if ink.sum() < 200:
        return []
    full = [_of_its_stroke(ink, shade) for shade in np.moveaxis(patch.shades, 2, 0)]
    most = np.maximum(np.maximum.reduce(full), 1)
    for shade in full:
        share = shade / most
        limit = _parting(share[ink])
        high, low = ink & (share >= limit), ink & (share < limit)
        if not high.any() or not low.any():
            continue
        if float(np.median(share[high])) < OTHER_COLOUR * float(np.median(share[low])):
            continue
        for own, other in ((high, low), (low, high)):
            if (own & printed).sum() < 0.6 * printed.sum():
                continue
            found = patch.inside(strokes.pieces(other, patch.dark, CLEAR))
            found = [piece for piece in found if _is_stroke(piece)]
            if shapes.are_initials(found) or any(shapes.is_name(piece) for piece in found):
                return found
    return []


def _is_stroke(piece: Piece) -> bool:
    return piece.length >= 4 and piece.extent >= 3.0 and piece.thickness > 0.2 and not _is_round(piece)


def _of_its_stroke(ink: Mask, shade: NDArray[np.float32]) -> NDArray[np.float32]:
    """Each place as dark (0 to 255) as the stroke it belongs to, since strokes are pale at their rims."""
    picture = Image.fromarray((np.clip(shade, 0, 1) * ink * 255).astype(np.uint8))
    return np.asarray(picture.filter(ImageFilter.MaxFilter(7)), np.float32)
