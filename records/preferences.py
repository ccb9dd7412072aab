"""What somebody wants to be told, and by what: chosen for each seat and topic, honoured when a message leaves.

In the portal every message stands whatever was chosen. By e-mail the topics of `ALWAYS` go to everybody.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.actor import Actor
from people.enums import SeatKind
from people.models import Seat
from records import bulk, line, register
from records.enums import Channel, Topic
from records.models import LineAccount, Notice, Silence

# Whom a topic may reach; a seat chooses among its own.
TAKERS: dict[Topic, tuple[SeatKind, ...]] = {
    Topic.DEADLINE: (
        SeatKind.TEACHER, SeatKind.COORDINATOR, SeatKind.DEPUTY, SeatKind.DIRECTOR, SeatKind.REGISTRY, SeatKind.BUREAU,
    ),
    Topic.PROGRESS: (SeatKind.TEACHER,),
    Topic.TASK: (
        SeatKind.TEACHER, SeatKind.COORDINATOR, SeatKind.DEPUTY, SeatKind.DIRECTOR, SeatKind.REGISTRY,
        SeatKind.SUPERVISOR, SeatKind.BUREAU,
    ),
    Topic.DATES: (
        SeatKind.TEACHER, SeatKind.COORDINATOR, SeatKind.DEPUTY, SeatKind.DIRECTOR, SeatKind.REGISTRY, SeatKind.BUREAU,
    ),
    Topic.LATE: (SeatKind.COORDINATOR, SeatKind.DIRECTOR),
    Topic.NEWS: (SeatKind.COORDINATOR, SeatKind.DIRECTOR, SeatKind.BUREAU),
}  # fmt: skip
_HINTS: dict[Topic, Promise] = {
    Topic.DEADLINE: _("What the portal refuses once the date is over."),
    Topic.PROGRESS: _("The receipt, the endorsement, that all have signed."),
    Topic.TASK: _("It stands on your first page all the same, and a binding date of yours still comes by e-mail."),
    Topic.DATES: _("For example the receipt of the circular, the coordinator's name, the LINE group."),
    Topic.LATE: _("Three days after the date to the coordinator, seven days after it to the director."),
    Topic.NEWS: _("Who withdrew or gave up the place, your college in the announced list, the list that was sent."),
}
# Never switched off by e-mail: who misses one of these loses a right, a date or the way in.
ALWAYS = (Topic.DEADLINE, Topic.DECISION, Topic.CHANGE, Topic.ACCOUNT, Topic.DAMAGE)
# LINE carries reminders alone.
_IN_LINE = (Topic.DEADLINE, Topic.DATES, Topic.LATE)


@dataclass(frozen=True)
class Switch:
    """A topic of a seat by one channel; without a name it is always on."""

    channel: Channel
    name: str
    on: bool


@dataclass(frozen=True)
class Choice:
    topic: Topic
    hint: Promise
    switches: tuple[Switch, ...]


def may_be_silent(topic: str, channel: str) -> bool:
    """Whether its reader may switch it off there."""
    return topic in _IN_LINE if channel == Channel.LINE else topic in TAKERS and topic not in ALWAYS


def channels_of(user_id: int) -> tuple[Channel, ...]:
    """By what somebody may be reached beside the portal; LINE for who has joined her account. One query at most."""
    joined = line.is_configured() and LineAccount.objects.linked().filter(user_id=user_id).exists()
    return (Channel.EMAIL, Channel.LINE) if joined else (Channel.EMAIL,)


def choices(actor: Actor, channels: Collection[Channel]) -> list[tuple[Seat, list[Choice]]]:
    """Every seat of the actor with what it may be told. One query."""
    off = set(Silence.objects.visible_to(actor).values_list("seat_id", "topic", "channel"))
    found = []
    for seat in actor.seats:
        rows = [topic for topic, kinds in TAKERS.items() if seat.kind in kinds]
        found.append((seat, [Choice(topic, _HINTS[topic], _switches(seat, topic, channels, off)) for topic in rows]))
    return found


def _switches(
    seat: Seat, topic: Topic, channels: Collection[Channel], off: Collection[tuple[int, str, str]]
) -> tuple[Switch, ...]:
    found = []
    for channel in channels:
        if channel == Channel.LINE and topic not in _IN_LINE:
            continue
        name = f"{seat.pk}-{topic}-{channel}" if may_be_silent(topic, channel) else ""
        found.append(Switch(channel, name, not name or (seat.pk, topic, channel) not in off))
    return tuple(found)


@transaction.atomic
def choose_messages(seat: Seat, wanted: dict[tuple[Topic, Channel], bool], *, at: dt.datetime) -> bool:
    """The seat's holder switches topics on or off; what is not named stays as it is. False when nothing changed.

    The holder acts for herself alone, so the seat is the hand too.
    """
    # Two browsers of one person take their turns: the register tells what each changed.
    Seat.objects.select_for_update().get(pk=seat.pk)
    rows = Silence.objects.filter(seat=seat)
    off = set(rows.values_list("topic", "channel"))
    new = [key for key, on in wanted.items() if not on and key not in off and may_be_silent(*key)]
    gone = [key for key, on in wanted.items() if on and key in off]
    if not new and not gone:
        return False
    for topic, channel in gone:
        rows.filter(topic=topic, channel=channel).delete()
    bulk.add([Silence(seat=seat, topic=topic, channel=channel) for topic, channel in new])
    facts = {"off": sorted(map(":".join, new)), "on": sorted(map(":".join, gone))}
    register.write("records:seat:choose_messages", seat, by=seat, at=at, college_id=seat.college_id, **facts)
    return True


def silent(user_id: int, channel: str, at: dt.datetime) -> Callable[[Notice], bool]:
    """Whether this person does not want a notice by this channel. One query; two where she switched something off.

    Of several seats that a notice may be meant for, one that wants it is enough.
    """
    rows = Silence.objects.filter(seat__user_id=user_id, channel=channel)
    off = set(rows.values_list("seat_id", "topic"))
    seats = list(Seat.objects.open_at(at).filter(user_id=user_id)) if off else []

    def ask(notice: Notice) -> bool:
        if not off or not may_be_silent(notice.topic, channel):
            return False
        meant = _meant(notice, seats)
        return bool(meant) and all((seat.pk, notice.topic) in off for seat in meant)

    return ask


def _meant(notice: Notice, seats: Sequence[Seat]) -> list[Seat]:
    """The seats to which a notice may be addressed: of the right kind, and at its college, or at an office."""
    taking = [seat for seat in seats if seat.kind in TAKERS[Topic(notice.topic)]]
    there = [seat for seat in taking if notice.college_id is None or seat.college_id in (None, notice.college_id)]
    # The matter of a college that she has left goes to her where she is now.
    return there or taking
