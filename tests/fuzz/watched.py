"""The warm checker with its real jobs and limits, and a notebook: how each child ended, and what its parser raised.

`python watched.py SOCKET NOTES [MODULE]`; MODULE has other JOBS, for tests of the fuzzer itself. Started in place of
the checker. One line of JSON a child: {"status", "memory" (KiB), "seconds", "surprise", "starved"}.
"""

import json
import os
import sys
import traceback
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import pikepdf
import pypdfium2
from PIL import Image

from records.gate import checker
from records.scan.source import Unreadable

# What parsers say of a broken file, and readers of ours of one they do not take. Anything else is a mistake of ours.
EXPECTED = (
    Unreadable, Image.DecompressionBombError, Image.UnidentifiedImageError, MemoryError, OSError, RecursionError,
    pikepdf.PdfError, pypdfium2.PdfiumError,
)  # fmt: skip
SURPRISES = "surprises"


class Notebook:
    """Wraps what forks and what waits; the checker between them is the real one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.surprises = path.with_name(SURPRISES)
        self.surprises.mkdir(exist_ok=True)
        self.starved = set()

    def waited(self, pid, asked=checker._waited):
        """Seconds for which a child wanted a processor and had none; who waited for most of its time is no find."""
        seconds = asked(pid)
        if seconds > checker.WALL / 2:
            self.starved.add(pid)
        return seconds

    def watched(self, job):
        def run(source, target, question):
            try:
                return job(source, target, question)
            except EXPECTED:
                raise
            except Exception as error:
                where = traceback.extract_tb(error.__traceback__)
                if is_ours(where):
                    last = [frame for frame in where if "site-packages" not in frame.filename][-1]
                    text = f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}: {error}"
                    (self.surprises / str(os.getpid())).write_text(text[:300])
                raise

        return run

    def waitpid(self, pid, options):
        _pid, status, used = os.wait4(pid, options)
        note = self.surprises / str(pid)
        surprise = note.read_text() if note.exists() else None
        note.unlink(missing_ok=True)
        line = {
            "status": status,
            "memory": used.ru_maxrss,
            "seconds": round(used.ru_utime + used.ru_stime, 2),
            "surprise": surprise,
            "starved": pid in self.starved,
        }
        with self.path.open("a") as notes:
            notes.write(json.dumps(line) + "\n")
        return _pid, status


def is_ours(where) -> bool:
    """Whether the error was raised in our own lines or by numpy at their bidding, not in a parser of files."""
    return not any(name in where[-1].filename for name in ("/PIL/", "/pikepdf/", "/pypdfium2"))


class _Os:
    """The checker's `os`, with a waitpid that also tells what the child used."""

    def __init__(self, notebook: Notebook) -> None:
        self.waitpid = notebook.waitpid

    def __getattr__(self, name):
        return getattr(os, name)


if __name__ == "__main__":
    notebook = Notebook(Path(sys.argv[2]))
    jobs = import_module(sys.argv[3]).JOBS if len(sys.argv) > 3 else checker.JOBS
    checker.os, checker._waited = _Os(notebook), notebook.waited
    checker.main(Path(sys.argv[1]), {name: notebook.watched(job) for name, job in jobs.items()})
