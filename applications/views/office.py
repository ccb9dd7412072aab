"""The bureau's list: screen, decide over a filter, promote."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from people.actor import PortalRequest


@require_GET
def office(request: PortalRequest) -> HttpResponse:
    return render(request, "applications/office.html", {})


@require_POST
def decide(request: PortalRequest) -> HttpResponse:
    return office(request)


@require_POST
def screen(request: PortalRequest, pk: int) -> HttpResponse:
    return office(request)


@require_POST
def promote(request: PortalRequest, pk: int) -> HttpResponse:
    return office(request)
