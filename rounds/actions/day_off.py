"""The bureau adds a holiday to those of the data file, or takes one that it added away again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.clock import local
from people.enums import SeatKind
from people.models import Seat
from records import outbox, register
from rounds import holidays, notices
from rounds.actions.only import only
from rounds.models import DayOff, Milestone
from rounds.moves import Refusal, Refused


class Told(NamedTuple):
    """Who are told that a closing moves, as user ids, and in which words."""

    milestone: Milestone
    words: str
    people: Collection[int]


def may_change(day: dt.date, at: dt.datetime) -> Refusal | None:
    """A day that is over stays what it was: doors that shut then would open again, and the other way round."""
    if day < local(at).date():
        return Refusal("over", _("That day is over. What happened on it stays as it was."))
    return None


def may_add(day: dt.date, at: dt.datetime) -> Refusal | None:
    """Only a day on which offices would work."""
    if refusal := may_change(day, at):
        return refusal
    if not holidays.is_working_day(day):
        return Refusal("off", _("Nobody works on that day anyway."))
    return None


@transaction.atomic
def add_holiday(day: dt.date, name: str, *, by: Seat, at: dt.datetime, tell: Collection[Told] = ()) -> DayOff:
    """From now on that day is a holiday. Only dates are stored, so closings and reminders follow by themselves."""
    only(by, SeatKind.BUREAU)
    if refusal := may_add(day, at):
        raise Refused(refusal)
    made, is_new = DayOff.objects.get_or_create(day=day, defaults={"name": name, "added_at": at, "added_by": by})
    if not is_new:
        raise Refused(Refusal("first", _("Somebody else has just added this day.")))
    facts = {"day": day.isoformat(), "name": name, "told": _number(tell)}
    register.write("rounds:day_off:add_holiday", made, by=by, at=at, **facts)
    holidays.changed()
    _post(tell, at)
    return made


@transaction.atomic
def remove_holiday(row: DayOff, *, by: Seat, at: dt.datetime, tell: Collection[Told] = ()) -> None:
    """From now on that day is a working day again."""
    only(by, SeatKind.BUREAU)
    if refusal := may_change(row.day, at):
        raise Refused(refusal)
    # Before the row loses its key; refused, the entry goes with it.
    facts = {"day": row.day.isoformat(), "name": row.name, "told": _number(tell)}
    register.write("rounds:day_off:remove_holiday", row, by=by, at=at, **facts)
    deleted, _of = DayOff.objects.filter(pk=row.pk).delete()
    if not deleted:
        raise Refused(Refusal("first", _("Somebody else has just removed this day.")))
    holidays.changed()
    _post(tell, at)


def _number(tell: Collection[Told]) -> int:
    return len({user_id for told in tell for user_id in told.people})


def _post(tell: Collection[Told], at: dt.datetime) -> None:
    for told in tell:
        outbox.post(notices.moved(told.milestone, told.words, told.people, at))
