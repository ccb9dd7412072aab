"""Lapsed: an open state behind a shut window. Computed for whoever reads; the sweep's stamp is only its record.

The same rule in two tongues: for one application with its windows, and for the whole table. Lists, counts and desks
agree with the application's own page because both stand here.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from applications.enums import ApplicationState
from applications.models import Application
from rounds.enums import MilestoneKind
from rounds.models import Round, Whom
from rounds.shut import Shut
from rounds.window import Calendar, Window

S = ApplicationState
# Who has to send it, and who has to check it: the second have some days longer.
SENDING = (S.DRAFT, S.SENT_BACK)
CHECKING = (S.SUBMITTED,)


def has_lapsed(application: Application, submitting: Window, checking: Window, at: dt.datetime) -> bool:
    return is_lapsed(application.state, submitting, checking, at)


def is_lapsed(state: str, submitting: Window, checking: Window, at: dt.datetime) -> bool:
    if state in SENDING:
        return submitting.enforced and submitting.is_past(at)
    if state in CHECKING:
        return checking.enforced and checking.is_past(at)
    return False


class Lapsed:
    """Who of a round has lapsed at an instant, for the database."""

    def __init__(self, round_: Round, at: dt.datetime) -> None:
        """One query."""
        self.at = at
        milestone = Calendar.of(round_, Whom(), kinds=(MilestoneKind.PLANS_DUE,)).milestones[MilestoneKind.PLANS_DUE]
        self._sending = Shut(milestone, round_, at)
        self._checking = Shut(milestone, round_, at, round_.endorse_days)

    @property
    def rows(self) -> Q:
        """The condition on applications of the round."""
        return Q(state__in=SENDING) & self._sending.rows | Q(state__in=CHECKING) & self._checking.rows

    @property
    def until(self) -> dt.datetime | None:
        """How long the answer holds when nothing is written meanwhile; None: for good. Two queries."""
        return min(filter(None, (self._sending.until, self._checking.until)), default=None)
