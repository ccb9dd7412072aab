"""Which notice of the round goes to whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import translation

from people.clock import local
from people.enums import SeatKind
from people.models import JoinRequest, Seat
from people.thai import instant, long_date, person_name
from records.enums import Topic
from records.models import Notice
from records.outbox import notice
from rounds.models import Extension, Milestone, Participation


def named(participation: Participation, at: dt.datetime) -> list[Notice]:
    seat = participation.coordinator
    if seat is None or seat.user_id is None:
        return []
    year = participation.round.year
    key = f"named:{year}:{participation.pk}:{seat.pk}:{at.isoformat()}"
    facts: dict[str, Any] = {"college": participation.college.name, "year_text": str(year)}
    return [notice(key, "rounds/name_coordinator", to_id=seat.user_id, at=at, topic=Topic.ACCOUNT, year=year, **facts)]


def _facts(extension: Extension, milestone: Milestone | None = None) -> dict[str, Any]:
    milestone = milestone or extension.round.milestones.filter(kind=extension.kind).first()
    return {
        "what": f"{milestone.printed} {milestone.label_th}" if milestone else extension.kind,
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
            topic=Topic.TASK,
            year=year,
            groups=True,
            **_facts(extension),
        )
        for user_id in officers
        if user_id
    ]


def decided(extension: Extension, verb: str, at: dt.datetime, milestone: Milestone | None = None) -> list[Notice]:
    """To the person, and to whoever asked for her. Who decides many hands over their milestone."""
    people = {user_id for user_id in (extension.person_id, extension.requested_by.user_id) if user_id}
    if verb == "withdraw":
        return []
    return [
        notice(
            f"extension:{extension.pk}:{verb}:{user_id}",
            f"rounds/{verb}",
            to_id=user_id,
            at=at,
            topic=Topic.DECISION,
            year=extension.round.year,
            **_facts(extension, milestone),
        )
        for user_id in sorted(people)
        if user_id
    ]


def extended(
    extensions: Iterable[Extension], told: Mapping[int, Iterable[int]], milestone: Milestone, at: dt.datetime
) -> list[Notice]:
    """To those concerned, by college: there is more time for all of you. `told` are user ids by the college's key."""
    found = []
    for extension in extensions:
        with translation.override("th"):
            facts = {**_facts(extension, milestone), "for_whom": extension.for_whom, "year": extension.round.year}
        colleges = told if extension.college_id is None else (extension.college_id,)
        for user_id in sorted({user_id for college_id in colleges for user_id in told[college_id]}):
            key = f"extension:{extension.pk}:extend:{user_id}"
            found.append(notice(key, "rounds/extend", to_id=user_id, at=at, topic=Topic.CHANGE, **facts))
    return found


def moved(milestone: Milestone, words: str, to: Iterable[int], at: dt.datetime) -> list[Notice]:
    """To those concerned: a date of the calendar has changed."""
    year = milestone.round.year
    facts: dict[str, Any] = {
        "words": words,
        "what": f"{milestone.printed} {milestone.label_th}",
        "kind": milestone.kind,
        "year_text": str(year),
    }
    return [
        notice(
            f"milestone:{milestone.pk}:moved:{at.isoformat()}:{user_id}",
            "rounds/moved",
            to_id=user_id,
            at=at,
            topic=Topic.CHANGE,
            year=year,
            **facts,
        )
        for user_id in to
    ]


def _place(seat: Seat) -> dict[str, Any]:
    with translation.override("th"):
        return {"college": seat.college.name if seat.college else "", "role": str(seat.get_kind_display())}


def invited(seat: Seat, path: str, at: dt.datetime) -> list[Notice]:
    """To the person: come in. `path` is the link to a first password; "" for who has one."""
    if seat.user_id is None:
        return []
    key = f"seat:{seat.pk}:invite:{at.isoformat()}"
    return [notice(key, "rounds/invite", to_id=seat.user_id, at=at, topic=Topic.ACCOUNT, path=path, **_place(seat))]


def is_in_already(seat: Seat, path: str, at: dt.datetime) -> list[Notice]:
    """To who asks to join where they sit already: once a day, so that nobody is pestered through our form."""
    if seat.user_id is None:
        return []
    key = f"seat:{seat.pk}:join:{local(at).date().isoformat()}"
    return [notice(key, "rounds/join_known", to_id=seat.user_id, at=at, topic=Topic.ACCOUNT, path=path, **_place(seat))]


def wants_to_join(wish: JoinRequest, at: dt.datetime) -> list[Notice]:
    """To those who answer: coordinator, deputy and director of the college."""
    staff = Seat.objects.open_at(at).of_college(
        wish.college_id, SeatKind.COORDINATOR, SeatKind.DEPUTY, SeatKind.DIRECTOR
    )
    person = person_name(wish.title, wish.first_name, wish.last_name)
    facts: dict[str, Any] = {"person": person, "college": wish.college.name}
    return [
        notice(
            f"join:{wish.pk}:{user_id}",
            "rounds/join",
            to_id=user_id,
            at=at,
            topic=Topic.TASK,
            college_id=wish.college_id,
            groups=True,
            **facts,
        )
        for user_id in sorted({user_id for user_id in staff.values_list("user_id", flat=True) if user_id})
    ]


def seat_ended(seat: Seat, at: dt.datetime) -> list[Notice]:
    if seat.user_id is None:
        return []
    key = f"seat:{seat.pk}:end"
    return [notice(key, "rounds/end_seat", to_id=seat.user_id, at=at, topic=Topic.ACCOUNT, **_place(seat))]


def passed_on(participation: Participation, before: Seat, at: dt.datetime) -> list[Notice]:
    """To the coordinator before: somebody else has been named."""
    if before.user_id is None:
        return []
    year = participation.round.year
    key = f"named:{year}:{participation.pk}:{before.pk}:passed_on:{at.isoformat()}"
    after = participation.coordinator
    person = after.user.full_name if after and after.user else ""
    facts: dict[str, Any] = {"college": participation.college.name, "person": person, "year_text": str(year)}
    return [notice(key, "rounds/passed_on", to_id=before.user_id, at=at, topic=Topic.ACCOUNT, year=year, **facts)]
