"""What people put into a signature box: names, initials, dots, stamps, typed words. Drawn in millimetres."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

import records.pdf

Draw = np.random.Generator
Points = np.ndarray
FINE = 16.0  # pixels a millimetre while drawing
RIM = 14.0  # millimetres around a box into which a pen may run
FONT = Path(records.pdf.__file__).parent / "fonts" / "Sarabun-Regular.ttf"
INKS = (
    (22, 34, 120), (18, 20, 28), (40, 60, 170), (96, 150, 225), (70, 118, 214), (28, 30, 60),
    (120, 122, 126), (98, 100, 104), (12, 96, 70), (84, 40, 140),
)  # fmt: skip
STAMPS = ((200, 30, 40), (190, 50, 90), (40, 60, 170), (90, 50, 150), (30, 30, 36))
WORDS = (
    "อนุมัติ",
    "วิทยาลัยเทคนิคบ้านน้ำงาม",
    "นายกำธร ทำนุบำรุง",
    "27 ก.พ. 2568",
    "ผู้อำนวยการ",
    "รับรองสำเนาถูกต้อง",
    "เลขรับ 1234/2568",
)

SIGNED, BLANK, UNSURE = "signed", "blank", "unsure"


@dataclass(frozen=True)
class Kind:
    """One kind of filling: what a reader should say of it, how often it comes, and how it is drawn."""

    name: str
    truth: str
    share: float
    draw: Callable[[Sheet, Draw], None]


class Sheet:
    """A box with its rim, white, to be multiplied onto the page. Millimetres from the box's own corner."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        size = (round((width + 2 * RIM) * FINE), round((height + 2 * RIM) * FINE))
        self.picture = Image.new("RGB", size, "white")

    def stroke(self, points: Points, width: Points | float, ink: tuple[int, int, int]) -> None:
        layer = Image.new("L", self.picture.size, 0)
        pen = ImageDraw.Draw(layer)
        at = (points + RIM) * FINE
        widths = np.broadcast_to(np.asarray(width, float) * FINE, len(at))
        for here, there, wide in zip(at[:-1], at[1:], widths, strict=False):
            pen.line([tuple(here), tuple(there)], fill=255, width=max(1, round(wide)))
            half = wide / 2
            pen.ellipse([here[0] - half, here[1] - half, here[0] + half, here[1] + half], fill=255)
        self.lay(layer, ink)

    def lay(self, layer: Image.Image, ink: tuple[int, int, int]) -> None:
        """Prints `layer` (how much ink) in this colour over what is there."""
        colour = Image.composite(Image.new("RGB", layer.size, ink), Image.new("RGB", layer.size, "white"), layer)
        self.picture = ImageChops.multiply(self.picture, colour)


def _smooth(points: Points, steps: int = 14) -> Points:
    """A Catmull-Rom curve through the points."""
    padded = np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    pieces = []
    for index in range(len(points) - 1):
        p0, p1, p2, p3 = padded[index : index + 4]
        pieces.append(
            0.5 * (2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2 + (3 * p1 - p0 - 3 * p2 + p3) * t**3)
        )
    return np.vstack([*pieces, points[-1:]])


def _ink(draw: Draw) -> tuple[int, int, int]:
    base = np.array(INKS[int(draw.integers(len(INKS)))], float) + draw.normal(0, 8, 3)
    return tuple(int(value) for value in np.clip(base, 0, 235))


def _pen(draw: Draw, count: int) -> Points:
    """Widths in mm along a stroke: a nib that is pressed and lifted."""
    base = draw.choice([0.28, 0.35, 0.45, 0.6, 0.8], p=[0.2, 0.3, 0.3, 0.15, 0.05])
    return base * np.clip(
        1 + 0.25 * np.sin(np.linspace(0, draw.uniform(4, 20), count)) + draw.normal(0, 0.05), 0.5, 1.6
    )


def _write(sheet: Sheet, draw: Draw, strokes: list[Points], ink: tuple[int, int, int] | None = None) -> None:
    ink = ink or _ink(draw)
    turn = draw.normal(0, 0.12)
    middle = np.array([sheet.width / 2, sheet.height / 2])
    matrix = np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
    for points in strokes:
        turned = (points - middle) @ matrix.T + middle
        sheet.stroke(turned, _pen(draw, len(turned)), ink)


def _place(sheet: Sheet, draw: Draw, wide: float, high: float) -> Points:
    """Upper left corner for something of this size, mostly within the box."""
    return np.array(
        [
            np.clip(draw.normal((sheet.width - wide) / 2, 3), -2, max(sheet.width - wide + 2, 0)),
            np.clip(draw.normal((sheet.height - high) / 2, 2.5), -1.5, max(sheet.height - high + 1.5, 0)),
        ]
    )


def full_name(sheet: Sheet, draw: Draw) -> None:
    """A run of loops and peaks from left to right, perhaps with a line under it."""
    wide, high = draw.uniform(22, 42), draw.uniform(6, 15)
    count = int(draw.integers(8, 22))
    x = np.sort(draw.random(count)) * wide * 0.9 + draw.normal(0, 1.5, count) + 0.05 * wide
    y = high / 2 + np.where(np.arange(count) % 2, 1, -1) * draw.uniform(0.1, 0.5, count) * high
    strokes = [_smooth(np.c_[x, y] + _place(sheet, draw, wide, high))]
    if draw.random() < 0.35:
        at = _place(sheet, draw, wide, high) + np.array([0, high])
        strokes.append(_smooth(at + np.array([[0, 0], [wide * 0.5, draw.normal(0, 1)], [wide, -draw.uniform(0, 2)]])))
    if draw.random() < 0.3:
        at = _place(sheet, draw, wide, high) + np.array([wide * draw.random(), 0])
        strokes.append(_smooth(at + np.array([[0, 0], [1.5, -1], [3, 0.5]])))
    _write(sheet, draw, strokes)


def thai_loops(sheet: Sheet, draw: Draw) -> None:
    """Small heads, tall backs and a long tail, letter after letter."""
    letters = int(draw.integers(3, 8))
    size = draw.uniform(4, 9)
    at = _place(sheet, draw, letters * size * 0.7 + 6, size * 1.6) + np.array([0, size * 0.4])
    points: list[list[float]] = []
    for letter in range(letters):
        x, y = at[0] + letter * size * 0.7, at[1] + draw.normal(0, 0.4)
        r = size * draw.uniform(0.10, 0.2)
        round_ = np.linspace(0, 2 * np.pi, 7)
        points += [[x + r * math.cos(angle), y + size * 0.3 + r * math.sin(angle)] for angle in round_]
        points += [[x + 0.1 * size, y + size * 0.9], [x + 0.35 * size, y + draw.normal(0, 0.08) * size]]
        points += [[x + 0.55 * size, y + size * 0.5], [x + 0.58 * size, y + size]]
    last = points[-1]
    points += [[last[0] + draw.uniform(3, 10), last[1] - draw.uniform(-2, 8)]]
    _write(sheet, draw, [_smooth(np.array(points), 8)])


def scrawl(sheet: Sheet, draw: Draw) -> None:
    """Fast and wide: few turns, running out of the box as often as not."""
    count = int(draw.integers(5, 10))
    x = np.linspace(-6, sheet.width + draw.uniform(-10, 9), count) + draw.normal(0, 3, count)
    y = sheet.height / 2 + draw.normal(0, 6, count)
    _write(sheet, draw, [_smooth(np.c_[x, y])])


def initials(sheet: Sheet, draw: Draw) -> None:
    """Two or three letters, 5 to 10 mm high."""
    high = draw.uniform(5, 10)
    at = _place(sheet, draw, high * 2, high)
    strokes = []
    for letter in range(int(draw.integers(2, 4))):
        count = int(draw.integers(4, 7))
        steps = np.c_[draw.uniform(0, 0.7, count), draw.uniform(0, 1, count)] * high
        strokes.append(_smooth(at + steps + [letter * high * 0.75, 0]))
    _write(sheet, draw, strokes)


def nothing(sheet: Sheet, draw: Draw) -> None:
    """An empty box."""


def dots(sheet: Sheet, draw: Draw) -> None:
    """One to three dots, as of a pen put down or of dirt."""
    ink = _ink(draw)
    for _dot in range(int(draw.integers(1, 4))):
        at = np.array([draw.uniform(3, sheet.width - 3), draw.uniform(3, sheet.height - 3)])
        sheet.stroke(np.array([at, at + draw.normal(0, 0.25, 2)]), draw.uniform(0.4, 1.6), ink)


def _worn(layer: Image.Image, draw: Draw) -> Image.Image:
    """A stamp never inks evenly."""
    small = (layer.width // 12, layer.height // 12)
    cloud = Image.fromarray((draw.random((small[1], small[0])) * 255).astype(np.uint8))
    cloud = cloud.filter(ImageFilter.GaussianBlur(2)).resize(layer.size, Image.Resampling.BILINEAR)
    strong = draw.uniform(0.5, 0.95)
    return ImageChops.multiply(layer, cloud.point(lambda value: int(min(255, 255 * strong + (value - 128) * 2.5))))


def stamp(sheet: Sheet, draw: Draw) -> None:
    """Round with a ring of words, or square with rows of them, or a date without a border."""
    layer = Image.new("L", sheet.picture.size, 0)
    pen = ImageDraw.Draw(layer)
    centre = (np.array([sheet.width, sheet.height]) / 2 + draw.normal(0, [7, 3]) + RIM) * FINE
    x, y = centre
    line = max(2, round(draw.uniform(0.3, 0.8) * FINE))
    font = ImageFont.truetype(str(FONT), round(draw.uniform(2.4, 3.6) * FINE * 1.2))
    kind = draw.choice(["round", "square", "bare"], p=[0.5, 0.35, 0.15])
    if kind == "round":
        r = draw.uniform(9, 16) * FINE
        for radius in (r, r * 0.7)[: 1 + int(draw.random() < 0.7)]:
            pen.ellipse([x - radius, y - radius, x + radius, y + radius], outline=255, width=line)
        words = WORDS[int(draw.integers(len(WORDS)))]
        pen.text((x, y), words[:14], font=font, fill=255, anchor="mm")
        for spoke in range(int(draw.integers(10, 26))):
            angle = 2 * math.pi * spoke / 26
            at = (x + 0.85 * r * math.cos(angle), y + 0.85 * r * math.sin(angle))
            pen.text(at, "กขคงจดตนบ"[spoke % 9], font=font, fill=255, anchor="mm")
    else:
        wide, high = draw.uniform(22, 40) * FINE, draw.uniform(9, 18) * FINE
        if kind == "square":
            pen.rectangle([x - wide / 2, y - high / 2, x + wide / 2, y + high / 2], outline=255, width=line)
        rows = int(draw.integers(1, 4))
        for row in range(rows):
            words = WORDS[int(draw.integers(len(WORDS)))]
            pen.text((x, y + (row - (rows - 1) / 2) * 4.4 * FINE), words, font=font, fill=255, anchor="mm")
    layer = layer.rotate(draw.normal(0, 9), Image.Resampling.BILINEAR, center=(x, y))
    base = STAMPS[int(draw.integers(len(STAMPS)))]
    sheet.lay(_worn(layer, draw), base)


def typed(sheet: Sheet, draw: Draw) -> None:
    """A name printed into the box by somebody's word processor."""
    layer = Image.new("L", sheet.picture.size, 0)
    font = ImageFont.truetype(str(FONT), round(draw.uniform(3.2, 4.6) * FINE * 1.2))
    words = f"({WORDS[2]})" if draw.random() < 0.5 else WORDS[int(draw.integers(len(WORDS)))]
    at = ((sheet.width / 2 + RIM) * FINE, (sheet.height / 2 + draw.normal(0, 4) + RIM) * FINE)
    ImageDraw.Draw(layer).text(at, words, font=font, fill=255, anchor="mm")
    sheet.lay(layer, (20, 20, 20))


def signed_and_stamped(sheet: Sheet, draw: Draw) -> None:
    """The usual thing on a college's papers: a name with the seal across."""
    SIGNATURES[int(draw.integers(len(SIGNATURES)))](sheet, draw)
    stamp(sheet, draw)


SIGNATURES = (full_name, thai_loops, scrawl, initials)
KINDS = (
    Kind("full name", SIGNED, 0.26, full_name),
    Kind("Thai loops", SIGNED, 0.16, thai_loops),
    Kind("scrawl", SIGNED, 0.10, scrawl),
    Kind("initials", SIGNED, 0.10, initials),
    Kind("signed and stamped", SIGNED, 0.09, signed_and_stamped),
    Kind("empty", BLANK, 0.17, nothing),
    Kind("dots", BLANK, 0.07, dots),
    Kind("stamp alone", UNSURE, 0.03, stamp),
    Kind("typed words", UNSURE, 0.02, typed),
)


def filled(kind: Kind, width: float, height: float, draw: Draw) -> Image.Image:
    """The box with its rim, FINE pixels a millimetre, ready to be multiplied onto a page."""
    sheet = Sheet(width, height)
    kind.draw(sheet, draw)
    return sheet.picture
