"""Makes our Sarabun: the same letters, with sara am told apart from sara aa.

A Thai shaper draws ำ as two glyphs, the ring (nikhahit) and sara aa. In the published font these are the very
glyphs of a lone ring and of า, so a PDF, which names one text for each glyph, cannot say which of the two was
meant. Here the ring and the aa of every ำ become glyphs of their own (suffix ``.am``), drawn and placed alike;
records/pdf/textmap.py then gives them the text that people typed.

It also adds some copies of the box that stands for a missing letter. Without them WeasyPrint gives such letters
numbers that no glyph has and a private encoding with them, for which pypdf loses the text of the whole document.

Run ``python -m records.pdf.thaifont`` to make records/pdf/fonts from records/pdf/data/sarabun again.
"""

import copy
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools.otlLib.builder import buildCoverage, buildSingleSubstSubtable
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables

HERE = Path(__file__).resolve().parent
SOURCES = HERE / "data" / "sarabun"
MADE = HERE / "fonts"
WEIGHTS = ("Sarabun-Regular.ttf", "Sarabun-Bold.ttf")

SUFFIX = ".am"
SPARE = "missing."
SPARES = 64  # different letters, in one document, of which Sarabun has none
SARA_AA, NIKHAHIT = 0x0E32, 0x0E4D
TONES = range(0x0E48, 0x0E4C)
MARKS_TO_BASES, MARKS_TO_MARKS = 4, 6


def build(source: bytes) -> bytes:
    """The bytes of our font, made from the published TTF; the same input gives the same bytes."""
    # Without recalcTimestamp the font would carry the minute of its making.
    font = TTFont(BytesIO(source), recalcTimestamp=False)
    letters = font.getBestCmap()
    aa, ring = letters[SARA_AA], letters[NIKHAHIT]
    order = font.getGlyphOrder()
    rings = [name for name in order if name.split(".")[0] == ring]
    # Ring and tone mark drawn as one glyph, as in น้ำ; their names begin with the ring's.
    joined = [name for name in order if name.startswith(ring) and name not in rings]
    tones = [name for name in order if name.split(".")[0] in {letters[tone] for tone in TONES}]

    # In the font's own order, because coverage tables are kept in the order of glyph numbers.
    twins = {name: name + SUFFIX for name in order if name in {*rings, *joined, aa}}
    _draw_twins(font, twins)
    _place_twins(font, twins)
    _choose_twins(font, aa, rings, joined, tones, twins)
    _draw_spares(font)
    _say_that_it_was_changed(font)

    made = BytesIO()
    font.save(made)
    return made.getvalue()


def _draw_twins(font: Any, twins: dict[str, str]) -> None:
    """Same outline, same width, same glyph class."""
    font.setGlyphOrder([*font.getGlyphOrder(), *twins.values()])
    classes = font["GDEF"].table.GlyphClassDef.classDefs
    for name, twin in twins.items():
        font["glyf"].glyphs[twin] = copy.deepcopy(font["glyf"][name])
        font["hmtx"].metrics[twin] = font["hmtx"].metrics[name]
        if name in classes:
            classes[twin] = classes[name]
    font["glyf"].glyphOrder = font.getGlyphOrder()
    font["maxp"].numGlyphs += len(twins)


def _place_twins(font: Any, twins: dict[str, str]) -> None:
    """Wherever a mark is positioned, its twin is positioned alike.

    New glyphs have the highest numbers, in the old ones' order, so appending keeps every coverage table sorted.
    """
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            if lookup.LookupType == MARKS_TO_BASES:
                _cover(table.MarkCoverage, table.MarkArray, "MarkRecord", "MarkCount", twins)
                _cover(table.BaseCoverage, table.BaseArray, "BaseRecord", "BaseCount", twins)
            elif lookup.LookupType == MARKS_TO_MARKS:
                _cover(table.Mark1Coverage, table.Mark1Array, "MarkRecord", "MarkCount", twins)
                _cover(table.Mark2Coverage, table.Mark2Array, "Mark2Record", "Mark2Count", twins)


def _cover(coverage: Any, array: Any, records: str, count: str, twins: dict[str, str]) -> None:
    rows = getattr(array, records)
    for name in [glyph for glyph in coverage.glyphs if glyph in twins]:
        rows.append(copy.deepcopy(rows[coverage.glyphs.index(name)]))
        coverage.glyphs.append(twins[name])
    setattr(array, count, len(rows))


def _choose_twins(
    font: Any, aa: str, rings: list[str], joined: list[str], tones: list[str], twins: dict[str, str]
) -> None:
    """Adds the rule, after all others: a ring before sara aa is a twin, and so is the aa behind that ring."""
    table = font["GSUB"].table
    lookups = table.LookupList.Lookup
    numbers = font.getReverseGlyphMap(True)
    swap = len(lookups)

    def context(before: list[list[str]], this: list[str], after: list[list[str]]) -> Any:
        rule = otTables.ChainContextSubst()
        rule.Format = 3
        rule.BacktrackCoverage = [buildCoverage(glyphs, numbers) for glyphs in before]
        rule.InputCoverage = [buildCoverage(this, numbers)]
        rule.LookAheadCoverage = [buildCoverage(glyphs, numbers) for glyphs in after]
        rule.BacktrackGlyphCount, rule.InputGlyphCount, rule.LookAheadGlyphCount = len(before), 1, len(after)
        record = otTables.SubstLookupRecord()
        record.SequenceIndex, record.LookupListIndex = 0, swap
        rule.SubstLookupRecord, rule.SubstCount = [record], 1
        return rule

    def lookup(kind: int, subtables: list[Any]) -> Any:
        made = otTables.Lookup()
        made.LookupType, made.LookupFlag = kind, 0
        made.SubTable, made.SubTableCount = subtables, len(subtables)
        return made

    ring_twins = [twins[name] for name in rings]
    joined_twins = [twins[name] for name in joined]
    rules = [
        context([], rings + joined, [[aa]]),
        context([], rings, [tones, [aa]]),
        context([ring_twins + joined_twins], [aa], []),
        context([tones, ring_twins], [aa], []),
    ]
    lookups += [lookup(1, [buildSingleSubstSubtable(twins)]), lookup(6, rules)]
    table.LookupList.LookupCount = len(lookups)
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag == "ccmp":
            record.Feature.LookupListIndex.append(swap + 1)
            record.Feature.LookupCount += 1


def _draw_spares(font: Any) -> None:
    names = [f"{SPARE}{number:02}" for number in range(SPARES)]
    font.setGlyphOrder([*font.getGlyphOrder(), *names])
    for name in names:
        font["glyf"].glyphs[name] = copy.deepcopy(font["glyf"][".notdef"])
        font["hmtx"].metrics[name] = font["hmtx"].metrics[".notdef"]
    font["glyf"].glyphOrder = font.getGlyphOrder()
    font["maxp"].numGlyphs += len(names)


def _say_that_it_was_changed(font: Any) -> None:
    """The licence reserves no name; the version still tells our file from the published one."""
    for record in font["name"].names:
        if record.nameID in {3, 5}:
            record.string = f"{record.toUnicode()}; TeacherSync, sara am told apart"


def main() -> None:
    MADE.mkdir(exist_ok=True)
    for name in WEIGHTS:
        (MADE / name).write_bytes(build((SOURCES / name).read_bytes()))


if __name__ == "__main__":
    main()
