"""The agency's emblem. It is theirs to supply: a file named by the setting EMBLEM_FILE, else an empty place."""

import base64
import functools
import logging
from pathlib import Path

from django.conf import settings

KINDS = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
LARGEST = 2**20  # bytes; it lies in every paper

log = logging.getLogger(__name__)


def problem() -> str:
    """What is wrong with the setting, in one sentence; empty when nothing is."""
    if not settings.EMBLEM_FILE:
        return ""
    path = Path(settings.EMBLEM_FILE)
    if path.suffix.lower() not in KINDS:
        return f"EMBLEM_FILE has to be an SVG, PNG or JPEG picture, not {path.name}."
    if not path.is_file():
        return f"EMBLEM_FILE names {path}, where no file is."
    if path.stat().st_size > LARGEST:
        return f"EMBLEM_FILE is larger than {LARGEST // 1024} kB: it would make every paper heavy."
    return ""


def uri() -> str:
    """The emblem as a data address, or nothing. A wrong setting leaves the place empty: no paper waits for it."""
    if not settings.EMBLEM_FILE:
        return ""
    wrong = problem()
    if wrong:
        log.warning("%s", wrong)
        return ""
    path = Path(settings.EMBLEM_FILE)
    return _read(path, path.stat().st_mtime_ns)


@functools.lru_cache(maxsize=2)
def _read(path: Path, _changed: int) -> str:
    body = base64.b64encode(path.read_bytes()).decode()
    return f"data:{KINDS[path.suffix.lower()]};base64,{body}"
