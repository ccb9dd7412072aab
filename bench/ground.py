"""The ground on which both are measured: one PostgreSQL (or SQLite), a Redis, one folder, and processes on them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psycopg

from tests import services

TOP = Path(__file__).resolve().parent.parent
_BLANK = "blank"
# Statistics are taken once after loading, and a statement runs in one process: what is left is steady enough to read.
_STEADY = (
    "autovacuum = off",
    "max_parallel_workers_per_gather = 0",
    "checkpoint_timeout = '1h'",
    "max_wal_size = '8GB'",
)


class Ground:
    """Everything below one temporary folder. `engine` is postgres or sqlite."""

    def __init__(
        self,
        engine: str,
        folder: Path,
        redis: services.Server,
        server: services.Server | None,
        settings: str = "teachersync.settings",
    ) -> None:
        self.engine = engine
        self.folder = folder
        self.server, self.redis = server, redis
        self._loaded: dict[str, dict[str, Any]] = {}
        self._common = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("TEACHERSYNC_", "DJANGO_"))},
            "DJANGO_SETTINGS_MODULE": settings,
            "SECRET_KEY": "bench-only-bench-only-bench-only-bench-only-bench-only",
            "STATIC_ROOT": str(folder / "static"),
            "MEDIA_ROOT": str(folder / "data" / "documents"),
            "TEACHERSYNC_DATA": str(folder / "data"),
            "REDIS_URL": redis.url,
            "LOG_LEVEL": "ERROR",
            "ALLOWED_HOSTS": "127.0.0.1",
            "PYTHONWARNINGS": "ignore",
        }
        (folder / "data").mkdir()
        if server is not None:
            with psycopg.connect(server.dsn, autocommit=True) as connection:
                for setting in _STEADY:
                    connection.execute(f"ALTER SYSTEM SET {setting}")
                connection.execute("SELECT pg_reload_conf()")
                connection.execute(f"CREATE DATABASE {_BLANK}")
        for command in (
            ["migrate", "--verbosity", "0", "--skip-checks"],
            ["createcachetable"],
            ["collectstatic", "--no-input", "--verbosity", "0"],
        ):
            self.python("manage.py", *command, database=_BLANK)

    def url(self, database: str) -> str:
        if self.server is None:
            return f"sqlite:///{self.folder / database}.sqlite3"
        return self.server.url.replace("/postgres", f"/{database}")

    def environment(self, database: str, **more: str) -> dict[str, str]:
        return {**self._common, "DATABASE_URL": self.url(database), **more}

    def python(self, *arguments: str, database: str) -> str:
        """Runs a program of ours to its end and gives what it said; raises CalledProcessError when it fails."""
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=TOP,
            env=self.environment(database),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        ).stdout

    def loaded(self, size: int, *, mix: str = "usual", ready: int = 0) -> tuple[str, dict[str, Any]]:
        """A database with that many applications, and what to know of it; made once for each set of wishes."""
        database = f"{mix}_{size}_{ready}"
        if database not in self._loaded:
            self.copy_blank(database)
            said = self.python("-m", "bench.load", str(size), mix, str(ready), database=database)
            self._loaded[database] = json.loads(said.splitlines()[-1])
        return database, self._loaded[database]

    def copy_blank(self, database: str) -> None:
        """A database of that name with tables and nothing in them, but what was written into the blank one."""
        if self.server is None:
            shutil.copy(self.folder / f"{_BLANK}.sqlite3", self.folder / f"{database}.sqlite3")
        else:
            with psycopg.connect(self.server.dsn, autocommit=True) as connection:
                connection.execute(f"DROP DATABASE IF EXISTS {database}")  # of a loading that failed
                connection.execute(f"CREATE DATABASE {database} TEMPLATE {_BLANK}")

    def backends(self) -> float:
        """Processor time of the whole database server so far, ended processes included; nothing for SQLite."""
        if self.server is None or self.server.process is None:
            return 0.0
        from bench import meter

        return meter.of(meter.family(self.server.process.pid))


@contextmanager
def made(engine: str) -> Iterator[Ground]:
    """Starts what is needed and takes it away in the end. Raises tests.services.Missing without PostgreSQL or Redis."""
    with ExitStack() as stack:
        server = stack.enter_context(services.postgres()) if engine == "postgres" else None
        redis = stack.enter_context(services.redis_server())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="teachersync-bench-")))
        yield Ground(engine, folder, redis, server)
