"""In the child: opens a PDF, counts and walks its pages, and looks for what a scanned document never needs.

Nothing is drawn here: one page at 150 dpi costs more than the whole submission may. A page is drawn when it is shown.
"""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pikepdf

from records.gate.report import Reason

Answer = dict[str, Any]

TAIL = 2048  # bytes at the end in which %%EOF must stand
CONTENT = 64 * 2**20  # bytes of drawing instructions of a whole file; a full page of drawn lines has about one million
PIXELS = 200_000_000  # of one picture: A4 at 1,200 dots per inch has 139 million
SIDE = 14_400  # points, the longest side the format knows
DEPTH = 12  # forms within forms
_LETTER = (0.0, 0.0, 612.0, 792.0)  # what readers take when a page does not say its size

_LAUNCHES = re.compile(rb"/S /Launch\b")
_EMBEDDED = re.compile(rb"/EF (?:<<|\d+ \d+ R)|/Type /EmbeddedFile\b")
_XFA = re.compile(rb"/XFA (?:\[|\d+ \d+ R)")
_ACTIVE = re.compile(rb"/S /(?:JavaScript|SubmitForm|ImportData|Rendition|RichMediaExecute)\b|/JS [(<\d]")


class Refused(Exception):
    def __init__(self, reason: Reason, at: int | None = None) -> None:
        super().__init__(reason)
        self.answer: Answer = {"reason": reason} if at is None else {"reason": reason, "at": at}


def inspect(source: int, _target: int | None, question: Answer) -> Answer:
    """Answers {"pages", "page_sizes", "warnings"} or {"reason", "at"}; `question["max_pages"]` is the most."""
    file = os.fdopen(source, "rb", closefd=False)
    try:
        with pikepdf.open(file) as pdf:
            if pdf.is_encrypted and not pdf.user_password_matched:
                return {"reason": Reason.ENCRYPTED}  # an empty owner's password opens it here, in no reader
            return _look(pdf, int(question["max_pages"]), _is_whole(source))
    except Refused as refusal:
        return refusal.answer
    except pikepdf.PasswordError:
        return {"reason": Reason.ENCRYPTED}
    except pikepdf.PdfError as error:
        if "encrypt" in str(error).lower():
            return {"reason": Reason.ENCRYPTED}  # by a certificate, or by a method that nobody else opens either
        return {"reason": _fault(error) if _is_whole(source) else Reason.CUT_OFF}


def _fault(error: pikepdf.PdfError) -> Reason:
    """qpdf sometimes tells that memory ended as if the file were damaged."""
    return Reason.TOO_COSTLY if "bad_alloc" in str(error) else Reason.DAMAGED


def _is_whole(source: int) -> bool:
    length = os.fstat(source).st_size
    return b"%%EOF" in os.pread(source, TAIL, max(0, length - TAIL))


def _look(pdf: pikepdf.Pdf, max_pages: int, whole: bool) -> Answer:
    count = len(pdf.pages)
    if count == 0:
        raise Refused(Reason.NO_PAGES if whole else Reason.CUT_OFF)
    if count > max_pages:
        raise Refused(Reason.TOO_MANY_PAGES)
    warnings = _search(pdf)
    walk = _Walk()
    sizes = [walk.page(page, number) for number, page in enumerate(pdf.pages, 1)]
    if pdf.get_warnings():
        if not whole:
            raise Refused(Reason.CUT_OFF)  # what could be read is not all there was
        warnings.append(Reason.REPAIRED)
    if pdf.is_encrypted:
        warnings.append(Reason.RESTRICTED)
    if not walk.drawn:
        warnings.append(Reason.BLANK)
    return {"pages": count, "page_sizes": sizes, "warnings": warnings}


def _search(pdf: pikepdf.Pdf) -> list[Reason]:
    """Looks through every object as normalised text: no spelling of a name and no corner of the file hides from it."""
    warnings: list[Reason] = []
    for item in pdf.objects:
        text = _text(item)
        if _LAUNCHES.search(text):
            raise Refused(Reason.LAUNCHES)
        if _EMBEDDED.search(text):
            raise Refused(Reason.EMBEDDED)
        if _XFA.search(text):
            raise Refused(Reason.XFA)
        if not warnings and _ACTIVE.search(text):
            warnings.append(Reason.ACTIVE_CONTENT)
    return warnings


def _text(item: Any) -> bytes:
    if isinstance(item, pikepdf.Stream):
        item = item.stream_dict
    if isinstance(item, pikepdf.Dictionary | pikepdf.Array):
        return item.unparse(resolved=True)
    return b""


class _Walk:
    """Visits what the pages draw with, each thing once."""

    def __init__(self) -> None:
        self.seen: set[tuple[int, int]] = set()
        self.content = 0
        self.drawn = False

    def page(self, page: pikepdf.Page, number: int) -> tuple[float, float]:
        try:
            size = _size(page)
            for stream in _streams(page.obj.get("/Contents")):
                self._content(stream, number)
            if len(page.obj.get("/Annots", ())) > 0:
                self.drawn = True
            self._resources(_inherited(page.obj, "/Resources"), number, 0)
        except pikepdf.PdfError as error:
            raise Refused(_fault(error), number) from error
        except (TypeError, ValueError, KeyError, AttributeError, IndexError, OverflowError) as error:
            raise Refused(Reason.DAMAGED, number) from error
        return size

    def _once(self, item: pikepdf.Object) -> bool:
        if item.objgen == (0, 0):
            return True
        if item.objgen in self.seen:
            return False
        self.seen.add(item.objgen)
        return True

    def _content(self, stream: pikepdf.Stream, number: int) -> None:
        if not self._once(stream):
            return
        content = _unpacked(stream)
        self.content += len(content)
        if self.content > CONTENT:
            raise Refused(Reason.TOO_COSTLY, number)
        self.drawn = self.drawn or bool(content.strip())

    def _resources(self, resources: Any, number: int, depth: int) -> None:
        if not isinstance(resources, pikepdf.Dictionary) or depth > DEPTH or not self._once(resources):
            return
        things = resources.get("/XObject")
        if not isinstance(things, pikepdf.Dictionary):
            return
        for thing in things.values():
            if not isinstance(thing, pikepdf.Stream) or thing.objgen in self.seen:
                continue
            kind = thing.stream_dict.get("/Subtype")
            if kind == "/Image":
                self.seen.add(thing.objgen)
                _picture(thing.stream_dict, number)
            elif kind == "/Form":
                self._content(thing, number)
                self._resources(thing.stream_dict.get("/Resources"), number, depth + 1)


def _unpacked(stream: pikepdf.Stream) -> bytes:
    """The stream's content, a little above CONTENT bytes at most when it is packed in the ordinary way."""
    facts = stream.stream_dict
    packing = facts.get("/Filter")
    packings = [str(name) for name in packing] if isinstance(packing, pikepdf.Array) else [str(packing)]
    if packings == ["/FlateDecode"] and "/DecodeParms" not in facts:
        with suppress(zlib.error):  # qpdf knows faults that can be read around
            return zlib.decompressobj().decompress(stream.read_raw_bytes(), CONTENT + 1)
    return stream.read_bytes()


def _picture(facts: pikepdf.Object, number: int) -> None:
    width, height = int(facts.get("/Width", 0)), int(facts.get("/Height", 0))
    if width < 1 or height < 1:
        raise Refused(Reason.DAMAGED, number)
    if width * height > PIXELS:
        raise Refused(Reason.PICTURE_TOO_LARGE, number)


def _streams(contents: Any) -> Iterator[pikepdf.Stream]:
    parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    for part in parts:
        if isinstance(part, pikepdf.Stream):
            yield part


def _inherited(node: Any, key: str) -> Any:
    for _level in range(64):  # the tree may run in a circle
        if not isinstance(node, pikepdf.Dictionary):
            return None
        if key in node:
            return node.get(key)
        node = node.get("/Parent")
    return None


def _box(value: Any) -> tuple[float, float, float, float] | None:
    with suppress(TypeError, ValueError):
        left, bottom, right, top = (float(number) for number in value)
        return min(left, right), min(bottom, top), max(left, right), max(bottom, top)
    return None


def _size(page: pikepdf.Page) -> tuple[float, float]:
    """(width, height) in points of what a reader shows: the crop box within the media box, turned."""
    media = _box(_inherited(page.obj, "/MediaBox")) or _LETTER
    crop = _box(_inherited(page.obj, "/CropBox")) or media
    unit = float(page.obj.get("/UserUnit", 1))
    width = (min(media[2], crop[2]) - max(media[0], crop[0])) * unit
    height = (min(media[3], crop[3]) - max(media[1], crop[1])) * unit
    if width <= 0 or height <= 0:
        width, height = (media[2] - media[0]) * unit, (media[3] - media[1]) * unit
    if not (0 < width <= SIDE and 0 < height <= SIDE):
        raise ValueError("page size")
    turn = 0
    with suppress(TypeError, ValueError):
        turn = int(_inherited(page.obj, "/Rotate") or 0)
    turned = turn % 180 == 90
    return (round(height, 2), round(width, 2)) if turned else (round(width, 2), round(height, 2))
