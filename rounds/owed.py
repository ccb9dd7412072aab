"""Who still owes what at a milestone: asked of every room, so that reminders, digests and rehearsal ask alike.

A room binds its milestones in its `owing.py` (`@owes(kind)`), imported by its `apps.ready`. Rounds know no room by
name; a milestone for which nobody is bound yet owes nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from django.db.models import Q
from django.utils.functional import Promise

from people.enums import SeatKind
from people.models import Seat
from rounds.models import Participation, Round
from rounds.window import Calendar

Words = str | Promise


@dataclass(frozen=True)
class Owed:
    """One thing that is still to be done. `matter` names it within its milestone (`application-41`).

    `closes_at` is the closing as it holds for this thing, extensions and days for endorsing included; `since` is when
    it began to be owed: earlier steps are nobody's. `people` are user ids by whom a step goes to (`person` who owes
    it, then `coordinator` and `director` of the college).
    """

    kind: str
    matter: str
    closes_at: dt.datetime
    since: dt.datetime
    people: Mapping[str, tuple[int, ...]]
    # What is to be done, as a title and a sentence; both may name `%(name)s` and `%(count)s`.
    title: Words
    text: Words
    path: str
    name: str = ""
    count: int = 1
    college_id: int | None = None

    def is_late(self, at: dt.datetime) -> bool:
        return at >= self.closes_at + dt.timedelta(seconds=1)


class Owes(Protocol):
    """Answers for one milestone of its room, in a fixed number of queries a batch of 500. `matters` and `colleges`
    narrow the question; None asks for all. Nothing closes before the milestone, nor later than `endorse_days` after its
    last extension: reminders do not ask beyond."""

    def __call__(
        self,
        calendar: Calendar,
        at: dt.datetime,
        *,
        matters: Collection[str] | None = None,
        colleges: Collection[int] | None = None,
    ) -> Iterator[Owed]: ...


_BOUND: dict[str, list[Owes]] = {}


def owes(kind: str) -> Callable[[Owes], Owes]:
    """Binds a room's answer to a milestone; several rooms may owe at one."""

    def bind(function: Owes) -> Owes:
        _BOUND.setdefault(kind, []).append(function)
        return function

    return bind


def owing(
    kind: str,
    calendar: Calendar,
    at: dt.datetime,
    *,
    matters: Collection[str] | None = None,
    colleges: Collection[int] | None = None,
) -> Iterator[Owed]:
    """What is owed at a milestone of the calendar's round, over all rooms; it is asked whatever the mode is."""
    if kind not in calendar.milestones:
        return
    for function in _BOUND.get(kind, ()):
        yield from function(calendar, at, matters=matters, colleges=colleges)


def bound_kinds() -> frozenset[str]:
    """The milestones for which some room answers."""
    return frozenset(_BOUND)


def numbers(matters: Collection[str] | None, prefix: str) -> list[int] | None:
    """Keys of the rows that matters of this prefix name; None asks for all."""
    if matters is None:
        return None
    return [int(matter.removeprefix(f"{prefix}-")) for matter in matters if matter.startswith(f"{prefix}-")]


def who_checks(
    about: int | None,
    named: Collection[int],
    deputies: Collection[int],
    directors: Collection[int],
    officers: Collection[int] = (),
) -> tuple[int, ...]:
    """User ids of whose turn it is to check. Nobody approves their own: the named coordinator, else the deputies, else
    the directors, and never whom the matter is about. The bureau's `officers` where she is the director and there is
    nobody else; a college without any director needs one first."""
    for people in (named, deputies, directors, officers if about in directors else ()):
        if found := tuple(user_id for user_id in people if user_id != about):
            return found
    return ()


class Hands:
    """Who acts for a college in a round: two queries, whatever the number of colleges."""

    def __init__(self, round_: Round, at: dt.datetime, colleges: Collection[int] | None = None) -> None:
        named = Participation.objects.filter(round=round_, coordinator__isnull=False)
        kinds = (SeatKind.DIRECTOR, SeatKind.DEPUTY, SeatKind.REGISTRY, SeatKind.BUREAU)
        seats = Seat.objects.open_at(at).filter(kind__in=kinds, user__is_active=True)
        if colleges is not None:
            named = named.filter(college_id__in=colleges)
            seats = seats.filter(Q(college_id__in=colleges) | Q(college=None))
        self._coordinator = dict(named.values_list("college_id", "coordinator__user_id"))
        self._seats: dict[tuple[int | None, str], list[int]] = {}
        self._next: dict[int, dict[str, tuple[int, ...]]] = {}
        for college_id, kind, user_id in seats.order_by("pk").values_list("college_id", "kind", "user_id"):
            if user_id is not None:
                self._seats.setdefault((college_id, kind), []).append(user_id)

    def coordinator(self, college_id: int) -> tuple[int, ...]:
        found = self._coordinator.get(college_id)
        return (found,) if found else ()

    def directors(self, college_id: int) -> tuple[int, ...]:
        return tuple(self._seats.get((college_id, SeatKind.DIRECTOR), ()))

    def _deputies(self, college_id: int) -> Collection[int]:
        return self._seats.get((college_id, SeatKind.DEPUTY), ())

    def registry(self, college_id: int) -> tuple[int, ...]:
        """Who registers what arrives: the registry and the director."""
        found = [*self._seats.get((college_id, SeatKind.REGISTRY), ()), *self.directors(college_id)]
        return tuple(dict.fromkeys(found))

    def checkers(self, college_id: int, about: int | None = None) -> tuple[int, ...]:
        """Who checks, in the order of `who_checks`."""
        named = self.coordinator(college_id)
        if named and about not in named:
            return named  # fifty thousand plans may be asked about
        officers = self._seats.get((None, SeatKind.BUREAU), ())
        return who_checks(about, named, self._deputies(college_id), self.directors(college_id), officers)

    def is_left_to_the_bureau(self, college_id: int, about: int) -> bool:
        """Whether nobody at the college may check what is about its director."""
        directors = self.directors(college_id)
        if about not in directors:
            return False
        return not who_checks(about, self.coordinator(college_id), self._deputies(college_id), directors)

    def next_hands(self, college_id: int, but: int | None = None) -> Mapping[str, tuple[int, ...]]:
        """To whom the later steps go; `but` is not among them."""
        if college_id not in self._next:
            self._next[college_id] = {
                "coordinator": self.coordinator(college_id),
                "director": self.directors(college_id),
            }
        found = self._next[college_id]
        if but is None or not any(but in people for people in found.values()):
            return found
        return {to: tuple(user_id for user_id in people if user_id != but) for to, people in found.items()}
