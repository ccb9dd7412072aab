"""The instants of a round at which anything can be due: nothing happens by itself between two of them."""

from __future__ import annotations

import datetime as dt

from people.clock import is_daytime, local
from rounds.enums import MilestoneKind
from rounds.holidays import add_working_days
from rounds.reminders import EVENING, MORNING, steps
from rounds.window import Calendar, closing_of

_SECOND = dt.timedelta(seconds=1)
_DAWN = dt.time(7)


def closings(calendar: Calendar) -> dict[str, set[dt.datetime]]:
    """By milestone: its closing, the end of each granted extension, and how long who checks the plans has longer."""
    found = {kind: {closing_of(row, calendar.round)} for kind, row in calendar.milestones.items()}
    for row in calendar.extensions:
        found.setdefault(row.kind, set()).add(row.until)
    plans = found.get(MilestoneKind.PLANS_DUE, set())
    plans |= {add_working_days(closing, calendar.round.endorse_days) for closing in plans}
    return found


def instants(calendar: Calendar, since: dt.datetime) -> list[dt.datetime]:
    """`since` itself and all later ones, in order: openings, the second after closings, reminders.

    What falls due at night is told when people are up: the next morning is one of them too.
    """
    found = {since, *(row.opens_at for row in calendar.milestones.values())}
    for closing in set().union(*closings(calendar).values()):
        found |= {closing + _SECOND, *(step.at for step in steps(closing))}
    found |= {_dawn(at) for at in found if not is_daytime(at)}
    return sorted(at for at in found if at >= since)


def afterwards(at: dt.datetime) -> set[dt.datetime]:
    """When those hear the rest who were told something at `at`, at an hour that is not one of the reminders' own:
    nobody is told twice in one part of a day."""
    here = local(at)
    if here.time() in (MORNING, EVENING):
        return set()
    evening = dt.datetime.combine(here.date(), EVENING, tzinfo=here.tzinfo)
    return {when for when in (evening, _dawn(evening)) if when > at}


def _dawn(at: dt.datetime) -> dt.datetime:
    here = local(at)
    day = here.date() if here.time() < _DAWN else here.date() + dt.timedelta(days=1)
    return dt.datetime.combine(day, _DAWN, tzinfo=here.tzinfo)


def beginning(calendar: Calendar, now: dt.datetime) -> dt.datetime:
    """Where a rehearsal begins: now; before the round begins and after it is over, at its first opening."""
    first = min(row.opens_at for row in calendar.milestones.values())
    last = max(closing for found in closings(calendar).values() for closing in found)
    return now if first <= now <= last else first
