"""Becomes the Celery worker, after giving back what a killed one had in its hands.

A task is acknowledged when it is done. One that was running when its worker was killed waits for the visibility
timeout (ten minutes) before anybody else may have it, because its worker might still be at it. On one machine the
supervisor knows better: the old worker is gone before the new one starts.
"""

import os
import sys
from typing import Any

from kombu import Connection

# Running as root is the owner's choice and said once in docs/operations.md; the banner is for developers of Celery.
QUIET = ["-W", "ignore:You're running the worker with superuser:UserWarning"]
CELERY = [sys.executable, *QUIET, "-m", "celery", "--quiet", "-A", "teachersync"]


def give_back(url: str) -> int:
    """Puts every task that was taken and not acknowledged at the head of its queue; answers how many."""
    with Connection(url, connect_timeout=2) as connection:
        channel: Any = connection.default_channel  # of the Redis transport, whose parts the stubs do not know
        client = channel.client
        tags = client.zrange(channel.unacked_index_key, 0, -1)
        for tag in reversed(tags):  # each goes before the last one, so the oldest is first again
            channel.qos.restore_by_tag(tag, client)
        return len(tags)


def command(concurrency: int = 2) -> list[str]:
    """The worker's command line. Gossip and mingle are talk among many workers; the rows do not need it."""
    return [
        *(*CELERY, "worker", "--pool", "prefork", "--concurrency", str(concurrency)),
        *("--loglevel", os.environ.get("WORKER_LOG_LEVEL", "WARNING"), "--without-gossip", "--without-mingle"),
    ]


if __name__ == "__main__":
    give_back(os.environ["TEACHERSYNC_BROKER"])
    os.execv(sys.executable, command())  # noqa: S606 (our own command)
