"""What the portal wrote to me, what it accepted from me, the register, and whether a paper is genuine."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from people.actor import PortalRequest
from people.enums import SeatKind
from people.templatetags.thai import file_size
from people.thai import instant
from people.throttle import has_words, limited
from records import line, outbox, pdf, receipts, verifying
from records.forms import RegisterFilter
from records.models import Entry, Message, Receipt
from records.pdf import shelf

_PER_PAGE = 50
_CARD = 1080  # pixels across
# The steps after an accepted plan are the programme's own; receipts of other kinds have none yet.
_WITH_NEXT_STEPS = ("PLAN",)
# After this the list is out, and "next" would be last year's.
_STILL_NEWS = dt.timedelta(days=60)


@require_GET
def messages(request: PortalRequest) -> HttpResponse:
    """Mine, newest first. In the demo, where mail goes nowhere, everything that was written: `?all=1`."""
    everything = settings.DEMO and request.GET.get("all") == "1"
    rows = outbox.everything() if everything else Message.objects.visible_to(request.actor)
    rows = rows.select_related("to").prefetch_related("deliveries").order_by("-written_at", "-pk")
    context = {
        "page": Paginator(rows, _PER_PAGE).get_page(request.GET.get("page")),
        "all": everything,
        "may_see_all": settings.DEMO,
        "has_line": line.is_configured(),
        "is_bureau": request.actor.is_bureau,
    }
    return render(request, "records/messages.html", context)


@require_GET
def message(request: PortalRequest, pk: int) -> HttpResponse:
    everything = settings.DEMO and request.GET.get("all") == "1"
    rows = outbox.everything() if everything else Message.objects.visible_to(request.actor)
    found = get_object_or_404(rows.select_related("to"), pk=pk)
    context = {"message": found, "mine": found.to_id == request.actor.user_id, "all": everything}
    return render(request, "records/message.html", context)


@require_POST
def mark_read(request: PortalRequest, pk: int) -> HttpResponse:
    outbox.mark_read(get_object_or_404(Message.objects.visible_to(request.actor), pk=pk), at=request.at)
    return redirect("records:messages")


@require_GET
def receipt_list(request: PortalRequest) -> HttpResponse:
    """Receipts that the reader may see: her own; her college's; all for the offices."""
    rows = Receipt.objects.visible_to(request.actor).select_related("college", "accepted_by__user", "document")
    page = Paginator(rows.order_by("-accepted_at", "-pk"), _PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "records/receipts.html", {"page": page})


def _receipt(request: PortalRequest, pk: int) -> Receipt:
    rows = Receipt.objects.visible_to(request.actor).select_related("paper", "document", "college", "accepted_by__user")
    return get_object_or_404(rows, pk=pk)


@require_GET
def receipt(request: PortalRequest, pk: int) -> HttpResponse:
    """The slip, and what happens next."""
    found = _receipt(request, pk)
    context = {
        "receipt": found,
        "slip": _slip(found),
        "plan": found.series in _WITH_NEXT_STEPS and request.at - found.accepted_at < _STILL_NEWS,
        "mine": found.accepted_by.user_id == request.actor.user_id,
    }
    return render(request, "records/receipt.html", context)


def _slip(receipt: Receipt) -> dict[str, Any]:
    """What `_parts/receipt_slip.html` draws."""
    slip: dict[str, Any] = {
        "title": receipt.title,
        "number": receipt.number,
        "received": receipt.accepted_at,
        "sender": receipt.accepted_by.user,
        "college": receipt.college.name if receipt.college else "",
        "pdf_url": reverse("records:receipt_pdf", args=[receipt.pk]),
        "picture_url": reverse("records:receipt_picture", args=[receipt.pk]),
        "code": receipt.short_code,
        "qr": pdf.qr_svg(receipt.url),
        "home_url": reverse("reports:home"),
        "facts": [],
    }
    document = receipt.document
    if document:
        pages = ngettext("%(n)d page", "%(n)d pages", document.pages) % {"n": document.pages}
        slip |= {
            "file_name": document.original_name,
            "file_facts": f"{pages} · {file_size(document.size)}",
            "sha256": document.sha256,
        }
    if receipt.was_slow:
        slip["facts"].append({"term": _("Began to arrive"), "value": instant(receipt.begun_at, seconds=True)})
        words = _("It was on its way before the closing and arrived within the grace: it counts as sent when it began.")
        slip["facts"].append({"term": _("Counts as in time"), "value": words})
    if receipt.extension_note:
        slip["facts"].append({"term": _("More time"), "value": receipt.extension_note})
    return slip


@require_GET
@limited("receipt_pdf")
def receipt_pdf(request: PortalRequest, pk: int) -> HttpResponse:
    """The receipt on paper, made when it is first asked for: the same row gives the same bytes."""
    found = _receipt(request, pk)
    made = shelf.made("pdf/receipt.html", receipts.paper_facts(found))
    return _private(made.path, "application/pdf", f"{found.number}.pdf", save=True)


@require_GET
@limited("receipt_pdf")
def receipt_picture(request: PortalRequest, pk: int) -> HttpResponse:
    """The receipt as a picture to send on in a chat, 1080 pixels wide."""
    found = _receipt(request, pk)
    try:
        made = shelf.picture(shelf.made("pdf/receipt_card.html", receipts.paper_facts(found)), 1, width=_CARD)
    except shelf.NotDrawn as error:
        raise Http404 from error
    return _private(made, "image/png", f"{found.number}.png", save="save" in request.GET)


def _private(path: Path, content_type: str, name: str, *, save: bool) -> HttpResponse:
    """A file of some tens of kilobytes, to look at or to save."""
    headers = {
        "Content-Disposition": f'{"attachment" if save else "inline"}; filename="{name}"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(path.read_bytes(), content_type=content_type, headers=headers)


@require_GET
@limited("search", when=has_words)
def register(request: PortalRequest) -> HttpResponse:
    """Who did what when, newest first, for the auditor. That, not what: the texts of an act stand with the thing."""
    if request.actor.seat(SeatKind.AUDITOR) is None:
        raise PermissionDenied(_("The register is read by the auditor."))
    wanted = RegisterFilter(request.GET)
    rows = wanted.narrow(Entry.objects.visible_to(request.actor))
    rows = rows.select_related("by__user", "by__college", "by__office", "college", "seal").order_by("-pk")
    page = Paginator(rows, _PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "records/register.html", {"page": page, "form": wanted})


@login_not_required
@require_GET
def verify_form(request: PortalRequest) -> HttpResponse:
    """Where a code is typed that could not be scanned."""
    typed = request.GET.get("code", "")
    code = verifying.tidy(typed)
    if code:
        return HttpResponseRedirect(reverse("records:verify", args=[code]))
    return render(request, "records/verify_form.html", {"typed": "" if not typed else typed[:40]})


@login_not_required
@require_GET
@limited("verify")
def verify(request: PortalRequest, code: str) -> HttpResponse:
    """What the holder of a paper may know: that it is ours, which one, and whether it still stands."""
    verdict = verifying.find(code)
    if verdict is None:
        return render(request, "records/verify_form.html", {"typed": code[:40], "unknown": True}, status=404)
    return render(request, "records/verify.html", {"verdict": verdict})
