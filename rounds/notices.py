"""Which notice of the round goes to whom."""

from __future__ import annotations

import datetime as dt

from people.enums import SeatKind
from people.models import Seat
from people.thai import instant, long_date
from records.models import Notice
from records.outbox import notice
from rounds.models import Extension, Participation


def named(participation: Participation, at: dt.datetime) -> list[Notice]:
    seat = participation.coordinator
    if seat is None or seat.user_id is None:
        return []
    year = participation.round.year
    key = f"named:{year}:{participation.pk}:{seat.pk}:{at.isoformat()}"
    facts = {"college": participation.college.name, "year_text": str(year)}
    return [notice(key, "rounds/name_coordinator", to_id=seat.user_id, at=at, year=year, **facts)]


def _facts(extension: Extension) -> dict[str, object]:
    return {
        "person": extension.person.full_name if extension.person else "",
        "college": extension.college.name if extension.college else "",
        "until": instant(extension.until, lang="th"),
        "day": long_date(extension.until, lang="th"),
        "reason": extension.reason,
        "answer": extension.answer,
        "kind": extension.kind,
        "extension": extension.pk,
        "year_text": str(extension.round.year),
    }


def asked(extension: Extension, at: dt.datetime) -> list[Notice]:
    """To the bureau's officers: somebody asks."""
    officers = Seat.objects.open_at(at).filter(kind=SeatKind.BUREAU).values_list("user_id", flat=True)
    year = extension.round.year
    return [
        notice(
            f"extension:{extension.pk}:ask:{at.isoformat()}:{user_id}",
            "rounds/ask",
            to_id=user_id,
            at=at,
            year=year,
            groups=True,
            **_facts(extension),
        )
        for user_id in officers
        if user_id
    ]


def decided(extension: Extension, verb: str, at: dt.datetime) -> list[Notice]:
    """To the person, and to whoever asked for her."""
    people = {extension.person_id, extension.requested_by.user_id} - {None}
    if verb == "withdraw":
        return []
    return [
        notice(
            f"extension:{extension.pk}:{verb}:{user_id}",
            f"rounds/{verb}",
            to_id=user_id,
            at=at,
            year=extension.round.year,
            **_facts(extension),
        )
        for user_id in sorted(people)
        if user_id
    ]
