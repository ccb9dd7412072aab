"""A file on its way: begun once, interrupted as often as it likes, whole in the end."""

from __future__ import annotations

import datetime as dt
import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from people.models import User
from records.enums import UploadKind
from records.models import Upload
from records.uploads import parts
from records.uploads.errors import Busy, Gone, NoRoom, Refused, TooLarge, WrongChecksum, WrongOffset
from records.uploads.line import TICK, Silence

BLOCK = 4 * 1024  # bytes: what each break of the line can cost at most
PATIENCE = 30.0  # seconds without a byte, after which the thread has better things to do
PARTING = 1.0  # seconds for the rest, once somebody else asks for the part
CHECKSUMS: dict[str, Callable[[], hashlib._Hash]] = {"sha1": hashlib.sha1, "sha256": hashlib.sha256}
# What one person may have on its way; beyond that the oldest makes room.
MOST = 120


@dataclass(frozen=True)
class Facts:
    """What the sender says of a file before its first byte. Nothing of it is believed but the length."""

    kind: str
    about: str
    batch: str
    place: int
    name: str
    content_type: str
    sha256: str
    length: int
    metadata: str


def limit_of(kind: str) -> int:
    """Bytes that one file of a kind may have."""
    sizes: dict[str, int] = {UploadKind.PLAN: settings.PLAN_MAX_BYTES, UploadKind.PHOTO: settings.PHOTO_MAX_BYTES}
    return sizes[kind]


def largest() -> int:
    return max(limit_of(kind) for kind in UploadKind.values)


def too_large(limit: int) -> Promise:
    return format_lazy(_("The file is larger than {megabytes} MB."), megabytes=limit // 2**20)


def begin(facts: Facts, *, owner: User, at: dt.datetime) -> Upload:
    """Makes room for a file that is going to arrive. `at` is the beginning of this request, and so of the upload.

    Raises Refused: TooLarge, NoRoom, or the plain one for a kind that nobody awaits.
    """
    if facts.kind not in UploadKind.values:
        raise Refused
    limit = limit_of(facts.kind)
    if facts.length > limit:
        raise TooLarge(too_large(limit))
    if not parts.room_for(facts.length):
        raise NoRoom
    _make_room(owner, facts.length, at)
    with transaction.atomic():
        row = Upload.objects.create(
            owner=owner, begun_at=at, expires_at=at + dt.timedelta(hours=settings.UPLOAD_HOURS), **vars(facts)
        )
        parts.make(row.pk)
    return row


def _make_room(owner: User, length: int, at: dt.datetime) -> None:
    most = 2 * settings.PHOTOS_MAX_BYTES
    waiting = list(Upload.objects.filter(owner=owner, document=None).order_by("begun_at", "place"))
    total = sum(row.length for row in waiting) + length
    while waiting and (total > most or len(waiting) >= MOST):
        oldest = waiting.pop(0)
        total -= oldest.length
        forget(oldest)


def forget(row: Upload) -> None:
    """Ends an upload: row first, then the bytes, so that no row ever stands without them. What became a document stays.

    Raises Locked when it is arriving at this moment and does not let go.
    """
    try:
        with parts.held(row.pk):
            Upload.objects.filter(pk=row.pk).delete()
            parts.path_of(row.pk).unlink()
    except FileNotFoundError:
        Upload.objects.filter(pk=row.pk).delete()


def offset_of(row: Upload, at: dt.datetime) -> int:
    """How much has arrived. Asks a connection that still writes to let go first. Raises Gone, Locked."""
    _refuse_gone(row, at)
    try:
        with parts.held(row.pk) as part:
            return part.size
    except FileNotFoundError:
        raise Gone from None


def _refuse_gone(row: Upload, at: dt.datetime) -> None:
    if row.expires_at <= at or row.document_id is not None:
        raise Gone


_seats = threading.BoundedSemaphore(settings.UPLOADS_AT_ONCE)


@contextmanager
def a_seat() -> Iterator[None]:
    """One of the places for arriving files in this process. Raises Busy."""
    if not _seats.acquire(timeout=0.5):
        raise Busy
    try:
        yield
    finally:
        _seats.release()


def receive(
    row: Upload,
    read: Callable[[int], bytes],
    *,
    offset: int,
    announced: int,
    at: dt.datetime,
    checksum: tuple[str, bytes] | None = None,
    hurry: Callable[[], None] = lambda: None,
) -> int:
    """Writes what arrives until it ends, breaks, falls silent or is asked for elsewhere; gives the new offset.

    Whatever came is kept, with a checksum only when all of it came and agrees. It is on the disk (fsync) before the
    answer. After `hurry`, `read` waits for nothing that is not there yet. Raises Gone, Locked, WrongOffset, TooLarge,
    WrongChecksum, NoRoom.
    """
    _refuse_gone(row, at)
    try:
        if offset < parts.size_of(row.pk):
            # A browser repeats a request by itself whose connection was reset. No need to wait for anybody's lock.
            raise WrongOffset
        with parts.held(row.pk) as part:
            if offset != part.size:
                raise WrongOffset
            if announced > row.length - offset:
                raise TooLarge
            digest = CHECKSUMS[checksum[0]]() if checksum else None
            try:
                _pour(part, read, row.length - offset, digest, hurry)
                if digest and checksum:
                    _check(part, offset, announced, digest.digest() == checksum[1])
            finally:
                part.to_disk()
            return part.size
    except FileNotFoundError:
        raise Gone from None


def _check(part: parts.Part, offset: int, announced: int, agrees: bool) -> None:
    """What cannot be checked, because it is not all there, goes as well as what is wrong. Raises WrongChecksum."""
    whole = part.size - offset == announced
    if not (whole and agrees):
        part.cut(offset)
    if whole and not agrees:
        raise WrongChecksum


def _pour(
    part: parts.Part,
    read: Callable[[int], bytes],
    most: int,
    digest: hashlib._Hash | None,
    hurry: Callable[[], None],
) -> None:
    silent, let_go = 0.0, 0.0
    while most > 0:
        if not let_go and part.wanted:
            # What has come as far as this machine is still taken in, so that nobody has to send it twice.
            let_go = time.monotonic() + PARTING
            hurry()
        try:
            block = read(min(BLOCK, most))
        except Silence:
            silent += TICK
            if let_go or silent >= PATIENCE:
                return
            continue
        if not block:
            return
        silent = 0.0
        part.append(block)
        most -= len(block)
        if digest is not None:
            digest.update(block)
        if let_go and time.monotonic() > let_go:
            return


def has_arrived(row: Upload, at: dt.datetime) -> None:
    """Stamps the instant of the last byte, once."""
    Upload.objects.filter(pk=row.pk, whole_at=None).update(whole_at=max(at, row.begun_at))
