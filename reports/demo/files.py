"""The files of the demo: real PDFs for the well-known people, one shared sample for thousands of others.

Every row has bytes of its own name, as everywhere in the house. Thousands of names of one sample are hard links:
the same bytes, an honest hash, and a national demo in seconds instead of minutes.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random

from django.core.files.base import ContentFile

from people.models import Seat
from records import pdf
from records.enums import DocumentKind
from records.models import Document, Paper
from records.models.paper import document_storage
from reports.demo.book import Book

_MM = 72 / 25.4
_A4 = 841.89


@dataclass(frozen=True)
class Blob:
    data: bytes
    pages: int
    sha256: str
    boxes: tuple[pdf.Box, ...] = ()

    @classmethod
    def of(cls, data: bytes, pages: int, boxes: tuple[pdf.Box, ...] = ()) -> Blob:
        return cls(data, pages, hashlib.sha256(data).hexdigest(), boxes)


@dataclass
class Shelf:
    """Collects documents with their bytes; `store` puts the bytes on the disk before the rows are committed."""

    book: Book
    _files: list[tuple[str, Blob]] = field(default_factory=list)

    def keep(
        self, blob: Blob, paper: Paper, kind: str, name: str, by: Seat, at: dt.datetime, warnings: Sequence[str] = ()
    ) -> Document:
        key = self.book.uuid()
        path = f"{at:%Y/%m/%d}/{key}"
        self._files.append((path, blob))
        facts = {"boxes": [asdict(box) for box in blob.boxes]} if kind == DocumentKind.PRINTED and blob.boxes else {}
        return self.book.add(
            Document(
                id=key,
                paper=paper,
                kind=kind,
                file=path,
                sha256=blob.sha256,
                size=len(blob.data),
                pages=blob.pages,
                original_name=name,
                kept_at=at,
                kept_by=by,
                begun_at=at - dt.timedelta(seconds=4),
                warnings=list(warnings),
                facts=facts,
            )
        )

    def store(self) -> int:
        """Writes what was collected; says how many files. A file of the same name (an earlier load) is replaced."""
        storage = document_storage()
        first: dict[str, Path] = {}
        folders: set[Path] = set()
        for name, blob in self._files:
            try:
                path = Path(storage.path(name))
            except NotImplementedError:  # object storage: no links there
                storage.delete(name)
                storage.save(name, ContentFile(blob.data))
                continue
            if path.parent not in folders:
                path.parent.mkdir(parents=True, exist_ok=True)
                folders.add(path.parent)
            path.unlink(missing_ok=True)
            if blob.sha256 not in first or not _link(first[blob.sha256], path):
                _write(path, blob.data)
                first[blob.sha256] = path
        for folder in folders:
            _sync(folder, os.O_RDONLY | os.O_DIRECTORY)
        count, self._files = len(self._files), []
        return count


def _link(source: Path, path: Path) -> bool:
    """False where the disk knows no links, or no more of this file."""
    try:
        os.link(source, path)
    except OSError:
        return False
    return True


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    path.chmod(0o600)
    _sync(path, os.O_RDONLY)


def _sync(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def names() -> set[str]:
    """Names of all stored files that have a row now."""
    return set(Document.objects.values_list("file", flat=True))


def discard(gone: Iterable[str]) -> None:
    storage = document_storage()
    for name in gone:
        storage.delete(name)


@cache
def sample(made_at: dt.datetime) -> Blob:
    """The one-page paper that stands for a signed plan where nobody will read it letter by letter."""
    rendered = pdf.render("pdf/demo_copy.html", {"made_at": made_at})
    return Blob.of(rendered.data, rendered.pages)


def signed(printed: Blob, draw: Random) -> Blob:
    """The printed plan with a pen's strokes in each place to sign."""
    import pikepdf

    with pikepdf.open(BytesIO(printed.data)) as file:
        for number, page in enumerate(file.pages, start=1):
            boxes = [box for box in printed.boxes if box.page == number]
            if boxes:
                ink = "\n".join(_stroke(box, draw) for box in boxes)
                # The maker leaves its own scale standing; it is put away before the pen comes.
                page.contents_add(b"q", prepend=True)
                page.contents_add(f"Q q\n0.08 0.16 0.52 RG 1.1 w 1 J 1 j\n{ink}\nQ".encode())
        out = BytesIO()
        file.save(out, deterministic_id=True)
    return Blob.of(out.getvalue(), printed.pages)


def _stroke(box: pdf.Box, draw: Random) -> str:
    """A signature: loops that wander from left to right over the lower half of the box."""
    width, height = box.w_mm * _MM, box.h_mm * _MM
    left, low = box.x_mm * _MM + width * 0.2, _A4 - (box.y_mm + box.h_mm * 0.62) * _MM
    step, tall = width * 0.55 / 7, height * 0.3
    parts = [f"{left:.1f} {low:.1f} m"]
    x, y = left, low
    for _loop in range(7):
        up, side = tall * draw.uniform(0.4, 1.2), step * draw.uniform(0.7, 1.3)
        end = y + tall * draw.uniform(-0.25, 0.25)
        parts.append(f"{x - side * 0.4:.1f} {y + up:.1f} {x + side * 1.4:.1f} {y + up:.1f} {x + side:.1f} {end:.1f} c")
        x, y = x + side, min(max(end, low - tall * 0.4), low + tall * 0.4)
    return " ".join([*parts, "S"])
