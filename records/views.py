"""What the portal wrote to me, what it accepted from me, the register, and whether a paper is genuine."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
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
from records import outbox, pdf, verifying
from records.forms import RegisterFilter
from records.models import Entry, Message, Receipt

_PER_PAGE = 50
# The steps after an accepted plan are the programme's own; receipts of other kinds have none yet.
_WITH_NEXT_STEPS = ("PLAN",)
# After this the list is out, and "next" would be last year's.
_STILL_NEWS = dt.timedelta(days=60)


@require_GET
def messages(request: PortalRequest) -> HttpResponse:
    """Mine, newest first. In the demo, where mail goes nowhere, everything that was written: `?all=1`."""
    everything = settings.DEMO and request.GET.get("all") == "1"
    rows = outbox.everything() if everything else Message.objects.visible_to(request.actor)
    rows = rows.select_related("to").order_by("-written_at", "-pk")
    context = {
        "page": Paginator(rows, _PER_PAGE).get_page(request.GET.get("page")),
        "all": everything,
        "may_see_all": settings.DEMO,
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
def receipts(request: PortalRequest) -> HttpResponse:
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
        "home_url": reverse("reports:home"),
        "facts": [],
    }
    document, paper = receipt.document, receipt.paper
    if document:
        pages = ngettext("%(n)d page", "%(n)d pages", document.pages) % {"n": document.pages}
        slip |= {
            "file_name": document.original_name,
            "file_facts": f"{pages} · {file_size(document.size)}",
            "sha256": document.sha256,
        }
    if paper:
        slip |= {"code": paper.short_code, "qr": pdf.qr_svg(paper.url)}
    if receipt.was_slow:
        slip["facts"].append({"term": _("Began to arrive"), "value": instant(receipt.begun_at, seconds=True)})
    if receipt.extension_note:
        slip["facts"].append({"term": _("More time"), "value": receipt.extension_note})
    return slip


@require_GET
@limited("receipt_pdf")
def receipt_pdf(request: PortalRequest, pk: int) -> HttpResponse:
    """The receipt on paper, made on the spot: the same row gives the same bytes."""
    found = _receipt(request, pk)
    document, paper = found.document, found.paper
    made = pdf.render(
        "pdf/receipt.html",
        {
            "made_at": found.accepted_at,
            "paper": {"url": paper.url, "code": paper.short_code, "version": paper.version} if paper else None,
            "receipt": {
                "number": found.number,
                "what": found.title,
                "who": str(found.accepted_by.user or ""),
                "college": found.college.name if found.college else "",
                "at": found.accepted_at,
                "begun_at": found.begun_at,
                "file_name": document.original_name if document else "",
                "pages": document.pages if document else 0,
                "size": document.size if document else 0,
                "sha256": document.sha256 if document else "",
                "extension": found.extension_note,
            },
        },
    )
    response = HttpResponse(made.data, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{found.number}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


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
    return render(request, "records/verify.html", dict(verdict))
