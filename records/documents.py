"""One way in and one way out for files. A document never changes; its address belongs to the thing that owns it."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import transaction
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header

from people.models import Seat
from records.models import Document, Paper
from records.models.paper import document_storage

_CHUNK = 1 << 20
# Names of the files that the running act has stored.
_KEPT: ContextVar[list[str] | None] = ContextVar("files of this act", default=None)


@contextmanager
def atomic() -> Iterator[None]:
    """The transaction of an act that keeps files: when anything in it fails, they go with it.

    Not when the commit itself fails: then nobody knows whether the rows are there, and the sweep finds out.
    """
    outer = _KEPT.get()
    names: list[str] = []
    token = _KEPT.set(names)
    try:
        with transaction.atomic():
            try:
                yield
            except BaseException:
                for name in names:
                    discard(name)
                raise
    finally:
        _KEPT.reset(token)
        if outer is not None:
            outer += names


def sha256_of(file: BinaryIO | File[bytes]) -> str:
    """Hash of the whole file, read from its beginning; leaves the file at its beginning."""
    digest = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def keep(
    file: TemporaryUploadedFile | bytes,
    *,
    paper: Paper,
    kind: str,
    pages: int,
    by: Seat,
    at: dt.datetime,
    begun_at: dt.datetime | None = None,
    original_name: str = "",
    content_type: str = "application/pdf",
    warnings: list[str] | None = None,
    facts: dict[str, object] | None = None,
) -> Document:
    """Stores the bytes under a name of our own and adds the row. Call inside the transaction of the act.

    The bytes are on the disk (fsync) before the row can be committed; they are moved, not copied, so each file is
    written once. When the act fails, `atomic` takes the bytes away again; after a crash the sweep does it.
    """
    storage = document_storage()
    pk = uuid.uuid4()
    source: File[bytes] = ContentFile(file) if isinstance(file, bytes) else file
    digest = sha256_of(source)
    size = source.size or 0
    name = storage.save(f"{at:%Y/%m/%d}/{pk}", source)
    path = _path_of(name)
    if path:
        _to_disk(path)
    kept_here = _KEPT.get()
    if kept_here is not None:
        kept_here.append(name)
    try:
        with transaction.atomic(savepoint=False):
            return Document.objects.create(
                id=pk,
                paper=paper,
                kind=kind,
                file=name,
                sha256=digest,
                size=size,
                pages=pages,
                original_name=original_name[:255],
                content_type=content_type,
                kept_at=at,
                kept_by=by,
                begun_at=begun_at or at,
                warnings=warnings or [],
                facts=facts or {},
            )
    except BaseException:
        storage.delete(name)
        raise


def _path_of(name: str) -> Path | None:
    try:
        return Path(document_storage().path(name))
    except NotImplementedError:  # object storage has its own durability
        return None


def _to_disk(path: Path) -> None:
    """The file, and every folder above it: the first file of a day brings new folders, whose names count as well."""
    root = _path_of("") or path.parent
    for target in (path, *(folder for folder in path.parents if folder.is_relative_to(root))):
        descriptor = os.open(target, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def discard(name: str) -> None:
    """Takes away bytes whose row was rolled back."""
    document_storage().delete(name)


def read(document: Document) -> bytes:
    """All bytes of a document."""
    with document.file.open("rb") as file:
        data: bytes = file.read()
        return data


def send(document: Document, name: str) -> HttpResponseBase:
    """The file as a download. The display name keeps its Thai letters (`filename*=UTF-8''…`).

    Behind a front server that serves protected files, only the word goes out: no worker is held by a slow line.
    """
    response: HttpResponseBase
    if settings.DOCUMENTS_PREFIX:
        response = HttpResponse(content_type=document.content_type)
        response["Content-Disposition"] = content_disposition_header(True, name)
        response["X-Accel-Redirect"] = settings.DOCUMENTS_PREFIX + quote(document.file.name or "")
    else:
        response = FileResponse(
            document.file.open("rb"), as_attachment=True, filename=name, content_type=document.content_type
        )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def orphans(now: float, older_than: float = 600.0) -> list[str]:
    """Names of stored files of the last two days that have no row ten minutes after they were written."""
    storage = document_storage()
    root = _path_of("")
    if root is None or not root.is_dir():
        return []
    found: list[str] = []
    days = sorted(root.glob("[0-9]*/[0-9]*/[0-9]*"))
    for day in days:
        if now - day.stat().st_mtime > 2 * 86400:
            continue
        found += [str(path.relative_to(root)) for path in day.iterdir() if now - path.stat().st_mtime > older_than]
    known = set(Document.objects.filter(file__in=found).values_list("file", flat=True))
    return [name for name in found if name not in known and storage.exists(name)]
