"""A bad line between browser and portal: slow, and cut wherever the test wants; it counts what crossed it."""

from __future__ import annotations

import fcntl
import re
import socket
import struct
import termios
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

BUFFER = 4 * 1024  # bytes: a line holds little, whatever the kernel would like to hold
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass
class Line:
    """`cuts` are the numbers of uploaded bytes after which the line is cut, counted over all connections.

    A cut is what a telephone in a lift meets: for `outage` seconds nobody gets through, and the portal is told
    nothing; its end of the connection stays open and silent.
    """

    portal: tuple[str, int]
    rate: float = 4e6  # bytes a second of uploads; everything else is as fast as it can be
    cuts: list[int] = field(default_factory=list)
    crossed: int = 0  # bytes of bodies of PATCH that came over the line, those that nobody read before a cut as well
    made: int = 0  # cuts
    down: bool = False  # nobody gets through at all
    outage: float = 0.5  # seconds
    back: float = 0.0  # when the line is there again
    silent: list[socket.socket] = field(default_factory=list)
    open: set[socket.socket] = field(default_factory=set)
    address: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def carry(self, browser: socket.socket) -> None:
        self.open.add(browser)
        try:
            self._carry(browser)
        finally:
            self.open.discard(browser)

    def _carry(self, browser: socket.socket) -> None:
        browser.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
        if self.down or time.monotonic() < self.back:
            return _cut(browser)
        try:
            portal = socket.create_connection(self.portal)
        except OSError:
            return _cut(browser)
        threading.Thread(target=_pour, args=(portal, browser), daemon=True).start()
        with suppress(OSError):
            while head := _head(browser):
                portal.sendall(head)
                match = _LENGTH.search(head)
                left, is_upload = int(match[1]) if match else 0, head.startswith(b"PATCH ")
                while left:
                    data = browser.recv(min(left, BUFFER))
                    if not data:
                        return _cut(browser, portal)
                    left -= len(data)
                    if is_upload and self._breaks(browser, len(data)):
                        portal.sendall(data)
                        self.silent.append(portal)
                        return _cut(browser)
                    portal.sendall(data)
        return _cut(browser, portal)

    def _breaks(self, browser: socket.socket, size: int) -> bool:
        """Counts, waits as a slow line does, and says whether this is the place to cut."""
        with self.lock:
            self.crossed += size
            time.sleep(size / self.rate)
            if not self.down and not (self.cuts and self.crossed >= self.cuts[0]):
                return False
            if self.cuts and not self.down:
                self.cuts.pop(0)
            self.made += 1
            self.back = time.monotonic() + self.outage
            # What lies in the kernel has come over the line too, and will have to come once more.
            lying = fcntl.ioctl(browser.fileno(), termios.FIONREAD, b"\0\0\0\0")
            self.crossed += int(struct.unpack("i", lying)[0])
            if self.outage:
                _cut(*(self.open - {browser}))  # a line that is gone is gone for all that use it
            return True


def _head(browser: socket.socket) -> bytes:
    """One request's head, read byte by byte at its end so that nothing of the body is taken."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        byte = browser.recv(1)
        if not byte:
            return b""
        head += byte
    return head


def _pour(portal: socket.socket, browser: socket.socket) -> None:
    with suppress(OSError):
        while data := portal.recv(65536):
            browser.sendall(data)
    with suppress(OSError):
        browser.shutdown(socket.SHUT_WR)


def _cut(*ends: socket.socket) -> None:
    """Without a word of farewell: what was on its way is gone."""
    for end in ends:
        with suppress(OSError):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            # Wakes the other direction's thread, whose reading would keep the socket alive.
            end.shutdown(socket.SHUT_RD)
        end.close()


@contextmanager
def line_to(address: str) -> Iterator[Line]:
    """A line to the portal at `address`; `line.address` is where the browser goes."""
    host, port = address.removeprefix("http://").split(":")
    with socket.create_server((host, 0)) as entry:
        entry.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
        line = Line((host, int(port)), address=f"http://{host}:{entry.getsockname()[1]}")

        def take() -> None:
            with suppress(OSError):
                while True:
                    threading.Thread(target=line.carry, args=(entry.accept()[0],), daemon=True).start()

        threading.Thread(target=take, daemon=True).start()
        yield line
        entry.shutdown(socket.SHUT_RDWR)
        _cut(*line.silent)
