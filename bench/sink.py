"""The least a web server can do with an upload: read the body, write it to a file, see it on the disk, answer."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

_FOLDER = Path(os.environ["TEACHERSYNC_DATA"]) / "sink"


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    _FOLDER.mkdir(exist_ok=True)
    left = int(environ.get("CONTENT_LENGTH") or 0)
    with (_FOLDER / str(uuid.uuid4())).open("wb") as file:
        while left > 0 and (chunk := environ["wsgi.input"].read(min(left, 1 << 16))):
            file.write(chunk)
            left -= len(chunk)
        file.flush()
        os.fsync(file.fileno())
    start_response("302 Found", [("Location", "/"), ("Content-Length", "0")])
    return [b""]
