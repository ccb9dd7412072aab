"""One piece of work: a request, a task, a sweep. What is read for it once is kept as long as it lasts, and no longer:
the next one, in whatever process, reads anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Kept = TypeVar("Kept")
_KEPT: ContextVar[dict[str, Any] | None] = ContextVar("what this piece of work has read", default=None)


@contextmanager
def unit() -> Iterator[None]:
    """A piece of work; within another one it is a part of that."""
    if _KEPT.get() is not None:
        yield
        return
    token = _KEPT.set({})
    try:
        yield
    finally:
        _KEPT.reset(token)


def kept(name: str, read: Callable[[], Kept]) -> Kept:
    """What was read under this name in this piece of work; outside of any it is read each time."""
    box = _KEPT.get()
    if box is None:
        return read()
    if name not in box:
        box[name] = read()
    found: Kept = box[name]
    return found


def forget(name: str) -> None:
    """For whoever has just changed it."""
    box = _KEPT.get()
    if box is not None:
        box.pop(name, None)


@contextmanager
def supposing(name: str, value: object) -> Iterator[None]:
    """As if that had been read, for whatever is asked inside."""
    token = _KEPT.set({**(_KEPT.get() or {}), name: value})
    try:
        yield
    finally:
        _KEPT.reset(token)
