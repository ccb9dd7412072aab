"""The table of moves of a college's list of names: one row a verb, as for applications in `rules.py`."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from applications.enums import NameListState
from applications.models import NameList
from applications.rules import CHECKER, DIRECTOR
from people.enums import SeatKind
from people.models import Seat
from rounds.enums import MilestoneKind
from rounds.models import Participation, Whom
from rounds.moves import Move, Refusal, Role
from rounds.window import Calendar, Window

WHO = (
    Role(CHECKER.label, (SeatKind.COORDINATOR, SeatKind.DEPUTY), same_college=True),
    Role(DIRECTOR.label, (SeatKind.DIRECTOR,), same_college=True),
)


def may_act(seat: Seat, college_id: int, round_id: int) -> Refusal | None:
    """The one coordinator of the round, a deputy in her place; the director where no coordinator is named."""
    if seat.kind not in (SeatKind.COORDINATOR, SeatKind.DEPUTY, SeatKind.DIRECTOR) or seat.college_id != college_id:
        return Refusal("role", _("This is not yours to do."), opener=CHECKER.label)
    named = Participation.objects.filter(round_id=round_id, college_id=college_id).values_list("coordinator", flat=True)
    coordinator = named.first()
    if seat.kind == SeatKind.COORDINATOR and coordinator != seat.pk:
        return Refusal(
            "not_named", _("The director has not named you coordinator of this round."), opener=DIRECTOR.label
        )
    if seat.kind == SeatKind.DIRECTOR and coordinator:
        return Refusal("coordinator_first", _("The coordinator sends the list."), opener=CHECKER.label)
    return None


def sender_is_named(name_list: NameList, seat: Seat, at: dt.datetime) -> Refusal | None:
    return may_act(seat, name_list.college_id, name_list.round_id)


def is_newest(name_list: NameList, seat: Seat, at: dt.datetime) -> Refusal | None:
    later = NameList.objects.filter(round_id=name_list.round_id, college_id=name_list.college_id)
    if later.filter(version__gt=name_list.version).exists():
        return Refusal("old_version", _("A newer version has been prepared."))
    return None


def is_true(name_list: NameList, seat: Seat, at: dt.datetime) -> Refusal | None:
    if NameList.objects.true().filter(pk=name_list.pk).exists():
        return None
    return Refusal("changed", _("Who is endorsed has changed since it was prepared. Please prepare a new version."))


def is_signed(name_list: NameList, seat: Seat, at: dt.datetime) -> Refusal | None:
    if name_list.signed_id is None:
        return Refusal("not_signed", _("The copy with the director's signature has not been sent in."))
    return None


def sending(calendar: Calendar, whom: Whom) -> Window:
    """As long as plans can be endorsed at the college, those of teachers with more time included."""
    return calendar.widest(MilestoneKind.PLANS_DUE, whom).longer(calendar.round.endorse_days)


_HERE = (NameListState.PREPARED,)
ATTACH_LIST = Move(
    "attach_list", _("Send in the signed list"), _HERE, None, WHO, "", needs=(sender_is_named, is_newest),
)  # fmt: skip
SEND_LIST = Move(
    "send_list", _("Send the list of names"), _HERE, NameListState.SENT, WHO, "sent",
    window=sending, needs=(sender_is_named, is_newest, is_true, is_signed), may_ask=False,
)  # fmt: skip
MOVES = {move.verb: move for move in (ATTACH_LIST, SEND_LIST)}
