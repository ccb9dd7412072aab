"""Views of the room."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from people.actor import PortalRequest


@require_http_methods(["GET", "POST"])
def staff(request: PortalRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("staff")


@require_http_methods(["GET", "POST"])
def invite(request: PortalRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("invite")


@require_http_methods(["GET", "POST"])
def invite_again(request: PortalRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("invite_again")


@require_http_methods(["GET", "POST"])
def end_seat(request: PortalRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("end_seat")


@require_http_methods(["GET", "POST"])
def never_signed_in(request: PortalRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("never_signed_in")


@require_http_methods(["GET", "POST"])
def requests(request: PortalRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("requests")


@require_http_methods(["GET", "POST"])
def confirm_join(request: PortalRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("confirm_join")


@require_http_methods(["GET", "POST"])
def decline_join(request: PortalRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("decline_join")


@require_http_methods(["GET", "POST"])
def name_coordinator(request: PortalRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("name_coordinator")


@require_http_methods(["GET", "POST"])
def register_receipt(request: PortalRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("register_receipt")


@require_http_methods(["GET", "POST"])
def join_line(request: PortalRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("join_line")

