"""What a change of a milestone would do, before it is done: pure reading, nothing is written.

Who owes something is asked of the rooms twice, with the calendar as it is and as it would be; whatever differs is
concerned. Openness and reminders are computed from dates, so nothing else has to be looked at.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.clock import local
from people.thai import instant, weekday_date
from rounds.concerned import Concerned, concerned, hands
from rounds.days_moved import CLOSING, said
from rounds.enums import MilestoneKind as K
from rounds.enums import Mode
from rounds.holidays import add_working_days, is_working_day
from rounds.models import Extension, Milestone
from rounds.reminders import Step, steps
from rounds.window import Calendar, Window

# (milestone, its edge) has to come no later than (milestone, its edge); else the sentence.
_ORDER = (
    (K.PLANS_DUE, "closes_at", K.ANNOUNCEMENT, "closes_at",
     gettext_lazy("The list would be announced before plans are in.")),
    (K.ANNOUNCEMENT, "opens_at", K.TRAINING, "opens_at",
     gettext_lazy("Training would begin before the list is announced.")),
    (K.TRAINING, "opens_at", K.LOGBOOK, "opens_at",
     gettext_lazy("The logbook would open before the training.")),
    (K.TRAINING, "closes_at", K.LOGBOOK, "closes_at",
     gettext_lazy("The logbook would end before the training.")),
    (K.TRAINING, "closes_at", K.COLLEGE_EVALUATION, "closes_at",
     gettext_lazy("Evaluation would end before the training.")),
    (K.LOGBOOK, "closes_at", K.COLLEGE_REPORT, "closes_at",
     gettext_lazy("The college's report would be due before the logbooks.")),
    (K.COMPETENCY_TEST, "closes_at", K.FOLLOW_UP, "closes_at",
     gettext_lazy("Follow-up would end before the tests.")),
    (K.TRAINING, "closes_at", K.POST_REPORT, "opens_at",
     gettext_lazy("The post report would open before the training ends.")),
)  # fmt: skip


@dataclass(frozen=True)
class Proposal:
    """The dates and the mode that somebody thinks of."""

    opens_at: dt.datetime
    closes_at: dt.datetime
    mode: str

    def of(self, milestone: Milestone) -> Milestone:
        """The milestone as it would be; never saved."""
        kept = {field.attname: getattr(milestone, field.attname) for field in Milestone._meta.concrete_fields}
        return Milestone(**{**kept, "opens_at": self.opens_at, "closes_at": self.closes_at, "mode": self.mode})


@dataclass(frozen=True)
class Shift:
    """One reminder: when it comes as things stand, and when it would come; None for never."""

    days_left: int
    to: str
    before: dt.datetime | None
    after: dt.datetime | None

    @property
    def moves(self) -> bool:
        return self.before is not None and self.after is not None and self.before != self.after


class Impact:
    """What `proposal` would do to `milestone` at the instant `at`. A fixed number of queries, but for the rooms'."""

    def __init__(self, milestone: Milestone, proposal: Proposal, at: dt.datetime) -> None:
        self.milestone, self.proposal, self.at = milestone, proposal, at
        self.calendar = Calendar.of(milestone.round)
        rows = [row for kind, row in self.calendar.milestones.items() if kind != milestone.kind]
        self.planned = Calendar(milestone.round, [*rows, proposal.of(milestone)], self.calendar.extensions)

    @cached_property
    def before(self) -> Window:
        return self.calendar.window(self.milestone.kind)

    @cached_property
    def after(self) -> Window:
        return self.planned.window(self.milestone.kind)

    @cached_property
    def concerned(self) -> list[Concerned]:
        """Things owed now whose closing moves. Who has longer than both closings is not among them."""
        every = self.milestone.mode != self.proposal.mode
        return concerned(self.milestone.kind, self.calendar, self.planned, self.at, every=every)

    @cached_property
    def people(self) -> list[int]:
        """User ids of those who owe something that is concerned, and of their coordinators; in order."""
        return hands(self.concerned)

    @cached_property
    def colleges(self) -> set[int]:
        return {row.owed.college_id for row in self.concerned if row.owed.college_id is not None}

    @cached_property
    def late_at_once(self) -> list[Concerned]:
        """Those whose door would be shut at the moment of the change, and is open now."""
        return [row for row in self.concerned if row.is_late(self.at) and not row.owed.is_late(self.at)]

    @cached_property
    def open_again(self) -> list[Concerned]:
        return [row for row in self.concerned if row.opens_again(self.at)]

    @cached_property
    def reminders(self) -> list[Shift]:
        """The steps of the milestone's own closing that are still to come, before or after the change."""
        before = {step.name: step for step in self._steps(self.before)}
        after = {step.name: step for step in self._steps(self.after)}
        found = []
        for name in dict.fromkeys([*before, *after]):
            step = before.get(name) or after[name]
            found.append(
                Shift(
                    step.days_left,
                    step.to,
                    before[name].at if name in before else None,
                    after[name].at if name in after else None,
                )
            )
        return sorted(found, key=lambda row: -row.days_left)

    def _steps(self, window: Window) -> list[Step]:
        if window.milestone.mode == Mode.INFORMATIVE:
            return []
        return [step for step in steps(window.closes_at) if step.at > self.at]

    @cached_property
    def pointless(self) -> list[Extension]:
        """Granted extensions that give more time now, and would give none."""
        was, will = self._own(self.before), self._own(self.after)
        rows = [row for row in self.calendar.extensions if row.kind == self.milestone.kind]
        return [row for row in rows if row.is_pointless(will) and not row.is_pointless(was)]

    def _own(self, window: Window) -> dt.datetime:
        """The milestone's own closing, without the whole round's extension."""
        calendar = self.calendar if window is self.before else self.planned
        return Calendar(calendar.round, [window.milestone], []).window(window.milestone.kind).closes_at

    @cached_property
    def warnings(self) -> list[str]:
        """What deserves a second look, in sentences."""
        found, today = [], local(self.at).date()
        closes, opens = local(self.proposal.closes_at).date(), local(self.proposal.opens_at).date()
        if closes < today:
            found.append(_("This closing is past: who has not handed in is late at once."))
        if opens < today and self.proposal.opens_at != self.milestone.opens_at:
            found.append(_("This opening is past: it is open at once."))
        if not is_working_day(closes):
            found.append(_("%(day)s is not a working day.") % {"day": weekday_date(closes)})
        if not is_working_day(closes) and self._own(self.after) != self.proposal.closes_at:
            moved = weekday_date(self._own(self.after))
            found.append(_("The door shuts on the next working day: %(day)s.") % {"day": moved})
        return found + self._contradictions

    @property
    def _contradictions(self) -> list[str]:
        found = []
        for first, edge, second, other_edge, words in _ORDER:
            if self.milestone.kind not in (first, second) or not {first, second} <= self.planned.milestones.keys():
                continue
            if self._edge(first, edge) > self._edge(second, other_edge):
                found.append(str(words))
        return found

    def _edge(self, kind: str, name: str) -> dt.datetime:
        window = self.planned.window(kind)
        if kind == K.PLANS_DUE and name == "closes_at":
            return add_working_days(window.closes_at, self.planned.round.endorse_days)
        return window.opens_at if name == "opens_at" else window.closes_at

    @property
    def draft(self) -> str:
        """A message to those concerned, in Thai, to be edited before it goes."""
        if self.before.closes_at != self.after.closes_at:
            return said(self.milestone, CLOSING, self.before.closes_at, self.after.closes_at)
        with translation.override(settings.LANGUAGE_CODE):
            facts = {
                "label": f"{self.milestone.shown} {self.milestone.label}",
                "after": instant(self.after.closes_at),
            }
            return _("How far “%(label)s” binds has changed. It closes on %(after)s as before.") % facts

    @property
    def mark(self) -> str:
        """A mark of the dates as they stand, the ones proposed, and the extensions that would become pointless.

        Not of who owes something at the moment: while people send in their plans nobody could ever confirm.
        """
        shown = [
            (self.milestone.opens_at, self.milestone.closes_at, self.milestone.mode, self.proposal),
            sorted(row.pk for row in self.pointless),
        ]
        return hashlib.sha256(repr(shown).encode()).hexdigest()[:16]
