"""Files as people, scanners and attackers send them, made by code so that each test says what is in its file."""

import io
import zlib
from pathlib import Path

import pikepdf
from PIL import Image

from records.gate import Limits

PLAN = Limits(max_bytes=25 * 2**20, max_pages=40)
A4 = (595, 842)


def jpeg(width: int = 600, height: int = 800, **options) -> bytes:
    output = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(output, "JPEG", **options)
    return output.getvalue()


def scan(pages: int = 1, *, size: tuple[int, int] = A4, rotate: int = 0) -> pikepdf.Pdf:
    """A PDF as a scanner makes it: one picture on each page."""
    pdf = pikepdf.new()
    for _number in range(pages):
        picture = pdf.make_stream(
            jpeg(),
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=600,
            Height=800,
            ColorSpace=pikepdf.Name.DeviceRGB,
            BitsPerComponent=8,
            Filter=pikepdf.Name.DCTDecode,
        )
        page = pdf.add_blank_page(page_size=size)
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=picture))
        page.obj.Contents = pdf.make_stream(f"q {size[0]} 0 0 {size[1]} 0 0 cm /P Do Q".encode())
        if rotate:
            page.obj.Rotate = rotate
    return pdf


def saved(pdf: pikepdf.Pdf, path: Path, **options) -> Path:
    pdf.save(path, **options)
    return path


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def raw(*objects: bytes, root: int = 1, extra: bytes = b"", prev: bool = False) -> bytes:
    """A PDF of these numbered objects with a right table of places; `prev` makes the table name itself as its past."""
    data = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    past = b"/Prev %d " % start if prev else b""
    data += b"trailer\n<< /Size %d /Root %d 0 R " % (len(objects) + 1, root) + past + extra + b">>\n"
    return data + b"startxref\n%d\n%%%%EOF\n" % start


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d " % len(data) + entries + b">>\nstream\n" + data + b"\nendstream"


CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> >>"


def one_page(content: bytes, pages: bytes = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>", **options) -> bytes:
    return raw(CATALOG, pages, PAGE, content, **options)


def bomb(times: int = 1, size: int = 2**30) -> bytes:
    """Drawing instructions of `size` bytes in about a two hundredth of them, or less when packed again."""
    packer = zlib.compressobj(1)
    block = b" " * 2**20
    packed = b"".join(packer.compress(block) for _ in range(size // len(block))) + packer.flush()
    for _ in range(times - 1):
        packed = zlib.compress(packed)
    return one_page(stream(packed, b"/Filter [" + b"/FlateDecode " * times + b"] "))
