"""Finding the codes of a page in a picture of it: the quick way first, then whatever still helps.

A code says paper, page and, when it stood in a corner, which corner. The host of an address is ignored: a paper
printed by the portal of last year or by a copy of it says the same twelve letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import zxingcpp
from PIL import Image, ImageChops, ImageFilter, ImageOps

from records.scan import shaken
from records.scan.geometry import Array

_LETTERS = "[2-9A-HJKMNP-TV-Z]"
_ADDRESS = re.compile(rf"/v/({_LETTERS}{{12}})/?(?:\?p=([0-9]{{1,3}}))?$")
_CORNER = re.compile(rf"({_LETTERS}{{12}})/([0-9]{{2}})([A-D])")
# Papers of the first months have corners that do not name the paper.
_BARE = {"TS-TL": "A", "TS-TR": "B", "TS-BL": "C", "TS-BR": "D"}
ALL = 5  # the page's code and four corners
WORK = 2400  # pixels of the long side in which the quick way looks: about 200 dpi of A4
MOST = 80_000_000  # pixels to look through for one page before giving up: about two seconds
KNOWN, BARE = 10_000_000, 8_000_000  # the same when one code was read, and for a page on which hardly anything is


@dataclass(frozen=True)
class Name:
    """What a code says. `corner` is "" for the page's own code, `code` is "" in a corner that names no paper."""

    code: str
    page: int
    corner: str


@dataclass(frozen=True)
class Found:
    """A code in the picture, with its corners (4, 2) in pixels, in the order of an upright code, clockwise."""

    text: str
    name: Name
    corners: Array


def named(text: str) -> Name | None:
    """None for a code that is not one of ours."""
    if found := _ADDRESS.search(text):
        return Name(found[1], int(found[2] or 0), "")
    if found := _CORNER.fullmatch(text):
        return Name(found[1], int(found[2]), found[3])
    return Name("", 0, _BARE[text]) if text in _BARE else None


class Search:
    """One page's search. `found` grows, keyed by the text; stops when nothing more can be expected."""

    def __init__(self, picture: Image.Image) -> None:
        self.picture = picture
        self.found: dict[str, Found] = {}
        self.spent = 0

    def run(self, *, most: int = MOST) -> list[Found]:
        """What is found in `most` pixels looked through; once a code is known the page is, and less will do."""
        for variant, scale in self._variants():
            self.look(variant, scale)
            if len(self.found) >= ALL or self.spent > (KNOWN if self.is_named else most):
                break
        if not self.found and most >= MOST:
            self._look_where_codes_stand()
        return list(self.found.values())

    def _look_where_codes_stand(self) -> None:
        """Place by place, with the blur taken back."""
        factor = max(self.picture.size) / shaken.SMALL
        size = (max(1, round(self.picture.width / factor)), max(1, round(self.picture.height / factor)))
        small = self.picture.resize(size, Image.Resampling.BOX)
        dark = 1 - np.asarray(even(small, 40), np.float32) / 255
        work = shaken.WORK
        for left, top, right, low in shaken.places(dark, factor):
            right, low = min(right, self.picture.width), min(low, self.picture.height)
            crop = self.picture.crop((left, top, right, low))
            crop.thumbnail((shaken.MOST, shaken.MOST), Image.Resampling.LANCZOS)
            if shaken.work(crop) > work:
                continue
            work -= shaken.work(crop)
            scale = 2 * crop.width / (right - left), 2 * crop.height / (low - top)
            for sharp in shaken.undone(crop):
                before = len(self.found)
                self.look(sharp, scale, (left, top))
                if len(self.found) > before:
                    break

    @property
    def is_named(self) -> bool:
        return any(found.name.code for found in self.found.values())

    def look(self, variant: Image.Image, scale: tuple[float, float], corner: tuple[int, int] = (0, 0)) -> None:
        """Reads one variant, `scale` (x, y) times as large as the part of the picture from `corner` on."""
        self.spent += variant.width * variant.height
        # Made anew each time: one that is kept is still there at exit, and the library complains of it.
        wanted = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
        for code in zxingcpp.read_barcodes(variant, formats=wanted, try_invert=False):
            name = named(code.text)
            if name is None or code.text in self.found:
                continue
            place = code.position
            corners = np.array(
                [(at.x, at.y) for at in (place.top_left, place.top_right, place.bottom_right, place.bottom_left)], float
            )
            self.found[code.text] = Found(code.text, name, corners / scale + corner)

    def _variants(self) -> Iterator[tuple[Image.Image, tuple[float, float]]]:
        """Pictures to look at with their scale (x, y), cheap and likely ones first."""
        base, scale = _sized(self.picture, WORK)
        yield base, scale
        if max(self.picture.size) > 1.3 * WORK:
            yield self.picture, (1.0, 1.0)
        larger, scale2 = _sized(self.picture, round(1.6 * WORK))
        soft = larger.filter(ImageFilter.GaussianBlur(1.2))
        yield soft, scale2
        yield even(base, 24), scale
        yield ImageOps.autocontrast(larger.filter(ImageFilter.UnsharpMask(4, 220, 0))), scale2
        small, scale1 = _sized(self.picture, 1500)
        yield small, scale1
        yield base.filter(ImageFilter.MedianFilter(5)), scale
        yield even(larger, 40).filter(ImageFilter.GaussianBlur(0.8)), scale2
        yield _stretched(self.picture, 1.0, 2.05)
        yield _stretched(self.picture, 2.05, 1.0)
        yield small.filter(ImageFilter.GaussianBlur(1.0)), scale1
        yield even(soft, 64).point(lambda value: 255 if value > 190 else 0).convert("L"), scale2
        yield _pulled(larger, 2.2), scale2
        yield _pulled(even(larger, 40), 3.2), scale2


def _sized(picture: Image.Image, side: int) -> tuple[Image.Image, tuple[float, float]]:
    factor = side / max(picture.size)
    if 0.95 < factor < 1.05:
        return picture, (1.0, 1.0)
    size = (round(picture.width * factor), round(picture.height * factor))
    resized = picture.resize(size, Image.Resampling.LANCZOS if factor < 1 else Image.Resampling.BICUBIC)
    return resized, (resized.width / picture.width, resized.height / picture.height)


def _stretched(picture: Image.Image, across: float, down: float) -> tuple[Image.Image, tuple[float, float]]:
    """A fax has twice as many dots across as down: its picture is squat, which a wide page may be as well."""
    factor = min(1.0, 1.2 * WORK / max(picture.width * across, picture.height * down))
    size = (round(picture.width * across * factor), round(picture.height * down * factor))
    stretched = picture.resize(size, Image.Resampling.BICUBIC)
    return stretched, (stretched.width / picture.width, stretched.height / picture.height)


def even(picture: Image.Image, reach: int) -> Image.Image:
    """The picture as if the light were even: each place beside the brightest of its neighbourhood."""
    small = picture.resize((max(1, picture.width // 8), max(1, picture.height // 8)), Image.Resampling.BOX)
    size = max(3, reach // 8 * 2 + 1)
    paper = small.filter(ImageFilter.MaxFilter(size)).filter(ImageFilter.GaussianBlur(size / 2))
    paper = paper.resize(picture.size, Image.Resampling.BILINEAR)
    dark = ImageChops.subtract(paper, picture)
    pixels = 255 - 255 * np.asarray(dark, np.float32) / np.maximum(np.asarray(paper, np.float32), 16)
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def _pulled(picture: Image.Image, radius: float) -> Image.Image:
    """Sharpened twice, against a lens out of focus."""
    once = picture.filter(ImageFilter.UnsharpMask(radius, 250, 0))
    return once.filter(ImageFilter.UnsharpMask(radius / 2, 120, 0))
