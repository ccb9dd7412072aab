"""What scanners, telephones, fax machines and hands do to a page. Each harm is drawn from the seed of its page."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass, field

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

Draw = np.random.Generator
INCH = 25.4


@dataclass
class Sent:
    """A page as it comes back: the picture, and what was done to it in words."""

    picture: Image.Image
    turned: int
    done: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Way:
    """How a page is sent: by scanner, phone or fax. `dpi` is the scanner's."""

    name: str
    dpi: int = 0


def way(draw: Draw) -> Way:
    name = str(draw.choice(["scanner", "phone", "fax"], p=[0.58, 0.32, 0.10]))
    if name != "scanner":
        return Way(name)
    shares = [0.09, 0.09, 0.21, 0.33, 0.08, 0.16, 0.03, 0.01]
    return Way(name, int(draw.choice([100, 120, 150, 200, 240, 300, 400, 600], p=shares)))


def spoil(page: Image.Image, page_dpi: float, sent_by: Way, draw: Draw, back: Image.Image | None = None) -> Sent:
    """`page` clean and upright; `back` is what is printed on its other side, and shows through."""
    done = [sent_by.name]
    if back is not None:
        page = _show_through(page, back, draw)
        done.append("shows through")
    page = _paper(page, page_dpi, draw, done)
    if sent_by.name == "scanner":
        picture, turned = _scan(page, sent_by.dpi, draw, done)
    elif sent_by.name == "phone":
        picture, turned = _photograph(page, draw, done)
    else:
        picture, turned = _fax(page, draw, done)
    return Sent(picture, turned, done)


def _show_through(page: Image.Image, back: Image.Image, draw: Draw) -> Image.Image:
    mirrored = back.resize(page.size).transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    soft = mirrored.filter(ImageFilter.GaussianBlur(draw.uniform(1.5, 3)))
    strong = draw.uniform(0.04, 0.13)
    return ImageChops.multiply(page, soft.point(lambda value: int(255 - (255 - value) * strong)))


def _paper(page: Image.Image, dpi: float, draw: Draw, done: list[str]) -> Image.Image:
    """What happens to the sheet itself: printer's scale, punched holes, a staple, folds."""
    mm = dpi / INCH
    if draw.random() < 0.35:
        scale = draw.uniform(0.93, 0.995)
        small = page.resize((round(page.width * scale), round(page.height * scale)), Image.Resampling.LANCZOS)
        sheet = Image.new("RGB", page.size, "white")
        room = (page.width - small.width, page.height - small.height)
        sheet.paste(small, (round(room[0] * draw.uniform(0.3, 0.7)), round(room[1] * draw.uniform(0.3, 0.7))))
        page = sheet
        done.append(f"printed at {scale:.2f}")
    else:
        page = page.copy()
    pen = ImageDraw.Draw(page)
    if draw.random() < 0.2:
        tone = int(draw.choice([20, 60, 235]))
        x, gap = draw.uniform(9, 14) * mm, draw.choice([80, 80, 108]) * mm
        for y in (page.height / 2 - gap / 2, page.height / 2 + gap / 2):
            r = 3 * mm
            pen.ellipse([x - r, y - r, x + r, y + r], fill=(tone,) * 3)
        done.append("holes")
    if draw.random() < 0.15:
        x, y, angle = draw.uniform(6, 25) * mm, draw.uniform(6, 20) * mm, draw.uniform(-0.8, 0.8)
        end = (x + 11 * mm * math.cos(angle), y + 11 * mm * math.sin(angle))
        pen.line([x + 0.6 * mm, y + 0.6 * mm, end[0] + 0.6 * mm, end[1] + 0.6 * mm], fill=(170,) * 3, width=round(mm))
        pen.line([x, y, *end], fill=(90,) * 3, width=max(1, round(0.5 * mm)))
        done.append("staple")
    if draw.random() < 0.22:
        page = _fold(page, mm, draw)
        done.append("fold")
    return page


def _fold(page: Image.Image, mm: float, draw: Draw) -> Image.Image:
    """A crease across the sheet: a thin dark or light line, one side a little darker."""
    light = np.ones((page.height, page.width), np.float32)
    for _fold in range(int(draw.integers(1, 3))):
        lies = draw.random() < 0.6
        length = page.height if lies else page.width
        at = length * draw.choice([1 / 3, 1 / 2, 2 / 3]) + draw.normal(0, 4 * mm)
        along = np.arange(length, dtype=np.float32)[:, None]
        slope = draw.normal(0, 0.01) * np.arange(page.width if lies else page.height, dtype=np.float32)[None, :]
        off = (along - at + slope) / mm
        crease = 1 - draw.uniform(-0.1, 0.3) * np.exp(-((off / draw.uniform(0.15, 0.5)) ** 2))
        shade = 1 - draw.uniform(0, 0.12) * np.exp(-np.abs(off) / 12) * (off > 0)
        light *= (crease * shade) if lies else (crease * shade).T
    return _times(page, light)


def _times(page: Image.Image, light: np.ndarray) -> Image.Image:
    pixels = np.asarray(page, np.float32) * light[..., None]
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def _turned(draw: Draw) -> int:
    return int(draw.choice([0, 90, 180, 270], p=[0.7, 0.08, 0.14, 0.08]))


def _map(page: Image.Image, size: tuple[int, int], quad: np.ndarray, ground: tuple[int, ...]) -> Image.Image:
    """The page with its corners (clockwise from the upper left) at `quad` of a picture of `size`."""
    from records.scan.geometry import homography

    wide, high = page.size
    matrix = homography(quad, np.array([[0, 0], [wide, 0], [wide, high], [0, high]], float))
    return page.transform(
        size, Image.Transform.PERSPECTIVE, tuple(matrix.flatten()[:8]), Image.Resampling.BICUBIC, fillcolor=ground
    )


def _scan(page: Image.Image, dpi: int, draw: Draw, done: list[str]) -> tuple[Image.Image, int]:
    turned, skew = _turned(draw), math.radians(draw.normal(0, 1.4))
    mm = dpi / INCH
    wide, high = 210 * mm, 297 * mm
    middle = np.array([wide, high]) / 2 + draw.normal(0, 1.2, 2) * mm
    corners = np.array([[-wide, -high], [wide, -high], [wide, high], [-wide, high]]) / 2
    corners = corners * (1 + draw.normal(0, 0.003, 2))
    matrix = np.array([[math.cos(skew), -math.sin(skew)], [math.sin(skew), math.cos(skew)]])
    shade = int(draw.choice([255, 255, 240, 40]))
    picture = _map(page, (round(wide), round(high)), corners @ matrix.T + middle, (shade,) * 3)
    crop = [round(max(0, value) * mm) for value in draw.normal(0, 2.0, 4)]
    picture = picture.crop((crop[0], crop[1], picture.width - crop[2], picture.height - crop[3]))
    done.append(f"{dpi} dpi, skew {math.degrees(skew):.1f}, turned {turned}")
    ground = draw.uniform(0.82, 1.0) if draw.random() < 0.4 else 1.0
    pixels = np.asarray(picture, np.float32) * np.float32(ground)
    if draw.random() < 0.3:
        pixels *= _slope(picture.size, draw, 0.15)[..., None]
    pixels += draw.standard_normal(pixels.shape, dtype=np.float32) * np.float32(draw.uniform(0.5, 5))
    picture = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    if draw.random() < 0.4:
        picture = picture.filter(ImageFilter.GaussianBlur(draw.uniform(0.3, 0.9) * max(1, dpi / 200)))
    mode = str(draw.choice(["colour", "grey", "bits"], p=[0.55, 0.35, 0.10]))
    if mode == "bits" and dpi >= 150:
        done.append("one bit")
        limit = int(draw.integers(120, 190))
        picture = picture.convert("L").point(lambda value: 255 if value > limit else 0).convert("RGB")
    elif mode == "grey":
        picture = picture.convert("L").convert("RGB")
    picture = picture.rotate(-turned, expand=True)
    return (picture if mode == "bits" else _jpeg(picture, draw, done)), turned


def _slope(size: tuple[int, int], draw: Draw, most: float) -> np.ndarray:
    wide, high = size
    angle = draw.uniform(0, 2 * math.pi)
    across = np.linspace(-0.5, 0.5, wide, dtype=np.float32)[None, :] * math.cos(angle)
    down = np.linspace(-0.5, 0.5, high, dtype=np.float32)[:, None] * math.sin(angle)
    return np.clip(1 - draw.uniform(0, most) * (across + down + 0.5), 0.2, 1.1)


def _jpeg(picture: Image.Image, draw: Draw, done: list[str]) -> Image.Image:
    quality = int(draw.choice([20, 30, 40, 55, 70, 80, 90], p=[0.04, 0.08, 0.14, 0.2, 0.24, 0.2, 0.1]))
    output = io.BytesIO()
    picture.save(output, "JPEG", quality=quality)
    done.append(f"JPEG {quality}")
    return Image.open(io.BytesIO(output.getvalue())).convert("RGB")


def _photograph(page: Image.Image, draw: Draw, done: list[str]) -> tuple[Image.Image, int]:
    """From above, not quite: perspective, a table around, the lens, light, a hand's shadow, shake, grain."""
    long = int(draw.choice([1600, 2000, 2600, 3200], p=[0.2, 0.45, 0.25, 0.1]))
    turned = _turned(draw)
    size = (round(long * 0.75), long)
    high = long * draw.uniform(0.80, 0.97)
    wide = high / 1.414
    if wide > 0.97 * size[0]:
        wide, high = 0.97 * size[0], 0.97 * size[0] * 1.414
    corners = np.array([[-wide, -high], [wide, -high], [wide, high], [-wide, high]]) / 2
    corners = corners * (1 + draw.normal(0, 0.022, (4, 2)))
    skew = math.radians(draw.normal(0, 3))
    matrix = np.array([[math.cos(skew), -math.sin(skew)], [math.sin(skew), math.cos(skew)]])
    quad = corners @ matrix.T + np.array(size) / 2 + draw.normal(0, 0.01, 2) * long
    table = tuple(int(value) for value in draw.choice([[118, 92, 66], [60, 62, 70], [190, 180, 165], [30, 90, 120]]))
    picture = _lens(_map(page, size, quad, table), draw.normal(0, 0.012))
    light = _slope(size, draw, 0.45)
    if draw.random() < 0.35:
        light = light * _shadow(size, draw)
        done.append("shadow")
    tint = 1 + draw.normal(0, 0.03, 3)
    pixels = np.asarray(picture, np.float32) * light[..., None] * tint
    picture = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    if draw.random() < 0.6:
        picture = picture.filter(ImageFilter.GaussianBlur(draw.uniform(0.4, 1.1) * long / 2000))
    if draw.random() < 0.2:
        picture = _shaken(picture, draw)
        done.append("shaken")
    grain = draw.standard_normal((size[1], size[0], 1), dtype=np.float32) * np.float32(draw.uniform(1, 8))
    picture = Image.fromarray(np.clip(np.asarray(picture, np.float32) + grain, 0, 255).astype(np.uint8))
    done.append(f"{long} px, skew {math.degrees(skew):.1f}, turned {turned}")
    return _jpeg(picture.rotate(-turned, expand=True), draw, done), turned


def _lens(picture: Image.Image, bend: float) -> Image.Image:
    """Straight lines bow a little: the picture is mapped square by square."""
    wide, high = picture.size
    tiles = []
    count = 12

    def at(x: float, y: float) -> tuple[float, float]:
        u, v = x / wide * 2 - 1, y / high * 2 - 1
        grow = 1 + bend * (u * u + v * v)
        return ((u * grow + 1) / 2 * wide, (v * grow + 1) / 2 * high)

    for row in range(count):
        for column in range(count):
            x0, x1 = wide * column // count, wide * (column + 1) // count
            y0, y1 = high * row // count, high * (row + 1) // count
            tiles.append(((x0, y0, x1, y1), (*at(x0, y0), *at(x0, y1), *at(x1, y1), *at(x1, y0))))
    return picture.transform(picture.size, Image.Transform.MESH, tiles, Image.Resampling.BICUBIC)


def _shadow(size: tuple[int, int], draw: Draw) -> np.ndarray:
    """A hand or a telephone between lamp and paper: a soft-edged blob from one side."""
    small = Image.new("L", (size[0] // 8, size[1] // 8), 255)
    pen = ImageDraw.Draw(small)
    wide, high = small.size
    x, y = draw.uniform(0, wide), draw.uniform(0.3, 1.0) * high
    tone = int(255 * draw.uniform(0.45, 0.8))
    reach = draw.uniform(0.2, 0.45) * wide
    pen.ellipse([x - reach, y - reach, x + reach, y + 1.5 * reach], fill=tone)
    for finger in range(int(draw.integers(0, 4))):
        dx = (finger - 1.5) * reach / 2
        pen.line([x + dx, y, x + dx * 1.3, y - 1.6 * reach], fill=tone, width=round(reach / 3))
    small = small.filter(ImageFilter.GaussianBlur(draw.uniform(1.5, 9)))
    return np.asarray(small.resize(size, Image.Resampling.BILINEAR), np.float32) / 255


def _shaken(picture: Image.Image, draw: Draw) -> Image.Image:
    """Moved while the shutter was open, by up to six pixels."""
    length, angle = draw.uniform(2, 6), draw.uniform(0, math.pi)
    total = np.zeros((picture.height, picture.width, 3), np.float32)
    steps = 5
    for step in range(steps):
        off = (step / (steps - 1) - 0.5) * length
        total += np.asarray(ImageChops.offset(picture, round(off * math.cos(angle)), round(off * math.sin(angle))))
    return Image.fromarray((total / steps).astype(np.uint8))


def _fax(page: Image.Image, draw: Draw, done: list[str]) -> tuple[Image.Image, int]:
    """204 dots to the inch across, 98 or 196 down, black or white. Shown as a reader shows it, in its true shape."""
    down = int(draw.choice([98, 196], p=[0.5, 0.5]))
    size = (1728, round(297 / INCH * down))
    skew = math.radians(draw.normal(0, 0.8))
    wide, high = size[0] * 210 / 215, size[1]
    corners = np.array([[-wide, -high], [wide, -high], [wide, high], [-wide, high]]) / 2
    squat = down / 204
    matrix = np.array([[math.cos(skew), -math.sin(skew) / squat], [math.sin(skew) * squat, math.cos(skew)]])
    picture = _map(page, size, corners @ matrix.T + np.array(size) / 2, (255,) * 3).convert("L")
    grain = 6 * draw.standard_normal((size[1], size[0]), dtype=np.float32)
    limit = draw.uniform(110, 180)
    bits = np.asarray(picture, np.float32) + grain > limit
    specks = draw.random(bits.shape) < draw.choice([0, 0.0005, 0.002])
    turned = int(draw.choice([0, 180], p=[0.85, 0.15]))
    picture = Image.fromarray(((bits ^ specks) * 255).astype(np.uint8)).rotate(-turned, expand=True)
    if draw.random() < 0.6:
        picture = picture.resize((1728, 2338), Image.Resampling.NEAREST)
    done.append(f"{down} lines to the inch, turned {turned}")
    return picture.convert("RGB"), turned
