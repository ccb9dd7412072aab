"""From one store into another, under the same names: so that no row changes when the setting does."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.files.storage import Storage

from records import stores
from records.models import Document


@dataclass
class Moved:
    copied: int = 0
    there: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)


def copy_all(source: Storage, target: Storage) -> Moved:
    """Copies what is not in `target` yet, and believes no copy before it was read back with the row's hash."""
    done = Moved()
    rows = Document.objects.order_by("kept_at", "pk").values_list("file", "size", "sha256")
    for name, size, sha256 in rows:
        try:
            if _is_there(target, name, size, sha256):
                done.there += 1
                continue
            with tempfile.NamedTemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR, prefix="moving-") as copy:
                if stores.fetch(source, name, copy) != (size, sha256):
                    done.failed.append((name, "damaged where it lies"))
                    continue
                copy.flush()
                stores.put(target, name, Path(copy.name))
            if _is_there(target, name, size, sha256):
                done.copied += 1
            else:
                done.failed.append((name, "the copy is not the same"))
        except OSError as error:
            done.failed.append((name, str(error)))
    return done


def _is_there(target: Storage, name: str, size: int, sha256: str) -> bool:
    try:
        return stores.fetch(target, name, stores.Nowhere()) == (size, sha256)
    except FileNotFoundError:
        return False
