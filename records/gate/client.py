"""The caller's side: ask the warm checker, start it when nobody answers. For any thread; it never forks itself."""

from __future__ import annotations

import fcntl
import logging
import os
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from records.gate import wire

PATIENCE = 60.0  # seconds for an answer, waiting for a free place included
ATTEMPTS = 50  # to reach a living checker, while old ones die or step down
PAUSE = 0.02  # seconds
START = 20.0  # seconds for the checker to be warm
LOG = 2**20  # bytes after which the checker's notes begin anew
SOCKET = "gate.sock"
LOCK = "gate.lock"
_ROOT = Path(__file__).resolve().parents[2]

logger = logging.getLogger(__name__)


class Unavailable(Exception):
    """No checker answered, and none could be started."""


def folder() -> Path:
    from django.conf import settings

    return Path(settings.DATA)


def command(path: Path) -> list[str]:
    """How the checker is started. It comes back at once when the checker listens (the checker stays behind alone)."""
    return [sys.executable, "-m", "records.gate.checker", str(path)]


def ask(message: dict[str, Any], files: Sequence[int]) -> dict[str, Any]:
    """The checker's answer about the open files. Asks again once when the checker dies meanwhile.

    Raises Unavailable. The same question may therefore be asked twice of the same files: jobs begin at their start.
    """
    died: set[int] = set()
    for _attempt in range(ATTEMPTS):
        answer = None
        with _connect() as connection:
            checker = wire.other_side(connection)[0]
            if checker in died:
                time.sleep(PAUSE)  # a process that dies lets go of its callers first and of its door a little later
            try:
                connection.settimeout(PATIENCE)
                wire.send(connection, message | {"stamp": wire.STAMP}, files)
                answer, _none = wire.receive(connection)
            except TimeoutError as error:
                raise Unavailable("no answer in time") from error
            except OSError:
                logger.warning("the file checker broke off")
        if answer is not None and not answer.get("stale"):
            return answer
        if answer is None:
            died.add(checker)
            if len(died) > 1:
                break
    raise Unavailable("the file checker died while it was asked")


def stop() -> None:
    """Ends a running checker, for whoever ends all other processes; does nothing when there is none."""
    try:
        with wire.address(folder() / SOCKET) as address, _socket() as connection:
            connection.connect(address)
            connection.settimeout(5)
            wire.send(connection, {"stamp": wire.STAMP, "job": "stop"})
            connection.recv(1)
    except OSError:
        return


def _socket() -> socket.socket:
    return socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET | socket.SOCK_CLOEXEC)


def _connect() -> socket.socket:
    path = folder() / SOCKET
    try:
        return _try(path)
    except (FileNotFoundError, ConnectionRefusedError):
        pass
    except OSError as error:
        raise Unavailable(str(error)) from error
    try:
        return _start(path)
    except (OSError, subprocess.SubprocessError) as error:
        logger.exception("the file checker cannot be started")
        raise Unavailable(str(error)) from error


def _try(path: Path) -> socket.socket:
    connection = _socket()
    try:
        connection.settimeout(START)  # a full backlog makes connecting wait
        with wire.address(path) as address:
            connection.connect(address)
    except BaseException:
        connection.close()
        raise
    return connection


def _start(path: Path) -> socket.socket:
    """One starter at a time: who waited for the lock finds the checker already there."""
    lock = os.open(path.parent / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            return _try(path)
        except (FileNotFoundError, ConnectionRefusedError):
            pass
        # The checker opens what strangers send: it gets no secret of ours, not even in its environment.
        notes = path.with_suffix(".log")
        with notes.open("wb" if notes.exists() and notes.stat().st_size > LOG else "ab") as log:
            subprocess.run(  # noqa: S603 (our own interpreter and module)
                command(path),
                cwd=_ROOT,
                # One thread, because a process that has others may not be forked.
                env={"PATH": os.defpath, "LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                timeout=START,
                check=True,
            )
        return _try(path)
    finally:
        os.close(lock)
