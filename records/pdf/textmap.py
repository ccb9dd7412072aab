"""What each Thai glyph says when text is copied, searched or read aloud from a PDF.

WeasyPrint gives a glyph the text it saw there first, and many Thai glyphs serve several texts. Here the font
itself answers: each glyph has one text, worked out from the character map and the substitution rules. The font
must be one made by records/pdf/thaifont.py, where the two halves of ำ are glyphs of their own.

The way in is ``Document.fonts``, a public dictionary in WeasyPrint 70; what is put there are its own Font
objects, of which we replace ``to_unicode`` and ``get_unused_glyph_id``. That is why the version is pinned and the
tests read every text back.
"""

from functools import lru_cache
from io import BytesIO
from typing import Any

from fontTools.ttLib import TTFont

from records.pdf.thaifont import NIKHAHIT, SARA_AA, SPARE, SUFFIX

SINGLE, LIGATURE = 1, 4
SARA_AM = "\u0e33"


def _is_thai(text: str) -> bool:
    return any("\u0e00" <= letter <= "\u0e7f" for letter in text)


@lru_cache(maxsize=8)
def texts(font_file: bytes) -> dict[int, str]:
    """The text of every Thai glyph of this font, by glyph number."""
    font = TTFont(BytesIO(font_file), fontNumber=0, lazy=True)
    by_name: dict[str, str] = {}
    for code, name in font.getBestCmap().items():
        by_name.setdefault(name, chr(code))
    tables = [
        getattr(table, "ExtSubTable", table)
        for lookup in font["GSUB"].table.LookupList.Lookup
        for table in lookup.SubTable
    ]
    # A shape may be made from a shape that was made from a letter: three rounds reach all of Sarabun.
    for _ in range(3):
        for table in tables:
            for name, text in _made_from(table, by_name):
                by_name.setdefault(name, text)
    ring = chr(NIKHAHIT)
    for name, text in by_name.items():
        if name.endswith(SUFFIX):
            # The ring of ำ says nothing, so that its aa can say the whole vowel after the tone mark, as typed.
            by_name[name] = SARA_AM if text == chr(SARA_AA) else text.replace(ring, "")
    numbers = font.getReverseGlyphMap()
    return {numbers[name]: text for name, text in by_name.items() if _is_thai(text) or name.endswith(SUFFIX)}


def _made_from(table: Any, by_name: dict[str, str]) -> list[tuple[str, str]]:
    """(glyph, text) of what this substitution makes out of Thai glyphs already known."""
    if table.LookupType == SINGLE:
        made = [((name,), result) for name, result in table.mapping.items()]
    elif table.LookupType == LIGATURE:
        made = [((first, *rule.Component), rule.LigGlyph) for first, rules in table.ligatures.items() for rule in rules]
    else:
        return []
    # A joined glyph waits until all its parts are known: half a text would stay.
    known = [(result, "".join(by_name[part] for part in parts)) for parts, result in made if by_name.keys() >= {*parts}]
    return [(result, text) for result, text in known if _is_thai(text)]


class _GlyphTexts(dict[int, str]):
    """A glyph-to-text map in which the font's own answer beats the text that came by first."""

    def __init__(self, known: dict[int, str]) -> None:
        super().__init__()
        self._known = known

    def __setitem__(self, glyph: int, text: str) -> None:
        super().__setitem__(glyph, self._known.get(glyph, text))


@lru_cache(maxsize=8)
def spares(font_file: bytes) -> tuple[int, ...]:
    """The numbers of the boxes that stand for letters which the font has not."""
    names = TTFont(BytesIO(font_file), fontNumber=0, lazy=True).getGlyphOrder()
    return tuple(number for number, name in enumerate(names) if name.startswith(SPARE))


class _Missing:
    """Gives each letter that the font has not a box of its own; when all are given, the last serves for the rest."""

    def __init__(self, boxes: tuple[int, ...]) -> None:
        self._boxes = boxes
        self._given: dict[int, int] = {}

    def __call__(self, letter: int) -> int:
        last = len(self._boxes) - 1
        return self._given.setdefault(letter, self._boxes[min(len(self._given), last)])


class FontBook(dict[Any, Any]):
    """To be put in the place of ``Document.fonts`` before the PDF is written."""

    def __setitem__(self, key: Any, font: Any) -> None:
        font.to_unicode = _GlyphTexts(texts(font.file_content))
        font.get_unused_glyph_id = _Missing(spares(font.file_content))
        super().__setitem__(key, font)
