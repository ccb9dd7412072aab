"""Views of the room."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from people.actor import PortalRequest


@require_http_methods(["GET", "POST"])
def messages(request: PortalRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("messages")


@require_http_methods(["GET", "POST"])
def message(request: PortalRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("message")


@require_http_methods(["GET", "POST"])
def mark_read(request: PortalRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("mark_read")


@require_http_methods(["GET", "POST"])
def receipts(request: PortalRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("receipts")


@require_http_methods(["GET", "POST"])
def receipt(request: PortalRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("receipt")


@require_http_methods(["GET", "POST"])
def receipt_pdf(request: PortalRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("receipt_pdf")


@require_http_methods(["GET", "POST"])
def verify_form(request: PortalRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("verify_form")


@require_http_methods(["GET", "POST"])
def verify(request: PortalRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("verify")

