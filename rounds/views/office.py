"""Views of the room."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from people.actor import PortalRequest


@require_http_methods(["GET", "POST"])
def grant(request: PortalRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("grant")


@require_http_methods(["GET", "POST"])
def decline(request: PortalRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("decline")


@require_http_methods(["GET", "POST"])
def extend(request: PortalRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("extend")


@require_http_methods(["GET", "POST"])
def move_milestone(request: PortalRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("move_milestone")


@require_http_methods(["GET", "POST"])
def publish(request: PortalRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("publish")


@require_http_methods(["GET", "POST"])
def colleges(request: PortalRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("colleges")

