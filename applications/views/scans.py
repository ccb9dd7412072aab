"""A signed copy that arrives with one request: looked at before anybody keeps it, through the gate of the plans."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.utils.translation import gettext as _

from applications.views.files import as_pdf
from people import clock
from people.actor import PortalRequest
from records import documents, gate
from records.models import Paper


@dataclass(frozen=True)
class Scan:
    """What came. `problem` is the sentence for the person when it cannot be taken; then nothing else counts."""

    file: UploadedFile[bytes] | bytes
    report: gate.Report | None
    name: str
    # When it had arrived, beside the beginning of the request.
    at: dt.datetime
    problem: str = ""

    @property
    def pages(self) -> int:
        return self.report.pages if self.report else 0

    @property
    def warnings(self) -> list[str]:
        return [str(warning) for warning in self.report.warnings] if self.report else []

    def warn(self, request: PortalRequest) -> None:
        for warning in self.report.warnings if self.report else ():
            messages.warning(request, warning.sentence)


@contextmanager
def arriving(request: PortalRequest, paper: Paper, missing: str) -> Iterator[Scan]:
    """The files of the request as one checked PDF; they are gone when the block is left, unless they were kept.

    `paper` is the one that was to be signed: sent back unsigned, it is refused. `missing` is said when none came.
    """
    files = [file for file in request.FILES.getlist("files") if isinstance(file, TemporaryUploadedFile)]
    # The body has arrived by now: this is the second instant of an upload, beside its beginning.
    at = max(clock.now(), request.at)
    if sum(file.size or 0 for file in files) > settings.PHOTOS_MAX_BYTES:
        words = _("All photographs together are larger than %(megabytes)d MB. Please send a scan, or smaller pictures.")
        yield Scan(b"", None, "", at, words % {"megabytes": settings.PHOTOS_MAX_BYTES // 2**20})
        return
    if not files:
        yield Scan(b"", None, "", at, missing)
        return
    limits = gate.Limits(max_bytes=settings.PLAN_MAX_BYTES, max_pages=settings.PLAN_MAX_PAGES)
    upload, report = as_pdf(files, limits)
    problem = "" if report.ok else report.sentence
    if report.ok and not isinstance(upload, bytes) and documents.is_made_here(paper.pk, upload):
        problem = _("This is the unsigned original. Please print it, have it signed, and send in the scan.")
    yield Scan(upload, report, files[0].name or "", at, problem)
