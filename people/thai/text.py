"""Text as people paste it, mended to what they meant. Never NFKC: it would tear every ำ apart."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_THAI = "\u0e01-\u0e5b"
_TONES = "\u0e48-\u0e4b"

# Marks are put in the order in which they are typed rightly: phinthu, vowel, tone, silencer. The first three stand
# so in Unicode's canonical order as well, so that NFC and this order never fight.
_MARK_RANK = (
    {"\u0e3a": 0}
    | dict.fromkeys("\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e47\u0e4d", 1)
    | dict.fromkeys("\u0e48\u0e49\u0e4a\u0e4b", 2)
    | dict.fromkeys("\u0e4c\u0e4e", 3)
)
_MARKS = re.compile(f"[{''.join(_MARK_RANK)}]{{2,}}")
# ำ is nikhahit and า, and some keyboards, and every NFKC, leave it so; marks between the two, and tones behind, are
# the consonant's own.
_TORN_AM = re.compile(f"\u0e4d([{''.join(_MARK_RANK)}]*)\u0e32")
_TONE_BEHIND_AM = re.compile(f"{_TORN_AM.pattern}([{_TONES}]+)")

# Old Thai fonts draw shifted marks from private code points, and text copied out of their PDFs keeps these.
_OLD_FONTS = dict(
    zip(
        range(0xF700, 0xF71B),
        "ฐ\u0e34\u0e35\u0e36\u0e37\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e48\u0e49\u0e4a\u0e4b\u0e4cญ"
        "\u0e31\u0e4d\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e38\u0e39\u0e3a",
        strict=True,
    )
)
_NEWLINES = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Controls; soft hyphen; zero-width space, word joiner and byte order mark; marks and overrides of direction, which
# can make a name read as another; lone surrogates, which no database can keep.
_UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u206f\ufeff\ud800-\udfff]"
)
# Joiners mean something in emoji and other scripts, never beside a Thai letter.
_JOINERS = re.compile(f"(?<=[{_THAI}])[\u200c\u200d]+|[\u200c\u200d]+(?=[{_THAI}])")


def clean_text(value: str) -> str:
    """What every text field passes through: the same words, without what cannot be seen and should not be there.

    NUL is a ValidationError. Other controls, zero-width spaces and direction overrides go; any newline becomes "\\n",
    any other space a plain one; Thai is mended (see `mend`); the ends are stripped. Cleaning twice changes nothing.
    """
    if "\x00" in value:
        raise ValidationError(_("Null characters are not allowed."), code="null_characters_not_allowed")
    return mend(_SPACES.sub(" ", _NEWLINES.sub("\n", value))).strip()


def clean_line(value: str) -> str:
    """`clean_text` for a field of one line: each run of white space becomes one space."""
    return " ".join(clean_text(value).split())


def mend(text: str) -> str:
    """The same Thai in the one right spelling of its code points: NFC, no unseen characters, and

    เ เ is แ; nikhahit and า are ำ; the tone comes before ำ; vowel, tone and silencer stand in this order, each once.
    """
    text = _JOINERS.sub("", _UNSEEN.sub("", text.translate(_OLD_FONTS)))
    text = unicodedata.normalize("NFC", text).replace("เเ", "แ")
    # Every ำ is taken apart, the marks are put in order, and it is put together again: one way for all its spellings.
    text = _TONE_BEHIND_AM.sub("\u0e4d\\1\\2\u0e32", text.replace("\u0e33", "\u0e4d\u0e32"))
    return _TORN_AM.sub("\\1\u0e33", _MARKS.sub(_in_order, text))


def _in_order(marks: re.Match[str]) -> str:
    return "".join(dict.fromkeys(sorted(marks[0], key=_MARK_RANK.__getitem__)))
