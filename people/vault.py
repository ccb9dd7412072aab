"""What is kept under lock at rest: secrets of second factors, pictures of signatures, strokes not sealed yet.

The key stands in the setting VAULT_KEYS, the newest first: it locks, and all of them unlock, so that a key can be
changed while old pictures stay readable. Without the setting a key is made on first use beside the data.
"""

from __future__ import annotations

import os
import tempfile
from functools import lru_cache
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class Locked(Exception):
    """No key of ours opens this: the key was lost, or the bytes are not what we stored."""


def lock(data: bytes) -> bytes:
    return _keys(tuple(settings.VAULT_KEYS), str(settings.DATA)).encrypt(data)


def unlock(data: bytes | memoryview) -> bytes:
    """What `lock` was given. Raises Locked."""
    try:
        return _keys(tuple(settings.VAULT_KEYS), str(settings.DATA)).decrypt(bytes(data))
    except InvalidToken as error:
        raise Locked("no key opens this") from error


@lru_cache(maxsize=4)
def _keys(keys: tuple[str, ...], data: str) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys or (_own(Path(data)),)])


def _own(folder: Path) -> str:
    path = folder / "vault_key"
    if not path.exists():
        keep_once(path, Fernet.generate_key())
    return path.read_text().strip()


def keep_once(path: Path, content: bytes) -> None:
    """Writes a secret that only we may read; of several processes that come at once the first one's stays."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # mkstemp makes it readable to its owner alone, and a name of its own for each thread.
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    draft = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return
    finally:
        draft.unlink(missing_ok=True)
