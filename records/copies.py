"""Signed copies that were sent in: one way to keep them, however they came and whatever they belong to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.files.uploadedfile import UploadedFile

from people.models import Seat
from records import documents
from records.enums import DocumentKind
from records.models import Document, Paper, Upload
from records.uploads import became


@dataclass(frozen=True)
class Copy:
    """A file that passed the gate. `begun_at` is when its sending began; `uploads` are those it came by in pieces."""

    file: UploadedFile[bytes] | bytes
    pages: int
    name: str
    begun_at: dt.datetime
    warnings: list[str] = field(default_factory=list)
    uploads: Sequence[Upload] = ()


def keep(copy: Copy, *, paper: Paper, by: Seat, at: dt.datetime) -> Document:
    """Keeps the copy, which had arrived `at`. Call inside `documents.atomic`.

    Raises AlreadyTaken when the uploads it came by are a document already, and Unstored.
    """
    document = documents.keep(
        copy.file,
        paper=paper,
        kind=DocumentKind.SCANNED,
        pages=copy.pages,
        by=by,
        at=at,
        begun_at=copy.begun_at,
        original_name=copy.name,
        warnings=copy.warnings,
    )
    if copy.uploads:
        became(copy.uploads, document)
    return document
