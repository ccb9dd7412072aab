"""Harm to the broker and to those who work for it: F10, F11."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable

import redis

from tests.faults.crowd import Press, attach, in_turn, until_answered
from tests.faults.field import Field

WITHIN = 120.0  # seconds: what was due is done again by then
STEP = dt.timedelta(minutes=2)  # longer than a ring's patience


def _flushed(there: Field) -> None:
    redis.Redis(unix_socket_path=there.redis.url.removeprefix("redis+socket://")).flushall()


def f10(there: Field, rounds: int) -> list[Press]:
    """The broker is dead, then deaf, then has forgotten everything: submissions go on, and what was due is done."""
    seen: list[Press] = []
    for harm, back in _HARMS:
        people = there.take(4 * rounds)
        in_turn(people, lambda person: attach(there, person))
        harm(there)
        try:
            answers = in_turn(people, lambda person: until_answered(there, person))
        finally:
            back(there)
        assert all(one.accepted for one in answers), "the broker is away, and a submission was refused"
        seen += answers
    there.start_worker()
    there.start_beat()
    until_all_is_done(there)
    return seen


_HARMS: list[tuple[Callable[[Field], None], Callable[[Field], None]]] = [
    (lambda there: there.redis.kill(), lambda there: there.redis.start()),
    (lambda there: there.redis.freeze(), lambda there: there.redis.thaw()),
    (_flushed, lambda there: None),
]


def until_all_is_done(there: Field) -> None:
    """Every ring is answered and every notice told. The portal's clock is moved on over the patience of the rings."""
    there.clock.shift_to(there.clock.offset + STEP.total_seconds())
    left: list[str] = []

    def nothing_is_left() -> bool:
        left[:] = there.ask("undone")
        return not left

    try:
        there.until(nothing_is_left, "everything that was due is done", WITHIN)
    except AssertionError as error:
        raise AssertionError(f"{error}: {left[:5]}") from None


def f11(there: Field, rounds: int) -> list[Press]:
    """kill -9 of the whole worker in the middle of its work, again and again: each effect once."""
    people = there.take(6 * rounds)
    there.start_beat()
    seen: list[Press] = []
    for start in range(0, len(people), 6):
        there.start_worker()
        part = people[start : start + 6]
        in_turn(part, lambda person: attach(there, person))
        seen += in_turn(part, lambda person: until_answered(there, person))
        time.sleep(0.3 * (1 + start % 4))
        there.kill("worker")
    there.start_worker()
    until_all_is_done(there)
    return seen
