"""Who looks after a college, rearranged: the coordinator teaches too, somebody is gone, nobody else is there."""

from __future__ import annotations

from people.enums import SeatKind
from people.models import College, Seat
from rounds.models import Participation
from tests.cast import Cast, Person, at, name_coordinator, profile, seat


def teaches(person: Person, college: College) -> Person:
    """The same person, acting as the teacher she is as well."""
    profile(person.user, college)
    return Person(person.user, seat(person.user, SeatKind.TEACHER, college))


def gone(cast: Cast, *people: Person) -> None:
    rows = Seat.objects.filter(pk__in=[person.seat.pk for person in people])
    rows.update(ended_at=at("2025-01-31 16:30"), ended_by=cast.admin.seat)


def names(cast: Cast, who: Seat | None) -> None:
    """The director names this seat coordinator of the round, or nobody."""
    if who:
        name_coordinator(cast.round, cast.college, who, cast.director.seat)
    else:
        rows = Participation.objects.filter(pk=cast.participation.pk)
        rows.update(coordinator=None, coordinator_named_at=None, coordinator_named_by=None)


def left_alone(cast: Cast) -> Person:
    """Deputy and director are gone, and the coordinator is the director too: with that seat."""
    gone(cast, cast.deputy, cast.director)
    return Person(cast.coordinator.user, seat(cast.coordinator.user, SeatKind.DIRECTOR, cast.college))
