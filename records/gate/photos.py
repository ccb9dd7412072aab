"""In the child: opens one photograph and, when there is a file to write, makes of it the JPEG of a page."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Any

from PIL import Image, ImageOps, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from records.gate.report import Reason

Answer = dict[str, Any]

# Named, because Pillow would otherwise load and try some forty formats that nobody photographs a page in.
FORMATS = [
    JpegImagePlugin.JpegImageFile.format,
    PngImagePlugin.PngImageFile.format,
    WebPImagePlugin.WebPImageFile.format,
]
PIXELS = 120_000_000  # the largest telephone cameras; a JPEG this large is read at half its size or less
LONG_SIDE = 2000  # pixels of a page: about 170 dots per inch on A4
LEGIBLE = 1000  # pixels of the long side below which handwriting on a page is lost
QUALITY = 80

Image.MAX_IMAGE_PIXELS = None  # our own limit is asked before anything is decoded


def prepare(source: int, target: int | None, question: Answer) -> Answer:
    """Answers {"pages": 1, "content_type", "warnings", "width", "height"} (pixels of the page) or {"reason"}.

    What is written has no EXIF, no place, no comment and no colour profile: only the picture, the right way up.
    """
    with os.fdopen(source, "rb", closefd=False) as file, Image.open(file, formats=FORMATS) as picture:
        width, height = picture.size
        if width * height > PIXELS:
            return {"reason": Reason.PICTURE_TOO_LARGE}
        content_type = Image.MIME[str(picture.format)]
        warnings = [Reason.SMALL_PICTURE] if max(width, height) < LEGIBLE else []
        picture.draft("RGB", (LONG_SIDE, LONG_SIDE))  # JPEG only: decodes a large one at 1/2, 1/4 or 1/8
        picture.load()
        answer: Answer = {"pages": 1, "content_type": content_type, "warnings": warnings}
        if target is None:
            return answer
        page = _flat(_upright(picture))
    side = min(int(question.get("side", LONG_SIDE)), LONG_SIDE)
    page.thumbnail((side, side), Image.Resampling.LANCZOS)
    page.info = {}
    with os.fdopen(target, "wb", closefd=False) as output:
        page.save(output, "JPEG", quality=QUALITY)
    return answer | {"width": page.width, "height": page.height}


def _upright(picture: Image.Image) -> Image.Image:
    with suppress(Exception):  # a broken note about the turn is not a broken picture
        return ImageOps.exif_transpose(picture)
    return picture


def _flat(picture: Image.Image) -> Image.Image:
    """RGB on white paper: see-through parts would otherwise turn black."""
    if picture.mode == "RGB":
        return picture
    if "transparency" in picture.info or picture.mode in ("LA", "PA", "RGBA", "La", "RGBa"):
        layer = picture.convert("RGBA")
        flat = Image.new("RGB", picture.size, "white")
        flat.paste(layer, mask=layer.getchannel("A"))
    elif picture.mode.startswith("I"):
        flat = picture.point(lambda value: value / 256).convert("L").convert("RGB")
    else:
        flat = picture.convert("RGB")
    return flat
