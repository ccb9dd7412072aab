"""The announcement of the list at the bureau: drafted, prepared, signed, published. For all to read: public.py."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from applications import actions
from applications.forms import AnnouncementForm, SignForm
from applications.forms.desk import CAPACITIES, initial_announcement
from applications.models import Announcement
from applications.pages import announcement as pages
from applications.pages import which
from applications.rules import may_step
from applications.views.college import NAMED
from applications.views.office import bureau_seat
from people import throttle
from people.actor import PortalRequest
from people.enums import RESULT_READERS, SigningCapacity
from people.models import Seat
from people.throttle import limited
from records import documents, uploads
from records.views.copies import arriving, is_sent, sending
from rounds.moves import Refused

_WITH = ("round", "paper", "document", "signed_document", "created_by__user", "prepared_by__user", "signed_by__user",
         "published_by__user")  # fmt: skip

_PAGES = 200  # of a signed list: as many names as a country has


def _found(request: PortalRequest, pk: int) -> Announcement:
    return get_object_or_404(Announcement.objects.visible_to(request.actor).select_related(*_WITH), pk=pk)


def _back(announcement: Announcement) -> HttpResponse:
    return redirect("applications:announcement", announcement.pk)


@require_GET
def announcements(request: PortalRequest) -> HttpResponse:
    if request.actor.seat(*RESULT_READERS) is None:
        raise PermissionDenied(_("This list belongs to the central offices."))
    rounds = which.rounds()
    round_ = which.round_of(request.GET.get("year", ""), rounds)
    rows = list(Announcement.objects.visible_to(request.actor).filter(round=round_).order_by("-edition"))
    context = {
        "round": round_,
        "rounds": rounds,
        "rows": rows,
        "is_bureau": request.actor.is_bureau,
        "unfinished": next((row for row in rows if row.state != "PUBLISHED"), None),
    }
    return render(request, "applications/announcements.html", context)


@require_http_methods(["GET", "POST"])
def draft(request: PortalRequest) -> HttpResponse:
    seat = bureau_seat(request)
    round_ = which.round_of(request.GET.get("year", ""), which.rounds())
    edition = pages.next_edition(round_)
    if request.method == "POST":
        form = AnnouncementForm(request.POST)
        if form.is_valid():
            made = actions.draft(round_, by=seat, at=request.at, **form.cleaned_data)
            messages.success(request, _("The draft is saved."))
            return _back(made)
        return _form_page(request, form, {"round": round_, "edition": edition}, status=422)
    words = initial_announcement(round_.name_th, round_.year, edition)
    form = AnnouncementForm(initial=pages.initial(round_, words, request.at))
    return _form_page(request, form, {"round": round_, "edition": edition, "unfinished": pages.unfinished(round_)})


def _form_page(
    request: PortalRequest, form: AnnouncementForm, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    return render(request, "applications/announcement_form.html", {"form": form, **context}, status=status)


@require_http_methods(["GET", "POST"])
def draft_again(request: PortalRequest, pk: int) -> HttpResponse:
    seat = bureau_seat(request)
    announcement = _found(request, pk)
    context = {"round": announcement.round, "edition": announcement.edition, "announcement": announcement}
    if request.method == "POST":
        # No instance: a form must not change the row behind the action's back.
        form = AnnouncementForm(request.POST)
        if form.is_valid():
            actions.draft_again(announcement, by=seat, at=request.at, **form.cleaned_data)
            messages.success(request, _("The draft is saved."))
            return _back(announcement)
        return _form_page(request, form, context, status=422)
    return _form_page(request, AnnouncementForm(instance=announcement), context)


@require_GET
def announcement(request: PortalRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    if not request.actor.is_bureau:
        # Others read what everybody reads; who was not selected stands on the bureau's page alone.
        return redirect("applications:public", found.round.year, found.edition)
    context = {"announcement": found, **pages.page(found, bureau_seat(request), request.GET.get("page", ""))}
    return render(request, "applications/announcement.html", context)


@require_POST
def prepare(request: PortalRequest, pk: int) -> HttpResponse:
    seat = bureau_seat(request)
    announcement = _found(request, pk)
    try:
        actions.prepare(announcement, by=seat, at=request.at)
    except Refused as refused:
        messages.error(request, str(refused.refusal))
    else:
        messages.success(request, _("The names stand in order. The document is being prepared."))
    return _back(announcement)


@require_POST
@limited("print")
def print_announcement(request: PortalRequest, pk: int) -> HttpResponse:
    """Makes the document here and now: for the day on which no worker answers the bell."""
    seat = bureau_seat(request)
    announcement = _found(request, pk)
    if actions.print_announcement(announcement, by=seat, at=request.at) is None:
        messages.error(request, _("There is nothing to make yet. Please prepare the edition first."))
    return _back(announcement)


@require_http_methods(["GET", "POST"])
def sign(request: PortalRequest, pk: int) -> HttpResponse:
    """Records the signature, with the scan of the signed paper or by the officer's word."""
    seat = bureau_seat(request)
    announcement = _found(request, pk)
    refusal = may_step(announcement, "sign", seat)
    if refusal:
        raise Refused(refusal)
    form = SignForm(request.POST or None, request.FILES or None)
    if request.method == "GET" or not form.is_valid():
        return _sign_page(request, announcement, form, status=200 if request.method == "GET" else 422)
    if is_sent(request, "file") and (seconds := throttle.wait(request, "upload")):
        form.add_error("file", throttle.sentence(seconds))
        return throttle.stamped(_sign_page(request, announcement, form, status=429), seconds)
    try:
        return _sign(request, announcement, seat, form)
    except uploads.AlreadyTaken:
        return _back(announcement)
    except documents.Unstored:
        form.add_error("file", documents.unstored())
        return _sign_page(request, announcement, form, status=503)


def _sign(request: PortalRequest, announcement: Announcement, seat: Seat, form: SignForm) -> HttpResponse:
    about, paper = _about(announcement), announcement.paper_id
    with arriving(request, about, field="file", paper=paper, most=_PAGES) as came:
        if came.problem:
            form.add_error("file", came.problem)
            return _sign_page(request, announcement, form, status=422)
        actions.sign(announcement, by=seat, at=came.at if came.copy else request.at, copy=came.copy)
    messages.success(request, _("The signature is recorded."))
    return _back(announcement)


def _about(announcement: Announcement) -> str:
    """What an upload of the signed paper is for: the edition as it was printed, and not as it is prepared anew."""
    return f"announcement:{announcement.pk}:{announcement.document_id}"


def _sign_page(request: PortalRequest, announcement: Announcement, form: SignForm, status: int) -> HttpResponse:
    capacity = dict(CAPACITIES).get(SigningCapacity(announcement.capacity), "")
    context = {
        "announcement": announcement, "form": form, "capacity": capacity, **sending(request, _about(announcement)),
    }  # fmt: skip
    return render(request, "applications/announcement_sign.html", context, status=status)


@require_http_methods(["GET", "POST"])
def publish(request: PortalRequest, pk: int) -> HttpResponse:
    """Shows who is on it, who is not, and every kind of message before it leaves; the second press publishes."""
    seat = bureau_seat(request)
    announcement = _found(request, pk)
    refusal = may_step(announcement, "publish", seat)
    if request.method == "POST":
        try:
            actions.publish(announcement, by=seat, at=request.at, shown=request.POST.get("shown", ""))
        except Refused as refused:
            messages.error(request, str(refused.refusal))
        else:
            messages.success(request, _("The list is published. The messages are on their way."))
        return _back(announcement)
    if refusal:
        raise Refused(refusal)
    context = {"announcement": announcement, **_publish_facts(announcement, request.at)}
    return render(request, "applications/announcement_publish.html", context)


def _publish_facts(announcement: Announcement, at: dt.datetime) -> dict[str, Any]:
    outbox = pages.outbox_of(announcement, at)
    total = sum(kind["count"] for kind in outbox)
    return {"outbox": outbox, "messages_in_all": total, **pages.standing(announcement), "most": f":{NAMED}"}


@require_GET
def announcement_file(request: PortalRequest, pk: int) -> HttpResponseBase:
    """The signed copy where there is one, else the document; ?which=printed asks for the document."""
    found = _found(request, pk)
    if not (found.shows_names or request.actor.is_bureau):
        raise Http404
    document = found.document if request.GET.get("which") == "printed" else found.signed_document or found.document
    if document is None:
        raise Http404
    return documents.send(document, f"ประกาศรายชื่อ {found.round.year} ฉบับที่ {found.edition}.pdf")
