"""The portal's own processes on servers of their own, with a crowd whose plans are ready, under a clock in our hand."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf

from bench import ground, served
from deploy import worker
from deploy.tree import dying_with_parent
from tests import services
from tests.faults import hand
from tests.faults.post import Post, post_office

Person = dict[str, Any]
APPLICATION = "tests.faults.portal:application"
PATIENCE = 120.0
TASKS = [("/applications/{pk}/attach/", True), ("/applications/{pk}/submit/", False)]


@dataclass
class Field:
    """Where the harm is done. `ready` are those who have not pressed yet: (key of the application, cookie)."""

    ground: ground.Ground
    database: str
    ready: list[Person]
    clock: hand.Hand
    body: bytes
    post: Post
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    site: served.Site | None = None

    @property
    def postgres(self) -> services.Server:
        assert self.ground.server is not None
        return self.ground.server

    @property
    def redis(self) -> services.Server:
        return self.ground.redis

    @property
    def web(self) -> served.Site:
        assert self.site is not None
        return self.site

    def take(self, count: int) -> list[Person]:
        taken, self.ready[:] = self.ready[:count], self.ready[count:]
        assert len(taken) == count, "nobody is left who has not pressed"
        return taken

    def environment(self, **more: str) -> dict[str, str]:
        there = self.ground.environment(self.database, **more)
        return there | {"TEACHERSYNC_BROKER": there["REDIS_URL"]}

    def start(self, name: str, command: Sequence[str]) -> subprocess.Popen[bytes]:
        """A process of the portal beside the web server; its log lies in the field's folder."""
        with (self.ground.folder / f"{name}.log").open("ab") as log:
            process = self.processes[name] = subprocess.Popen(
                command,
                cwd=ground.TOP,
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=dying_with_parent(signal.SIGKILL),
            )
        return process

    def start_worker(self, name: str = "worker") -> None:
        self.start(name, [sys.executable, "-m", "deploy.worker"])

    def start_beat(self, name: str = "beat") -> None:
        schedule = str(self.ground.folder / f"{name}.schedule")
        self.start(name, [*worker.CELERY, "beat", "--loglevel", "WARNING", "--pidfile", "", "--schedule", schedule])

    def kill(self, name: str) -> None:
        """kill -9, with everything it has forked."""
        process = self.processes.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def end_helpers(self) -> None:
        """Worker and beat, whoever of them was started."""
        for name in list(self.processes):
            self.kill(name)

    def ask(self, name: str, question: object = None) -> Any:
        """What the witness says, in a process of its own with the portal's settings. Raises RuntimeError."""
        done = subprocess.run(
            [sys.executable, "-m", "tests.faults.witness", name],
            cwd=ground.TOP,
            env=self.environment(),
            input=json.dumps(question),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        if done.returncode:
            raise RuntimeError(done.stderr[-3000:])
        return json.loads(done.stdout.splitlines()[-1])

    def until(self, holds: Callable[[], bool], what: str, seconds: float = PATIENCE) -> float:
        """Waits; says how many seconds it took. Raises AssertionError with the words."""
        began = time.monotonic()
        while not holds():
            assert time.monotonic() - began < seconds, f"{what}: not within {seconds:.0f} s"
            time.sleep(0.2)
        return time.monotonic() - began


def copy() -> bytes:
    """A signed copy that takes a while to arrive and no time to look at."""
    with pikepdf.new() as pdf, io.BytesIO() as file:
        pdf.add_blank_page()
        pdf.Root.Noise = pdf.make_stream(random.Random(2568).randbytes(400_000))
        pdf.save(file)
        return file.getvalue()


@contextmanager
def field_of(people: int, when: dt.datetime, *, zone: str = "Asia/Bangkok") -> Iterator[Field]:
    """Web server and file checker run; worker and beat are started by whoever wants them. Raises services.Missing."""
    with ExitStack() as stack:
        clock, post = stack.enter_context(hand.holding(when)), stack.enter_context(post_office())
        redis = stack.enter_context(services.redis_server())  # its own clock decides nothing
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="teachersync-faults-")))
        settings = {"TZ": zone, "EMAIL_URL": f"smtp://127.0.0.1:{post.port}", "TRUSTED_PROXIES": "127.0.0.1"}
        with hand.given(clock.of_the_database):
            postgres = stack.enter_context(services.postgres())
        with hand.given(clock.of_the_portal | settings):
            place = ground.Ground("postgres", folder, redis, postgres, "tests.faults.settings")
        database, facts = place.loaded(20, ready=people)
        there = Field(place, database, list(facts["ready"]), clock, served.body_of(copy()), post)
        stack.callback(there.end_helpers)
        stack.enter_context(served.checker(place))
        there.site = stack.enter_context(served.site(place, APPLICATION, database, TASKS))
        yield there


def log_of(there: Field, name: str) -> str:
    path = Path(there.ground.folder) / f"{name}.log"
    return path.read_text(errors="replace") if path.exists() else ""
