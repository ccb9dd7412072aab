"""A site behind a real web server on a loopback port, and clients who send their plans all at once."""

from __future__ import annotations

import http.client
import queue
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import meter
from bench.ground import TOP, Ground
from records.gate import wire

Person = dict[str, Any]
BOUNDARY = "bench-2568-bench"
CSRF = "b3nchb3nchb3nchb3nchb3nchb3nch00"
PATIENCE = 120.0


def body_of(pdf: bytes) -> bytes:
    """The form as a browser sends it."""
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="plan.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    )
    return head.encode() + pdf + f"\r\n--{BOUNDARY}--\r\n".encode()


@dataclass
class Site:
    """A running web server. `tasks` are what one person does, one request after the other: (path, with the file?)."""

    port: int
    process: subprocess.Popen[bytes]
    tasks: Sequence[tuple[str, bool]]
    refused: str = ""

    def post(self, path: str, person: Person, body: bytes | None) -> tuple[int, str]:
        """Status and address of the answer."""
        with closing(self._line()) as line:
            return self._post(line, path, person, body)

    def _line(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)

    def _post(self, line: http.client.HTTPConnection, path: str, person: Person, body: bytes | None) -> tuple[int, str]:
        kind = f"multipart/form-data; boundary={BOUNDARY}" if body else "application/x-www-form-urlencoded"
        heads = {
            "Cookie": f"csrftoken={CSRF}; sessionid={person['cookie']}",
            "X-CSRFToken": CSRF,
            "Content-Type": kind,
            "Accept-Language": "th",
        }
        line.request("POST", path, body=body or b"", headers=heads)
        answer = line.getresponse()
        answer.read()
        return answer.status, answer.getheader("Location") or ""

    def one(self, person: Person, body: bytes) -> bool:
        """Everything one person does, over one line as a browser does it; True when each request led on."""
        with closing(self._line()) as line:
            for path, with_file in self.tasks:
                status, _address = self._post(line, path.format(pk=person["pk"]), person, body if with_file else None)
                if status != 302:
                    self.refused = f"{path}: {status}"
                    return False
        return True


@contextmanager
def site(ground: Ground, application: str, database: str, tasks: Sequence[tuple[str, bool]]) -> Iterator[Site]:
    """gunicorn as the portal runs it: two processes of four threads."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = ground.environment(database, PORT=str(port), HOST="127.0.0.1", WEB_CONCURRENCY="2", WEB_THREADS="4")
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", application]
    with (ground.folder / "web.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=TOP, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        _wait(port, process)
        yield Site(port, process, tasks)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit and process.poll() is None:
        with socket.socket() as door:
            if door.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the web server did not come up")


@contextmanager
def checker(ground: Ground) -> Iterator[int]:
    """The warm file checker that both sides ask; its process id."""
    path = Path(ground.folder) / "data" / "gate.sock"
    subprocess.run([sys.executable, "-m", "records.gate.checker", str(path)], cwd=TOP, check=True)
    with wire.address(path) as address, socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as door:
        door.connect(address)
        pid = wire.other_side(door)[0]
    try:
        yield pid
    finally:
        with wire.address(path) as address, socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as door:
            door.connect(address)
            wire.send(door, {"stamp": wire.STAMP, "job": "stop"})


@dataclass(frozen=True)
class Rush:
    """What became of a crowd's submissions."""

    errors: int
    done: list[Person]
    seconds: float

    @property
    def rate(self) -> float:
        return len(self.done) / self.seconds


def rush(place: Site, people: Sequence[Person], body: bytes, clients: int) -> Rush:
    """All these people submit, `clients` of them at a time."""
    waiting: queue.SimpleQueue[Person] = queue.SimpleQueue()
    for person in people:
        waiting.put(person)
    done: list[Person] = []
    failed: list[Person] = []

    def client() -> None:
        while True:
            try:
                person = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                accepted = place.one(person, body)
            except (OSError, http.client.HTTPException):
                accepted = False
            (done if accepted else failed).append(person)

    threads = [threading.Thread(target=client) for _client in range(clients)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Rush(len(failed), done, time.monotonic() - began)


def cost(ground: Ground, place: Site, warm_checker: int, work: Callable[[], object]) -> float:
    """CPU seconds of web server, file checker with its children, and database for a piece of work."""

    def spent() -> float:
        return meter.of([*meter.family(place.process.pid), warm_checker]) + ground.backends()

    before = spent()
    work()
    return spent() - before
