"""Reading the processor time of processes, in seconds. Linux only: everything comes from /proc."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


def exact(pid: int) -> float:
    """Time of a process with a single thread, to the nanosecond: what a database's backend is."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    except (OSError, ValueError, IndexError):
        return of([pid])


def of(pids: Iterable[int]) -> float:
    """Time of processes with all their threads and with the children they have waited for; in steps of 10 ms."""
    total = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += sum(int(field) for field in fields[11:15])
    return total / _TICK


def family(pid: int) -> list[int]:
    """A process and all its living descendants."""
    found = [pid]
    for parent in found:
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            try:
                found += [int(child) for child in task.read_text().split()]
            except OSError:
                continue
    return found


def bytes_below(*folders: Path) -> int:
    """Bytes that the files below these folders take on the disk."""
    total = 0
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file():
                total += path.stat().st_size
    return total


def files_below(*folders: Path) -> int:
    return sum(1 for folder in folders for path in folder.rglob("*") if path.is_file())
