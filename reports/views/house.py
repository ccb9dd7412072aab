"""Pages about the portal itself: help, privacy, accessibility, and the components of its look."""

from __future__ import annotations

import sys

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET

from people.actor import PortalRequest


@login_not_required
@require_GET
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "reports/help.html")


@login_not_required
@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "reports/privacy.html")


@login_not_required
@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "reports/accessibility.html")


@require_GET
def kit(request: PortalRequest) -> HttpResponse:
    """All components on one page: for whoever builds a page, so for the bureau and for the demo."""
    if not (settings.DEMO or request.actor.is_bureau):
        raise Http404
    return render(request, "kit.html")


def failed(request: HttpRequest) -> HttpResponse:
    """What nobody foresaw. A database that is away is no mistake of ours or theirs: it is said so, and when to try."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        response = HttpResponse(render_to_string("503_records.html"), status=503)
        response["Retry-After"] = "10"
        return response
    return HttpResponse(render_to_string("500.html"), status=500)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A closed door that talks: a refusal comes with its rule and who can open it."""
    context = {"exception": str(exception), "refusal": getattr(exception, "refusal", None)}
    return render(request, "403.html", context, status=403)
