"""Views of the room."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from people.actor import PortalRequest


@require_http_methods(["GET", "POST"])
def establishments(request: PortalRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("establishments")


@require_http_methods(["GET", "POST"])
def propose(request: PortalRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("propose")


@require_http_methods(["GET", "POST"])
def establishment(request: PortalRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("establishment")


@require_http_methods(["GET", "POST"])
def agree(request: PortalRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("agree")


@require_http_methods(["GET", "POST"])
def confirm(request: PortalRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("confirm")


@require_http_methods(["GET", "POST"])
def agreement_file(request: PortalRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("agreement_file")

