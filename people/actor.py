"""Who stands at the door: a person with all seats that are open now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest

from people.enums import OFFICE_SEATS, ROUND_READERS, SeatKind
from people.models import Seat, User


class PortalRequest(HttpRequest):
    """A request behind the door: it knows its instant and its actor."""

    at: dt.datetime
    actor: Actor


@dataclass(frozen=True)
class Actor:
    """A person and their open seats. Nobody signed in: no user, no seats."""

    user: User | None
    seats: tuple[Seat, ...]

    @classmethod
    def of(cls, user: User, at: dt.datetime) -> Actor:
        seats = Seat.objects.open_at(at).filter(user=user).select_related("college", "office").order_by("pk")
        for seat in (found := tuple(seats)):
            seat.user = user
        return cls(user, found)

    @classmethod
    def nobody(cls) -> Actor:
        return cls(None, ())

    def with_kind(self, *kinds: str) -> Iterator[Seat]:
        return (seat for seat in self.seats if seat.kind in kinds)

    def seat(self, *kinds: str, college_id: int | None = None) -> Seat | None:
        """The first open seat of one of these kinds (at this college, where one is named)."""
        for seat in self.with_kind(*kinds):
            if college_id is None or seat.college_id == college_id:
                return seat
        return None

    def college_ids(self, *kinds: str) -> list[int]:
        return [seat.college_id for seat in self.with_kind(*kinds) if seat.college_id is not None]

    @cached_property
    def is_central(self) -> bool:
        """Sits at an office. That alone opens nothing: `visible_to` asks `reads_round`, or names the seats."""
        return any(seat.kind in OFFICE_SEATS for seat in self.seats)

    @cached_property
    def reads_round(self) -> bool:
        """May read all of a round, whosever it is: the bureau and the policy bureau."""
        return any(seat.kind in ROUND_READERS for seat in self.seats)

    @cached_property
    def is_bureau(self) -> bool:
        return any(seat.kind == SeatKind.BUREAU for seat in self.seats)

    @property
    def user_id(self) -> int | None:
        return self.user.pk if self.user else None
