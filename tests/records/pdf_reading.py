"""Reads our PDFs back by two programs that had no part in making them."""

import subprocess
from io import BytesIO

from pypdf import PdfReader


def folded(text: str) -> str:
    """Without any white space: extractors put spaces and line ends where the eye sees a gap."""
    return "".join(text.split())


def by_pypdf(data: bytes) -> str:
    return folded("".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages))


def by_poppler(data: bytes) -> str:
    done = subprocess.run(
        ["pdftotext", "-raw", "-enc", "UTF-8", "-", "-"], input=data, capture_output=True, check=True, timeout=60
    )
    return folded(done.stdout.decode())


READERS = [by_pypdf, by_poppler]
