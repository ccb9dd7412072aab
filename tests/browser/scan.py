"""A signed plan as it comes back: printed, written on in ink, laid askew under a scanner or before a telephone.

Everything is drawn from a seed, so that a picture that went wrong can be made again.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
import pypdfium2
from PIL import Image, ImageDraw, ImageFilter
from pypdfium2 import raw

MM = 72 / 25.4  # points in a millimetre
INK = (24, 38, 110)


@dataclass(frozen=True)
class Frame:
    """A box for a signature, in points from the page's upper left corner."""

    page: int
    left: float
    top: float
    width: float
    height: float


def frames(pdf: bytes) -> list[Frame]:
    """The boxes for signatures of a paper, found as the eye finds them: empty frames of 48 x 26 mm."""
    found = []
    document = pypdfium2.PdfDocument(pdf)
    for number, page in enumerate(document):
        for path in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
            left, bottom, right, top = path.get_bounds()
            width, height = right - left, top - bottom
            if abs(width - 48 * MM) < 2 and abs(height - 26 * MM) < 2:
                found.append(Frame(number, left, page.get_height() - top, width, height))
        page.close()
    document.close()
    return found


def signed(pdf: bytes, *, seed: int = 1, dpi: int = 120, leave_out: int = 0) -> list[Image.Image]:
    """The pages as pictures with a stroke of ink in each box, the last `leave_out` boxes excepted."""
    draw = np.random.default_rng(seed)
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]
    document.close()
    boxes = frames(pdf)
    for box in boxes[: len(boxes) - leave_out]:
        _write_name(pages[box.page], box, dpi / 72, draw)
    return pages


def _write_name(page: Image.Image, box: Frame, scale: float, draw: np.random.Generator) -> None:
    """Loops that run to the right, as names do; ends with a line under them."""
    pen = ImageDraw.Draw(page)
    turns = int(draw.integers(4, 7))
    step = np.linspace(0, 1, 90)
    wave = step * turns * 2 * np.pi
    x = box.left + box.width * (0.14 + 0.66 * step + 0.05 * np.sin(wave + draw.uniform(0, 2)))
    swing = (0.12 + 0.16 * draw.random(90).cumsum() / 90) * np.cos(wave)
    y = box.top + box.height * (0.5 + swing - 0.08 * step)
    points = list(zip(x * scale, y * scale, strict=True))
    for number in range(len(points) - 1):
        pen.line([points[number], points[number + 1]], fill=INK, width=int(draw.integers(2, 5)), joint="curve")
    low = (box.top + 0.82 * box.height) * scale
    pen.line([(points[0][0], low), (points[-1][0], low - 6)], fill=INK, width=2)


def _aged(page: Image.Image, draw: np.random.Generator, *, turn: float, blur: float, shade: float) -> Image.Image:
    """The page askew, a little out of focus, under uneven light, with the grain of a cheap sensor."""
    ground = (236, 233, 226)
    picture = page.rotate(turn, resample=Image.Resampling.BICUBIC, expand=False, fillcolor=ground)
    picture = picture.filter(ImageFilter.GaussianBlur(blur))
    pixels = np.asarray(picture, dtype=np.float32)
    height, width = pixels.shape[:2]
    # Light comes from one corner and falls off towards the other.
    across = np.linspace(0, 1, width, dtype=np.float32)[None, :]
    down = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    light = 1 - shade * (0.6 * across + 0.4 * down)
    grain = 5 * draw.standard_normal((height, width, 1), dtype=np.float32)
    return Image.fromarray(np.clip(pixels * light[..., None] + grain, 0, 255).astype(np.uint8))


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    output = io.BytesIO()
    picture.save(output, "JPEG", quality=quality, dpi=(120, 120))
    return output.getvalue()


def scan(pdf: bytes, *, seed: int = 1, leave_out: int = 0) -> bytes:
    """One PDF from an office scanner: each page turned by 1 to 3 degrees."""
    draw = np.random.default_rng(seed)
    pages = []
    for page in signed(pdf, seed=seed, leave_out=leave_out):
        turn = float(draw.uniform(1, 3) * draw.choice((-1, 1)))
        pages.append(Image.open(io.BytesIO(_jpeg(_aged(page, draw, turn=turn, blur=0.7, shade=0.08), 75))))
    output = io.BytesIO()
    pages[0].save(output, "PDF", save_all=True, append_images=pages[1:], resolution=120)
    return output.getvalue()


def photographs(pdf: bytes, *, seed: int = 1) -> list[bytes]:
    """The pages photographed one by one on a desk: a rim of table around them, more shadow, more blur."""
    draw = np.random.default_rng(seed)
    taken = []
    for page in signed(pdf, seed=seed, dpi=130):
        table = Image.new("RGB", (page.width + 200, page.height + 240), (118, 92, 66))
        table.paste(page, (100, 120))
        turn = float(draw.uniform(-2.5, 2.5))
        taken.append(_jpeg(_aged(table, draw, turn=turn, blur=1.0, shade=0.3), 70))
    return taken
