"""Reading a body from a line that may fall silent, without waiting for ever."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.http import HttpRequest
from django.http.request import UnreadablePostError

TICK = 0.25  # seconds after which a silent line gives the reader a chance to look around


class Silence(Exception):
    """Nothing has arrived for a tick. Nothing is lost: the next reading goes on."""


class Line:
    def __init__(self, request: HttpRequest, connection: socket.socket | None = None) -> None:
        self._request, self._connection = request, connection

    def hurry(self) -> None:
        """From now on only what has arrived is read: a line that says nothing at once is silent."""
        if self._connection is not None:
            self._connection.settimeout(0.02)

    def leave(self) -> None:
        """Nothing more is read from this line: the web server need not wait for its rest before it closes."""
        if self._connection is not None:
            with suppress(OSError):
                self._connection.shutdown(socket.SHUT_RD)

    def read(self, size: int) -> bytes:
        """Up to `size` bytes; none at the end, and when the line broke. Raises Silence."""
        try:
            data: bytes = self._request.read(size)
        except (UnreadablePostError, OSError) as error:
            if isinstance(error, TimeoutError) or isinstance(error.__cause__, TimeoutError):
                raise Silence from error
            return b""
        return data


@contextmanager
def opened(request: HttpRequest) -> Iterator[Line]:
    """The request's body. Where the web server shows its socket (gunicorn does), silence is noticed."""
    connection = request.META.get("gunicorn.socket")
    if not isinstance(connection, socket.socket):
        yield Line(request)
        return
    before = connection.gettimeout()
    connection.settimeout(TICK)
    try:
        yield Line(request, connection)
    finally:
        connection.settimeout(before)
