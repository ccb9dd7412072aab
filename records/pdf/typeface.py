"""A font list of our own, so that a document looks the same on every machine.

Fontconfig is told of our folder alone. On a machine with the TLWG fonts, naming "TH Sarabun New" would otherwise
print overlapping letters, and a missing glyph would silently come from some other family.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "fonts"
CONFIG = FOLDER / "fonts.conf"

_environment = threading.Lock()


@contextmanager
def only_our_fonts() -> Iterator[None]:
    """While inside, whoever asks fontconfig for its list is told of our folder alone.

    The variable is put back at once: a browser or a converter started by this process must keep its own fonts.
    """
    with _environment:
        before = os.environ.get("FONTCONFIG_FILE")
        os.environ["FONTCONFIG_FILE"] = str(CONFIG)
        try:
            yield
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before


def configuration() -> Any:
    """A WeasyPrint FontConfiguration that knows our fonts and no others; one for each rendering."""
    with only_our_fonts():
        # WeasyPrint itself reads the font list when it is first imported, and warns where there is none.
        from weasyprint.text.fonts import FontConfiguration

        return FontConfiguration()
