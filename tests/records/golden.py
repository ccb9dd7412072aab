"""How papers look, in small: pictures to be kept, and a comparison that a moved line cannot pass.

A page is drawn four times too large and made small by averaging, so that what is left of a rasteriser's taste is a
shade. Calibrated on all layouts: another rasteriser (poppler) gives at most 10 in any tile, while a block moved by
2 mm, a heading a point smaller or a missing frame of 4 mm gives more than 20.
"""

from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter

FOLDER = Path(__file__).resolve().parent / "golden"
DPI = 50
SHARPER = 4
TILE = 10  # pixels: 5 mm
MOST = 15.0  # of 255, mean difference within one tile


def small(picture: Image.Image) -> Image.Image:
    """A page drawn at DPI * SHARPER, as it is compared."""
    return picture.convert("L").reduce(SHARPER)


def pictures(data: bytes) -> list[Image.Image]:
    """Each page of a PDF in small."""
    pdf = pypdfium2.PdfDocument(data)
    try:
        return [small(page.render(scale=SHARPER * DPI / 72).to_pil()) for page in pdf]
    finally:
        pdf.close()


def keep(name: str, pages: list[Image.Image]) -> None:
    """These pages are how the layout is to look from now on."""
    for old in FOLDER.glob(f"{name}-*.png"):
        old.unlink()
    FOLDER.mkdir(exist_ok=True)
    for number, page in enumerate(pages, start=1):
        grey = page.convert("RGB").quantize(palette=_greys(), dither=Image.Dither.NONE)
        grey.save(FOLDER / f"{name}-{number}.png", optimize=True)


def _greys() -> Image.Image:
    """Sixteen greys: half a byte a pixel, and no dither that would be seen as a difference."""
    palette = Image.new("P", (1, 1))
    palette.putpalette([value for value in range(0, 256, 17) for _channel in "rgb"])
    return palette


def kept(name: str) -> list[Image.Image]:
    return [Image.open(path).convert("L") for path in sorted(FOLDER.glob(f"{name}-*.png"))]


def broken(page: Image.Image, golden: Image.Image) -> list[tuple[int, int]]:
    """The tiles in which the two differ, as millimetres from the left and from the top; the page's own corner when
    their sizes differ."""
    if page.size != golden.size:
        return [(0, 0)]
    one, other = (np.asarray(picture.filter(ImageFilter.GaussianBlur(1)), float) for picture in (page, golden))
    height, width = (side // TILE * TILE for side in one.shape)
    apart = np.abs(one - other)[:height, :width].reshape(height // TILE, TILE, width // TILE, TILE).mean(axis=(1, 3))
    unit = TILE * 25.4 / DPI
    return [(round(x * unit), round(y * unit)) for y, x in np.argwhere(apart > MOST)]
