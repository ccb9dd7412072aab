"""Views of the room."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from people.actor import PortalRequest


@require_http_methods(["GET", "POST"])
def profile(request: PortalRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("profile")


@require_http_methods(["GET", "POST"])
def extension(request: PortalRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("extension")


@require_http_methods(["GET", "POST"])
def withdraw(request: PortalRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("withdraw")


@require_http_methods(["GET", "POST"])
def calendar(request: PortalRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("calendar")


@require_http_methods(["GET", "POST"])
def extensions(request: PortalRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("extensions")


@require_http_methods(["GET", "POST"])
def ask(request: PortalRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("ask")

