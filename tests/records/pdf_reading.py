"""Reads our PDFs back by two programs that had no part in making them."""

import subprocess
from io import BytesIO

from pypdf import PdfReader


def folded(text: str) -> str:
    """Without any white space: extractors put spaces and line ends where the eye sees a gap."""
    return "".join(text.split())


def pages_by_pypdf(data: bytes) -> list[str]:
    return [folded(page.extract_text()) for page in PdfReader(BytesIO(data)).pages]


def pages_by_poppler(data: bytes) -> list[str]:
    done = subprocess.run(
        ["pdftotext", "-raw", "-enc", "UTF-8", "-", "-"], input=data, capture_output=True, check=True, timeout=60
    )
    return [folded(page) for page in done.stdout.decode().split("\f")[:-1]]


def by_pypdf(data: bytes) -> str:
    return "".join(pages_by_pypdf(data))


def by_poppler(data: bytes) -> str:
    return "".join(pages_by_poppler(data))


READERS = [by_pypdf, by_poppler]
PAGE_READERS = [pages_by_pypdf, pages_by_poppler]
