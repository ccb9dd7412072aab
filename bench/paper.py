"""A signed plan as a scanner makes it: four pages, each one grey picture, about two million bytes together."""

from __future__ import annotations

import io
import random

import pikepdf
from PIL import Image

_PAGES, _WIDTH, _HEIGHT, _QUALITY = 4, 870, 1230, 60


def scan() -> bytes:
    """The same bytes at every run."""
    chance = random.Random(2568)
    with pikepdf.new() as pdf:
        for _page in range(_PAGES):
            page = pdf.add_blank_page(page_size=(595, 842)).obj
            noise = Image.frombytes("L", (_WIDTH, _HEIGHT), chance.randbytes(_WIDTH * _HEIGHT))
            jpeg = io.BytesIO()
            noise.save(jpeg, "JPEG", quality=_QUALITY)
            picture = pdf.make_stream(jpeg.getvalue())
            picture.update(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.XObject,
                    Subtype=pikepdf.Name.Image,
                    Width=_WIDTH,
                    Height=_HEIGHT,
                    ColorSpace=pikepdf.Name.DeviceGray,
                    BitsPerComponent=8,
                    Filter=pikepdf.Name.DCTDecode,
                )
            )
            page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Scan=picture))
            page.Contents = pdf.make_stream(b"q 595 0 0 842 0 0 cm /Scan Do Q")
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()
