"""`make run`, for real: one process tree that comes up, stops, is killed, comes up again and has lost nothing."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from kombu import Connection

from deploy import broker, run

TOP = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.services, pytest.mark.slow, pytest.mark.enable_socket]


def free_port() -> int:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])


@dataclass
class Portal:
    """One installation: a data folder and a port. Started and stopped as a person at a terminal would."""

    data: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[str] = field(init=False)

    def start(self) -> subprocess.Popen[str]:
        environment = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "REDIS_URL")}
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "deploy.run"],
            cwd=TOP,
            env=environment | {"TEACHERSYNC_DATA": str(self.data), "PORT": str(self.port), "HOST": "127.0.0.1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        return self.process

    def ask(self, path: str, headers: dict[str, str] | None = None) -> tuple[int, str]:
        question = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=headers or {})
        try:
            with urllib.request.urlopen(question, timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read().decode()
        except OSError:
            return 0, ""

    def until_ready(self, seconds: float = 90) -> dict[str, Any]:
        limit = time.monotonic() + seconds
        while self.ask("/readyz")[0] != 200:
            if self.process.poll() is not None or time.monotonic() > limit:
                last = self.ask("/readyz")
                self.process.send_signal(signal.SIGINT)
                pytest.fail(f"not ready but {last}; the portal said:\n{self.process.communicate()[0]}")
            time.sleep(0.1)
        found: dict[str, Any] = json.loads(self.ask("/readyz")[1])
        return found

    def family(self) -> list[int]:
        """Everything that runs on this data folder, by the environment it was given or the path it was told."""
        mark, found = os.fsencode(self.data), []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and int(entry.name) != os.getpid():
                try:
                    if mark in (entry / "environ").read_bytes() + (entry / "cmdline").read_bytes():
                        found.append(int(entry.name))
                except OSError:
                    continue
        return found

    def until_gone(self, seconds: float = 20) -> list[int]:
        """Whoever is left after so many seconds; nobody, if all is well."""
        limit = time.monotonic() + seconds
        while (left := self.family()) and time.monotonic() < limit:
            time.sleep(0.1)
        return left


@pytest.fixture
def portal(tmp_path) -> Iterator[Portal]:
    installation = Portal(tmp_path / "data")
    yield installation
    for pid in installation.family():
        os.kill(pid, signal.SIGKILL)
    with installation.process:  # waits, and closes its output
        pass


def test_it_is_ready_stops_as_one_and_comes_back_with_its_queue(portal):
    first = portal.start()
    assert portal.until_ready() == {
        "ready": True,
        "parts": {"database": "ok", "broker": "ok", "storage": "ok", "worker": "ok"},
    }
    assert portal.ask("/healthz") == (200, "ok\n")
    # Nobody works on this queue, so what is in it is there until somebody looks.
    url = f"redis+socket://{broker.socket_path(portal.data)}"
    with Connection(url) as connection:
        connection.SimpleQueue("kept-over-a-restart").put({"id": 41})

    first.send_signal(signal.SIGINT)

    first.communicate(timeout=15)
    assert first.returncode == 0
    assert portal.family() == []
    portal.start()
    portal.until_ready()
    with Connection(url) as connection:
        message = connection.SimpleQueue("kept-over-a-restart").get(timeout=5)
        message.ack()
        assert message.payload == {"id": 41}


def test_when_the_supervisor_is_killed_nobody_stays_and_the_next_run_is_well(portal):
    killed = portal.start()
    portal.until_ready()

    killed.kill()

    assert portal.until_gone() == []
    killed.communicate()
    portal.start()
    assert portal.until_ready()["ready"] is True


def test_whoever_is_killed_comes_back(portal):
    portal.start()
    portal.until_ready()
    before = set(portal.family()) - {portal.process.pid}

    for pid in before:
        os.kill(pid, signal.SIGKILL)

    assert portal.until_ready()["ready"] is True
    assert not before & set(portal.family())


def test_a_second_run_on_the_same_data_is_refused_with_the_address_of_the_first(portal):
    portal.start()
    portal.until_ready()

    second = Portal(portal.data)
    output, _ = second.start().communicate(timeout=60)

    assert second.process.returncode == 1
    assert output == (
        f"The portal already runs on the data in {portal.data}, at http://127.0.0.1:{portal.port}. "
        "Stop it first, or set TEACHERSYNC_DATA to another folder.\n"
    )


def test_a_port_that_is_taken_is_said_in_one_sentence(portal):
    with socket.socket() as line:
        line.bind(("127.0.0.1", portal.port))
        line.listen()

        output, _ = portal.start().communicate(timeout=60)

    assert portal.process.returncode == 1
    assert output.splitlines()[0] == (
        f"Port {portal.port} is taken by another program. Choose another: make run PORT=8001"
    )


def test_a_wildcard_host_is_asked_for_by_the_names_of_this_machine(monkeypatch):
    monkeypatch.setattr(run, "own_address", lambda: "192.168.7.5")

    assert {"localhost", "192.168.7.5"} <= set(run.names_of_this_machine("0.0.0.0"))
    assert run.names_of_this_machine("portal.lan") == ["portal.lan", "127.0.0.1", "localhost"]
    assert run.address("0.0.0.0", "8000") == "http://127.0.0.1:8000"
    assert run.address("::1", "8000") == "http://[::1]:8000"
