"""The gallery of official papers: each layout with sample facts, as picture and as PDF, for whoever signs them."""

from __future__ import annotations

from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from people.actor import PortalRequest
from records.pdf import emblem, samples, shelf
from records.pdf.layouts import LAYOUTS

_WIDTH = 720  # pixels


def _for_the_bureau(request: PortalRequest) -> None:
    if not request.actor.is_bureau:
        raise PermissionDenied(_("The layouts of official papers belong to the bureau."))


def _paper(name: str) -> shelf.Made:
    layout = LAYOUTS.get(name)
    if layout is None:
        raise Http404
    return shelf.made(layout.template, samples.context(name))


@require_GET
def layouts(request: PortalRequest) -> HttpResponse:
    """All layouts on one page. Nothing is set for it: each picture is asked for when it comes into sight."""
    _for_the_bureau(request)
    context = {"layouts": LAYOUTS.items(), "has_emblem": bool(emblem.uri())}
    return render(request, "records/layouts.html", context)


@require_GET
def layout_file(request: PortalRequest, name: str) -> HttpResponse:
    _for_the_bureau(request)
    label = str(LAYOUTS[name].label) if name in LAYOUTS else ""
    return _answer(_paper(name).path, "application/pdf", f"ตัวอย่าง {label}.pdf")


@require_GET
def layout_page(request: PortalRequest, name: str, page: int) -> HttpResponse:
    _for_the_bureau(request)
    try:
        return _answer(shelf.picture(_paper(name), page, width=_WIDTH), "image/png")
    except (IndexError, shelf.NotDrawn) as error:
        raise Http404 from error


def _answer(path: Path, content_type: str, name: str = "") -> HttpResponse:
    """A file of some tens of kilobytes; with a name it is to be saved."""
    headers = {"Cache-Control": "private, max-age=300"}
    if name:
        headers["Content-Disposition"] = content_disposition_header(True, name)
    return HttpResponse(path.read_bytes(), content_type=content_type, headers=headers)
