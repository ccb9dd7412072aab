"""What left the house, by which way and how it ended: for the bureau, which sends again what was refused."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from people.actor import PortalRequest
from people.enums import SeatKind
from people.models import Seat
from records import delivery
from records.enums import FAILED, DeliveryState
from records.models import Delivery

_PER_PAGE = 50


def _officer(request: PortalRequest) -> Seat:
    seat = request.actor.seat(SeatKind.BUREAU)
    if seat is None:
        raise PermissionDenied(_("What was sent to whom is looked after by the bureau."))
    return seat


@require_GET
def deliveries(request: PortalRequest) -> HttpResponse:
    """Who could not be reached, newest first; `?state=` shows another state. What was written stands nowhere here."""
    _officer(request)
    state = request.GET.get("state", "")
    rows = Delivery.objects.visible_to(request.actor)
    counts = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    rows = rows.filter(state=state) if state in DeliveryState.values else rows.filter(state__in=FAILED)
    rows = rows.select_related("message__to").order_by("-begun_at", "-pk")
    tabs = [("", _("not delivered"), sum(counts.get(failed, 0) for failed in FAILED))]
    tabs += [(value, str(label), counts.get(value, 0)) for value, label in DeliveryState.choices]
    context = {
        "page": Paginator(rows, _PER_PAGE).get_page(request.GET.get("page")),
        "state": state if state in DeliveryState.values else "",
        "tabs": tabs,
    }
    return render(request, "records/deliveries.html", context)


@require_GET
def show_delivery(request: PortalRequest, pk: int) -> HttpResponse:
    """One delivery with every try."""
    _officer(request)
    rows = Delivery.objects.visible_to(request.actor).select_related("message__to")
    row = get_object_or_404(rows, pk=pk)
    context = {"delivery": row, "attempts": row.attempts.order_by("-pk"), "failed": row.state in FAILED}
    return render(request, "records/delivery.html", context)


@require_POST
def resend(request: PortalRequest, pk: int) -> HttpResponse:
    """Sends again what was refused or given up; to the address as it is now."""
    seat = _officer(request)
    row = get_object_or_404(Delivery.objects.visible_to(request.actor), pk=pk)
    if delivery.resend(row, by=seat, at=request.at):
        messages.success(request, _("It is sent again within a minute, to the address as it is now."))
    else:
        messages.warning(request, _("Only what was not delivered can be sent again."))
    return redirect("records:show_delivery", row.pk)
