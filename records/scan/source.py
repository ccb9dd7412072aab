"""One page of a scan as a picture, in about the fineness in which it was taken. Runs in the child."""

from __future__ import annotations

import os
from typing import IO

import pypdfium2
from PIL import Image, ImageOps, JpegImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin
from pypdfium2 import raw

from records.gate.report import Reason

FORMATS = [
    JpegImagePlugin.JpegImageFile.format,
    PngImagePlugin.PngImageFile.format,
    WebPImagePlugin.WebPImageFile.format,
    TiffImagePlugin.TiffImageFile.format,  # fax machines
]
LONG_SIDE = 3600  # pixels kept of a page: A4 at 300 dpi. Finer scans tell no more.
LEAST_DPI, MOST_DPI = 110, 300
PIXELS = 45_000_000  # of a picture that cannot be decoded smaller than it is: A4 at 600 dpi has 35 million
DRAFT_PIXELS = 120_000_000  # of a JPEG, which can
MOST_FRAMES = 200

Image.MAX_IMAGE_PIXELS = None  # our own limits are asked before anything is decoded


class Unreadable(Exception):
    """The page cannot be had; carries the gate's reason."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


def page_of(source: int, number: int) -> tuple[Image.Image, int]:
    """Page `number` (from 1) in colour, the right way round as a reader shows it, and how many pages there are."""
    with os.fdopen(source, "rb", closefd=False) as file:
        start = file.read(1024)
        file.seek(0)
        return _of_pdf(file, number) if b"%PDF-" in start else _of_picture(file, number)


def _of_picture(file: IO[bytes], number: int) -> tuple[Image.Image, int]:
    with Image.open(file, formats=FORMATS) as picture:
        frames = min(int(getattr(picture, "n_frames", 1)), MOST_FRAMES)
        if not 1 <= number <= frames:
            raise Unreadable(Reason.NO_SUCH_PAGE)
        if number > 1:
            picture.seek(number - 1)
        limit = DRAFT_PIXELS if picture.format == "JPEG" else PIXELS
        if picture.width * picture.height > limit:
            raise Unreadable(Reason.PICTURE_TOO_LARGE)
        picture.draft("RGB", (LONG_SIDE // 2, LONG_SIDE // 2))
        picture.load()
        return _kept(_flat(_upright(_square(picture)))), frames


def _square(picture: Image.Image) -> Image.Image:
    """A fax says that its dots are not square."""
    dpi = picture.info.get("dpi")
    try:
        across, down = (float(value) for value in dpi)  # type: ignore[union-attr]
    except (TypeError, ValueError):
        return picture
    if across <= 0 or down <= 0 or not 1.3 < max(across, down) / min(across, down) < 4:
        return picture
    size = (picture.width, round(picture.height * across / down))
    if across < down:
        size = (round(picture.width * down / across), picture.height)
    return picture.convert("L").resize(size, Image.Resampling.BICUBIC) if max(size) < 20_000 else picture


def _upright(picture: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:  # a broken note about the turn is not a broken picture
        return picture


def _flat(picture: Image.Image) -> Image.Image:
    """RGB on white paper."""
    if picture.mode == "RGB":
        return picture
    if "transparency" in picture.info or picture.mode in ("LA", "PA", "RGBA", "La", "RGBa"):
        layer = picture.convert("RGBA")
        flat = Image.new("RGB", picture.size, "white")
        flat.paste(layer, mask=layer.getchannel("A"))
        return flat
    if picture.mode.startswith("I"):
        return picture.point(lambda value: value / 256).convert("L").convert("RGB")
    return picture.convert("RGB")


def _kept(picture: Image.Image) -> Image.Image:
    if max(picture.size) > LONG_SIDE:
        picture.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return picture


def opened(file: IO[bytes]) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD
        raise Unreadable(Reason.ENCRYPTED if locked else Reason.DAMAGED) from error
    if len(document) == 0:
        raise Unreadable(Reason.NO_PAGES)
    if document.get_formtype():
        document.init_forms()  # else what was signed in a form field is not drawn
    return document


def _of_pdf(file: IO[bytes], number: int) -> tuple[Image.Image, int]:
    document = opened(file)
    if not 1 <= number <= len(document):
        raise Unreadable(Reason.NO_SUCH_PAGE)
    try:
        page = document[number - 1]
        across, down = page.get_size()
        if across <= 0 or down <= 0:
            raise Unreadable(Reason.DAMAGED)
        scale = min(_dpi(page) / 72, LONG_SIDE / max(across, down))
        picture = page.render(scale=scale, rev_byteorder=True).to_pil().convert("RGB")
    except pypdfium2.PdfiumError as error:
        raise Unreadable(Reason.DAMAGED) from error
    return _kept(picture), len(document)


def _dpi(page: pypdfium2.PdfPage) -> float:
    """That of the finest large picture on the page; 200 when it has none."""
    across, down = page.get_size()
    finest = 0.0
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, low, right, top = item.get_bounds()
        if (right - left) * (top - low) < 0.1 * across * down:
            continue
        wide, high = item.get_px_size()
        # Turned pictures have their width where the page has its height: the longer sides are compared.
        finest = max(finest, max(wide, high) / max(right - left, top - low) * 72)
    return min(max(finest, LEAST_DPI), MOST_DPI) if finest else 200.0


def template(file: IO[bytes], number: int, per_mm: float) -> Image.Image:
    """Page `number` of a paper of ours, in grey."""
    document = opened(file)
    if not 1 <= number <= len(document):
        raise Unreadable(Reason.NO_SUCH_PAGE)
    rendered: Image.Image = document[number - 1].render(scale=per_mm * 25.4 / 72, grayscale=True).to_pil()
    return rendered.convert("L")
