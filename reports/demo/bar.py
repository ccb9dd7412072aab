"""What the bar of the demo shows on every page (templates/_parts/demo_bar.html)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from people import clock as portal_clock
from reports.demo import door
from reports.demo.clock import ahead


def bar(request: HttpRequest) -> dict[str, Any] | None:
    """The demo's day, the stops ahead and the addresses of its pages; None where the demo is not open."""
    if not door.is_open():
        return None
    at = getattr(request, "at", None) or portal_clock.now()
    return {
        "today": portal_clock.local(at),
        "jumps": [{"key": stop.key, "label": stop.label, "at": stop.at} for stop in ahead(at)],
        "people_url": reverse("reports:demo_people"),
        "restart_url": reverse("reports:demo_restart"),
    }
