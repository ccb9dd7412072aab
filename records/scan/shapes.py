"""What a piece of ink may be by its shape: a dot, a letter of print, a word, initials, a name. Sizes in millimetres."""

from __future__ import annotations

from collections.abc import Sequence

from records.scan.strokes import Piece

NAME_LENGTH, NAME_EXTENT, NAME_HEIGHT = 10.0, 4.6, 3.8  # what a name has at least
DOT_EXTENT, DOT_LENGTH = 3.2, 5.5  # what a dot has at most
LETTER_HEIGHT, LETTER_EXTENT, LETTER_LENGTH = 4.4, 7.0, 13.0  # what a letter of print has at most, or two that touch
BAND_HEIGHT, WORD_EXTENT = 3.3, 8.0  # of letters of print that run together, at most and at least
LEAST_LETTER = 2.5  # of a letter in somebody's initials
FEWEST_LETTERS = 5  # pieces from which on small ones may be words
MOST_INITIALS, INITIALS_LENGTH = 4, 9.0


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


def is_letter(piece: Piece) -> bool:
    """Of print: small, or letters that run together in a flat band no longer than a word."""
    long, narrow = piece.across()
    if narrow <= LETTER_HEIGHT and long <= LETTER_EXTENT and piece.length <= LETTER_LENGTH:
        return True
    return long <= 3 * LETTER_EXTENT and _is_band(piece)


def _is_band(piece: Piece) -> bool:
    """Flat, and longer by far than a stroke from its one end to the other."""
    long, narrow = piece.across()
    return narrow <= BAND_HEIGHT and piece.length >= 1.5 * long


def are_words(found: Sequence[Piece]) -> bool:
    """Print, or a stamp of bare words: many pieces, and each of them is a letter."""
    return len(found) >= FEWEST_LETTERS and all(is_letter(piece) for piece in found)


def are_initials(marks: Sequence[Piece]) -> bool:
    """Few small letters. Words of print are many, or run together in a flat band."""
    if not marks or len(marks) > MOST_INITIALS or length_of(marks) < INITIALS_LENGTH:
        return False
    spans = [piece.across() for piece in marks]
    if any(piece.extent >= WORD_EXTENT and _is_band(piece) for piece in marks) or max(spans)[0] < 3.4:
        return False
    return max(narrow for _long, narrow in spans) >= 2.3 or min(_spans(marks)) >= NAME_HEIGHT


def _spans(marks: Sequence[Piece]) -> tuple[float, float]:
    """(width, height) of all together."""
    left, right = min(piece.left for piece in marks), max(piece.right for piece in marks)
    return right - left, max(piece.low for piece in marks) - min(piece.top for piece in marks)


def length_of(found: Sequence[Piece]) -> float:
    return sum(piece.length for piece in found)
