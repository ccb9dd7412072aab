"""A kept rehearsal as its readers walk it: day by day, in their language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.enums import SeatKind
from reports.models import Rehearsal
from reports.rehearsal.events import CLOSES, MESSAGE, OPENS
from rounds.enums import ExtensionLevel, Party
from rounds.models import Milestone

_AUDIENCES: dict[str, Any] = {**dict(SeatKind.choices), **dict(ExtensionLevel.choices), **dict(Party.choices)}


@dataclass(frozen=True)
class Row:
    """An event for reading. `place` is its own in the rehearsal, under which its messages are kept."""

    place: int
    at: dt.datetime
    kind: str
    milestone: Milestone | None
    audience: str
    count: int
    what: str
    subject: str

    @property
    def title(self) -> str:
        """What happens, in words."""
        label = f"{self.milestone.shown} {self.milestone.label}" if self.milestone else ""
        if self.kind == MESSAGE:
            return _("such as: %(subject)s") % {"subject": self.subject} if self.count > 1 else self.subject
        if self.what == "extension":
            return _("%(label)s: more time ends") % {"label": label}
        if self.what == "longer":
            return _("%(label)s: the days for checking end") % {"label": label}
        return label

    @property
    def verb(self) -> str:
        return {OPENS: _("opens"), CLOSES: _("closes"), MESSAGE: _("message")}[self.kind]

    @property
    def reach(self) -> str:
        """For how many, in words."""
        if self.kind == MESSAGE:
            words = ngettext("to %(n)d person (%(who)s)", "to %(n)d people (%(who)s)", self.count)
        elif self.what == "extension":
            words = _("for %(n)d (%(who)s)")
        else:
            words = ngettext("for %(n)d college (%(who)s)", "for %(n)d colleges (%(who)s)", self.count)
        return words % {"n": self.count, "who": self.audience}


@dataclass
class Day:
    """A day on which something happens."""

    date: dt.date
    rows: list[Row] = field(default_factory=list)

    def of(self, kind: str) -> list[Row]:
        return [row for row in self.rows if row.kind == kind]

    @property
    def opens(self) -> list[Row]:
        return self.of(OPENS)

    @property
    def closes(self) -> list[Row]:
        return self.of(CLOSES)

    @property
    def messages(self) -> list[Row]:
        return self.of(MESSAGE)

    @property
    def readers(self) -> int:
        return sum(row.count for row in self.messages)


def rows(rehearsal: Rehearsal, milestones: Mapping[str, Milestone]) -> list[Row]:
    """The events in their order; `milestones` by kind, those of the round."""
    return [
        Row(
            place,
            dt.datetime.fromisoformat(event["at"]),
            event["kind"],
            milestones.get(event["milestone"]),
            _audience(event["audience"]),
            event["count"],
            event["what"],
            event["subject"],
        )
        for place, event in enumerate(rehearsal.events)
    ]


def _audience(names: str) -> str:
    return ", ".join(str(_AUDIENCES.get(name, name)) for name in names.split(",") if name)


def days(events: list[Row]) -> list[Day]:
    found: dict[dt.date, Day] = {}
    for row in events:
        day = row.at.date()
        found.setdefault(day, Day(day)).rows.append(row)
    return list(found.values())
