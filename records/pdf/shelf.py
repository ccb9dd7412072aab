"""Papers that can be made again at any time are kept where they were made, so that none is made twice unchanged.

For samples, receipts and pictures of them: never for what is signed or announced, which is a Document. A paper is
known by the HTML it is set from and by whatever sets it, so a changed layout, font or fact is another paper.
"""

from __future__ import annotations

import fcntl
import functools
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings

from records import gate
from records.pdf import engine

HERE = Path(__file__).resolve().parent
WEEK = 7 * 86400.0  # seconds


class NotDrawn(Exception):
    """No picture could be made of a page; it carries the reason as a sentence."""


@dataclass(frozen=True, slots=True)
class Made:
    """A finished PDF in its place. `key` changes with everything that could change a letter of it."""

    key: str
    path: Path
    pages: int


def folder() -> Path:
    return Path(settings.DATA) / "made"


@functools.cache
def _maker() -> bytes:
    """What sets our papers: the library, our own code and our fonts."""
    digest = sha256(version("weasyprint").encode())
    for path in sorted([*HERE.glob("*.py"), *(HERE / "fonts").glob("*")]):
        digest.update(path.read_bytes())
    return digest.digest()


def made(template: str, context: Mapping[str, Any]) -> Made:
    """The paper of this layout and these facts: as it lies there, else made now (0.1 to 0.6 s)."""
    html, url = engine.compose(template, context), engine.address(context)
    key = sha256(b"\0".join((_maker(), url.encode(), html.encode()))).hexdigest()
    found = _found(key)
    if found is None:
        with _alone(key):
            found = _found(key) or _make(key, html, url)
    _touch(found.path)
    return found


def _touch(path: Path) -> None:
    """Asked for now: the sweep leaves it another week."""
    with suppress(FileNotFoundError):
        os.utime(path)


def _found(key: str) -> Made | None:
    path = next(folder().glob(f"{key}.*.pdf"), None)
    return Made(key, path, int(path.name.split(".")[1])) if path else None


def _make(key: str, html: str, url: str) -> Made:
    rendered = engine.set_html(html, url)
    path = folder() / f"{key}.{rendered.pages}.pdf"
    part = path.with_suffix(".part")
    part.write_bytes(rendered.data)
    part.rename(path)
    return Made(key, path, rendered.pages)


@contextmanager
def _alone(key: str) -> Iterator[None]:
    """One maker at a time for this paper, whatever process or thread asks; who waited finds it made."""
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = os.open(folder() / f"lock-{key[:2]}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def picture(paper: Made, page: int, *, width: int) -> Path:
    """Page `page` (from 1) as a PNG `width` pixels wide. Raises NotDrawn, and IndexError where no such page is."""
    if not 1 <= page <= paper.pages:
        raise IndexError(page)
    path = folder() / f"{paper.key}.{page}-{width}.png"
    if not path.exists():
        with _alone(paper.key):
            if not path.exists():
                report = gate.picture(paper.path, page, target=path, width=width)
                if not report.ok:
                    raise NotDrawn(report.sentence)
    _touch(path)
    return path


def sweep(now: float, older_than: float = WEEK) -> int:
    """Takes away what nobody has asked for since; `now` and `older_than` in seconds. All of it can be made again."""
    gone = 0
    for path in folder().glob("*.p*") if folder().is_dir() else ():
        if now - path.stat().st_mtime > older_than:
            path.unlink(missing_ok=True)
            gone += 1
    return gone
