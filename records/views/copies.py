"""A signed copy that arrives, with its form or in pieces before it: looked at before anybody keeps it, in one gate."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.utils.translation import gettext as _

from people import clock
from people.actor import PortalRequest
from records import documents, gate, uploads
from records.copies import Copy

_PHOTOGRAPHS = {".jpg", ".jpeg", ".png", ".webp"}


@dataclass(frozen=True)
class Arrival:
    """What came, and when it had arrived. No copy: nothing was sent, or `problem` says what is wrong with it."""

    at: dt.datetime
    problem: str = ""
    copy: Copy | None = None
    report: gate.Report | None = None

    def warn(self, request: PortalRequest) -> None:
        for warning in self.report.warnings if self.report else ():
            messages.warning(request, warning.sentence)


def is_sent(request: PortalRequest, field: str = "files") -> bool:
    """Whether a file comes with this request, or came before it in pieces."""
    return bool(request.FILES.getlist(field) or request.POST.getlist("uploads"))


@contextmanager
def arriving(
    request: PortalRequest, about: str, *, field: str = "files", paper: int | None = None, most: int = 0
) -> Iterator[Arrival]:
    """The files of the request as one checked PDF; they are gone when the block is left, unless they were kept.

    `about` is what an upload in pieces was begun for, `field` the form's field. `paper` is the id of the one that
    was to be signed: sent back unsigned, it is refused. `most` pages, 0 for as many as a plan may have. Raises
    AlreadyTaken for pieces that are a document already: the answer to the first try was lost.
    """
    # The body has arrived by now: this is the second instant of an upload, beside its beginning.
    at = max(clock.now(), request.at)
    try:
        batch = _sent(request, about, field)
    except uploads.Refused as refused:
        batch, problem = uploads.Batch((), (), request.at), str(refused.sentence)
    else:
        problem = ""
    with closing(batch):
        yield _looked_at(batch, at, paper, most) if batch.files else Arrival(at, problem)


def _sent(request: PortalRequest, about: str, field: str) -> uploads.Batch:
    """The files that this request brings, else those it names because they came before it. Raises uploads.Refused."""
    files = [file for file in request.FILES.getlist(field) if isinstance(file, TemporaryUploadedFile)]
    named = request.POST.getlist("uploads")
    if files or not named:
        return uploads.Batch((), tuple(files), request.at)
    return uploads.collect(named, actor=request.actor, about=about, at=request.at)


def _looked_at(batch: uploads.Batch, at: dt.datetime, paper: int | None, most: int) -> Arrival:
    if sum(file.size or 0 for file in batch.files) > settings.PHOTOS_MAX_BYTES:
        words = _("All photographs together are larger than %(megabytes)d MB. Please send a scan, or smaller pictures.")
        return Arrival(at, words % {"megabytes": settings.PHOTOS_MAX_BYTES // 2**20})
    limits = gate.Limits(max_bytes=settings.PLAN_MAX_BYTES, max_pages=most or settings.PLAN_MAX_PAGES)
    file, report = _as_pdf(batch.files, limits)
    if not report.ok:
        return Arrival(at, report.sentence)
    if paper is not None and not isinstance(file, bytes) and documents.is_made_here(paper, file):
        # As it was printed, or with the signatures in the portal so far.
        return Arrival(at, _("This is the unsigned original. Please print it, have it signed, and send in the scan."))
    warnings = [str(warning) for warning in report.warnings]
    name = batch.files[0].name or ""
    return Arrival(at, "", Copy(file, report.pages, name, batch.begun_at, warnings, batch.rows), report)


def _as_pdf(files: Sequence[uploads.OnDisk], limits: gate.Limits) -> tuple[UploadedFile[bytes] | bytes, gate.Report]:
    """One PDF as it came, or photographs of pages bound into one."""
    first = files[0]
    is_photo = Path(first.name or "").suffix.lower() in _PHOTOGRAPHS or (first.content_type or "").startswith("image/")
    if len(files) == 1 and not is_photo:
        return first, gate.check(first.temporary_file_path(), kind="pdf", limits=limits)
    photo = gate.Limits(max_bytes=settings.PHOTO_MAX_BYTES, max_pages=limits.max_pages)
    with tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
        target = Path(folder) / "bound.pdf"
        report = gate.photos_to_pdf([Path(file.temporary_file_path()) for file in files], target, limits=photo)
        return (target.read_bytes() if report.ok else b""), report


def sending(request: PortalRequest, about: str, since: dt.datetime | None = None) -> dict[str, object]:
    """What records/_sending.html is drawn from: the upload's purpose, its limits, and what is on its way already.

    What was begun before `since` is an older attempt, and not told of.
    """
    return {
        "about": about,
        "on_its_way": uploads.waiting(request.actor, about, request.at, since),
        "upload_limits": {kind: uploads.limit_of(kind) for kind in ("plan", "photo")},
    }
