"""Signing in the portal: send round, open, sign, decline, hand over; a director signs many at once."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from applications import actions
from applications.forms import CirculateForm, DeclineForm, HandOverForm, SignatureForm
from applications.models import Plan, Signature
from applications.pages import signing as pages
from applications.signers import DECLINE, HAND_OVER, OPEN, SIGN, candidates, colleagues
from applications.views.college import say
from applications.views.files import page_of, sign_page
from applications.views.finding import found
from applications.views.teacher import writer
from people.actor import PortalRequest
from people.models import Seat
from people.throttle import limited
from records import documents, hands
from rounds.moves import Move, Outcome, Refusal, Refused, choose_seat, wrong_role

_WITH = ("plan__application__round", "plan__application__college", "plan__paper", "plan__prepared", "seat__user")


def found_signature(request: PortalRequest, pk: int) -> Signature:
    """The line, if it lies with the actor or is of an application she may see; a foreign one is as good as none."""
    return get_object_or_404(Signature.objects.visible_to(request.actor).select_related(*_WITH), pk=pk)


def seat_for_line(move: Move, signature: Signature, request: PortalRequest) -> Seat:
    seat = choose_seat(move, signature, request.actor)
    if seat is None:
        raise Refused(wrong_role(move, signature, request.actor))
    return seat


@require_POST
def circulate(request: PortalRequest, pk: int) -> HttpResponse:
    """Sends the frozen plan round; who has nobody to sign is told which line it is."""
    application = found(request, pk)
    seat = writer(application, request)
    plan = application.plan
    if plan is None or plan.content is None:
        return redirect("applications:check", application.pk)
    form = CirculateForm(plan.content["signers"], colleagues(application, request.at), request.POST)
    if not form.is_valid():
        return sign_page(request, application, circulate_form=form, status=422)
    try:
        actions.circulate(application, form.chosen, ink_from=form.ink_from, by=seat, at=request.at)
    except Refused as refused:
        messages.error(request, str(refused.refusal))
        return redirect("applications:sign", application.pk)
    messages.success(request, _("The plan goes round. Each signer is told when it is their turn."))
    return redirect("applications:sign", application.pk)


@require_POST
@limited("print")
def prepare_signing(request: PortalRequest, pk: int) -> HttpResponse:
    """Makes the paper, or the seals, here and now: for the day on which no worker answers the bell."""
    application = found(request, pk)
    seat = writer(application, request)
    if application.plan_id is None:
        raise Http404
    plans = Plan.objects.visible_to(request.actor).select_related("application__round", "paper", "printed", "prepared")
    plan = plans.get(pk=application.plan_id)
    actions.prepare_signing(plan, by=seat, at=request.at)
    actions.seal_plan(plan, by=seat, at=request.at)
    return redirect("applications:sign", application.pk)


@require_GET
def signatures(request: PortalRequest) -> HttpResponse:
    """All that waits for the reader's signature, and what she has signed."""
    return _list(request)


def _list(request: PortalRequest, form: SignatureForm | None = None, status: int = 200) -> HttpResponse:
    context = pages.own_list(request)
    context["form"] = form or _form(request)
    return render(request, "applications/signatures.html", context, status=status)


def _form(request: PortalRequest, data: Any = None, signature: Signature | None = None) -> SignatureForm:
    user = request.actor.user
    name = user.full_name if user else ""
    return SignatureForm(request, user, name, data, signature=signature, stored=hands.of(user))


@require_GET
def signature(request: PortalRequest, pk: int) -> HttpResponse:
    """The document, page by page, and below it the form for the hand."""
    row = found_signature(request, pk)
    return _page(request, row, _form(request, signature=row))


def _page(request: PortalRequest, row: Signature, form: SignatureForm, status: int = 200) -> HttpResponse:
    context = pages.signature_page(request, row, form)
    return render(request, "applications/signature.html", context, status=status)


@require_POST
def open_document(request: PortalRequest, pk: int) -> HttpResponse:
    row = found_signature(request, pk)
    actions.open_document(row, by=seat_for_line(OPEN, row, request), at=request.at)
    return redirect("applications:signature", row.pk)


@require_GET
@limited("picture")
def signature_page(request: PortalRequest, pk: int, page: int) -> FileResponse:
    """One page of the document that is to be signed, as a picture that we rendered."""
    row = found_signature(request, pk)
    if row.plan.prepared is None:
        raise Http404
    return page_of(row.plan.prepared, page)


@require_GET
def signature_file(request: PortalRequest, pk: int) -> HttpResponseBase:
    """The very bytes that are signed."""
    row = found_signature(request, pk)
    if row.plan.prepared is None:
        raise Http404
    name = row.plan.prepared.original_name.removesuffix(".pdf")
    return documents.send(row.plan.prepared, f"{name} สำหรับลงนามในระบบ.pdf")


@sensitive_post_parameters()
@require_POST
def sign_plan(request: PortalRequest, pk: int) -> HttpResponse:
    row = found_signature(request, pk)
    seat = seat_for_line(SIGN, row, request)
    form = _form(request, request.POST, row)
    if not form.is_valid() or form.mark is None:
        return _page(request, row, form, status=422)
    actions.sign_plan(row, by=seat, at=request.at, mark=form.mark, proof=form.proof, capacity=form.capacity_value)
    messages.success(request, _("You have signed the plan of %(name)s.") % {"name": row.application.name})
    if row.application.user_id == request.actor.user_id:
        return redirect("applications:sign", row.application.pk)
    return redirect("applications:signatures")


@sensitive_post_parameters()
@require_POST
def sign_many(request: PortalRequest) -> HttpResponse:
    """Signs all that are ticked; each has to have been opened, and who cannot be signed is named with the reason."""
    picked = [int(value) for value in request.POST.getlist("pick") if value.isascii() and value.isdigit()][: pages.MOST]
    rows = list(Signature.objects.visible_to(request.actor).filter(pk__in=picked).select_related(*_WITH))
    if not rows:
        messages.error(request, _("Nobody is ticked."))
        return redirect("applications:signatures")
    form = _form(request, request.POST)
    if not form.is_valid() or form.mark is None:
        return _list(request, form, status=422)
    outcome = Outcome([], [])
    for row in rows:
        seat = choose_seat(SIGN, row, request.actor)
        if seat is None:
            outcome.skipped.append((row, wrong_role(SIGN, row, request.actor)))
            continue
        part = actions.sign_many([row], by=seat, at=request.at, mark=form.mark, proof=form.proof)
        outcome.done += part.done
        outcome.skipped += part.skipped
    named = Outcome(outcome.done, [(row.application, refusal) for row, refusal in outcome.skipped])
    say(request, named, ngettext("%(n)d plan signed.", "%(n)d plans signed.", len(outcome.done)))
    return redirect("applications:signatures")


@require_POST
def decline(request: PortalRequest, pk: int) -> HttpResponse:
    row = found_signature(request, pk)
    seat = seat_for_line(DECLINE, row, request)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please say why you do not sign."))
        return redirect("applications:signature", row.pk)
    actions.decline(row, reason=form.cleaned_data["reason"], by=seat, at=request.at)
    messages.success(request, _("The teacher is told that you do not sign, and why."))
    return redirect("applications:signatures")


@require_POST
def hand_over(request: PortalRequest, pk: int) -> HttpResponse:
    row = found_signature(request, pk)
    seat = seat_for_line(HAND_OVER, row, request)
    form = HandOverForm(candidates(row, request.at), request.POST)
    if not form.is_valid():
        raise Refused(Refusal("nobody", _("This person cannot sign this line.")))
    actions.hand_over(row, to=form.seat, by=seat, at=request.at)
    messages.success(request, _("Handed over to %(name)s.") % {"name": form.seat.user})
    if row.application.user_id == request.actor.user_id:
        return redirect("applications:sign", row.application.pk)
    return redirect("applications:signatures")


def _any_seat(request: PortalRequest) -> Seat:
    if not request.actor.seats:
        raise Refused(Refusal("role", _("This is not yours to do.")))
    return request.actor.seats[0]


@never_cache
@require_GET
def picture(request: PortalRequest) -> HttpResponse:
    """The stored picture of one's own signature."""
    _any_seat(request)
    return _picture_page(request)


def _picture_page(request: PortalRequest, problem: str = "", status: int = 200) -> HttpResponse:
    kept = hands.of(request.actor.user)
    shown = f"data:image/jpeg;base64,{base64.b64encode(kept.data).decode()}" if kept else ""
    context = {"picture": shown, "problem": problem}
    return render(request, "applications/signature_picture.html", context, status=status)


@require_POST
@limited("upload")
def keep_picture(request: PortalRequest) -> HttpResponse:
    seat, user = _any_seat(request), request.actor.user
    file = request.FILES.get("picture")
    if user is None or not isinstance(file, TemporaryUploadedFile):
        return _picture_page(request, _("Please choose the picture first."), status=422)
    report = hands.keep(Path(file.temporary_file_path()), user=user, by=seat, at=request.at)
    if not report.ok:
        return _picture_page(request, str(report.sentence), status=422)
    messages.success(request, _("The picture is kept, under lock."))
    return redirect("applications:picture")


@require_POST
def delete_picture(request: PortalRequest) -> HttpResponse:
    seat, user = _any_seat(request), request.actor.user
    if user is not None and hands.delete(user, by=seat, at=request.at):
        messages.success(request, _("The picture is deleted for good."))
    return redirect("applications:picture")
