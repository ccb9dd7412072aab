"""What the other rooms call: check a file, bind photographs, draw a page. No content is parsed in here."""

from __future__ import annotations

import logging
import os
import stat
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from records.gate import binding, client
from records.gate.report import Kind, Limits, Reason, Report, from_answer, refused

START_OF_PDF = 1024  # bytes within which a reader looks for the header
_BOM = b"\xef\xbb\xbf"
_FORMATS = {".png": ("PNG", "image/png"), ".jpg": ("JPEG", "image/jpeg"), ".jpeg": ("JPEG", "image/jpeg")}

logger = logging.getLogger(__name__)


def check(path: Path | str, *, kind: Kind, limits: Limits) -> Report:
    """Looks at one uploaded file without changing or moving it. Never raises for what is in the file.

    Raises OSError when there is no such file to read.
    """
    source = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    try:
        early = _at_a_glance(source, kind, limits)
        if early is not None:
            return refused(early, limits=limits)
        report = _asked({"job": kind, "max_pages": limits.max_pages}, [source], limits)
    finally:
        os.close(source)
    if report.ok and kind == "pdf":
        return Report(**vars(report) | {"content_type": "application/pdf"})
    return report


def photos_to_pdf(paths: Sequence[Path], target: Path, *, limits: Limits) -> Report:
    """Makes one A4 PDF at `target` of photographs of pages, in their order, one to a page.

    `limits.max_bytes` holds for each photograph. A refusal carries `at`, the photograph it is about; then nothing
    stands at `target`. Each photograph has a child of its own, so memory does not grow with their number.
    """
    if not paths:
        return refused(Reason.NO_PAGES, limits=limits)
    if len(paths) > limits.max_pages:
        return refused(Reason.TOO_MANY_PAGES, limits=limits)
    warnings: list[Reason] = []
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".gate-", delete=False) as output:
        try:
            book = binding.Book(output)
            for number, path in enumerate(paths, 1):
                with tempfile.TemporaryFile(dir=target.parent) as jpeg:
                    answer = _photo(path, jpeg.fileno(), limits)
                    report = _believed(answer, limits)
                    if not report.ok:
                        return Report(**vars(report) | {"at": number})
                    warnings += [warning for warning in report.warnings if warning not in warnings]
                    book.add(jpeg, int(answer["width"]), int(answer["height"]))
            book.close()
            output.flush()
            made = check(output.name, kind="pdf", limits=Limits(os.stat(output.name).st_size, limits.max_pages))
            if made.ok:
                os.replace(output.name, target)
            return Report(**vars(made) | {"warnings": (*warnings, *made.warnings), "limits": limits})
        finally:
            Path(output.name).unlink(missing_ok=True)


def photo(path: Path, target: Path, *, limits: Limits, side: int) -> Report:
    """Makes of one photograph a plain JPEG at `target`, at most `side` pixels long; nothing stands there if refused."""
    source = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    try:
        early = _at_a_glance(source, "photo", limits)
        if early is not None:
            return refused(early, limits=limits)
        with target.open("wb") as output:
            report = _asked({"job": "photo", "side": side}, [source, output.fileno()], limits)
    finally:
        os.close(source)
    if not report.ok:
        target.unlink()
    return report


def picture(path: Path | str, page: int, *, width: int = 900, turn: int = 0, target: Path) -> Report:
    """Draws page `page` (from 1) of a PDF at `target`, `width` pixels wide; the target's suffix says PNG or JPEG.

    `turn`: degrees, clockwise in quarters, by which the page lies turned; it is drawn turned back.

    `Report.pages` counts the file, `page_sizes` holds this one page, `content_type` is the picture's.
    """
    name, content_type = _FORMATS[target.suffix.lower()]
    source = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    try:
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".gate-", delete=False) as output:
            try:
                question = {"job": "picture", "page": page, "width": width, "turn": turn, "format": name}
                report = _asked(question, [source, output.fileno()], None)
                if report.ok:
                    os.replace(output.name, target)
                    return Report(**vars(report) | {"content_type": content_type})
                return report
            finally:
                Path(output.name).unlink(missing_ok=True)
    finally:
        os.close(source)


def _photo(path: Path, jpeg: int, limits: Limits) -> dict[str, Any]:
    source = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    try:
        early = _at_a_glance(source, "photo", limits)
        return {"reason": early} if early else _ask({"job": "photo"}, [source, jpeg])
    finally:
        os.close(source)


def _asked(question: dict[str, Any], files: list[int], limits: Limits | None) -> Report:
    return _believed(_ask(question, files), limits)


def _ask(question: dict[str, Any], files: list[int]) -> dict[str, Any]:
    try:
        return client.ask(question, files)
    except client.Unavailable:
        return {"reason": Reason.UNAVAILABLE}


def _believed(answer: dict[str, Any], limits: Limits | None) -> Report:
    try:
        return from_answer(answer, limits)
    except (ValueError, TypeError, KeyError):
        logger.warning("a file made its checker answer nonsense")
        return refused(Reason.TOO_COSTLY, limits=limits)


def _at_a_glance(source: int, kind: Kind, limits: Limits) -> Reason | None:
    """What size and first bytes already say, without a child."""
    facts = os.fstat(source)
    if not stat.S_ISREG(facts.st_mode):
        raise OSError("not a regular file")
    if facts.st_size == 0:
        return Reason.EMPTY
    if facts.st_size > limits.max_bytes:
        return Reason.TOO_LARGE
    start = os.pread(source, START_OF_PDF, 0)
    found = _photo_kind(start)
    if kind == "photo":
        if found == "HEIC":
            return Reason.HEIC
        return None if found else Reason.NOT_A_PHOTO
    if found:
        return Reason.PHOTO_NOT_PDF
    return None if _begins_as_pdf(start) else Reason.NOT_A_PDF


def _photo_kind(start: bytes) -> str:
    if start.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if start.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return "WEBP"
    if start[4:8] == b"ftyp" and start[8:12] in (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif"):
        return "HEIC"
    return ""


def _begins_as_pdf(start: bytes) -> bool:
    """Only white space, a byte order mark or a printer's wrapper may stand before the header.

    A reader would accept anything there, a browser too: a page of HTML that is also a PDF is one file to us and
    another to the browser.
    """
    before, header, _rest = start.partition(b"%PDF-")
    before = before.removeprefix(_BOM).strip(b" \t\r\n\f\0")
    return bool(header) and (before == b"" or before.startswith(b"\x1b%-12345X"))
