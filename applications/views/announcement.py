"""The announcement of the list: drafted, prepared, signed, published, read by everybody."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from people.actor import PortalRequest


@require_http_methods(["GET", "POST"])
def announcements(request: PortalRequest) -> HttpResponse:
    return render(request, "applications/announcements.html", {})


@require_http_methods(["GET", "POST"])
def draft(request: PortalRequest) -> HttpResponse:
    return render(request, "applications/announcements.html", {})


@require_http_methods(["GET", "POST"])
def announcement(request: PortalRequest, pk: int) -> HttpResponse:
    return render(request, "applications/announcements.html", {})


@require_http_methods(["GET", "POST"])
def draft_again(request: PortalRequest, pk: int) -> HttpResponse:
    return render(request, "applications/announcements.html", {})


@require_http_methods(["GET", "POST"])
def prepare(request: PortalRequest, pk: int) -> HttpResponse:
    return render(request, "applications/announcements.html", {})


@require_http_methods(["GET", "POST"])
def print_announcement(request: PortalRequest, pk: int) -> HttpResponse:
    return render(request, "applications/announcements.html", {})


@require_http_methods(["GET", "POST"])
def sign(request: PortalRequest, pk: int) -> HttpResponse:
    return render(request, "applications/announcements.html", {})


@require_http_methods(["GET", "POST"])
def publish(request: PortalRequest, pk: int) -> HttpResponse:
    return render(request, "applications/announcements.html", {})


@require_http_methods(["GET", "POST"])
def announcement_file(request: PortalRequest, pk: int) -> HttpResponse:
    return render(request, "applications/announcements.html", {})


@require_http_methods(["GET", "POST"])
def public_list(request: PortalRequest) -> HttpResponse:
    return render(request, "applications/announcements.html", {})


@require_http_methods(["GET", "POST"])
def public(request: PortalRequest, year: int, edition: int) -> HttpResponse:
    return render(request, "applications/announcements.html", {})


@require_http_methods(["GET", "POST"])
def public_file(request: PortalRequest, year: int, edition: int) -> HttpResponse:
    return render(request, "applications/announcements.html", {})
