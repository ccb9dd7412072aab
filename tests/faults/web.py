"""Harm to the web server and to the line: F1, F2, F3, F15, F16."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from contextlib import suppress
from functools import partial
from pathlib import Path

from bench import served
from tests.faults.crowd import Press, ask, at_once, attach, in_turn, press, until_answered
from tests.faults.field import Field, Person
from tests.faults.hand import LAG
from tests.faults.when import CLOSING, before


def workers_of(there: Field) -> list[int]:
    """The processes that serve; the one that starts them anew is not among them."""
    master = there.web.process.pid
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    return [int(pid) for pid in children if b"gunicorn" in Path(f"/proc/{pid}/cmdline").read_bytes()]


class Killing:
    """kill -9 of one serving process after the other, so many times, as long as the block lasts."""

    def __init__(self, there: Field, times: int, pause: float) -> None:
        self._there, self._times, self._pause, self.killed = there, times, pause, 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._kill)

    def _kill(self) -> None:
        while self.killed < self._times and not self._over.wait(self._pause):
            with suppress(OSError):
                for pid in workers_of(self._there)[self.killed % 2 : self.killed % 2 + 1]:
                    os.kill(pid, signal.SIGKILL)
                    self.killed += 1

    def __enter__(self) -> Killing:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()


def f1(there: Field, rounds: int) -> list[Press]:
    """kill -9 of web processes in the middle of uploads and commits; people try again."""
    people = there.take(8 * rounds)

    def persistent(person: Person) -> list[Press]:
        for _try in range(60):
            if ask(there, f"/applications/{person['pk']}/attach/", person, there.body)[0] == 302:
                break
            time.sleep(0.5)
        else:
            raise AssertionError(f"the copy of {person['pk']} was never taken")
        return [until_answered(there, person), until_answered(there, person)]

    # On a crowded machine a new process takes its time to come up: the harm ends before people's patience does.
    with Killing(there, 3 * rounds, 1.5) as killing:
        seen = [one for pair in in_turn(people, persistent) for one in pair]
    assert killing.killed, "nobody was killed"
    return seen


def f2(there: Field, rounds: int) -> list[Press]:
    """The client is gone before the answer; the retry comes from another device."""

    def gone(person: Person) -> Press:
        attach(there, person)
        head = (
            f"POST /applications/{person['pk']}/submit/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n"
            f"Cookie: csrftoken={served.CSRF}; sessionid={person['cookie']}\r\nX-CSRFToken: {served.CSRF}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        )
        with socket.create_connection(("127.0.0.1", there.web.port)) as line:
            line.sendall(head.encode())
        return until_answered(there, person)

    return in_turn(there.take(8 * rounds), gone)


def f3(there: Field, rounds: int) -> list[Press]:
    """Two to eight devices of one person press at the same moment."""
    seen: list[Press] = []
    for number, person in enumerate(there.take(4 * rounds)):
        attach(there, person)
        seen += at_once([partial(until_answered, there, person)] * (2 + number % 7))
    return seen


def f15(there: Field, rounds: int) -> list[Press]:
    """Everything that serves stands still for 30 seconds across the closing, behind a front server that does not."""
    people = there.take(8 * rounds)
    in_turn(people, lambda person: attach(there, person))
    there.clock.set(before(3))
    time.sleep(LAG)
    stopped = workers_of(there)
    for pid in stopped:
        os.kill(pid, signal.SIGSTOP)
    waker = threading.Timer(30, lambda: [os.kill(pid, signal.SIGCONT) for pid in stopped])
    waker.start()

    def at_its_turn(person: Person) -> Press:
        # Spread from before the closing to after it, all while nobody serves.
        there.clock.wait_until(before(1.2 - 2.4 * people.index(person) / len(people)))
        seen = press(there, person, front=True)
        assert seen.status, "no answer came at all"
        return seen

    try:
        seen = in_turn(people, at_its_turn, hands=len(people))
    finally:
        waker.join()
    assert {one.accepted for one in seen} == {True, False}, "the closing fell outside the crowd"
    return seen


def f16(there: Field, rounds: int) -> list[Press]:
    """Uploads begun before the closing and ended after it are in time, if "submit" follows; begun after it, not."""
    # No more than four at a time: they hold the web server's threads.
    slow, late = there.take(min(rounds, 4)), there.take(min(rounds, 4))
    there.clock.set(before(15))
    time.sleep(LAG)

    def begun_in_time(person: Person) -> Press:
        path = f"/applications/{person['pk']}/attach/"
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(there.body)}\r\n"
            f"Cookie: csrftoken={served.CSRF}; sessionid={person['cookie']}\r\nX-CSRFToken: {served.CSRF}\r\n"
            f"Content-Type: multipart/form-data; boundary={served.BOUNDARY}\r\nConnection: close\r\n\r\n"
        )
        with socket.create_connection(("127.0.0.1", there.web.port), timeout=60) as line:
            line.sendall(head.encode() + there.body[:100_000])
            there.clock.wait_until(before(-2))
            line.sendall(there.body[100_000:])
            assert line.recv(20).startswith(b"HTTP/1.1 302"), "the slow copy was not taken"
        seen = press(there, person)
        assert seen.accepted, "begun in time, and refused"
        # For whoever looks at the door: what counts is when the upload began.
        return Press(seen.pk, before(1).timestamp(), seen.answered, seen.status, seen.place)

    def begun_late(person: Person) -> Press:
        there.clock.wait_until(before(-1))
        attach(there, person)
        seen = press(there, person)
        assert not seen.accepted, "begun after the closing, and accepted"
        return seen

    assert there.clock.now() < CLOSING.timestamp() - 1, "the closing was missed"
    return at_once([*(partial(begun_in_time, who) for who in slow), *(partial(begun_late, who) for who in late)])
