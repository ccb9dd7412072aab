"""What arrived becomes a document: linked into the hands of the act, taken away once the act is committed."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.db import transaction

from people.actor import Actor
from records.documents import sha256_of
from records.models import Document, Upload
from records.uploads import parts
from records.uploads.errors import AlreadyTaken, Damaged, Gone, NotWhole

# A file that lay whole for longer than this before it was handed in was not on its way any more.
LINGER = dt.timedelta(minutes=2)


class Arrived(UploadedFile[bytes]):
    """A file that came in pieces, as the one-button form would have brought it: a name, a type, a path of its own."""

    def __init__(self, path: Path, name: str, content_type: str, size: int) -> None:
        super().__init__(path.open("rb"), name, content_type, size)
        self._path = path

    def temporary_file_path(self) -> str:
        return str(self._path)


OnDisk = TemporaryUploadedFile | Arrived


@dataclass(frozen=True)
class Batch:
    """Files handed in together, in their order. `begun_at` is the beginning that counts for all of them.

    `rows` are the uploads they came by; none when the request brought the files itself. `folder` holds their second
    names until the batch is closed.
    """

    rows: tuple[Upload, ...]
    files: tuple[OnDisk, ...]
    begun_at: dt.datetime
    folder: tempfile.TemporaryDirectory[str] | None = None

    def close(self) -> None:
        for file in self.files:
            file.close()
        if self.folder is not None:
            self.folder.cleanup()


def collect(named: Sequence[str], *, actor: Actor, about: str, at: dt.datetime) -> Batch:
    """The sender's whole files, in this order, at paths of their own. `at` is when this request began.

    The parts stay where they are: an act that fails loses nothing. Close the batch in the end. Raises Gone (also for
    what is somebody else's or was sent for something else), NotWhole, Damaged, Locked, AlreadyTaken.
    """
    try:
        ids = [uuid.UUID(name) for name in named]
    except ValueError:
        raise Gone from None
    found = {row.pk: row for row in Upload.objects.visible_to(actor).filter(pk__in=ids, about=about)}
    if not ids or len(set(ids)) != len(ids) or set(found) != set(ids):
        raise Gone
    rows = tuple(found[pk] for pk in ids)
    if all(row.document_id for row in rows):
        raise AlreadyTaken
    if any(row.document_id or row.expires_at <= at for row in rows):
        raise Gone
    files: list[Arrived] = []
    folder = tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR)
    try:
        files.extend(_in_hand(row, Path(folder.name)) for row in rows)
    except BaseException:
        Batch(rows, tuple(files), at, folder).close()
        raise
    return Batch(rows, tuple(files), max(_beginning(row, at) for row in rows), folder)


def _beginning(row: Upload, at: dt.datetime) -> dt.datetime:
    """The upload's own beginning as long as it was still arriving; else the request that hands it in.

    Who sent the file in the morning and handed it in after the closing had the whole day to press the button.
    """
    if row.whole_at is not None and at - row.whole_at > LINGER:
        return at
    return min(row.begun_at, at)


def _in_hand(row: Upload, folder: Path) -> Arrived:
    target = folder / f"{row.pk}"
    try:
        with parts.held(row.pk) as part:
            if part.size != row.length:
                raise NotWhole
            _link(parts.path_of(row.pk), target)
    except FileNotFoundError:
        raise Gone from None
    file = Arrived(target, row.name, row.content_type, row.length)
    if row.sha256 and sha256_of(file) != row.sha256:
        file.close()
        raise Damaged
    return file


def _link(source: Path, target: Path) -> None:
    """A second name of the same bytes: they are written once. A copy where the disk knows no links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
        target.chmod(0o600)


def became(rows: Sequence[Upload], document: Document) -> None:
    """Inside the act's transaction: these uploads are this document now. Their parts go after the commit.

    Raises AlreadyTaken when another request was first: the act must be rolled back.
    """
    ids = [row.pk for row in rows]
    if Upload.objects.filter(pk__in=ids, document=None).update(document=document) != len(ids):
        raise AlreadyTaken
    transaction.on_commit(lambda: _let_go(ids), robust=True)


def _let_go(ids: Sequence[uuid.UUID]) -> None:
    for pk in ids:
        parts.remove(pk)  # what is held just now the sweep takes


@dataclass(frozen=True)
class OnItsWay:
    """Files chosen together that are not part of a document yet, as a page tells of them. Sizes in bytes."""

    rows: tuple[Upload, ...]
    arrived: int

    @property
    def name(self) -> str:
        return ", ".join(row.name for row in self.rows[:3]) + (" …" if len(self.rows) > 3 else "")

    @property
    def whole(self) -> bool:
        return self.arrived == sum(row.length for row in self.rows)

    @property
    def percent(self) -> int:
        return 100 * self.arrived // sum(row.length for row in self.rows)

    @property
    def kept_until(self) -> dt.datetime:
        return min(row.expires_at for row in self.rows)


def waiting(actor: Actor, about: str, at: dt.datetime, since: dt.datetime | None) -> OnItsWay | None:
    """The newest files of the actor that are on their way for a thing and not part of it yet.

    What was begun before `since` is an older attempt, and not told of.
    """
    rows = Upload.objects.visible_to(actor).waiting(at).filter(about=about)
    if since is not None:
        rows = rows.filter(begun_at__gt=since)
    found = list(rows.order_by("begun_at", "place"))
    batch = tuple(row for row in found if row.batch == found[-1].batch)
    try:
        return OnItsWay(batch, sum(parts.size_of(row.pk) for row in batch)) if batch else None
    except FileNotFoundError:
        return None


def sweep(at: dt.datetime, now: float) -> int:
    """Lets go of what has expired, of parts whose bytes are a document, and of parts without a row.

    `at` is the portal's clock, `now` real seconds, for files know no other. Says how many it took away.
    """
    count = 0
    for row in Upload.objects.filter(expires_at__lte=at).iterator():
        if parts.remove(row.pk):
            Upload.objects.filter(pk=row.pk).delete()
            count += 1
    known = Upload.objects.filter(document=None)
    lying = parts.abandoned(now, older_than=600)
    kept = set(known.filter(pk__in=lying).values_list("pk", flat=True))
    return count + sum(parts.remove(pk) for pk in lying if pk not in kept)
