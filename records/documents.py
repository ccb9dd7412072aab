"""One way in and one way out for files. A document never changes; its address belongs to the thing that owns it."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import secrets
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from itertools import chain
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage.base import Storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import FileResponse, HttpResponse, HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext

from people import rehearsing
from people.models import Seat
from people.rows import Statement
from records import bulk, stores
from records.incoming import HashedFile
from records.models import Document, Paper
from records.models.paper import document_storage

_CHUNK = 1 << 20
_DAY = 86400.0
_MADE_HERE = Statement(
    "SELECT d.sha256 FROM records_document d WHERE d.paper_id = %s AND d.size = %s AND d.kind <> 'SCANNED'", plain=1
)
# Folders that this process has seen to the disk, together with all above them. Another process does so for itself.
_ON_DISK: set[Path] = set()
_FOLDERS = 1000
# Names of the files that the running act has stored.
_KEPT: ContextVar[list[str] | None] = ContextVar("files of this act", default=None)


class Unstored(Exception):
    """The store did not take the file (a full disk, a line that is down), or gave back another. Nothing was written."""


def unstored() -> str:
    """What a page says then."""
    return gettext(
        "The store for documents does not answer just now. Nothing was accepted and nothing is lost: please send it"
        " again in a few minutes."
    )


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
                    with suppress(OSError):  # a store that is away; the sweep comes by later
                        discard(name)
                raise
    finally:
        _KEPT.reset(token)
        if outer is not None:
            outer += names


def sha256_of(file: BinaryIO | File[bytes]) -> str:
    """Hash of the whole file; leaves the file at its beginning. What a form brought was hashed while it came."""
    file.seek(0)
    if isinstance(file, HashedFile) and file.sha256:
        return file.sha256
    digest = hashlib.sha256()
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def keep(
    file: UploadedFile[bytes] | bytes,
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

    The bytes are safe before the row can be committed: on the disk (fsync), moved and not copied, so that each file
    is written once; or in the object storage, and read back from there with the same hash. When the act fails,
    `atomic` takes the bytes away again; after a crash the sweep does it. Raises Unstored.
    """
    storage = document_storage()
    pk = uuid.uuid4()
    source: File[bytes] = ContentFile(file) if isinstance(file, bytes) else file
    digest = sha256_of(source)
    size = source.size or 0
    name = _store(storage, f"{at:%Y/%m/%d}/{pk}", source, size, digest)
    kept_here = _KEPT.get()
    if kept_here is not None:
        kept_here.append(name)
    try:
        with transaction.atomic(savepoint=False):
            row = Document(
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
            return bulk.add_one(row)
    except BaseException:
        with suppress(OSError):
            storage.delete(name)
        raise


def _store(storage: Storage, name: str, source: File[bytes], size: int, digest: str) -> str:
    rehearsing.stay_inside(f"a file ({name})")
    root = stores.root_of(storage)
    try:
        name = storage.save(name, source)
        if root is not None:
            _to_disk(root / name, root)
        elif stores.fetch(storage, name, stores.Nowhere()) != (size, digest):
            raise OSError("the store gave back another file than it was given")
    except OSError as error:
        with suppress(OSError):
            storage.delete(name)
        raise Unstored(str(error)) from error
    return name


def _to_disk(path: Path, root: Path) -> None:
    """The file and its folder; and every folder above, once: the first file of a day brings new ones, whose names
    count as well."""
    above = [] if path.parent in _ON_DISK else [folder for folder in path.parents if folder.is_relative_to(root)]
    for target in (path, *(above or [path.parent])):
        descriptor = os.open(target, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    if len(_ON_DISK) > _FOLDERS:
        _ON_DISK.clear()
    _ON_DISK.add(path.parent)


def discard(name: str) -> None:
    """Takes away bytes whose row was rolled back."""
    document_storage().delete(name)


@contextmanager
def local(document: Document) -> Iterator[Path]:
    """The document as a file on this machine, for whoever needs a path: its own, or a copy for the time being.

    Raises FileNotFoundError, or another OSError when the store is away.
    """
    storage, name = document_storage(), document.file.name or ""
    root = stores.root_of(storage)
    if root is not None:
        yield root / name
        return
    with tempfile.NamedTemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR, prefix="from-store-") as copy:
        stores.fetch(storage, name, copy)
        copy.flush()
        yield Path(copy.name)


def read(document: Document) -> bytes:
    """All bytes of a document."""
    with local(document) as path:
        return path.read_bytes()


def is_made_here(paper_id: int, file: UploadedFile[bytes]) -> bool:
    """Whether these bytes are a file of this paper that the portal itself has made: printed, prepared or sealed. They
    are only looked into when one of the same size is there."""
    hashes = [sha256 for (sha256,) in _MADE_HERE.rows(paper_id, file.size or 0)]
    return bool(hashes) and sha256_of(file) in hashes


def send(document: Document, name: str) -> HttpResponseBase:
    """The file as a download. The display name keeps its Thai letters (`filename*=UTF-8''…`).

    No worker is held by a slow line: behind a front server that serves protected files only the word goes out, and
    from an object storage a link that is signed for this one file and dies within a minute.
    """
    storage, stored, kind = document_storage(), document.file.name or "", document.content_type
    disposition = content_disposition_header(True, name) or ""
    on_disk = stores.root_of(storage) is not None
    response: HttpResponseBase
    if not on_disk and settings.DOCUMENTS_BY_LINK:
        response = HttpResponseRedirect(_link(storage, stored, kind, disposition))
    elif not on_disk:
        blocks = stores.blocks(storage, stored)
        first = next(blocks, b"")  # a store that is away is found out while there is still a page to say so
        response = StreamingHttpResponse(chain((first,), blocks), content_type=kind)
        response["Content-Length"], response["Content-Disposition"] = str(document.size), disposition
    elif settings.DOCUMENTS_PREFIX:
        response = HttpResponse(content_type=kind)
        response["Content-Disposition"] = disposition
        response["X-Accel-Redirect"] = settings.DOCUMENTS_PREFIX + quote(stored)
    else:
        response = FileResponse(storage.open(stored, "rb"), as_attachment=True, filename=name, content_type=kind)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _link(storage: Storage, stored: str, content_type: str, disposition: str) -> str:
    wanted = {
        "ResponseContentType": content_type,
        "ResponseContentDisposition": disposition,
        "ResponseCacheControl": "private, no-store",
    }
    return str(storage.url(stored, parameters=wanted))  # type: ignore[call-arg]  # the object storage's own


def orphans(now: float, older_than: float = 600.0, *, at: dt.datetime | None = None, ever: bool = False) -> list[str]:
    """Names of stored files that have no row ten minutes after they were written.

    Looks at the last two days before `now` (real seconds), and before `at` where the portal's clock, by which files
    are named, is another; with `ever` at everything that was ever stored.
    """
    storage = document_storage()
    lately = stores.everything(storage) if ever else stores.listing(storage, _days(now, at), now - 2 * _DAY)
    found = [file.name for file in lately if now - file.written > older_than]
    known = set[str]()
    for start in range(0, len(found), 500):
        known |= set(Document.objects.filter(file__in=found[start : start + 500]).values_list("file", flat=True))
    return [name for name in found if name not in known and storage.exists(name)]


def _days(now: float, at: dt.datetime | None) -> list[str]:
    """Days as files are named after them, and one more on both sides for whichever time zone the clock was read in."""
    middles = [dt.datetime.fromtimestamp(now, tz=dt.UTC), *([at] if at else [])]
    return sorted({f"{middle + dt.timedelta(days=step):%Y/%m/%d}" for middle in middles for step in range(-3, 2)})


def probe() -> None:
    """Writes a small file where the documents lie, reads it back and takes it away. Raises OSError."""
    storage = document_storage()
    root = stores.root_of(storage)
    content = secrets.token_bytes(64)
    name = f".probe-{os.getpid()}-{secrets.token_hex(4)}"
    if root is None:
        storage.save(name, ContentFile(content))
        try:
            same = b"".join(stores.blocks(storage, name)) == content
        finally:
            storage.delete(name)
    else:
        path = root / name
        try:
            with path.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            same = path.read_bytes() == content
        finally:
            path.unlink(missing_ok=True)
    if not same:
        raise OSError("the file read back is not the one written")
