"""Where the rows lie: an embedded SQLite, or the PostgreSQL that `DATABASE_URL` names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import environ


def databases(env: environ.Env, folder: Path) -> dict[str, dict[str, Any]]:
    """`settings.DATABASES`. `folder` is where the embedded one lies."""
    found: dict[str, Any] = env.db("DATABASE_URL", default=f"sqlite:///{folder / 'teachersync.sqlite3'}")
    if found["ENGINE"].endswith("sqlite3"):
        # Writers queue at BEGIN instead of failing at COMMIT; a commit that was answered survives a power cut.
        found["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            " PRAGMA temp_store=MEMORY; PRAGMA mmap_size=134217728; PRAGMA cache_size=-32000;",
        }
        return {"default": found}
    # PostgreSQL reads and plans a statement once a connection and runs it again with other values: its share of an
    # ordinary page falls by half. Off behind a pooler that gives each transaction another connection.
    prepared = env.bool("DATABASE_PREPARED", default=True)
    # A process with a hundred threads, each for one slow upload, keeps none of their connections (0).
    found |= {"CONN_MAX_AGE": env.int("DATABASE_KEEP", default=600), "CONN_HEALTH_CHECKS": True}
    found["OPTIONS"] = {
        "connect_timeout": 2,
        "server_side_binding": prepared,
        "prepare_threshold": 5 if prepared else None,
    }
    return {"default": found}
