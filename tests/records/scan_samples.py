"""Papers of two people, printed, signed by tests/browser/scan.py and sent in as files, without a database."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path

from PIL import Image

from records import pdf
from records.scan.reading import Known
from tests.browser import scan
from tests.records import pdf_samples

OLD, NEW, OTHER = "7KQ4M2XD9TWH", "WHD9TX2M4QK7", "PRSTVWXYZ234"
_NUMBERS = {OLD: ("2568-000412", 1), NEW: ("2568-000412", 2), OTHER: ("2568-000500", 1)}


@cache
def printed(code: str = NEW) -> pdf.Rendered:
    number, version = _NUMBERS[code]
    context = pdf_samples.plan_context(rows=3 + version, signers=3)
    url = f"https://teachersync.example/v/{code}/"
    context["paper"] = {"code": code, "url": url, "version": version, "number": number}
    return pdf.render("pdf/plan.html", context)


@cache
def known(code: str) -> Known | None:
    """Stands in for the database."""
    if code not in _NUMBERS:
        return None
    made = printed(code)
    number, version = _NUMBERS[code]
    return Known(code, version, number, made.pages, tuple(asdict(box) for box in made.boxes), made.data, kind="PLAN")


@cache
def pages(code: str = NEW, leave_out: int = 0, dpi: int = 120) -> tuple[Image.Image, ...]:
    """Signed in every box but the last `leave_out`."""
    return tuple(scan.signed(printed(code).data, leave_out=leave_out, dpi=dpi))


def blank(dpi: int = 120) -> Image.Image:
    return Image.new("RGB", (round(8.27 * dpi), round(11.69 * dpi)), (250, 250, 248))


def as_bytes(pictures: Sequence[Image.Image], dpi: int = 120) -> bytes:
    """One PDF of these pages, as a scanner makes it."""
    # Copies: Pillow notes at a picture with which others it was saved, and would save those again.
    first, *rest = (picture.copy() for picture in pictures)
    output = io.BytesIO()
    first.save(output, "PDF", save_all=True, append_images=rest, resolution=dpi)
    return output.getvalue()


def sent(pictures: Sequence[Image.Image], path: Path, dpi: int = 120) -> Path:
    path.write_bytes(as_bytes(pictures, dpi))
    return path
