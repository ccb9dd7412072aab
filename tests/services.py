"""A PostgreSQL and a Redis of the tests' own: in a folder of their own, on unix sockets, gone in the end.

`with postgres() as server:` gives `server.url` for DATABASE_URL and `server.dsn` for psycopg; `server.kill()` is
kill -9, `server.start()` brings it back on the same data. Raises `Missing` where the binaries are not there.
"""

import glob
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from deploy import broker
from deploy.tree import dying_with_parent

PATIENCE = 60.0  # seconds


class Missing(Exception):
    """A program that these tests need is not on this machine; the text names the package."""


@dataclass
class Server:
    """A server process. `owner` is (user id, group id) to run as, or None for ourselves."""

    command: Sequence[str]
    folder: Path
    url: str
    answers: Callable[[], bool]
    dsn: str = ""
    gentle: signal.Signals = signal.SIGTERM
    owner: tuple[int, int] | None = None
    process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)

    def start(self) -> None:
        """Returns when it answers. Raises RuntimeError with the last lines of its log when it does not."""
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                start_new_session=True,
                preexec_fn=dying_with_parent(signal.SIGQUIT),
                **_as(self.owner),
            )
        limit = time.monotonic() + PATIENCE
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > limit:
                self.kill()
                raise RuntimeError((self.folder / "log").read_text(errors="replace")[-2000:])
            time.sleep(0.05)

    def stop(self) -> None:
        """Ends it orderly, as a shutdown of the machine would."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(self.gentle)
            try:
                self.process.wait(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self) -> None:
        """kill -9, its helpers too: what is on its disk now is all that is left of it."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def freeze(self) -> None:
        """Alive, but deaf and dumb, like a server behind a broken line; `thaw` ends it."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGCONT)


def _as(owner: tuple[int, int] | None) -> dict[str, Any]:
    return {} if owner is None else {"user": owner[0], "group": owner[1], "extra_groups": []}


def postgres_programs() -> Path:
    """The folder with initdb and postgres, the newest where there are several. Raises Missing."""
    found = [Path(path).parent for path in glob.glob("/usr/lib/postgresql/*/bin/initdb")]
    if found:
        return max(found, key=lambda path: int(path.parent.name))
    initdb = shutil.which("initdb")
    if initdb is None:
        raise Missing("PostgreSQL is not installed (package postgresql)")
    return Path(initdb).resolve().parent


def _not_root() -> tuple[int, int] | None:
    """PostgreSQL refuses to run as root; then it runs as a user who may do nothing else here."""
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return user.pw_uid, user.pw_gid
    raise Missing("there is no user postgres or nobody, and PostgreSQL does not run as root")


@contextmanager
def _folder(prefix: str) -> Iterator[Path]:
    # Always in /tmp: a socket's path may have 107 bytes, and whoever runs the server must be able to go there.
    path = Path(tempfile.mkdtemp(prefix=prefix, dir="/tmp"))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def postgres() -> Iterator[Server]:
    """A running PostgreSQL in UTF-8 (C.UTF-8, with ICU collations), user `teachersync`, database `postgres`."""
    programs, owner = postgres_programs(), _not_root()
    with _folder("teachersync-pg-") as folder:
        if owner is not None:
            os.chown(folder, *owner)
        data = folder / "data"
        made = subprocess.run(
            [
                *(programs / "initdb", "-D", data, "-U", "teachersync", "-A", "trust"),
                *("-E", "UTF8", "--locale", "C.UTF-8", "--no-sync", "--no-instructions"),
            ],
            cwd=folder,
            capture_output=True,
            text=True,
            **_as(owner),
        )
        if made.returncode != 0:
            raise RuntimeError(made.stderr)
        # fsync guards against power cuts. kill -9 loses nothing without it, for the kernel keeps what was written.
        options = {"fsync": "off", "full_page_writes": "off", "max_connections": "200", "shared_buffers": "64MB"}
        ready = [str(programs / "pg_isready"), "-q", "-h", str(folder), "-U", "teachersync", "-d", "postgres"]
        server = Server(
            command=[
                *(str(programs / "postgres"), "-D", str(data), "-k", str(folder), "-c", "listen_addresses="),
                *(part for name, value in options.items() for part in ("-c", f"{name}={value}")),
            ],
            folder=folder,
            # The folder before the name: how django-environ spells a socket. libpq itself wants it otherwise.
            url=f"postgresql://teachersync@/{folder}/postgres",
            dsn=f"host={folder} user=teachersync dbname=postgres",
            answers=lambda: subprocess.run(ready).returncode == 0,
            gentle=signal.SIGINT,  # "fast": does not wait for clients to leave
            owner=owner,
        )
        yield from _running(server)


@contextmanager
def redis_server() -> Iterator[Server]:
    """A running Redis with the settings of the embedded broker: everything is in its file before it is answered."""
    with _folder("teachersync-redis-") as folder:
        path = folder / "redis.sock"
        yield from _running(
            Server(
                command=broker.program(path).command,
                folder=folder,
                url=f"redis+socket://{path}",
                answers=lambda: broker.answers(path),
            )
        )


def _running(server: Server) -> Iterator[Server]:
    try:
        server.start()
        yield server
    finally:
        if server.process is not None and server.process.poll() is None:
            server.thaw()
        server.stop()
