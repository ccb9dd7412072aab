"""Thai dictionary order as a text that any database sorts rightly by plain code points."""

import re
import unicodedata

from people.thai.digits import ARABIC, arabic_digits
from people.thai.text import mend

# A letter's place in these lines is its weight, as in the Royal Society's dictionary and in ICU's Thai collation.
_LETTERS = (
    "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลฦวศษสหฬอฮ"
    "\u0e4d\u0e30\u0e31\u0e32\u0e33\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e40\u0e41\u0e42\u0e43\u0e44\u0e3a"
)
_MARKS = "\u0e4e\u0e4c\u0e47\u0e48\u0e49\u0e4a\u0e4b"
_LEADING = re.compile("([เ-ไ])([ก-ฮ])")
# ๆ and ฯ have no weight, so neither may the space before them: ต่างๆ and ต่าง ๆ are one word.
_SPACED_SIGN = re.compile("[ \u00a0]+(?=[ๆฯ])")

# All weights are above the space, which parts the three levels of a key. A space within the text comes before
# everything else, so that somebody called กา stands before somebody called กาก whatever their last names are.
_END = " "
_SPACE = "!"
_FIRST = ":"  # the character after "9"
_WEIGHTS = (
    {" ": _SPACE, "\u00a0": _SPACE}
    | {digit: digit for digit in ARABIC}
    | {letter: chr(ord(_FIRST) + place) for place, letter in enumerate(_LETTERS)}
)
_WEIGHTS["\u0e45"] = _WEIGHTS["\u0e32"]  # the long leg of ฤๅ is an า
_PLAIN = "0"
_MARK_WEIGHTS = {mark: chr(ord(_PLAIN) + place) for place, mark in enumerate(_MARKS, start=1)}
# The letters of other scripts come after the Thai ones, in their own order: lifted out of the way of the weights.
_LIFT = 0x80


def sort_key(*texts: str) -> str:
    """A key whose code point order (SQLite BINARY, PostgreSQL COLLATE "C") is Thai dictionary order.

    Several texts, such as first and last name, are compared one after the other. Within a text, first level: letters,
    a leading vowel after its consonant, digits before letters, Latin after Thai and without case. Second level: tones
    and other marks. Last of all: the texts as they are, so that two texts never share a key; punctuation counts there
    only. At most 3 * (sum of the lengths + number of texts) characters. Titles are the caller's matter.
    """
    return _END.join([*(_levels(text) for text in texts), *texts])


def _levels(text: str) -> str:
    first: list[str] = []
    second: list[str] = []
    folded = unicodedata.normalize("NFD", arabic_digits(mend(_SPACED_SIGN.sub("", text))).casefold())
    for letter in _LEADING.sub(r"\2\1", folded):
        if letter in _MARK_WEIGHTS:
            second.append(_MARK_WEIGHTS[letter])
        elif weight := _weight(letter):
            first.append(weight)
            second.append(_PLAIN)
    # Some letters fold to three; the cut keeps the promised length. What is plain to the end need not be written.
    return "".join(first)[: len(text)] + _END + "".join(second)[: len(text)].rstrip(_PLAIN)


def _weight(letter: str) -> str:
    if letter in _WEIGHTS:
        return _WEIGHTS[letter]
    if not letter.isalnum() or "\u0e01" <= letter <= "\u0e5b":
        return ""
    return chr(ord(letter) + _LIFT) if ord(letter) < 0x100 else letter
