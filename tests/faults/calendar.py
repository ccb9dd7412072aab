"""Harm to the calendar's own hands and to its clock: F12, F13."""

from __future__ import annotations

from functools import partial

from tests.faults.broker import until_all_is_done
from tests.faults.crowd import Press, at_once, attach, in_turn, until_answered
from tests.faults.field import Field, Person
from tests.faults.when import CLOSING, before


def f12(there: Field, rounds: int) -> list[Press]:
    """Beat is dead over the closing; then two are alive at once: the door held, and each is told once."""
    people = there.take(4 * rounds)
    sending, silent = people[::2], people[1::2]
    in_turn(people, lambda person: attach(there, person))
    there.clock.set(before(60))
    seen = in_turn(sending, lambda person: until_answered(there, person))
    assert all(one.accepted for one in seen), "in time, and refused"
    there.clock.set(before(-600))
    seen += (late := in_turn(silent, lambda person: until_answered(there, person)))
    assert not any(one.accepted for one in late), "nobody swept, and the door was open"
    there.start_worker("worker")
    there.start_worker("second worker")
    for name in ("beat", "second beat"):
        there.start_beat(name)
    there.clock.set(before(-9.5 * 3600))  # the next morning, when people may be told
    lapsed = {person["pk"] for person in silent}
    there.until(lambda: lapsed <= set(there.ask("lapsed")), "whoever did not send has lapsed")
    until_all_is_done(there)
    return seen


def _at_its_turn(there: Field, person: Person, place: int) -> Press:
    there.clock.wait_until(before(1 - place / 20))
    return until_answered(there, person)


def f13(there: Field, rounds: int) -> list[Press]:
    """The clock goes through the closing on web and database while people press, from a second before to one after."""
    people = there.take(40 * rounds)
    in_turn(people, lambda person: attach(there, person))
    seen: list[Press] = []
    for start in range(0, len(people), 40):
        there.clock.set(before(3.5))
        crowd = people[start : start + 40]
        part = at_once([partial(_at_its_turn, there, person, place) for place, person in enumerate(crowd)])
        assert {one.accepted for one in part} == {True, False}, "the closing fell outside the crowd"
        assert max(one.sent for one in part) > CLOSING.timestamp() > min(one.sent for one in part)
        seen += part
    return seen
