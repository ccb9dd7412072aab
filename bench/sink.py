"""The least a web server can do to take a file as the portal promises: no framework, no database.

The form is read, the file taken out of it, hashed, opened in the same limited child, and it is on the disk together
with its folder's entry before the answer goes out.
"""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import django
from django.conf import settings

from records import gate

_DATA = Path(os.environ["TEACHERSYNC_DATA"])
_FOLDER = _DATA / "sink"
_CHUNK = 1 << 16
_LIMITS = gate.Limits(max_bytes=25 * 2**20, max_pages=40)

settings.configure(DATA=_DATA, USE_I18N=False)  # so that the gate knows where its checker listens
django.setup()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    _FOLDER.mkdir(exist_ok=True)
    boundary = environ["CONTENT_TYPE"].partition("boundary=")[2].encode()
    target = _FOLDER / str(uuid.uuid4())
    _receive(environ["wsgi.input"], int(environ["CONTENT_LENGTH"]), b"\r\n--" + boundary, target)
    if not gate.check(target, kind="pdf", limits=_LIMITS).ok:
        start_response("422 Unprocessable Content", [("Content-Length", "0")])
        return [b""]
    folder = os.open(_FOLDER, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    start_response("302 Found", [("Location", "/"), ("Content-Length", "0")])
    return [b""]


def _receive(body: Any, left: int, end: bytes, target: Path) -> str:
    """Writes the one file of the form and gives its hash."""
    digest = hashlib.sha256()
    held = b""
    while b"\r\n\r\n" not in held:
        chunk = body.read(min(left, _CHUNK))
        left -= len(chunk)
        held += chunk
    held = held.partition(b"\r\n\r\n")[2]
    with target.open("wb") as file:
        while left > 0 and (chunk := body.read(min(left, _CHUNK))):
            left -= len(chunk)
            held += chunk
            # The boundary that ends the file may lie across two chunks.
            sure = len(held) - len(end) - 8
            if sure > 0:
                digest.update(held[:sure])
                file.write(held[:sure])
                held = held[sure:]
        last = held[: held.rindex(end)] if end in held else held
        digest.update(last)
        file.write(last)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()
