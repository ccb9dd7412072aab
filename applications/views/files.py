"""The plan's paper: made, taken away, sent in signed, looked at page by page."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from applications import actions
from applications.forms import CirculateForm, ScanForm
from applications.models import Application, Plan
from applications.pages import reading, signing
from applications.rules import MOVES
from applications.standing import standing
from applications.views.finding import calendar_for, found, found_bare
from applications.views.teacher import writer
from people import clock, throttle
from people.actor import PortalRequest
from people.models import Seat
from people.throttle import limited
from records import documents, gate, uploads
from records.models import Document
from rounds.moves import buttons

_TYPES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"}


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
    since, about = signed.kept_at if signed else None, about_plan(application)
    context: dict[str, Any] = {
        "application": application,
        "plan": application.plan,
        "form": ScanForm(),
        "about": about,
        "on_its_way": uploads.waiting(request.actor, about, request.at, since),
        "upload_limits": {kind: uploads.limit_of(kind) for kind in ("plan", "photo")},
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
        batch = _sent(request, application)
    except uploads.AlreadyTaken:
        return redirect("applications:sign", application.pk)
    except uploads.Refused as refused:
        return sign_page(request, found(request, pk), problem=str(refused.sentence), status=422)
    with closing(batch):
        return _attach(request, application, seat, batch)


def _sent(request: PortalRequest, application: Application) -> uploads.Batch:
    """The files that this request brings, or names because they came before it in pieces. Raises uploads.Refused."""
    named = request.POST.getlist("uploads")
    if not named:
        files = [file for file in request.FILES.getlist("files") if isinstance(file, TemporaryUploadedFile)]
        return uploads.Batch((), tuple(files), request.at)
    about = about_plan(application)
    return uploads.collect(named, actor=request.actor, about=about, at=request.at)


def _attach(request: PortalRequest, application: Application, seat: Seat, batch: uploads.Batch) -> HttpResponse:
    # The body has arrived by now: this is the second instant of an upload, beside its beginning.
    arrived = max(clock.now(), request.at)
    limits = gate.Limits(max_bytes=settings.PLAN_MAX_BYTES, max_pages=settings.PLAN_MAX_PAGES)
    if sum(file.size or 0 for file in batch.files) > settings.PHOTOS_MAX_BYTES:
        words = _("All photographs together are larger than %(megabytes)d MB. Please send a scan, or smaller pictures.")
        problem = words % {"megabytes": settings.PHOTOS_MAX_BYTES // 2**20}
        return sign_page(request, application, problem=problem, status=422)
    if not batch.files:
        words = _("Please choose the signed plan first.")
        return sign_page(request, found(request, application.pk), problem=words, status=422)
    upload, report = as_pdf(batch.files, limits)
    if not report.ok:
        return sign_page(request, found(request, application.pk), problem=report.sentence, status=422)
    if _is_the_unsigned_original(application, upload):
        words = _("This is the unsigned original. Please print it, have it signed, and send in the scan.")
        return sign_page(request, application, problem=words, status=422)
    try:
        actions.attach(
            application,
            upload,
            pages=report.pages,
            name=batch.files[0].name or "",
            by=seat,
            at=arrived,
            begun_at=batch.begun_at,
            warnings=[str(warning) for warning in report.warnings],
            uploads=batch.rows,
        )
    except uploads.AlreadyTaken:  # two of the same press: the other one was first
        return redirect("applications:sign", application.pk)
    except documents.Unstored:
        return sign_page(request, found(request, application.pk), problem=documents.unstored(), status=503)
    for warning in report.warnings:
        messages.warning(request, warning.sentence)
    messages.success(request, _("The signed plan has arrived: %(pages)d pages.") % {"pages": report.pages})
    return redirect("applications:sign", application.pk)


@require_POST
def insist(request: PortalRequest, pk: int) -> HttpResponse:
    """The copy is to be sent although the portal thinks that it is the wrong one."""
    application = found(request, pk)
    actions.insist(application, request.POST.get("copy", ""), by=writer(application, request), at=request.at)
    messages.info(request, _("Noted: this copy can be sent as it is. Your coordinator sees what the portal noticed."))
    return redirect("applications:sign", application.pk)


def _is_the_unsigned_original(application: Application, upload: UploadedFile[bytes] | bytes) -> bool:
    """Whether the portal itself made this file: as it was printed, or with the signatures in the portal so far."""
    paper = application.plan.paper_id if application.plan else None
    return paper is not None and not isinstance(upload, bytes) and documents.is_made_here(paper, upload)


def as_pdf(files: Sequence[uploads.OnDisk], limits: gate.Limits) -> tuple[UploadedFile[bytes] | bytes, gate.Report]:
    """One PDF as it came, or photographs of pages bound into one."""
    first = files[0]
    is_photo = Path(first.name or "").suffix.lower() in _TYPES or (first.content_type or "").startswith("image/")
    if len(files) == 1 and not is_photo:
        return first, gate.check(first.temporary_file_path(), kind="pdf", limits=limits)
    photo = gate.Limits(max_bytes=settings.PHOTO_MAX_BYTES, max_pages=limits.max_pages)
    with tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
        target = Path(folder) / "bound.pdf"
        report = gate.photos_to_pdf([Path(file.temporary_file_path()) for file in files], target, limits=photo)
        return (target.read_bytes() if report.ok else b""), report


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
