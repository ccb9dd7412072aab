"""In the child: draws one page of a PDF as a picture."""

from __future__ import annotations

import os
from typing import Any

import pypdfium2

from records.gate.report import Reason

Answer = dict[str, Any]

PIXELS = 8_000_000  # of the picture made, whatever shape the page has
QUALITY = 82
_NEEDS_PASSWORD = 4  # FPDF_ERR_PASSWORD


def draw(source: int, target: int | None, question: Answer) -> Answer:
    """Writes page `question["page"]` (from 1), `question["width"]` pixels wide, as `question["format"]` (PNG or JPEG).

    `question["turn"]` are the degrees, clockwise in quarters, by which it lies turned; it is turned back.

    Answers {"pages": all pages, "page_sizes": of this one, in points} or {"reason"}.
    """
    number, width = int(question["page"]), int(question["width"])
    if target is None:
        raise ValueError("a picture needs a file to write")
    file = os.fdopen(source, "rb", closefd=False)
    try:
        pdf = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == _NEEDS_PASSWORD
        return {"reason": Reason.ENCRYPTED if locked else Reason.DAMAGED}
    if not 1 <= number <= len(pdf):
        return {"reason": Reason.NO_SUCH_PAGE}
    if pdf.get_formtype():
        pdf.init_forms()  # else what was typed or signed in a form field is not drawn
    try:
        page = pdf[number - 1]
        across, down = page.get_size()
        if across <= 0 or down <= 0:
            return {"reason": Reason.DAMAGED, "at": number}
        scale = min(width / across, (PIXELS / (across * down)) ** 0.5)
        picture = page.render(scale=scale, rev_byteorder=True).to_pil().convert("RGB")
        picture = picture.rotate(int(question.get("turn", 0)) // 90 * 90, expand=True)
    except pypdfium2.PdfiumError:
        return {"reason": Reason.DAMAGED, "at": number}
    kind = str(question["format"])
    with os.fdopen(target, "wb", closefd=False) as output:
        picture.save(output, kind, **({"quality": QUALITY} if kind == "JPEG" else {"compress_level": 4}))
    return {"pages": len(pdf), "page_sizes": [(round(across, 2), round(down, 2))]}
