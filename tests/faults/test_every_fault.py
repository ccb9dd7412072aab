"""A short round of each fault, on the portal's own processes; the long ones are `make faults`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from tests import services
from tests.faults.every import FAULTS
from tests.faults.field import Field, field_of
from tests.faults.when import CLOSING, WORKDAY, before

pytestmark = [pytest.mark.services, pytest.mark.slow, pytest.mark.enable_socket]

ORDINARY = [name for name, fault in FAULTS.items() if not fault.shuts]
AT_THE_CLOSING = [name for name, fault in FAULTS.items() if fault.shuts]


def stage(names: list[str], when: dt.datetime) -> Iterator[Field]:
    people = sum(FAULTS[name].people for name in names) + 2
    try:
        with field_of(people, when) as there:
            yield there
    except services.Missing as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="module")
def workday() -> Iterator[Field]:
    yield from stage(ORDINARY, WORKDAY)


@pytest.fixture(scope="module")
def evening() -> Iterator[Field]:
    """An hour before plans are due."""
    yield from stage(AT_THE_CLOSING, before(3600))


def held(there: Field, name: str, closing: float | None) -> None:
    try:
        seen = FAULTS[name].harm(there, 1)
        assert seen
        assert there.ask("broken", {"presses": [one.as_json() for one in seen], "closing": closing}) == []
    finally:
        there.end_helpers()


@pytest.mark.parametrize("name", ORDINARY)
def test_every_promise_holds(workday, name):
    held(workday, name, None)


@pytest.mark.parametrize("name", AT_THE_CLOSING)
def test_every_promise_holds_at_the_closing(evening, name):
    held(evening, name, CLOSING.timestamp())
    evening.clock.set(before(3600))


def test_a_broken_promise_is_seen(workday):
    """The witness itself: what people say they saw is not what the portal has."""
    one, other = workday.take(2)

    def seen(person, sent, **more):
        facts = {"pk": person["pk"], "sent": sent.timestamp(), "answered": sent.timestamp() + 1, "front": False}
        return {**facts, "status": 302, "place": "/receipts/999999/", "accepted": True, **more}

    refused = {"status": 403, "place": "", "accepted": False}
    presses = [seen(one, before(20)), seen(one, before(10), **refused), seen(other, before(-10))]

    broken = workday.ask("broken", {"presses": presses, "closing": CLOSING.timestamp()})

    assert sorted(sentence.split(":")[0] for sentence in broken) == ["I1", "I1", "I1", "I1", "I3", "I4"]
