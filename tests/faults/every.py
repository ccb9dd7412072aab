"""All faults of the list, and one run of one of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from tests.faults import broker, calendar, database, mail, web
from tests.faults.crowd import Press
from tests.faults.field import Field, field_of
from tests.faults.when import CLOSING, WORKDAY, before


@dataclass(frozen=True)
class Fault:
    """`people` are needed a round. `shuts`: the closing of plans falls into it. `zones`: where its machines stand."""

    harm: Callable[[Field, int], list[Press]]
    people: int
    when: dt.datetime = WORKDAY
    shuts: bool = False
    zones: tuple[str, ...] = ("Asia/Bangkok",)


FAULTS = {
    "F1": Fault(web.f1, 8),
    "F2": Fault(web.f2, 8),
    "F3": Fault(web.f3, 4),
    "F6": Fault(database.f6, 4),
    "F7": Fault(database.f7, len(database.WRITTEN)),
    "F10": Fault(broker.f10, 12),
    "F11": Fault(broker.f11, 6),
    "F12": Fault(calendar.f12, 4, before(3600), True),
    "F13": Fault(calendar.f13, 40, before(3600), True, ("Asia/Bangkok", "UTC", "America/Lima")),
    "F14": Fault(database.f14, 8, before(3600), True),
    "F15": Fault(web.f15, 8, before(3600), True),
    "F16": Fault(web.f16, 2, before(3600), True),
    "F19": Fault(mail.f19, 3),
}


def run(name: str, rounds: int) -> tuple[int, list[str]]:
    """How often somebody pressed, and every promise that was broken. Raises services.Missing, AssertionError."""
    fault, pressed, broken = FAULTS[name], 0, []
    for zone in fault.zones:
        with field_of(fault.people * rounds, fault.when, zone=zone) as there:
            seen = fault.harm(there, rounds)
            pressed += len(seen)
            closing = CLOSING.timestamp() if fault.shuts else None
            broken += there.ask("broken", {"presses": [one.as_json() for one in seen], "closing": closing})
    return pressed, broken
