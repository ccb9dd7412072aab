"""One page of a paper, signed and spoilt, with the truth about it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pypdfium2
from PIL import Image, ImageChops

from bench.recognition import harm, pens
from bench.recognition.papers import Paper

FINE, PLAIN = 300, 200  # dots to the inch in which a page is printed and signed, for fine scans and for all others


@dataclass
class Specimen:
    """What was made and what is true of it: role of each box on the page -> kind of filling."""

    paper: Paper
    number: int
    picture: Image.Image
    turned: int
    done: list[str]
    boxes: dict[str, pens.Kind] = field(default_factory=dict)


def printed(paper: Paper, number: int, dpi: int) -> Image.Image:
    """Page `number` (from 1) as it leaves the printer."""
    document = pypdfium2.PdfDocument(paper.data)
    try:
        picture: Image.Image = document[number - 1].render(scale=dpi / 72).to_pil().convert("RGB")
    finally:
        document.close()
    return picture


def specimen(paper: Paper, number: int, seed: int) -> Specimen:
    """Everything about it follows from paper, page and seed."""
    draw = np.random.default_rng((seed, number, paper.person, paper.version))
    way = harm.way(draw)
    dpi = FINE if way.dpi >= FINE else PLAIN
    page = printed(paper, number, dpi)
    boxes = _signed(page, dpi, paper, number, draw)
    back = printed(paper, number % paper.pages + 1, dpi) if draw.random() < 0.15 else None
    sent = harm.spoil(page, dpi, way, draw, back)
    return Specimen(paper, number, sent.picture, sent.turned, sent.done, boxes)


def _signed(page: Image.Image, dpi: int, paper: Paper, number: int, draw: np.random.Generator) -> dict[str, pens.Kind]:
    shares = np.array([kind.share for kind in pens.KINDS])
    mm = dpi / harm.INCH
    chosen = {}
    for box in paper.boxes:
        if box.page != number:
            continue
        kind = pens.KINDS[int(draw.choice(len(pens.KINDS), p=shares / shares.sum()))]
        chosen[box.role] = kind
        layer = pens.filled(kind, box.w_mm, box.h_mm, draw)
        size = (round(layer.width * mm / pens.FINE), round(layer.height * mm / pens.FINE))
        layer = layer.resize(size, Image.Resampling.BOX)
        at = (round((box.x_mm - pens.RIM) * mm), round((box.y_mm - pens.RIM) * mm))
        place = (max(at[0], 0), max(at[1], 0), min(at[0] + size[0], page.width), min(at[1] + size[1], page.height))
        part = layer.crop((place[0] - at[0], place[1] - at[1], place[2] - at[0], place[3] - at[1]))
        page.paste(ImageChops.multiply(page.crop(place), part), place)
    return chosen
