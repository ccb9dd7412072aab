"""The calendar as it holds for a reader: whose dates they are, what each binds, how it stands today."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from people.actor import Actor
from people.clock import local
from people.enums import COLLEGE_SEATS, SeatKind
from people.models import College
from rounds.enums import Mode, Party, Standing
from rounds.models import Extension, Milestone, Participation, Round, Whom
from rounds.window import Calendar, Window, closing_of

_PARTIES = dict(Party.choices)
_HEADS = (SeatKind.COORDINATOR, SeatKind.DEPUTY, SeatKind.DIRECTOR)
# Whose own date a milestone is, by the parties that it names.
_SEATS: dict[str, tuple[SeatKind, ...]] = {
    Party.TEACHER: (SeatKind.TEACHER,),
    Party.COORDINATOR: _HEADS,
    Party.COLLEGE: (*_HEADS, SeatKind.REGISTRY, SeatKind.SUPERVISOR),
    Party.BUREAU: (SeatKind.BUREAU,),
    Party.POLICY: (SeatKind.POLICY,),
    Party.OVEC: (SeatKind.FINANCE,),
}
# What a milestone binds, as people say it.
BINDS = {
    Mode.ENFORCED: _("closes by itself: nothing is accepted afterwards"),
    Mode.SHOWN: _("late is possible, and shown as late"),
    Mode.INFORMATIVE: _("for your information"),
}


def home_of(actor: Actor) -> College | None:
    """The first college at which the actor has a seat."""
    return next((seat.college for seat in actor.with_kind(*COLLEGE_SEATS) if seat.college), None)


def whom_of(actor: Actor) -> Whom:
    """Whose calendar it is: a teacher's own, or that of the college; for the offices the whole country's."""
    teacher = actor.seat(SeatKind.TEACHER)
    college = teacher.college if teacher else home_of(actor)
    if college is None:
        return Whom()
    return Whom(actor.user_id if teacher else None, college.pk, college.region)


def is_own(milestone: Milestone, actor: Actor) -> bool:
    """Whether the actor has to do with it by one of her seats, and something is asked."""
    kinds = {kind for party in milestone.who for kind in _SEATS.get(party, ())}
    return milestone.mode != Mode.INFORMATIVE and actor.seat(*kinds) is not None


def is_askable(milestone: Milestone) -> bool:
    """Whether a teacher may ask for more time of her own."""
    return milestone.mode == Mode.ENFORCED and Party.TEACHER in milestone.who


def state_of(window: Window, at: dt.datetime) -> str:
    """past, now or later."""
    return "past" if window.is_past(at) else "now" if window.is_open(at) else "later"


def standing_words(extension: Extension, milestone: Milestone | None, at: dt.datetime) -> str:
    """How a granted extension stands, as its list and its page say it; "" for one that was not granted."""
    standing = extension.standing(at)
    if standing is None:
        return ""
    if milestone is not None and extension.is_pointless(closing_of(milestone, extension.round)):
        return gettext("not needed any more: the date itself is just as late")
    if standing != Standing.ENDING:
        return str(standing.label)
    days = (local(extension.until).date() - local(at).date()).days
    words = ngettext("ends in %(n)d day", "ends in %(n)d days", days) % {"n": days}
    return words if days else gettext("ends today")


def rows(calendar: Calendar, actor: Actor, at: dt.datetime) -> list[dict[str, Any]]:
    """One a milestone, in the order of the letter."""
    whom = whom_of(actor)
    return [_row(calendar.window(kind, whom), actor, at) for kind in calendar.milestones]


def _row(window: Window, actor: Actor, at: dt.datetime) -> dict[str, Any]:
    milestone = window.milestone
    return {
        "milestone": milestone,
        "window": window,
        "who": [_PARTIES.get(party, party) for party in milestone.who],
        "state": state_of(window, at),
        "moved": window.closes_at != milestone.closes_at,
        "binds": BINDS[Mode(milestone.mode)],
        "own": is_own(milestone, actor),
        "askable": is_askable(milestone),
    }


def ours(actor: Actor, round_: Round) -> dict[str, Any] | None:
    """The reader's college in the round, with what she herself may do about it; one query."""
    college = home_of(actor)
    if college is None:
        return None
    found = Participation.objects.visible_to(actor).filter(round=round_, college=college)
    row = found.select_related("coordinator__user", "receipt_registered_by__user").first()
    if row is None:
        return None
    named = actor.seat(SeatKind.COORDINATOR, college_id=college.pk)
    return {
        "college": college,
        "row": row,
        "registers": actor.seat(SeatKind.REGISTRY, SeatKind.DIRECTOR, college_id=college.pk) is not None,
        "names": actor.seat(SeatKind.DIRECTOR, college_id=college.pk) is not None,
        "joins": named is not None and row.coordinator_id == named.pk,
    }
