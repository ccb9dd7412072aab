"""Inputs of the fuzzer, each made from (seed, number) alone: a file spoilt in its bytes, or a page in its picture."""

from __future__ import annotations

import io
import os
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import segno
from PIL import Image, ImageDraw, ImageFilter, ImageOps

from tests.records import scan_samples as samples
from tests.records.scan_samples import NEW, OLD, OTHER

LARGEST_SEED = 300_000  # bytes; larger ones of the corpora say little more and take long
NUMBER = re.compile(rb"(?<![\w.])-?\d+(?:\.\d+)?")
ODD_NUMBERS = (
    b"0", b"-1", b"1", b"65535", b"2147483647", b"-2147483648", b"4294967296", b"99999999999999999999", b"0.0000001",
    b"-0.5", b"1e9",
)  # fmt: skip
EDGES = (b"\x00", b"\xff", b"\x7f", b"\x80", b"\x00\x00\x00\x00", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\x80\x00")
TOKENS = (
    b"/Rotate", b"/MediaBox", b"/Width", b"/Height", b"/BitsPerComponent", b"/Length", b"/Kids", b"/Count", b"/Filter",
    b"/DCTDecode", b"/FlateDecode", b"/CCITTFaxDecode", b"/JBIG2Decode", b"/JPXDecode", b"endobj", b"stream", b"xref",
    b"<<", b">>", b"[", b"]", b"null", b"/UserUnit", b"/Decode", b"/SMask", b"obj", b"R",
)  # fmt: skip


@dataclass(frozen=True)
class Input:
    """`number` within the run, the bytes, how a file of them is called, and how it was made."""

    number: int
    data: bytes
    suffix: str
    made: str


def made(seed: int, number: int) -> Input:
    """Input `number` of the run with this seed; the corpora have a part in it where they are."""
    draw = random.Random(f"{seed}/{number}")
    if draw.random() < 0.4:
        picture, how = spoilt_page(draw)
        suffix = draw.choice(("pdf", "png", "jpg", "tiff", "webp"))
        return Input(number, saved(picture, suffix, draw), suffix, how)
    name, data = draw.choice(seeds())
    how = []
    for _step in range(draw.choice((1, 1, 2, 3, 6))):
        mutate = draw.choice(MUTATIONS)
        data = mutate(data, draw)
        how.append(mutate.__name__)
    return Input(number, data, Path(name).suffix[1:] or "bin", f"{name}: {', '.join(how)}")


@cache
def seeds() -> tuple[tuple[str, bytes], ...]:
    """Our own pages in every form in which they come, many times over, and the files of the corpora once each."""
    last = samples.pages()[2]
    own = [("printed.pdf", samples.printed(NEW).data), ("scan.pdf", samples.as_bytes(samples.pages()))]
    for suffix in ("jpg", "png", "tiff", "webp"):
        own.append((f"page.{suffix}", saved(last, suffix, random.Random(1))))
    fax = io.BytesIO()
    sheets = [page.convert("1") for page in samples.pages()]
    sheets[0].save(fax, "TIFF", save_all=True, append_images=sheets[1:], compression="group4", dpi=(204, 98))
    own.append(("fax.tiff", fax.getvalue()))
    return (*(own * 60), *corpus())


def corpus() -> tuple[tuple[str, bytes], ...]:
    folder = os.environ.get("TEACHERSYNC_CORPORA")
    if not folder:
        return ()
    paths = sorted(path for name in ("pdf", "image") for path in (Path(folder) / name).iterdir())
    return tuple((path.name, path.read_bytes()) for path in paths if 0 < path.stat().st_size <= LARGEST_SEED)


def whole_corpus() -> list[Input]:
    """Every file of the corpora as it is; none where they are not."""
    folder = os.environ.get("TEACHERSYNC_CORPORA")
    if not folder:
        return []
    paths = [path for name in ("pdf", "image") for path in sorted((Path(folder) / name).iterdir())]
    return [Input(number, path.read_bytes(), path.suffix[1:] or "bin", path.name) for number, path in enumerate(paths)]


def saved(picture: Image.Image, suffix: str, draw: random.Random) -> bytes:
    output = io.BytesIO()
    if suffix == "pdf":
        picture.convert("RGB").save(output, "PDF", resolution=draw.choice((1, 72, 120, 600)))
    else:
        name = {"jpg": "JPEG", "tiff": "TIFF"}.get(suffix, suffix.upper())
        more = {"dpi": draw.choice(((120, 120), (204, 98), (1, 3), (0, 0)))} if suffix != "webp" else {}
        picture.convert("RGB").save(output, name, **more)
    return output.getvalue()


# ── pictures ──


def spoilt_page(draw: random.Random) -> tuple[Image.Image, str]:
    """A page of ours, or none, with its picture and its codes brought out of all order."""
    page = draw.choice(samples.pages(draw.choice((NEW, OLD, OTHER)))).copy()
    how = []
    for _step in range(draw.choice((1, 2, 2, 3, 4))):
        spoil = draw.choice(SPOILS)
        page = spoil(page, draw)
        how.append(spoil.__name__)
    return page, f"page: {', '.join(how)}"


def foreign_codes(page: Image.Image, draw: random.Random) -> Image.Image:
    """Codes of ours where none belongs: other corners, pages that are not, at any size and turn."""
    for _code in range(draw.randint(1, 12)):
        code = draw.choice((NEW, OLD, OTHER, "Z" * 12))
        number = draw.choice((0, 1, 3, 99, 999))
        text = draw.choice(
            (f"https://x/v/{code}/?p={number}", f"{code}/{number % 100:02}{draw.choice('ABCD')}", "TS-TL", "TS-BR")
        )
        output = io.BytesIO()
        segno.make(text, micro=False).save(output, kind="png", scale=draw.randint(1, 8), border=2)
        with Image.open(output) as drawn:
            turned = drawn.convert("L").rotate(draw.choice((0, 0, 17, 90, 180)), expand=True, fillcolor=255)
        page.paste(turned.convert("RGB"), (draw.randint(-20, page.width), draw.randint(-20, page.height)))
    return page


def torn(page: Image.Image, draw: random.Random) -> Image.Image:
    left, top = draw.randrange(page.width), draw.randrange(page.height)
    return page.crop((left, top, draw.randint(left + 1, page.width), draw.randint(top + 1, page.height)))


def squeezed(page: Image.Image, draw: random.Random) -> Image.Image:
    return page.resize((draw.choice((1, 2, 40, 900, 3000)), draw.choice((1, 3, 60, 1400, 5000))))


def bent(page: Image.Image, draw: random.Random) -> Image.Image:
    """Through a plane that lies badly, corners crossing now and then."""
    return page.transform(
        page.size,
        Image.Transform.PERSPECTIVE,
        [1 + draw.gauss(0, 0.3), draw.gauss(0, 0.3), draw.gauss(0, 90), draw.gauss(0, 0.3), 1 + draw.gauss(0, 0.3),
         draw.gauss(0, 90), draw.gauss(0, 4e-4), draw.gauss(0, 4e-4)],
    )  # fmt: skip


def mirrored(page: Image.Image, draw: random.Random) -> Image.Image:
    return draw.choice((ImageOps.mirror, ImageOps.flip, ImageOps.invert))(page)


def shuffled(page: Image.Image, draw: random.Random) -> Image.Image:
    """Parts of the page change places, codes among them."""
    for _part in range(draw.randint(1, 20)):
        wide, high = draw.randint(1, max(1, page.width // 2)), draw.randint(1, max(1, page.height // 2))
        left, top = draw.randint(0, page.width - wide), draw.randint(0, page.height - high)
        part = page.crop((left, top, left + wide, top + high))
        page.paste(part, (draw.randint(-wide, page.width), draw.randint(-high, page.height)))
    return page


def scribbled(page: Image.Image, draw: random.Random) -> Image.Image:
    """Ink without end: every rule about strokes has much to count."""
    pen = ImageDraw.Draw(page)
    for _line in range(draw.choice((10, 300, 3000))):
        points = [(draw.randrange(-50, page.width + 50), draw.randrange(-50, page.height + 50)) for _end in range(2)]
        pen.line(points, fill=tuple(draw.randrange(256) for _colour in range(3)), width=draw.randint(1, 4))
    return page


def grained(page: Image.Image, draw: random.Random) -> Image.Image:
    grain = Image.frombytes("L", page.size, draw.randbytes(page.width * page.height)).convert("RGB")
    return Image.blend(page, grain, draw.choice((0.2, 0.6, 1.0)))


def blurred(page: Image.Image, draw: random.Random) -> Image.Image:
    return page.filter(ImageFilter.GaussianBlur(draw.choice((1, 3, 30))))


SPOILS: Sequence[Callable[[Image.Image, random.Random], Image.Image]] = (
    foreign_codes, foreign_codes, torn, squeezed, bent, bent, mirrored, shuffled, scribbled, grained, blurred,
)  # fmt: skip


# ── bytes ──


def flip(data: bytes, draw: random.Random) -> bytes:
    spoilt = bytearray(data)
    for _bit in range(draw.choice((1, 4, 40))):
        if spoilt:
            spoilt[draw.randrange(len(spoilt))] ^= 1 << draw.randrange(8)
    return bytes(spoilt)


def cut_off(data: bytes, draw: random.Random) -> bytes:
    return data[: draw.randint(0, len(data))]


def left_out(data: bytes, draw: random.Random) -> bytes:
    begin = draw.randint(0, len(data))
    return data[:begin] + data[begin + draw.choice((1, 2, 30, 1000, 20_000)) :]


def doubled(data: bytes, draw: random.Random) -> bytes:
    begin = draw.randint(0, len(data))
    return data[:begin] + data[begin : begin + draw.choice((4, 100, 5000))] * draw.choice((2, 5, 30)) + data[begin:]


def edge_values(data: bytes, draw: random.Random) -> bytes:
    spoilt = bytearray(data)
    for _place in range(draw.choice((1, 3, 10))):
        # Headers say sizes: half of the places lie in the first kilobyte.
        at = draw.randint(0, min(len(spoilt), 1024) if draw.random() < 0.5 else len(spoilt))
        value = draw.choice(EDGES)
        spoilt[at : at + len(value)] = value
    return bytes(spoilt)


def odd_numbers(data: bytes, draw: random.Random) -> bytes:
    """Numbers written in the file become others: sizes, counts, places of objects, turns."""
    share = draw.choice((0.002, 0.02, 0.2))
    return NUMBER.sub(lambda found: draw.choice(ODD_NUMBERS) if draw.random() < share else found[0], data)


def tokens(data: bytes, draw: random.Random) -> bytes:
    old = draw.choice([token for token in TOKENS if token in data] or [b"\n"])
    places = [found.start() for found in re.finditer(re.escape(old), data)] or [0]
    at = draw.choice(places)
    return data[:at] + draw.choice(TOKENS) + data[at + len(old) :]


def grafted(data: bytes, draw: random.Random) -> bytes:
    _name, other = draw.choice(seeds())
    begin = draw.randint(0, len(other))
    at = draw.randint(0, len(data))
    return data[:at] + other[begin : begin + draw.choice((50, 2000, 50_000))] + data[at:]


MUTATIONS: Sequence[Callable[[bytes, random.Random], bytes]] = (
    flip, cut_off, left_out, doubled, edge_values, odd_numbers, odd_numbers, tokens, grafted,
)  # fmt: skip
