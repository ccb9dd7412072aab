"""What happens in a year: doors that open and close, messages that go out; as facts for page, sheet and calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from people.clock import local
from people.enums import SeatKind
from people.models import Seat
from records import outbox
from records.models import Notice
from rounds.enums import ExtensionLevel, MilestoneKind, Party
from rounds.holidays import add_working_days
from rounds.models import Extension, Participation
from rounds.window import Calendar, closing_of

OPENS, CLOSES, MESSAGE = "opens", "closes", "message"
# Of a person with several seats the first of these is meant, unless the matter is her own.
_HEADS = (
    SeatKind.BUREAU, SeatKind.POLICY, SeatKind.FINANCE, SeatKind.AUDITOR, SeatKind.DIRECTOR, SeatKind.COORDINATOR,
    SeatKind.DEPUTY, SeatKind.REGISTRY, SeatKind.SUPERVISOR, SeatKind.TEACHER,
)  # fmt: skip
# Who is told when the person has not done it.
_HANDS = {"coordinator": SeatKind.COORDINATOR, "director": SeatKind.DIRECTOR}
Letters = list[tuple[int, list[Notice]]]


@dataclass(frozen=True)
class Event:
    """`count`: colleges for which a door opens or closes (1 for one person), readers of a message.

    `audience`: a milestone's parties with commas, an extension's level, or the readers' kind of seat. `what`: of a
    message its template, of an extension's end "extension", of the days for checking "longer", else "".
    """

    at: dt.datetime
    kind: str
    milestone: str
    audience: str
    count: int
    what: str = ""
    # Readers of a message, each with the notices that become her one message.
    letters: Letters = field(default_factory=list, compare=False, repr=False)

    def plain(self) -> dict[str, Any]:
        """As JSON, without the letters; `at` in ISO format, Thai time."""
        return {
            "at": local(self.at).isoformat(),
            "kind": self.kind,
            "milestone": self.milestone,
            "audience": self.audience,
            "count": self.count,
            "what": self.what,
        }


def doors(calendar: Calendar, since: dt.datetime) -> list[Event]:
    """Openings and closings from `since` on; a closing is the last second at which the door is open. Two queries."""
    homes = Participation.objects.filter(round=calendar.round).values_list("college_id", "college__region")
    regions = [region for _pk, region in homes]
    found = []
    for kind, row in calendar.milestones.items():
        who, closes_at = ",".join(row.who), closing_of(row, calendar.round)
        found.append(Event(row.opens_at, OPENS, kind, who, len(regions)))
        found.append(Event(closes_at, CLOSES, kind, who, len(regions)))
        if kind == MilestoneKind.PLANS_DUE:
            checked = add_working_days(closes_at, calendar.round.endorse_days)
            found.append(Event(checked, CLOSES, kind, Party.COORDINATOR, len(regions), "longer"))
        for extension in calendar.extensions:
            if extension.kind == kind and not extension.is_pointless(closes_at):
                reach = _reach(extension, regions)
                found.append(Event(extension.until, CLOSES, kind, extension.level, reach, "extension"))
    return _summed(row for row in found if row.at >= since)


def _reach(extension: Extension, regions: list[str]) -> int:
    if extension.level == ExtensionLevel.ROUND:
        return len(regions)
    return regions.count(extension.region) if extension.level == ExtensionLevel.REGION else 1


def _summed(events: Iterable[Event]) -> list[Event]:
    """Ends of several extensions at one instant are one event."""
    counts: dict[tuple[Any, ...], int] = {}
    for row in events:
        key = (row.at, row.kind, row.milestone, row.audience, row.what)
        counts[key] = counts.get(key, 0) + row.count
    return [Event(at, kind, mark, who, count, what) for (at, kind, mark, who, what), count in counts.items()]


def seats_of_all(at: dt.datetime) -> dict[int, set[str]]:
    """The kinds of seats that each person holds. One query."""
    found: dict[int, set[str]] = {}
    for user_id, kind in Seat.objects.open_at(at).exclude(user=None).values_list("user_id", "kind"):
        found.setdefault(user_id, set()).add(kind)
    return found


def messages(notices: Iterable[Notice], seats: Mapping[int, set[str]]) -> list[Event]:
    """The notices of any number of instants as events, each reader with her whole message."""
    readers: dict[tuple[dt.datetime, str, str, str], dict[int, list[Notice]]] = {}
    by_instant: dict[dt.datetime, list[Notice]] = {}
    for row in notices:
        by_instant.setdefault(row.written_at, []).append(row)
    for at, rows in by_instant.items():
        for bundle in outbox.bundled(rows):
            for row in bundle:
                key = (at, milestone_of(row), audience_of(row, seats), row.name)
                # A reader of two single messages of a kind has both.
                mine = readers.setdefault(key, {}).setdefault(row.to_id, [])
                mine += [other for other in bundle if other not in mine]
    return [
        Event(at, MESSAGE, milestone, audience, len(found), name, list(found.items()))
        for (at, milestone, audience, name), found in readers.items()
    ]


def milestone_of(row: Notice) -> str:
    """The milestone that a notice reminds of, or is about: its context names it, or its key; "" for none."""
    named = (row.reminds_of, row.context.get("kind"), *row.key.split(":"))
    return next((str(word) for word in named if word in MilestoneKind.values), "")


def audience_of(row: Notice, seats: Mapping[int, set[str]]) -> str:
    held = seats.get(row.to_id, set())
    if row.context.get("mine") and SeatKind.TEACHER in held:
        return SeatKind.TEACHER
    if row.context.get("to_whom") in _HANDS:
        return _HANDS[row.context["to_whom"]]
    return next((str(kind) for kind in _HEADS if kind in held), "")


def in_order(events: Iterable[Event]) -> list[Event]:
    """By instant; what closes, then what opens, then what is told of it."""
    order = (CLOSES, OPENS, MESSAGE)
    marks = MilestoneKind.values
    return sorted(
        events,
        key=lambda row: (
            row.at,
            order.index(row.kind),
            marks.index(row.milestone) if row.milestone in marks else len(marks),
            row.what,
            row.audience,
        ),
    )
