"""From a template and its facts to the bytes of a PDF.

The same template and facts give the same bytes, in any process and time zone: the file's identity is derived from
its text, its dates from ``made_at``, and its letters from our own fonts. Another version of Pango or HarfBuzz may
still set a line otherwise, so a document is kept, never made again to be compared.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import timezone, translation

from records.pdf import layouts, marks, typeface
from records.pdf.glue import glue

BANGKOK = ZoneInfo("Asia/Bangkok")
CSS_PIXEL = 25.4 / 96  # millimetres
BOX = "box-"  # the id of a place to sign begins so, the role follows
CORNERS = "corners"  # the id by which a layout asks for corner codes
CODE = "page-code"  # the id of a square kept for the page's code, where it does not stand in the foot


@dataclass(frozen=True, slots=True)
class Box:
    """The place of one signature. Page from 1; millimetres from the page's top left, border included."""

    role: str
    page: int
    x_mm: float
    y_mm: float
    w_mm: float
    h_mm: float


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished PDF: its bytes, number of pages, SHA-256 in hex, and where it is to be signed."""

    data: bytes
    pages: int
    sha256: str
    boxes: tuple[Box, ...] = ()


def render(template: str, context: Mapping[str, Any]) -> Rendered:
    """Sets ``template`` with ``context`` and returns the PDF.

    The context carries ``made_at`` (an aware datetime) and, for a paper that names itself by a QR, ``paper`` with
    ``url`` and ``code``; what else each layout needs stands at its head and in records/pdf/layouts.py. Documents
    are Thai whoever asks for them. Raises ValueError for a naive ``made_at``, KeyError for a template that
    is no layout of the house.
    """
    paper = context.get("paper") or {}
    return set_html(compose(template, context), address(context), first_page=paper.get("first_page", 1))


def compose(template: str, context: Mapping[str, Any]) -> str:
    """The HTML from which the document is set: milliseconds, and all that decides how it will look."""
    made_at: datetime = context["made_at"]
    if timezone.is_naive(made_at):
        raise ValueError("made_at must be aware: a document says when it was made")
    with translation.override("th"), timezone.override(BANGKOK):
        facts = layouts.prepare(template, context)
        facts["made_at_iso"] = made_at.astimezone(BANGKOK).isoformat(timespec="seconds")
        return glue(render_to_string(template, facts))


def address(context: Mapping[str, Any]) -> str:
    """What the codes of the pages name; empty for a paper without one."""
    return str((context.get("paper") or {}).get("url", ""))


def set_html(html: str, url: str = "", *, first_page: int = 1) -> Rendered:
    """Sets finished HTML; with `url`, the address of the paper, every page carries its code.

    `first_page` is the number in the first code: pages that are bound behind others go on counting.
    """
    # Imported where it is needed: a web worker that never makes a PDF saves a second and 50 MB.
    from records.pdf.fetcher import ClosedFetcher
    from records.pdf.textmap import FontBook

    with typeface.only_our_fonts():
        import weasyprint

    # A base, so that a relative address is resolved and then refused instead of stopping the whole document.
    source = weasyprint.HTML(string=html, base_url=f"{typeface.FOLDER.as_uri()}/", url_fetcher=ClosedFetcher())
    document = source.render(font_config=typeface.configuration())
    document.fonts = FontBook()
    data = document.write_pdf(
        pdf_identifier=sha256(html.encode()).hexdigest()[:32].encode(),
        pdf_tags=True,
        finisher=_marker(url, first_page),
    )
    return Rendered(data, len(document.pages), sha256(data).hexdigest(), _boxes(document))


def _boxes(document: Any) -> tuple[Box, ...]:
    """Each box is an element with an id; the layout says where the rectangles of such elements came to lie."""
    return tuple(
        Box(name.removeprefix(BOX), number, *(round(px * CSS_PIXEL, 2) for px in (x, y, right - x, low - y)))
        for number, page in enumerate(document.pages, start=1)
        for name, (x, y, right, low) in page.anchors.items()
        if name.startswith(BOX)
    )


def _square(place: tuple[float, float, float, float] | None) -> tuple[float, ...]:
    """Left, top and side in millimetres of a square that a layout keeps; nothing for the usual place."""
    if place is None:
        return ()
    x, y, right, _low = place
    return tuple(px * CSS_PIXEL for px in (x, y, right - x))


def _marker(url: str, first_page: int) -> Callable[[Any, Any], None]:
    """Draws the codes of each page under its text, once it is known how many pages there are."""

    def finish(document: Any, pdf: Any) -> None:
        import pydyf  # type: ignore[import-untyped]  # comes with the PDF maker, without types

        pages = [thing for thing in pdf.objects if isinstance(thing, pydyf.Dictionary) and thing.get("Type") == "/Page"]
        wants_corners = any(CORNERS in page.anchors for page in document.pages)
        for number, (page, pdf_page) in enumerate(zip(document.pages, pages, strict=True), start=first_page):
            page_marks: tuple[marks.Mark, ...] = ()
            if url:
                page_marks += (marks.page_code(url, number, *_square(page.anchors.get(CODE))),)
            if wants_corners:
                page_marks += marks.corners(url, number)
            if page_marks:
                stream = pydyf.Stream([marks.drawing(page_marks, page.height * CSS_PIXEL)], compress=True)
                pdf.add_object(stream)
                pdf_page["Contents"] = pydyf.Array([stream.reference, pdf_page["Contents"]])
        # The title, not a file name, stands on top of the reader's window.
        pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})

    return finish
