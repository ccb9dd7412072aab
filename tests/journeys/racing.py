"""People who press at the same moment: threads behind a barrier, each with a database connection of its own."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection, connections

PATIENCE = 120.0  # seconds


def at_once(jobs: Sequence[Callable[[], Any]]) -> list[Any]:
    """Runs all jobs at the same moment; gives what each returned, or the exception it raised, in their order."""
    barrier = threading.Barrier(len(jobs))
    results: list[Any] = [None] * len(jobs)

    def run(number: int, job: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=PATIENCE)
            results[number] = job()
        except Exception as error:  # handed to the test
            results[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive(), "somebody still waits"
    return results
