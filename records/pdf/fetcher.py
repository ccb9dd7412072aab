"""The only way in which a document being set can reach for a file: pictures in it, our fonts, our static files.

Nothing here opens a socket. The base class is asked for its shape only: its own ``fetch`` is never called, so
that no handler of redirects, proxies or other protocols can be reached through it.
"""

import base64
from pathlib import Path
from typing import Any
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from django.conf import settings

from records.pdf.typeface import FOLDER, only_our_fonts

with only_our_fonts():
    from weasyprint.urls import URLFetcher, URLFetcherResponse

PICTURES = frozenset({"image/svg+xml", "image/png", "image/jpeg"})
KINDS = {
    ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".css": "text/css", ".ttf": "font/ttf",
}  # fmt: skip


class Refused(ValueError):
    """A document asked for something outside; WeasyPrint logs it and sets the document without."""


def open_folders() -> tuple[Path, ...]:
    """The folders a document may read from: our fonts, and what every visitor may read anyway."""
    static = [Path(folder) for folder in (*settings.STATICFILES_DIRS, settings.STATIC_ROOT) if folder]
    return (FOLDER, *(folder.resolve() for folder in static))


class ClosedFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint carries no types
    """Answers ``data:`` pictures and ``file:`` in the open folders, refuses the rest."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data", "file"), allow_redirects=False)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
        scheme = url.partition(":")[0].lower()
        if scheme == "data":
            return self._picture(url)
        if scheme == "file":
            return self._file(url)
        raise Refused(f"a document may not reach {scheme}: addresses")

    def _picture(self, url: str) -> Any:
        about, comma, body = url[len("data:") :].partition(",")
        kind, *marks = about.split(";")
        if not comma or kind.lower() not in PICTURES:
            raise Refused("only SVG, PNG and JPEG pictures may lie in a document")
        content = base64.b64decode(unquote_to_bytes(body)) if "base64" in marks else unquote_to_bytes(body)
        return URLFetcherResponse("data:", content, {"Content-Type": kind.lower()})

    def _file(self, url: str) -> Any:
        parts = urlsplit(url)
        # resolve() follows links and dots first, so that the folder is compared with where the path really ends.
        path = Path(unquote(parts.path)).resolve()
        if parts.netloc or not any(path.is_relative_to(folder) for folder in open_folders()):
            raise Refused("a document may not read outside the fonts and static folders")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": KINDS.get(path.suffix, "")})
