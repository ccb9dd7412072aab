"""The store of documents, for whoever answers for it: the bureau's admins."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from people.actor import PortalRequest
from people.enums import SeatKind
from records import integrity, seals


@require_GET
def store(request: PortalRequest) -> HttpResponse:
    """How much is kept, how lately it was read again, what is damaged and which seal does not hold, by name."""
    if not any(seat.is_admin for seat in request.actor.with_kind(SeatKind.BUREAU)):
        raise PermissionDenied(_("This page is for the bureau's administrators."))
    return render(request, "records/store.html", {**integrity.overview(request.at), **seals.overview()})
