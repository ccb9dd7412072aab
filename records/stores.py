"""The two places for documents, this machine's disk and an object storage, asked in the same words.

Names are `2025/02/20/<uuid>`, so nobody guesses one; neither place is open to the web.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, cast

from django.core.files.base import File
from django.core.files.storage.base import Storage

_CHUNK = 1 << 20


class StoreDown(OSError):
    """The store does not answer, or refuses."""


class Objects(Protocol):
    """What an object storage of ours can do besides what every storage can (records/objects.py)."""

    def blocks(self, name: str) -> Iterator[bytes]: ...

    def listed(self, prefix: str) -> Iterator[Stored]: ...


@dataclass(frozen=True)
class Stored:
    """A file as the store knows it: bytes, and when it was written, in seconds of real time."""

    name: str
    size: int
    written: float


def root_of(storage: Storage) -> Path | None:
    """The folder of documents on this machine; None for an object storage."""
    try:
        return Path(storage.path(""))
    except NotImplementedError:
        return None


def fetch(storage: Storage, name: str, target: Writes) -> tuple[int, str]:
    """Copies a stored file into `target`; gives its size and SHA-256 as they are there.

    Raises FileNotFoundError; StoreDown, or another OSError, when it cannot be read to its end.
    """
    digest, size = hashlib.sha256(), 0
    for block in blocks(storage, name):
        digest.update(block)
        size += len(block)
        target.write(block)
    return size, digest.hexdigest()


class Writes(Protocol):
    def write(self, data: bytes, /) -> int: ...


class Nowhere:
    """A target for those who want size and hash alone."""

    def write(self, data: bytes, /) -> int:
        return len(data)


def blocks(storage: Storage, name: str) -> Iterator[bytes]:
    """A stored file, a megabyte at a time. Raises as `fetch` does."""
    if root_of(storage) is None:
        yield from cast(Objects, storage).blocks(name)
        return
    with storage.open(name, "rb") as file:
        while block := file.read(_CHUNK):
            yield block


def listing(storage: Storage, days: Sequence[str], since: float) -> Iterator[Stored]:
    """What was stored lately: on the disk in folders that changed `since` then, in an object storage under these days.

    (A folder tells when it changed, whatever the portal's clock said; an object storage has no folders.)
    """
    root = root_of(storage)
    if root is None:
        for day in days:
            yield from cast(Objects, storage).listed(f"{day}/")
    else:
        yield from _lying(root, since)


def everything(storage: Storage) -> Iterator[Stored]:
    """All that is stored, in no order."""
    root = root_of(storage)
    yield from cast(Objects, storage).listed("") if root is None else _lying(root, 0.0)


def _lying(root: Path, since: float) -> Iterator[Stored]:
    for folder in root.glob("[0-9]*/[0-9]*/[0-9]*"):
        if folder.stat().st_mtime < since:
            continue
        for path in folder.iterdir():
            facts = path.stat()
            yield Stored(str(path.relative_to(root)), facts.st_size, facts.st_mtime)


def put(storage: Storage, name: str, source: Path) -> None:
    """Stores a copy of a file under this very name."""
    root = root_of(storage)
    if root is None:
        with source.open("rb") as file:
            storage.save(name, File(file))
        return
    target = root / name
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(0o600)
