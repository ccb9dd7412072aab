"""The warm checker: one small single-threaded process that knows the parsers and forks a child for each file.

`python -m records.gate.checker SOCKET` listens, leaves itself behind in the background and returns. It ends by itself
when nobody asked for ten minutes, when its socket was removed or replaced, and when a caller of another release comes.
"""

from __future__ import annotations

import gc
import logging
import os
import selectors
import signal
import socket
import sys
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from records.gate import cell, pages, pdfs, photos, wire
from records.gate.report import Reason
from records.scan import job

JOBS: dict[str, cell.Job] = {
    "pdf": pdfs.inspect, "photo": photos.prepare, "picture": pages.draw, "scan": job.read_page,
}  # fmt: skip
WALL = 5.0  # seconds by the clock before a child is killed
# Reading a scan takes a second or two, and nobody waits for it: it has places of its own, behind everybody else.
SLOW = frozenset({"scan"})
SLOW_WALL = 40.0
IDLE = 600.0  # seconds
LOOK = 5.0  # seconds between two looks at the own socket
QUEUE = 500  # waiting jobs; more are sent away to try again


@dataclass(eq=False)
class Work:
    connection: socket.socket
    question: dict[str, Any]
    files: list[int]
    pid: int = 0
    watch: int = -1  # descriptor that becomes readable when the child is gone
    pipe: int = -1
    deadline: float = 0.0
    starved: bool = False  # killed by the clock, but for want of a processor: the file is not to blame

    @property
    def is_slow(self) -> bool:
        return self.question.get("job") in SLOW


@dataclass(eq=False)
class Checker:
    listener: socket.socket
    path: Path
    jobs: Mapping[str, cell.Job]
    places: int = field(default_factory=lambda: os.cpu_count() or 1)
    selector: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)
    waiting: deque[Work] = field(default_factory=deque)
    running: list[Work] = field(default_factory=list)
    callers: dict[socket.socket, Work | None] = field(default_factory=dict)
    leaving: bool = False
    pid: int = field(default_factory=os.getpid)

    def serve(self) -> None:
        space = cell.baseline() + cell.MEMORY
        mine = _identity(self.path)
        asked = looked = time.monotonic()
        self.selector.register(self.listener, selectors.EVENT_READ)
        while self.callers or self.running or not self.leaving:
            now = time.monotonic()
            nearest = min((work.deadline for work in self.running), default=now + LOOK)
            for key, _events in self.selector.select(max(0.0, min(nearest - now, LOOK))):
                if key.fileobj is self.listener:
                    self._accept()
                elif isinstance(key.data, Work):
                    self._finish(key.data)
                elif isinstance(key.fileobj, socket.socket):
                    self._hear(key.fileobj)
            now = time.monotonic()
            for work in self.running:
                if work.deadline <= now:
                    work.starved = work.starved or _waited(work.pid) > WALL / 2
                    os.kill(work.pid, signal.SIGKILL)  # ours and not yet waited for, so the number is still its own
            for slow in (False, True):
                while (chosen := self._next(slow)) is not None:
                    self._begin(chosen, space)
            if self.callers:
                asked = now
            if now - looked >= LOOK:
                looked = now
                if now - asked >= IDLE or _identity(self.path) != mine:
                    self._leave()

    def _leave(self) -> None:
        """No new callers; those who are here are served. The file of the socket stays: only a starter removes it."""
        if not self.leaving:
            self.leaving = True
            self._accept()
            self.selector.unregister(self.listener)
            self.listener.close()

    def _accept(self) -> None:
        """Takes in all who wait at the door."""
        while True:
            try:
                connection, _address = self.listener.accept()
            except OSError:
                return
            connection.setblocking(False)
            if wire.other_side(connection)[1] not in (0, os.getuid()):
                connection.close()
                continue
            self.callers[connection] = None
            self.selector.register(connection, selectors.EVENT_READ)

    def _hear(self, connection: socket.socket) -> None:
        if connection not in self.callers:
            return  # answered in this very turn
        try:
            question, files = wire.receive(connection)
        except OSError:
            question, files = None, []
        known = self.callers[connection]
        if question is None or known is not None:
            for descriptor in files:
                os.close(descriptor)
            self._forget(connection, known)  # nobody waits for the answer any more
        elif question.get("stamp") != wire.STAMP or question.get("job") == "stop":
            for descriptor in files:
                os.close(descriptor)
            self._leave()
            self._answer(connection, {"stale": True})
        else:
            work = Work(connection, question, files)
            self.callers[connection] = work
            if question.get("job") not in self.jobs or not files or len(self.waiting) >= QUEUE:
                self._close_files(work)
                self._answer(connection, {"reason": Reason.UNAVAILABLE})
            else:
                self.waiting.append(work)

    def _next(self, slow: bool) -> Work | None:
        """The one that waits longest among the quick or the slow, if there is a place for it."""
        if sum(work.is_slow is slow for work in self.running) >= self.places:
            return None
        work = next((work for work in self.waiting if work.is_slow is slow), None)
        if work is not None:
            self.waiting.remove(work)
        return work

    def _begin(self, work: Work, space: int) -> None:
        job = self.jobs[work.question["job"]]
        work.pipe, answer_pipe = os.pipe()
        try:
            work.pid = os.fork()
        except OSError:
            os.close(work.pipe)
            os.close(answer_pipe)
            self._close_files(work)
            self._answer(work.connection, {"reason": Reason.UNAVAILABLE})
            return
        if work.pid == 0:
            cell.live(job, work.files, answer_pipe, work.question, space, self.pid, slow=work.is_slow)
        os.close(answer_pipe)
        self._close_files(work)
        work.deadline = time.monotonic() + (SLOW_WALL if work.is_slow else WALL)
        work.watch = os.pidfd_open(work.pid)
        self.running.append(work)
        self.selector.register(work.watch, selectors.EVENT_READ, work)

    def _finish(self, work: Work) -> None:
        """A child that ended badly, by a limit or by our hand, has told nothing that counts."""
        self.selector.unregister(work.watch)
        os.close(work.watch)
        _pid, status = os.waitpid(work.pid, 0)
        data = os.read(work.pipe, wire.PACKET) if status == 0 else b""
        os.close(work.pipe)
        self.running.remove(work)
        if work.connection in self.callers:
            fault = Reason.UNAVAILABLE if work.starved else Reason.TOO_COSTLY
            self._answer(work.connection, wire.parse(data) or {"reason": fault})

    def _answer(self, connection: socket.socket, answer: dict[str, Any]) -> None:
        try:
            wire.send(connection, answer)
        except OSError:
            logging.getLogger(__name__).info("a caller left before the answer")
        self._drop(connection)

    def _forget(self, connection: socket.socket, work: Work | None) -> None:
        if work is not None and work in self.waiting:
            self.waiting.remove(work)
            self._close_files(work)
        elif work is not None and work in self.running:
            os.kill(work.pid, signal.SIGKILL)
        self._drop(connection)

    def _drop(self, connection: socket.socket) -> None:
        self.callers.pop(connection, None)
        self.selector.unregister(connection)
        connection.close()

    def _close_files(self, work: Work) -> None:
        for descriptor in work.files:
            os.close(descriptor)
        work.files = []


def _waited(pid: int) -> float:
    """Seconds this process was ready to run and no processor was free; 0 where the kernel does not count them."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def main(path: Path, jobs: Mapping[str, cell.Job] = JOBS) -> None:
    """Listens on `path` and goes into the background. The caller holds the lock, so nobody else binds meanwhile."""
    os.umask(0o077)
    path.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with wire.address(path) as address:
        listener.bind(address)
    listener.listen(512)
    listener.setblocking(False)
    if os.fork():
        os._exit(0)  # the caller sees that we listen, and has no child of its own to look after
    gc.collect()
    gc.freeze()  # what never changes is never copied into a child
    Checker(listener, path, jobs).serve()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
