"""How a college stands in the round: for its director's page, and for what its coordinator sends round."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count

from applications.enums import ApplicationState
from applications.models import Application, Signature
from applications.pages.signing import mine
from people.actor import Actor
from people.clock import local
from people.enums import SeatKind
from people.models import College
from reports.year import short_name
from rounds.enums import Party
from rounds.holidays import LAST_SECOND
from rounds.models import Milestone, Round, Whom
from rounds.owed import Owed, bound_kinds, owing
from rounds.window import Calendar

HEADS = (SeatKind.COORDINATOR, SeatKind.DEPUTY, SeatKind.DIRECTOR)
S = ApplicationState
# Whose milestones concern a college; what only the offices do is on the calendar.
_PARTIES = frozenset((Party.COLLEGE, Party.COORDINATOR, Party.TEACHER))
_WEEK = dt.timedelta(days=7)
MOST_SIGNATURES = 100


@dataclass(frozen=True)
class Coming:
    """A date of the next days, and whether the milestone opens or closes then."""

    at: dt.datetime
    milestone: Milestone
    closes: bool

    @property
    def name(self) -> str:
        return short_name(self.milestone.kind)


@dataclass(frozen=True)
class Overview:
    """`owed` by closing, what is late first; `signatures` are those that lie with the reader."""

    round: Round
    college: College
    at: dt.datetime
    plans: dict[str, int]
    owed: list[Owed]
    coming: list[Coming]
    signatures: list[Signature]

    @property
    def late(self) -> list[Owed]:
        return [row for row in self.owed if row.is_late(self.at)]

    def count(self, *states: str) -> int:
        return sum(self.plans.get(state, 0) for state in states)

    @property
    def writing(self) -> int:
        return self.count(S.DRAFT, S.SENT_BACK)

    @property
    def checking(self) -> int:
        return self.count(S.SUBMITTED)

    @property
    def endorsed(self) -> int:
        """Everything that the college has let through, whatever became of it."""
        return self.count(S.ENDORSED, S.ELIGIBLE, S.RESERVE, S.NOT_ELIGIBLE, S.WAIVED)

    @property
    def eligible(self) -> int:
        return self.count(S.ELIGIBLE)

    @property
    def total(self) -> int:
        return self.writing + self.checking + self.endorsed


def sentence(owed: Owed) -> str:
    """What is owed, with its name or number, in the language that is active."""
    return str(owed.title) % {"name": owed.name, "count": owed.count}


def overview(actor: Actor, round_: Round, college: College, at: dt.datetime) -> Overview:
    """Of one college, for one of its heads; a fixed number of queries."""
    calendar = Calendar.of(round_, college=college)
    rows = Application.objects.visible_to(actor).filter(round=round_, college=college)
    counted = rows.order_by().values("state").annotate(n=Count("pk")).values_list("state", "n")
    owed = [row for kind in sorted(bound_kinds()) for row in owing(kind, calendar, at, colleges=[college.pk])]
    lines = mine(actor).waiting().filter(plan__application__round=round_, plan__application__college=college)
    lines = lines.select_related("plan__application").order_by("plan__application__name_key", "pk")
    whom = Whom(college_id=college.pk, region=college.region)
    return Overview(
        round_,
        college,
        at,
        dict(counted),
        sorted(owed, key=lambda row: (row.closes_at, row.kind, row.matter)),
        [row for row in coming(calendar, whom, at) if _PARTIES.intersection(row.milestone.who)],
        list(lines[:MOST_SIGNATURES]),
    )


def coming(calendar: Calendar, whom: Whom, at: dt.datetime) -> list[Coming]:
    """What opens and closes from now on and in the next seven days, in the order of the instants."""
    here = local(at)
    last = dt.datetime.combine(here.date() + _WEEK, LAST_SECOND, tzinfo=here.tzinfo)
    found = []
    for kind, milestone in calendar.milestones.items():
        window = calendar.window(kind, whom)
        if at < window.opens_at <= last:
            found.append(Coming(window.opens_at, milestone, closes=False))
        if at <= window.closes_at <= last:
            found.append(Coming(window.closes_at, milestone, closes=True))
    return sorted(found, key=lambda row: (row.at, row.milestone.position))
