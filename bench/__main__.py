"""`python -m bench [--only NAME] [--size N] [--json] [--db postgres|sqlite] [--rounds N]`: a table of figures.

From the Makefile: `make bench ONLY=office-list SIZE=5000 JSON=1 DB=sqlite`. Ends with 0 when everything that was
asked for could be measured, whether the goals were met or not; with 1 when something could not.
"""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

from bench import ground, pages, sweeps, uploads
from bench.report import HEAD, Figure
from tests import services

FIGURES: dict[str, Callable[[ground.Ground, pages.Run], Iterator[Figure]]] = {
    "office-list": pages.office_list,
    "office-growth": pages.office_growth,
    "statements": pages.statements,
    "flat-pages": pages.flat_pages,
    "own-page": pages.own_page,
    "submit": uploads.submit,
    "disk": uploads.disk,
    "sweeps": sweeps.sweeps,
    "reminders": sweeps.reminders,
}


# Pages, not rows: it needs no database, and runs only when asked for, because it takes the better part of an hour.
RECOGNITION = "recognition"


def _recognition(size: int, as_json: bool, keep: Path | None) -> int:
    # numpy's own threads would fight with the two processes for the two processors.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from bench.recognition import run

    for figure in run.figures(size, keep=keep):
        print(figure.as_json() if as_json else figure.as_row(), flush=True)
    return 0


def main() -> int:
    words = argparse.ArgumentParser(prog="make bench")
    words.add_argument(
        "--only", choices=[*FIGURES, RECOGNITION], metavar="NAME", help=", ".join([*FIGURES, RECOGNITION])
    )
    words.add_argument("--size", type=int, default=5000, help="applications (5000)")
    words.add_argument("--rounds", type=int, default=7, help="rounds by turns, of which the median is told (7)")
    words.add_argument("--db", choices=("postgres", "sqlite"), default=os.environ.get("DB") or "postgres")
    words.add_argument("--json", action="store_true", help="one line of JSON a figure")
    words.add_argument("--keep", type=Path, help="recognition: a file of pages read, to go on from after a break")
    asked = words.parse_args()
    if asked.size < 1 or asked.rounds < 1:
        words.error("size and rounds begin at 1")
    if not asked.json:
        print(HEAD)
    failures = 0
    if asked.only == RECOGNITION:
        return _recognition(asked.size, asked.json, asked.keep)
    try:
        with ground.made(asked.db) as place:
            for name in [asked.only] if asked.only else FIGURES:
                try:
                    for figure in FIGURES[name](place, pages.Run(asked.size, asked.rounds)):
                        print(figure.as_json() if asked.json else figure.as_row(), flush=True)
                except Exception:
                    failures += 1
                    traceback.print_exc()
                    print(f"bench: {name} could not be measured", file=sys.stderr)
    except services.Missing as missing:
        print(f"bench: {missing}", file=sys.stderr)
        return 1
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
