"""What has arrived of an upload: one file each, its size the offset, a lock on it that holds between processes.

Whoever wants a part that somebody holds asks for it, and who holds it lets go at the next block: a telephone that has
changed from one network to another must not wait until its old, dead connection is noticed.
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from django.conf import settings

from records.uploads.errors import Locked, NoRoom

_LOOKS_EVERY = 0.05  # seconds
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def folder() -> Path:
    path = Path(settings.FILE_UPLOAD_TEMP_DIR) / "resumable"
    path.mkdir(exist_ok=True)
    return path


def path_of(pk: uuid.UUID) -> Path:
    return folder() / f"{pk}.part"


def _ask_of(pk: uuid.UUID) -> Path:
    return folder() / f"{pk}.ask"


def make(pk: uuid.UUID) -> None:
    """An empty part. Raises FileExistsError."""
    with path_of(pk).open("xb") as file:
        os.fchmod(file.fileno(), 0o600)


def room_for(size: int) -> bool:
    """Whether the disk could take so many bytes and still keep its reserve."""
    return bool(shutil.disk_usage(folder()).free - size >= settings.UPLOAD_FREE_BYTES)


def size_of(pk: uuid.UUID) -> int:
    """Bytes that have arrived. Raises FileNotFoundError."""
    return path_of(pk).stat().st_size


class Part:
    """A part in hand: nobody else writes it meanwhile."""

    def __init__(self, file: IO[bytes], ask: Path) -> None:
        self._file, self._ask = file, ask

    @property
    def size(self) -> int:
        return os.fstat(self._file.fileno()).st_size

    @property
    def wanted(self) -> bool:
        """Somebody else asks for it."""
        return self._ask.exists()

    def append(self, data: bytes) -> None:
        """Writes at the end; on a full disk what found room stays. Raises NoRoom."""
        view = memoryview(data)
        try:
            while view:
                view = view[os.write(self._file.fileno(), view) :]
        except OSError as error:
            if error.errno in _FULL:
                raise NoRoom from error
            raise

    def cut(self, size: int) -> None:
        os.ftruncate(self._file.fileno(), size)

    def to_disk(self) -> None:
        os.fsync(self._file.fileno())


@contextmanager
def held(pk: uuid.UUID, *, patience: float = 3.0) -> Iterator[Part]:
    """The part, locked. Asks whoever holds it to let go and waits `patience` seconds: then Locked.

    Raises FileNotFoundError where there is none.
    """
    ask = _ask_of(pk)
    # Opened without creating it: a part that was taken away meanwhile must not come back empty.
    descriptor = os.open(path_of(pk), os.O_RDWR | os.O_APPEND | os.O_CLOEXEC)
    with os.fdopen(descriptor, "r+b", buffering=0) as file:
        limit = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError:
                if time.monotonic() > limit:
                    raise Locked from None
                ask.touch()
                time.sleep(_LOOKS_EVERY)
        ask.unlink(missing_ok=True)
        if os.fstat(descriptor).st_nlink == 0:
            raise FileNotFoundError(path_of(pk))  # who held it before took it away
        yield Part(file, ask)


def remove(pk: uuid.UUID) -> bool:
    """Takes the part away, unless somebody is writing it."""
    with suppress(FileNotFoundError):
        try:
            with held(pk, patience=0):
                path_of(pk).unlink()
        except Locked:
            return False
    return True


def abandoned(now: float, older_than: float) -> list[uuid.UUID]:
    """Parts that nobody has touched for so many seconds of real time. Calls for a part that are as old go."""
    found = set()
    for path in folder().iterdir():
        with suppress(FileNotFoundError, ValueError):
            if now - path.stat().st_mtime <= older_than:
                continue
            if path.suffix == ".part":
                found.add(uuid.UUID(path.stem))
            else:
                path.unlink()
    return sorted(found)
