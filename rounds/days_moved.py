"""What moves when a holiday comes or goes: closings, the end of checking, reminders. Pure reading."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from people.thai import instant
from rounds import holidays
from rounds.enums import MilestoneKind, Mode, RoundState
from rounds.models import Milestone, Round
from rounds.reminders import Step, steps
from rounds.window import Calendar

CLOSING, CHECKING = "closing", "checking"
_Key = tuple[int, str, str]


@dataclass(frozen=True)
class Moved:
    """One instant of a milestone: its closing, the end of checking, or a reminder (then with its step)."""

    year: int
    milestone: Milestone
    what: str
    step: Step | None
    before: dt.datetime
    after: dt.datetime


def moved(added: Mapping[dt.date, str], at: dt.datetime) -> list[Moved]:
    """What is still to come and would come at another instant if `added` were the days that the bureau has added, in
    the order of the calendar. For the round as a whole: who was given more time has days of her own.

    Two queries, and two for each round that is open or being prepared.
    """
    rounds = Round.objects.filter(state__in=(RoundState.DRAFT, RoundState.PUBLISHED)).order_by("year")
    calendars = [Calendar.of(round_) for round_ in rounds]
    before = {key: facts for calendar in calendars for key, facts in _instants(calendar)}
    with holidays.supposing(added):
        after = {key: facts for calendar in calendars for key, facts in _instants(calendar.anew())}
    found = []
    for key, (milestone, step, was) in before.items():
        will = after[key][2]
        if was != will and max(was, will) >= at:
            found.append(Moved(key[0], milestone, key[2], step, was, will))
    return found


def draft(rows: Iterable[Moved]) -> str:
    """A message about these closings of one milestone to those concerned, in Thai, to be edited before it goes."""
    return "\n".join(said(row.milestone, row.what, row.before, row.after) for row in rows)


def said(milestone: Milestone, what: str, before: dt.datetime, after: dt.datetime) -> str:
    """That a closing (or the end of checking) has changed, in Thai."""
    with translation.override(settings.LANGUAGE_CODE):
        facts = {
            "label": f"{milestone.shown} {milestone.label}",
            "before": instant(before),
            "after": instant(after),
        }
        if what == CHECKING:
            return _("The end of checking of “%(label)s” has changed from %(before)s to %(after)s.") % facts
        return _("The closing of “%(label)s” has changed from %(before)s to %(after)s.") % facts


def _instants(calendar: Calendar) -> Iterator[tuple[_Key, tuple[Milestone, Step | None, dt.datetime]]]:
    year = calendar.round.year
    for kind, milestone in calendar.milestones.items():
        window = calendar.window(kind)
        yield (year, kind, CLOSING), (milestone, None, window.closes_at)
        if kind == MilestoneKind.PLANS_DUE:
            yield (year, kind, CHECKING), (milestone, None, window.longer(calendar.round.endorse_days).closes_at)
        if milestone.mode != Mode.INFORMATIVE:
            for step in steps(window.closes_at):
                yield (year, kind, step.name), (milestone, step, step.at)
