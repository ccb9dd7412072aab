"""Harm to the mail server: F19."""

from __future__ import annotations

import time

from tests.faults.broker import until_all_is_done
from tests.faults.crowd import Press, attach, in_turn, until_answered
from tests.faults.field import Field


def f19(there: Field, rounds: int) -> list[Press]:
    """The mail server is down, then slow, then takes mail without saying so: each message once in every box."""
    people = there.take(3 * rounds)
    in_turn(people, lambda person: attach(there, person))
    there.start_worker()
    there.start_beat()
    seen: list[Press] = []
    for number, mood in enumerate(("down", "slow", "deaf")):
        there.post.mood = mood
        seen += in_turn(people[number::3], lambda person: until_answered(there, person))
        time.sleep(3)
    assert all(one.accepted for one in seen), "the mail is a submission's matter"
    there.post.mood = "well"
    until_all_is_done(there)
    boxes: dict[str, set[str]] = {}
    for receiver, message in there.post.taken:
        boxes.setdefault(receiver, set()).add(message)
    expected = there.ask("sent")
    # A mail that was taken without a word comes again under the same number, and the box keeps one of them.
    assert {box: sorted(found) for box, found in boxes.items()} == expected
    return seen
