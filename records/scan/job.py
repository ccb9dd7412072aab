"""What the child does with one page: codes, place, boxes. Answers plain data; pictures of boxes go to the file."""

from __future__ import annotations

import io
import os
from collections import Counter
from collections.abc import Sequence
from contextlib import nullcontext
from typing import IO, Any

import numpy as np
from PIL import Image

from records.gate import cell
from records.scan import codes, geometry, ink, lay, source

Answer = dict[str, Any]

BLANK = 0.0015  # share of dark dots below which a page is bare: a line of print has more
SHOWN = 5.0  # pixels a millimetre of a box's picture
QUALITY = 60


def read_page(scan: int, pictures: int | None, question: Answer) -> Answer:
    """Reads page `question["page"]` (from 1).

    `question["expected"]`, with the paper's PDF open beside, is {"code", "boxes": [{"role", "page", "x_mm", …}]}.
    Answers {"pages", "codes", "turn", "blank", "boxes": [{"role", "ink", "why", "length", "at"}]} or {"reason"};
    `at` is [offset, length] of the box's JPEG in the file.
    """
    try:
        picture, pages = source.page_of(scan, int(question["page"]))
        with os.fdopen(cell.BESIDE, "rb", closefd=False) if question.get("expected") else nullcontext() as beside:
            answer = read_picture(picture, question.get("expected"), beside, pictures)
    except source.Unreadable as unreadable:
        return {"reason": unreadable.reason}
    return answer | {"pages": pages}


def read_picture(
    picture: Image.Image, expected: Answer | None, printed: IO[bytes] | None, pictures: int | None
) -> Answer:
    """The same for a picture at hand; `printed` is the paper's PDF, open."""
    grey = picture.convert("L")
    bare = is_bare(grey)
    found = codes.Search(grey).run(most=codes.BARE if bare else codes.MOST)
    names = _names(found)
    answer: Answer = {
        "codes": [{"code": code, "page": page, "count": count} for (code, page), count in names],
        "turn": _turn(found),
        "blank": bare and not found,
        "boxes": [],
    }
    if expected is None or printed is None or not names or names[0][0][0] != expected["code"]:
        return answer
    number = names[0][0][1]
    boxes = [box for box in expected["boxes"] if box["page"] == number]
    if not boxes:
        return answer
    template = lay.Template(source.template(printed, number, lay.FINE))
    laid = lay.lay(grey, found, template)
    if laid is None:
        return answer
    answer["turn"] = geometry.turn_of(laid.matrix)
    answer["laid"] = round(laid.likeness, 3)
    answer["boxes"], drawn = look(picture, laid, template, boxes)
    if pictures is not None:
        os.write(pictures, drawn)
    return answer


def _names(found: Sequence[codes.Found]) -> list[tuple[tuple[str, int], int]]:
    """((code, page), how often), the most frequent first: more than one when two papers lie in the picture."""
    said = Counter((code.name.code, code.name.page) for code in found if code.name.code)
    return said.most_common(4)


def _turn(found: Sequence[codes.Found]) -> float | None:
    """Degrees, clockwise, by which the codes lie turned; None without one."""
    if not found:
        return None
    along = sum((code.corners[1] - code.corners[0] + code.corners[2] - code.corners[3]) for code in found)
    return float(np.degrees(np.arctan2(along[1], along[0])) % 360)


def is_bare(grey: Image.Image) -> bool:
    """Whether hardly anything is on the page, its rims (shadows of the lid) left out."""
    small = grey.copy()
    small.thumbnail((1200, 1200))
    dark = lay.darkness(small)
    high, wide = (size // 16 for size in dark.shape)
    return bool((dark[high:-high, wide:-wide] > 0.2).mean() < BLANK)


def look(
    picture: Image.Image, laid: lay.Laid, template: lay.Template, boxes: Sequence[Answer]
) -> tuple[list[Answer], bytes]:
    """The verdicts on the boxes of a page that lies straight, and their pictures one after the other."""
    answers, drawn = [], io.BytesIO()
    for box in boxes:
        place = (float(box["x_mm"]), float(box["y_mm"]), float(box["w_mm"]), float(box["h_mm"]))
        verdict, straight = ink.look(picture, laid, template, place)
        begin = drawn.tell()
        edge = round((ink.RIM - 3) * lay.FINE)
        shown = straight.crop((edge, edge, straight.width - edge, straight.height - edge))
        shown.thumbnail((round(shown.width * SHOWN / lay.FINE), 1000), Image.Resampling.LANCZOS)
        shown.save(drawn, "JPEG", quality=QUALITY)
        answers.append(
            {
                "role": str(box["role"]),
                "ink": "doubtful" if verdict.ink is None else verdict.ink,
                "why": verdict.why,
                "length": round(verdict.length, 1),
                "at": [begin, drawn.tell() - begin],
            }
        )
    return answers, drawn.getvalue()
