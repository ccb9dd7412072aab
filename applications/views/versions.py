"""Versions of a plan side by side, for everybody who may see the plan."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from applications.pages import versions as pages
from applications.pages.reading import turn_of
from applications.views.files import document_of, page_of
from applications.views.finding import found
from people.actor import PortalRequest
from people.throttle import limited


@require_GET
def compare(request: PortalRequest, pk: int) -> HttpResponse:
    """What one version says otherwise than another; to begin with, than the one that was sent back."""
    application = found(request, pk)
    versions = pages.all_of(application)
    context = {
        "application": application,
        "mine": application.user_id == request.actor.user_id,
        **(pages.page(application, versions, request.GET) if versions else {}),
    }
    return render(request, "applications/compare.html", context)


@require_GET
@limited("picture")
def paper_page(request: PortalRequest, pk: int, version: int, which: str, page: int) -> FileResponse:
    """One page of a version's paper as a picture: printed, sealed, signed, or the copy before the present one."""
    document, _plan = document_of(found(request, pk), version, which)
    return page_of(document, page, turn=turn_of(document, page))
