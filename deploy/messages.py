"""Compiles each locale/<language>/LC_MESSAGES/*.po that is newer than its .mo."""

import sys
from pathlib import Path

from deploy import po

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def compile_all(locale: Path) -> list[Path]:
    """Writes the .mo files that are missing or older than their .po; answers those written."""
    written = []
    for source in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        # Written aside and moved, because a portal that is running may be reading the old one.
        aside = target.with_suffix(".mo.new")
        aside.write_bytes(po.compiled(po.read(source)))
        aside.replace(target)
        written.append(target)
    return written


if __name__ == "__main__":
    try:
        compile_all(LOCALE)
    except ValueError as error:
        sys.exit(str(error))
