"""What the real workers let the driver hear: which task is in whose hands, and which came to its end.

The driver counts eras. A task that began in one has read the clock that was set before it: when it ends well, all
that was due by that clock is done as far as the task goes.
"""

from __future__ import annotations

import functools
import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import redis
from celery.signals import task_postrun, task_prerun
from django.conf import settings

_ERA, HANDS, _DONE = "years:era", "years:hands", "years:done"


@functools.cache
def _line(process: int) -> Any:
    """Each forked process has a line of its own."""
    return redis.Redis(unix_socket_path=settings.HEARD, decode_responses=True)


def line() -> Any:
    return _line(os.getpid())


def _run(task_id: str) -> str:
    """A task that a new worker gives back may run twice at once: what one began is not what the other ended."""
    return f"{task_id} {os.getpid()}"


@task_prerun.connect
def _began(task_id: str, task: Any, **_more: object) -> None:
    line().hset(HANDS, _run(task_id), json.dumps([os.getpid(), int(line().get(_ERA) or 0), task.name]))


@task_postrun.connect
def _ended(task_id: str, task: Any, state: str, **_more: object) -> None:
    held = line().hget(HANDS, _run(task_id))
    if state == "SUCCESS" and held:
        line().sadd(f"{_DONE}:{json.loads(held)[1]}", task.name)
    line().hdel(HANDS, _run(task_id))


def new_era() -> int:
    return int(line().incr(_ERA))


def is_done(task: str, era: int) -> bool:
    """Whether a task of this name has begun in this era and come to its end."""
    return bool(line().sismember(f"{_DONE}:{era}", task))


def in_hands() -> dict[str, tuple[int, int, str]]:
    """What runs now: by its number the process, the era in which it began, and its name."""
    found: dict[str, tuple[int, int, str]] = {}
    for number, text in line().hgetall(HANDS).items():
        process, era, name = json.loads(text)
        if lives(process):
            found[number] = process, era, name
        else:
            line().hdel(HANDS, number)  # killed: nobody else will say so
    return found


def lives(process: int) -> bool:
    """A killed process that nobody has buried yet does not live."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def until(holds: Callable[[], bool], what: str, seconds: float) -> None:
    """Raises TimeoutError with the words."""
    limit = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > limit:
            raise TimeoutError(f"{what}: not within {seconds:.0f} s")
        time.sleep(0.02)
