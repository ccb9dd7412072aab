"""The plan's paper: made, taken away, sent in signed, looked at page by page."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from applications import actions
from applications.forms import CirculateForm, ScanForm
from applications.models import Application, Plan
from applications.pages import reading, signing
from applications.rules import MOVES
from applications.standing import standing
from applications.views.finding import calendar_for, found, found_bare
from applications.views.teacher import writer
from people import throttle
from people.actor import PortalRequest
from people.models import Seat
from people.throttle import limited
from records import documents, gate, uploads
from records.models import Document
from records.views.copies import arriving, sending
from rounds.moves import buttons


def about_plan(application: Application) -> str:
    """What an upload of the signed copy is for: this version, and no later one."""
    return f"plan:{application.plan_id}"


@require_GET
def sign(request: PortalRequest, pk: int) -> HttpResponse:
    """Print, have it signed, send it in: the page for the last three steps."""
    application = found(request, pk)
    if application.plan is None or application.plan.state == "DRAFT":
        return redirect("applications:check", application.pk)
    return sign_page(request, application)


def sign_page(
    request: PortalRequest,
    application: Application,
    *,
    problem: str = "",
    circulate_form: CirculateForm | None = None,
    status: int = 200,
) -> HttpResponse:
    calendar = calendar_for(application)
    signed = application.plan.signed if application.plan else None
    context: dict[str, Any] = {
        "application": application,
        "plan": application.plan,
        "form": ScanForm(),
        **sending(request, about_plan(application), since=signed.kept_at if signed else None),
        "problem": problem,
        "standing": standing(application),
        "buttons": buttons(MOVES.values(), application, request.actor, request.at, calendar),
        "mine": application.user_id == request.actor.user_id,
        "can_write": application.is_editable,
        **signing.way_round(application, request, circulate_form),
        **reading.page(application, request.at),
    }
    return render(request, "applications/sign.html", context, status=status)


@require_POST
@limited("print")
def print_plan(request: PortalRequest, pk: int) -> HttpResponse:
    """Makes the paper here and now: for the day on which no worker answers the bell."""
    application = found(request, pk)
    seat = writer(application, request)
    if application.plan_id is not None:
        plan = Plan.objects.visible_to(request.actor).select_related("application__round", "paper", "printed")
        actions.print_plan(plan.get(pk=application.plan_id), by=seat, at=request.at)
    return redirect("applications:sign", application.pk)


@require_POST
def attach(request: PortalRequest, pk: int) -> HttpResponse:
    """Takes the signed copy. Choosing the file sends it; what is wrong with it is said in words."""
    application = found_bare(request, pk)
    seat = writer(application, request)
    if seconds := throttle.wait(request, "upload"):
        page = sign_page(request, found(request, pk), problem=throttle.sentence(seconds))
        return throttle.stamped(page, seconds)
    try:
        return _attach(request, application, seat)
    except uploads.AlreadyTaken:  # the answer to the first try was lost, or two pressed at once
        return redirect("applications:sign", application.pk)
    except documents.Unstored:
        return sign_page(request, found(request, application.pk), problem=documents.unstored(), status=503)


def _attach(request: PortalRequest, application: Application, seat: Seat) -> HttpResponse:
    paper = application.plan.paper_id if application.plan else None
    with arriving(request, about_plan(application), paper=paper) as came:
        if came.copy is None:
            problem = came.problem or _("Please choose the signed plan first.")
            return sign_page(request, found(request, application.pk), problem=problem, status=422)
        actions.attach(application, came.copy, by=seat, at=came.at)
    came.warn(request)
    pages = came.copy.pages
    arrived = ngettext(
        "The signed plan has arrived: %(pages)d page.", "The signed plan has arrived: %(pages)d pages.", pages
    )
    messages.success(request, arrived % {"pages": pages})
    return redirect("applications:sign", application.pk)


@require_POST
def insist(request: PortalRequest, pk: int) -> HttpResponse:
    """The copy is to be sent although the portal thinks that it is the wrong one."""
    application = found(request, pk)
    actions.insist(application, request.POST.get("copy", ""), by=writer(application, request), at=request.at)
    messages.info(request, _("Noted: this copy can be sent as it is. Your coordinator sees what the portal noticed."))
    return redirect("applications:sign", application.pk)


def document_of(application: Application, version: int, which: str) -> tuple[Document, Plan]:
    plan = application.plans.filter(version=version).select_related("printed", "signed__reading").first()
    document = getattr(plan, which, None) if plan and which in ("printed", "signed") else None
    if plan and which == "sealed":
        document = signing.latest_sealed(plan)
    if plan and which == "before":
        document = reading.copy_before(plan)
    if plan is None or document is None:
        raise Http404
    return document, plan


@require_GET
def plan_file(request: PortalRequest, pk: int, version: int, which: str) -> HttpResponseBase:
    application = found(request, pk)
    document, plan = document_of(application, version, which)
    word = "สำหรับลงนาม" if which == "printed" else "ลงนามแล้ว"
    return documents.send(document, f"แผนพัฒนา {application.name} ฉบับที่ {plan.version} {word}.pdf")


@require_GET
@limited("picture")
def plan_page(request: PortalRequest, pk: int, version: int, page: int) -> FileResponse:
    """One page of the signed copy as a picture that we rendered, kept beside the documents once made."""
    application = found(request, pk)
    document, _plan = document_of(application, version, "signed")
    return page_of(document, page, turn=reading.turn_of(document, page))


@require_GET
def box_picture(request: PortalRequest, pk: int, version: int, role: str) -> HttpResponse:
    """A signature box of the signed copy, as small as the reader kept it."""
    document, _plan = document_of(found(request, pk), version, "signed")
    read = reading.reading_of(document)
    picture = read.pictures.filter(role=role).order_by("page").first() if read else None
    if picture is None:
        raise Http404
    response = HttpResponse(bytes(picture.jpeg), content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=3600"
    return response


def page_of(document: Document, page: int, *, turn: int = 0) -> FileResponse:
    """The picture of a page, made when it is first looked at, turned back by `turn` degrees if it lies turned.

    Raises 404 where there is no such page.
    """
    if not 1 <= page <= document.pages:
        raise Http404
    picture = settings.DATA / "pictures" / (f"{document.pk}-{page}-{turn}.jpg" if turn else f"{document.pk}-{page}.jpg")
    if not picture.exists():
        picture.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
            made = Path(folder) / "page.jpg"
            with documents.local(document) as path:
                report = gate.picture(path, page, turn=turn, target=made)
            if not report.ok:
                raise Http404
            made.rename(picture)
    response = FileResponse(picture.open("rb"), content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=3600"
    return response
