"""The establishment signs: nobody signs in, a personal link opens one document and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from applications import actions, linking
from applications.forms import DeclineForm, LinkForm, SignatureForm
from applications.models import Signature
from applications.pages import signing as pages
from applications.signers import SEND_LINK, signer_users
from applications.views.files import page_of
from applications.views.signing import found_signature, seat_for_line
from people import before, proof
from people.actor import Actor, PortalRequest
from people.models import Link
from people.throttle import limited
from records import documents, pdf
from rounds.moves import may
from rounds.window import Calendar

_HELD = "sign_link"
_WITH = ("plan__application__round", "plan__application__college", "plan__paper", "plan__prepared", "seat__user")


class _Over(Exception):
    """The link is forged, over, or used by somebody of the college."""

    def __init__(self, why: str = "over") -> None:
        super().__init__(why)
        self.why = why


def _line(request: PortalRequest) -> tuple[Signature, Link]:
    """The line that the link in this browser's session opens."""
    link = Link.held(request.session.get(_HELD), actions.LINK_PURPOSE)
    if link is None or not link.is_good(request.at):
        raise _Over
    # Whoever has an account here signs under it: the link is for the establishment's own device.
    if request.user.is_authenticated:
        raise _Over("signed_in")
    actor = Actor(None, (link.seat,))
    row = Signature.objects.visible_to(actor).select_related(*_WITH).filter(seat=link.seat).first()
    if row is None:  # it was laid before somebody else, or is signed in ink
        raise _Over
    # Nor does signing out help another signer to the establishment's line. (In the demo one person plays them all.)
    if before.everybody(request) & signer_users(row.plan) and not proof.is_demo():
        raise _Over("was_signed_in")
    return row, link


def _over(request: PortalRequest, over: _Over) -> HttpResponse:
    return render(request, "applications/link_over.html", {"why": over.why}, status=404)


def by_link(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For whoever holds a good link: the view gets the line that it opens, and the link. Nobody signs in."""

    @wraps(view)
    def opened(request: PortalRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            row, held = _line(request)
        except _Over as over:
            return _over(request, over)
        return view(request, row, held, *args, **kwargs)

    return login_not_required(never_cache(opened))


@login_not_required
@never_cache
@require_GET
@limited("link")
def link(request: PortalRequest, token: str) -> HttpResponse:
    """Takes the token out of the address, so that no history and no Referer keeps it."""
    found = Link.of(token, actions.LINK_PURPOSE)
    if found is None or not found.is_good(request.at):
        return _over(request, _Over())
    request.session[_HELD] = found.pk
    return redirect("applications:guest")


@require_GET
@by_link
def guest(request: PortalRequest, row: Signature, held: Link) -> HttpResponse:
    return _page(request, row, held, SignatureForm(request, None, held.name, signature=row))


def _page(request: PortalRequest, row: Signature, held: Link, form: SignatureForm, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = pages.signature_page(request, row, form, Actor(None, (held.seat,)))
    return render(request, "applications/signature.html", {**context, "link": held}, status=status)


@require_POST
@by_link
def guest_open(request: PortalRequest, row: Signature, held: Link) -> HttpResponse:
    actions.open_document(row, by=held.seat, at=request.at)
    return redirect("applications:guest")


@require_GET
@by_link
@limited("picture")
def guest_page(request: PortalRequest, row: Signature, held: Link, page: int) -> FileResponse:
    if row.plan.prepared is None:
        raise Http404
    return page_of(row.plan.prepared, page)


@require_GET
@by_link
def guest_file(request: PortalRequest, row: Signature, held: Link) -> HttpResponseBase:
    """The very bytes that are signed; once everybody has signed, the sealed paper."""
    document = pages.latest_sealed(row.plan) or row.plan.prepared
    if document is None:
        raise Http404
    return documents.send(document, document.original_name)


@require_POST
@by_link
def guest_sign(request: PortalRequest, row: Signature, held: Link) -> HttpResponse:
    form = SignatureForm(request, None, held.name, request.POST, signature=row)
    if not form.is_valid() or form.mark is None:
        return _page(request, row, held, form, status=422)
    actions.sign_plan(row, by=held.seat, at=request.at, mark=form.mark, proof=form.proof)
    return redirect("applications:guest")


@require_POST
@by_link
def guest_decline(request: PortalRequest, row: Signature, held: Link) -> HttpResponse:
    form = DeclineForm(request.POST)
    if form.is_valid():
        actions.decline(row, reason=form.cleaned_data["reason"], by=held.seat, at=request.at)
    return redirect("applications:guest")


@never_cache
@require_GET
def signer_link(request: PortalRequest, pk: int) -> HttpResponse:
    """For who looks after the college: make the link, see the link that was made, copy it."""
    row = found_signature(request, pk)
    return _link_page(request, row, LinkForm(initial={"name": row.name}))


def _link_page(request: PortalRequest, row: Signature, form: LinkForm, status: int = 200) -> HttpResponse:
    seat = seat_for_line(SEND_LINK, row, request)
    made = linking.link_of(row)
    good = made is not None and made.is_good(request.at)
    address = linking.address_of(made) if made and good else ""
    context = {
        "signature": row,
        "application": row.application,
        "form": form,
        "link": made if good else None,
        "address": address,
        "qr": pdf.qr_svg(address) if address else "",
        "refusal": may(SEND_LINK, row, seat, request.at, Calendar(row.round, [], [])),
    }
    return render(request, "applications/link.html", context, status=status)


@require_POST
def send_link(request: PortalRequest, pk: int) -> HttpResponse:
    row = found_signature(request, pk)
    seat = seat_for_line(SEND_LINK, row, request)
    form = LinkForm(request.POST)
    if not form.is_valid():
        return _link_page(request, row, form, status=422)
    actions.send_link(row, by=seat, at=request.at, **form.cleaned_data)
    return redirect("applications:signer_link", row.pk)
