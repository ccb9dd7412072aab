"""Views of the room."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from people.actor import PortalRequest


@require_http_methods(["GET", "POST"])
def join(request: PortalRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("join")


@require_http_methods(["GET", "POST"])
def set_password(request: PortalRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("set_password")


@require_http_methods(["GET", "POST"])
def welcome(request: PortalRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("welcome")

