"""A place whose writes vanish, while everybody else goes on writing.

SQLite: a copy of the file, made with its backup API, because one writer there locks all others out. The copy has no
name any more once it is open, so that a killed process leaves nothing behind; what one left that was killed before
that is swept by the next.
PostgreSQL: one transaction that is rolled back, in a connection of its own. In it every table is covered by a
temporary one with the same rows, which the database looks at first; so no row of others is ever locked, no unique
key is held, and not even a sequence moves.
"""

from __future__ import annotations

import copy
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

_PREFIX, _LONGEST = "rehearsal-", 3600.0  # seconds: no rehearsal takes that long
# A copy that nobody will read again need not reach the disk, nor be repaired.
_CARELESS = "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;"


class Place:
    """The connection in which writes vanish, laid over the real one of this thread."""

    def __init__(self, outside: BaseDatabaseWrapper, inside: BaseDatabaseWrapper) -> None:
        self._outside, self._inside = outside, inside

    @contextmanager
    def outside(self) -> Iterator[None]:
        """The real database for a moment: to say how far it has come."""
        connections[DEFAULT_DB_ALIAS] = self._outside
        try:
            yield
        finally:
            connections[DEFAULT_DB_ALIAS] = self._inside


@contextmanager
def vanishing() -> Iterator[Place]:
    """Whatever this thread writes inside is gone afterwards. Sees what is committed now, and nothing that comes later.

    Not inside a transaction: what that has written and not committed would not be seen.
    """
    outside = connections[DEFAULT_DB_ALIAS]
    outside.validate_no_atomic_block()
    with tempfile.TemporaryDirectory(dir=settings.DATA, prefix=_PREFIX) as folder:
        inside = _beside(outside, Path(folder))
        connections[DEFAULT_DB_ALIAS] = inside
        try:
            inside.ensure_connection()
            (Path(folder) / "copy").unlink(missing_ok=True)
            with transaction.atomic():
                if inside.vendor == "postgresql":
                    _cover(inside)
                try:
                    yield Place(outside, inside)
                finally:
                    transaction.set_rollback(True)
        finally:
            connections[DEFAULT_DB_ALIAS] = outside
            inside.close()


def sweep(now: float) -> None:
    """Takes away the copy of a rehearsal that was killed before it could take its name away. `now` in real seconds."""
    for left in Path(settings.DATA).glob(f"{_PREFIX}*"):
        with suppress(FileNotFoundError):
            if now - left.stat().st_mtime > _LONGEST:
                shutil.rmtree(left, ignore_errors=True)


def _beside(outside: BaseDatabaseWrapper, folder: Path) -> BaseDatabaseWrapper:
    """A second connection: to a copy of the file, or to the same server."""
    facts: dict[str, Any] = copy.deepcopy(outside.settings_dict)
    if outside.vendor == "sqlite":
        _copy(Path(str(facts["NAME"])), folder / "copy")
        facts["NAME"] = str(folder / "copy")
        facts["OPTIONS"] = {**facts["OPTIONS"], "init_command": _CARELESS}
    return type(outside)(facts, DEFAULT_DB_ALIAS)


def _copy(source: Path, target: Path) -> None:
    """What is committed, in one step: readers do not hold up who writes, and nobody's write makes it begin again."""
    reader, writer = sqlite3.connect(f"file:{source}?mode=ro", uri=True), sqlite3.connect(target)
    try:
        reader.backup(writer)
    finally:
        writer.close()
        reader.close()


def _cover(inside: BaseDatabaseWrapper) -> None:
    quote = inside.ops.quote_name
    with inside.cursor() as cursor:
        # One moment for all tables; and no statement here is worth being compiled.
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SET LOCAL jit = off")
        cursor.execute("SELECT current_schema()")
        (schema,) = cursor.fetchone()
        for model in _tables():
            name, key = quote(model._meta.db_table), model._meta.pk
            real, cover = f"{quote(schema)}.{name}", f"pg_temp.{name}"
            cursor.execute(
                f"CREATE TEMPORARY TABLE {name} (LIKE {real} INCLUDING DEFAULTS INCLUDING CONSTRAINTS"
                " INCLUDING INDEXES INCLUDING IDENTITY INCLUDING GENERATED) ON COMMIT DROP"
            )
            cursor.execute(f"INSERT INTO {cover} OVERRIDING SYSTEM VALUE SELECT * FROM {real}")  # noqa: S608 (our own tables)
            if isinstance(key, models.AutoField):
                cursor.execute(f"SELECT coalesce(max({quote(str(key.column))}), 0) + 1 FROM {cover}")  # noqa: S608 (as above)
                (following,) = cursor.fetchone()
                cursor.execute(f"ALTER TABLE {cover} ALTER COLUMN {quote(str(key.column))} RESTART WITH {following}")
            cursor.execute(f"ANALYZE {cover}")


def _tables() -> list[type[models.Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
