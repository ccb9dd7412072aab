"""The one abstraction of the house: may this move happen now, and if so, write it.

A room's `rules.py` holds a table of moves; a row says from where to where, who, in which window, and what is
needed. The same row draws the buttons, guards the action and fills the tests. `may` answers `None` or a refusal
with its sentence; `carry_out` tests again and writes: one conditional update, entries, and nothing else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.actor import Actor
from people.models import Seat
from records import bulk, register
from records.models import Entry
from rounds.bound import shut
from rounds.models import Round, Whom
from rounds.refusal import Refusal as Refusal
from rounds.refusal import Refused as Refused
from rounds.refusal import Words
from rounds.window import Calendar, Window

_BATCH = 500


class Thing(Protocol):
    """What a move is made with: it has a state, a round, a home college and a person it is about."""

    pk: Any
    state: str

    @property
    def round(self) -> Round: ...

    @property
    def college_id(self) -> int | None: ...

    @property
    def about_user_id(self) -> int | None: ...

    @property
    def whom(self) -> Whom: ...


T = TypeVar("T", bound=Any)


@dataclass(frozen=True)
class Role:
    """Which seats may, and how they must stand to the thing."""

    label: Words
    kinds: tuple[str, ...]
    # True: the thing is about me. False: it is not about me (nobody approves their own). None: either.
    own: bool | None = None
    same_college: bool = False
    # A role of last resort: with those things alone of which this says yes. It may ask the database.
    only: Callable[[Any], bool] | None = None

    def fits(self, seat: Seat, thing: Thing) -> bool:
        if seat.kind not in self.kinds:
            return False
        if self.same_college and seat.college_id != thing.college_id:
            return False
        if self.own is not None and (seat.user_id == thing.about_user_id) is not self.own:
            return False
        return self.only is None or self.only(thing)


Need = Callable[[Any, Seat, dt.datetime], Refusal | None]
WindowOf = Callable[[Calendar, Whom], Window]


@dataclass(frozen=True)
class Move:
    """One row of a table of moves. `target` None keeps the state; `stamp` names the `_at`/`_by` pair it sets."""

    verb: str
    label: Words
    sources: tuple[str, ...]
    target: str | None
    who: tuple[Role, ...]
    stamp: str
    window: WindowOf | None = None
    needs: tuple[Need, ...] = ()
    # Fields that every such move sets back or forth, beside state and stamp.
    sets: Mapping[str, Any] = field(default_factory=dict)
    # Outside its window this move may still be asked for by an extension.
    may_ask: bool = True


def during(kind: str, longer_by: str = "") -> WindowOf:
    """The window of a milestone; `longer_by` names a setting of the round in working days."""

    def window(calendar: Calendar, whom: Whom) -> Window:
        found = calendar.window(kind, whom)
        return found.longer(getattr(calendar.round, longer_by)) if longer_by else found

    return window


def choose_seat(move: Move, thing: Thing, actor: Actor) -> Seat | None:
    """The actor's seat that may make this move with this thing."""
    for role in move.who:
        for seat in actor.seats:
            if role.fits(seat, thing):
                return seat
    return None


def wrong_role(move: Move, thing: Thing, actor: Actor | None = None) -> Refusal:
    """Says who can, and names the rule when it is 'nobody approves their own'."""
    last = [role for role in move.who if role.only and role.only(thing)]
    who = ", ".join(str(role.label) for role in last or [role for role in move.who if not role.only])
    own = actor is not None and any(
        role.own is False and seat.kind in role.kinds and seat.user_id == thing.about_user_id
        for role in move.who
        for seat in actor.seats
    )
    if own:
        return Refusal("own", _("Nobody decides on a matter of their own."), opener=who)
    return Refusal("role", _("This is not yours to do."), opener=who)


def closed(move: Move, thing: Thing, at: dt.datetime, calendar: Calendar) -> Refusal | None:
    """The refusal of a shut window; None when it is open, or when the milestone does not bind."""
    if move.window is None:
        return None
    return shut(move.window(calendar, thing.whom), at, can_ask=move.may_ask)


def may(move: Move, thing: Thing, seat: Seat, at: dt.datetime, calendar: Calendar) -> Refusal | None:
    """None when this seat may make this move now; else the first reason why not."""
    if thing.round.state != "PUBLISHED":
        return Refusal("round", _("The round is not open."), opener=_("the bureau"))
    if not any(role.fits(seat, thing) for role in move.who):
        return wrong_role(move, thing, Actor(seat.user, (seat,)))
    if thing.state not in move.sources:
        return wrong_state(thing)
    refusal = closed(move, thing, at, calendar)
    if refusal:
        return refusal
    for need in move.needs:
        refusal = need(thing, seat, at)
        if refusal:
            return refusal
    return None


def wrong_state(thing: Thing) -> Refusal:
    display = getattr(thing, "get_state_display", None)
    state = display() if display else thing.state
    return Refusal("state", gettext("This cannot be done now: it is “%(state)s”.") % {"state": state})


def somebody_was_first() -> Refusal:
    return Refusal("first", _("Somebody else was quicker. Please look at the page again."))


@dataclass
class Outcome:
    """What became of a move with many things: those it was made with, and those skipped, each with the reason."""

    done: list[Any]
    skipped: list[tuple[Any, Refusal]]


def carry_out(
    things: Sequence[T],
    move: Move,
    *,
    by: Seat,
    at: dt.datetime,
    calendar: Calendar,
    room: str,
    facts: Mapping[str, Any] | None = None,
    sets: Mapping[str, Any] | None = None,
    stamped_at: dt.datetime | None = None,
) -> Outcome:
    """Makes a move with one or many things, inside one transaction of the caller or its own.

    Order: test each thing, take those that still stand in a source state (locked), one conditional update a batch,
    one bulk insert of entries. `at` decides (windows); `stamped_at`, by default the same, is written down.
    The things in `Outcome.done` carry the new values.
    """
    stamp = stamped_at or at
    outcome = Outcome([], [])
    willing: list[T] = []
    for thing in things:
        refusal = may(move, thing, by, at, calendar)
        if refusal:
            outcome.skipped.append((thing, refusal))
        else:
            willing.append(thing)
    if not willing:
        return outcome
    changes: dict[str, Any] = {f"{move.stamp}_at": stamp, f"{move.stamp}_by": by, **move.sets, **(sets or {})}
    if move.target is not None:
        changes["state"] = move.target
    # Within the caller's transaction no point of return is needed: whatever fails here fails the whole act.
    with transaction.atomic(savepoint=False):
        for start in range(0, len(willing), _BATCH):
            _write(willing[start : start + _BATCH], move, changes, by, stamp, room, facts or {}, outcome)
    return outcome


def _write(
    batch: list[T],
    move: Move,
    changes: dict[str, Any],
    by: Seat,
    at: dt.datetime,
    room: str,
    facts: Mapping[str, Any],
    outcome: Outcome,
) -> None:
    model: type[models.Model] = type(batch[0])
    taken = _take(model, [thing.pk for thing in batch], move, changes)
    entries: list[Entry] = []
    for thing in batch:
        if thing.pk not in taken:
            outcome.skipped.append((thing, somebody_was_first()))
            continue
        before = thing.state
        for name, value in changes.items():
            setattr(thing, name, value)
        outcome.done.append(thing)
        entries.append(
            register.entry(
                f"{room}:{model._meta.model_name}:{move.verb}",
                thing,
                by=by,
                at=at,
                year=thing.round.year,
                college_id=thing.college_id,
                before=before,
                **facts,
            )
        )
    bulk.add(entries)


def _take(model: type[models.Model], keys: list[Any], move: Move, changes: dict[str, Any]) -> set[Any]:
    """Writes the changes where the old state still stands; the keys of the rows it was first with.

    For one row the number of rows written says so. Many are locked before, in the order of their keys.
    """
    rows = model._default_manager.filter(state__in=move.sources)
    if len(keys) == 1:
        return set(keys) if rows.filter(pk=keys[0]).update(**changes) else set()
    locked = rows.filter(pk__in=keys).select_for_update(of=("self",)).order_by("pk")
    taken = set(locked.values_list("pk", flat=True))
    if taken:
        rows.filter(pk__in=taken).update(**changes)
    return taken


def one(outcome: Outcome) -> Any:
    """The single thing of a move with one thing, or its refusal raised."""
    if outcome.skipped:
        raise Refused(outcome.skipped[0][1])
    return outcome.done[0]


@dataclass(frozen=True)
class Button:
    """A verb as the page shows it: to press, or grey with its reason."""

    move: Move
    seat: Seat | None
    refusal: Refusal | None

    @property
    def open(self) -> bool:
        return self.refusal is None


def buttons(
    table: Iterable[Move], thing: Thing, actor: Actor, at: dt.datetime, calendar: Calendar
) -> dict[str, Button]:
    """Each verb the actor could ever make with this thing, by verb; those of other roles are left out."""
    found: dict[str, Button] = {}
    for move in table:
        seat = choose_seat(move, thing, actor)
        if seat is None:
            continue
        button = Button(move, seat, may(move, thing, seat, at, calendar))
        # Two rows may have one verb, from different states.
        if button.open or move.verb not in found:
            found[move.verb] = button
    return found
