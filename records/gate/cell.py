"""The child in which one file is opened: what it may use, and how it answers."""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from records.gate import wire
from records.gate.report import Reason

MEMORY = 400 * 2**20  # bytes above the warm checker's own
MOST = 512 * 2**20  # bytes altogether, as promised
SECONDS = 5  # of processor time; the checker measures the same by the clock
SLOW_SECONDS = 10  # for those who read a scan
NICE = 10  # how far they stand back for everybody else
FILE = 256 * 2**20  # bytes a child may write
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38
IN, OUT, BESIDE, ANSWER = 3, 4, 5, 6  # the child's only descriptors besides the standard streams

Answer = dict[str, Any]
# (file to read, file to write, the question) -> the answer. A third file, if there is one, is open as BESIDE.
Job = Callable[[int, int | None, Answer], Answer]

_libc = ctypes.CDLL(None)


def baseline() -> int:
    """Bytes of address space this process has now; measured once in the warm checker."""
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()


def live(
    job: Job, files: list[int], answer_pipe: int, question: Answer, space: int, parent: int, *, slow: bool = False
) -> None:
    """Runs in the child right after the fork and never returns. `space` is its address space in bytes."""
    status = 1
    try:
        _move(files, answer_pipe)
        _confine(space, parent, SLOW_SECONDS if slow else SECONDS)
        if slow:
            os.nice(NICE)
        answer = _run(job, len(files) > 1, question)
        data = json.dumps(answer).encode()
        if len(data) <= wire.PACKET:
            os.write(ANSWER, data)
            status = 0
    except MemoryError:
        status = 1  # not even the answer found room: the checker says that the file is too costly
    finally:
        os._exit(status)


def _run(job: Job, writes: bool, question: Answer) -> Answer:
    try:
        return job(IN, OUT if writes else None, question)
    except MemoryError:
        return {"reason": Reason.TOO_COSTLY}
    except RecursionError:
        return {"reason": Reason.DAMAGED}
    except Exception as error:  # whatever a file made a parser raise is the file's fault
        sys.stderr.write(f"gate: {question.get('job')}: {type(error).__name__}: {str(error)[:200]!r}\n")
        return {"reason": Reason.UNREADABLE_PICTURE if question.get("job") == "photo" else Reason.DAMAGED}


def _move(files: list[int], answer_pipe: int) -> None:
    """Keeps the standard streams and our own three; the callers' sockets above all must not stay open in here."""
    high = [os.dup2(descriptor, 200 + place) for place, descriptor in enumerate([*files, answer_pipe])]
    os.closerange(3, 200)
    os.dup2(high[-1], ANSWER)
    for place, descriptor in enumerate(high[:-1]):
        os.dup2(descriptor, IN + place)
    os.closerange(ANSWER + 1, 4096)
    os.lseek(IN, 0, os.SEEK_SET)  # the place is shared with the caller, who may be asking for the second time
    if len(files) > 1:
        os.ftruncate(OUT, 0)
        os.lseek(OUT, 0, os.SEEK_SET)


def _confine(space: int, parent: int, seconds: int) -> None:
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)  # the checker died before it could take us along
    _libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    _libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (min(space, MOST), min(space, MOST)))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE, FILE))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
