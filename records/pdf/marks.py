"""The marks by which a printed page knows itself, and where they stand.

All lengths are millimetres from the top left corner of an A4 page. A code's position is that of its outermost
dark square; the quiet zone around it is bare paper. A reader of scans takes these same figures to lay the page
straight again, so a change here is a change of the form: papers already printed carry the old places.
"""

from dataclasses import dataclass

from records.pdf.qr import modules

PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
MM = 72 / 25.4  # points


@dataclass(frozen=True, slots=True)
class Mark:
    """A code printed on a page. Units: millimetres."""

    text: str
    x_mm: float
    y_mm: float
    size_mm: float


PAGE_CODE_SIZE = 22.0
PAGE_CODE_X, PAGE_CODE_Y = 161.0, 264.0
EDGE = 9.0  # printers leave about 5 mm blank
CORNER_SIZE = 12.6  # 0.6 mm a module: 2.4 pixels even in a scan of 100 dpi


def page_code(
    url: str, page: int, x_mm: float = PAGE_CODE_X, y_mm: float = PAGE_CODE_Y, size_mm: float = PAGE_CODE_SIZE
) -> Mark:
    """The code of one page (numbered from 1): the paper's address with the page added."""
    return Mark(f"{url}?p={page}", x_mm, y_mm, size_mm)


def corners(url: str, page: int) -> tuple[Mark, ...]:
    """The four corner codes of a page. Each says the paper's code, the page, and the corner as a letter A to D.

    A page is known by any one of its codes, so that a fold, a thumb or a shadow over the others does no harm, and how
    it lay under the scanner is known by two. A paper without an address has corners that say their corner alone.
    """
    right, low = PAGE_WIDTH - EDGE - CORNER_SIZE, PAGE_HEIGHT - EDGE - CORNER_SIZE
    places = ((EDGE, EDGE), (right, EDGE), (EDGE, low), (right, low))
    code = url.rstrip("/").rpartition("/")[2]
    texts = [f"{code}/{page:02}{corner}" for corner in "ABCD"] if code else ["TS-TL", "TS-TR", "TS-BL", "TS-BR"]
    return tuple(Mark(text, x, y, CORNER_SIZE) for text, (x, y) in zip(texts, places, strict=True))


def error_correction(text: str) -> str:
    """The highest that still fits a corner's code into the smallest pattern, 21 squares a side."""
    return "m" if "//" in text else "h" if text.startswith("TS-") else "q"


def drawing(marks: tuple[Mark, ...], height_mm: float = PAGE_HEIGHT) -> bytes:
    """PDF operators that draw the marks in black on a page whose origin is at the lower left, in points."""
    lines = ["/Artifact BMC q 0 g"]
    for mark in marks:
        rows = modules(mark.text, error=error_correction(mark.text))
        side = mark.size_mm / len(rows)
        for down, row in enumerate(rows):
            for start, length in _runs(row):
                x, y = mark.x_mm + start * side, height_mm - mark.y_mm - (down + 1) * side
                # A hair of overlap, or viewers show white seams between the rows.
                lines.append(f"{x * MM:.3f} {y * MM:.3f} {length * side * MM:.3f} {side * MM * 1.02:.3f} re")
    lines.append("f Q EMC")
    return "\n".join(lines).encode()


def _runs(row: list[bool]) -> list[tuple[int, int]]:
    """(start, length) of each run of dark squares."""
    runs: list[tuple[int, int]] = []
    for index, dark in enumerate(row):
        if not dark:
            continue
        if runs and sum(runs[-1]) == index:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((index, 1))
    return runs
