"""Thai dictionary order as a text that any database sorts rightly by plain code points."""

import re
import unicodedata

from people.thai.text import mend

# A letter's place in this line is its weight. Leading vowels come after the others, as in the dictionary.
_LETTERS = "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลฦวศษสหฬอฮฯะ\u0e31าๅ\u0e33\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39เแโใไๆ"
_MARKS = "\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d\u0e4e\u0e3a"
_LEADING = re.compile("([เ-ไ])([ก-ฮ])")


def sort_key(text: str) -> str:
    return _LEADING.sub(r"\2\1", unicodedata.normalize("NFC", mend(text))) + " " + text
