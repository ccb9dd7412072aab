"""Which notice of the gate goes to whom. Words stand in templates/notices/applications/."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any

from applications.enums import ApplicationState, Mark
from applications.models import Announcement, Application, NameList, Plan, Signature
from people.enums import SeatKind
from people.models import Seat
from people.rows import Statement
from people.thai import instant, long_date
from records.enums import Topic
from records.models import Notice, Receipt
from records.outbox import notice
from rounds.enums import MilestoneKind, SignerRole
from rounds.owed import who_checks


def _facts(application: Application) -> dict[str, Any]:
    return {
        "application": application.pk,
        "name": application.name,
        "college": application.college_name,
        "year_text": str(application.round.year),
    }


# The verbs of `_to`, by what they tell their reader.
_TOPICS = {
    "submit": Topic.PROGRESS, "endorse": Topic.PROGRESS, "certify": Topic.PROGRESS,
    "send_back": Topic.DECISION, "decline": Topic.DECISION, "lapse": Topic.DECISION, "promote": Topic.DECISION,
    "to_check": Topic.TASK, "send_link": Topic.TASK, "withdraw": Topic.NEWS, "waive": Topic.NEWS,
}  # fmt: skip


def _to(application: Application, verb: str, user_id: int, at: dt.datetime, **more: Any) -> Notice:
    key = f"{application.round.year}:application:{application.pk}:{verb}:{at.isoformat()}:{user_id}"
    return notice(
        key,
        f"applications/{verb}",
        to_id=user_id,
        at=at,
        # What decides on the teacher is news to her college.
        topic=Topic.NEWS if verb == "promote" and user_id != application.user_id else _TOPICS[verb],
        year=application.round.year,
        college_id=application.college_id,
        **_facts(application),
        **more,
    )


_COORDINATOR = Statement(
    "SELECT s.user_id FROM rounds_participation t JOIN people_seat s ON s.id = t.coordinator_id"
    " WHERE t.round_id = %s AND t.college_id = %s",
    plain=1,
)


# Asked only where the coordinator does not check. Who sits at an office has no college.
_AFTER_HER = Statement(
    "SELECT s.kind, s.user_id FROM people_seat s JOIN people_user u ON u.id = s.user_id"
    " WHERE (s.college_id = %s OR s.college_id IS NULL) AND s.kind IN ('DEPUTY', 'DIRECTOR', 'BUREAU')"
    " AND s.ended_at IS NULL AND u.is_active ORDER BY s.id",
    plain=2,
)


def checkers(application: Application, *, or_bureau: bool = False) -> tuple[int, ...]:
    """User ids of who checks this plan at the college, in the order of `who_checks`; with `or_bureau` to its end."""
    named = [user_id for (user_id,) in _COORDINATOR.rows(application.round_id, application.college_id)]
    if named and application.user_id not in named:
        return tuple(named)
    found: dict[str, list[int]] = {SeatKind.DEPUTY: [], SeatKind.DIRECTOR: [], SeatKind.BUREAU: []}
    for kind, user_id in _AFTER_HER.rows(application.college_id):
        found[kind].append(user_id)
    officers = found[SeatKind.BUREAU] if or_bureau else ()
    return who_checks(application.user_id, named, found[SeatKind.DEPUTY], found[SeatKind.DIRECTOR], officers)


def submitted(application: Application, receipt: Receipt, at: dt.datetime) -> list[Notice]:
    here = checkers(application)
    hands = here or checkers(application, or_bureau=True)
    left = hands != here  # to the bureau
    to_teacher = _to(
        application, "submit", application.user_id, at, number=receipt.number, when=instant(at, lang="th"),
        sha256=receipt.document.sha256 if receipt.document else "", left=left,
    )  # fmt: skip
    return [to_teacher, *(_to(application, "to_check", user_id, at, left=left) for user_id in hands)]


def endorsed(application: Application, at: dt.datetime) -> list[Notice]:
    by_bureau = application.endorsed_by is not None and application.endorsed_by.kind == SeatKind.BUREAU
    return [_to(application, "endorse", application.user_id, at, by_bureau=by_bureau)]


def sent_back(application: Application, until: dt.datetime, at: dt.datetime) -> list[Notice]:
    more = {"comment": application.comment, "until": instant(until, lang="th"), "late": until < at}
    return [_to(application, "send_back", application.user_id, at, **more)]


def to_sign(signature: Signature, at: dt.datetime, *, but: int | None) -> list[Notice]:
    """To whose turn it is; `but` has just acted and knows. Many of one day become one message."""
    application = signature.application
    people = {user_id for user_id in _signers(signature, at) if user_id} - {but}
    more = {"label": signature.label, "signature": signature.pk}
    key = f"{application.round.year}:signature:{signature.pk}:to_sign:{at.isoformat()}"
    if signature.role == SignerRole.ESTABLISHMENT:
        # Only the college can lay it before somebody who has no account.
        return [_to(application, "send_link", user_id, at, **more) for user_id in checkers(application)]
    return [
        notice(
            f"{key}:{user_id}",
            "applications/to_sign",
            to_id=user_id,
            at=at,
            topic=Topic.TASK,
            year=application.round.year,
            college_id=application.college_id,
            groups=True,
            **{**_facts(application), **more},
        )
        for user_id in sorted(people)
    ]


def _signers(signature: Signature, at: dt.datetime) -> list[int | None]:
    if signature.seat is not None:
        return [signature.seat.user_id]
    if signature.seat_kind == SeatKind.BUREAU:
        return list(Seat.objects.open_at(at).filter(kind=SeatKind.BUREAU).values_list("user_id", flat=True))
    return []


def declined(signature: Signature, at: dt.datetime) -> list[Notice]:
    application = signature.application
    more = {"who": signature.name or signature.label, "label": signature.label, "reason": signature.reason}
    return [_to(application, "decline", application.user_id, at, **more)]


def sealed(plan: Plan, at: dt.datetime, *, in_ink: bool) -> list[Notice]:
    """To the teacher: all who sign in the portal have signed."""
    application = plan.application
    return [_to(application, "certify", application.user_id, at, version=plan.version, in_ink=in_ink)]


def withdrawn(application: Application, at: dt.datetime) -> list[Notice]:
    return [_to(application, "withdraw", user_id, at) for user_id in checkers(application)]


def waived(application: Application, at: dt.datetime) -> list[Notice]:
    officers = Seat.objects.open_at(at).filter(kind=SeatKind.BUREAU).values_list("user_id", flat=True)
    people = {*checkers(application), *(user_id for user_id in officers if user_id)}
    return [_to(application, "waive", user_id, at) for user_id in sorted(people)]


def promoted(application: Application, at: dt.datetime) -> list[Notice]:
    return [_to(application, "promote", user_id, at) for user_id in {application.user_id, *checkers(application)}]


def lapsed(application: Application, at: dt.datetime) -> list[Notice]:
    more = {"state": application.state, "kind": MilestoneKind.PLANS_DUE, "mine": True}
    return [_to(application, "lapse", application.user_id, at, **more)]


def list_sent(name_list: NameList, receipt: Receipt, at: dt.datetime) -> list[Notice]:
    """To the directors of the college: what went out over their signature."""
    seats = Seat.objects.open_at(at).filter(college_id=name_list.college_id, kind=SeatKind.DIRECTOR)
    year = name_list.round.year
    return [
        notice(
            f"{year}:namelist:{name_list.pk}:send_list:{user_id}",
            "applications/send_list",
            to_id=user_id,
            at=at,
            topic=Topic.NEWS,
            year=year,
            college_id=name_list.college_id,
            college=name_list.college.name,
            version=name_list.version,
            names=name_list.lines.exclude(mark=Mark.REMOVED).count(),
            number=receipt.number,
            when=instant(at, lang="th"),
            year_text=str(year),
        )
        for user_id in sorted({user_id for user_id in seats.values_list("user_id", flat=True) if user_id})
    ]


def announced(announcement: Announcement, applications: Iterable[Application], at: dt.datetime) -> list[Notice]:
    """To each teacher her result; to coordinator and director of each college their numbers."""
    rows = list(applications)
    year = announcement.round.year
    facts: dict[str, Any] = {
        "number": announcement.number,
        "dated": long_date(announcement.dated, lang="th"),
        "edition": announcement.edition,
    }
    out = [
        notice(
            f"{year}:announcement:{announcement.pk}:{row.pk}",
            f"applications/announce_{row.state.lower()}",
            to_id=row.user_id,
            at=at,
            topic=Topic.DECISION,
            year=year,
            college_id=row.college_id,
            **{**_facts(row), **facts},
        )
        for row in rows
    ]
    eligible = Counter(row.college_id for row in rows if row.state == ApplicationState.ELIGIBLE)
    reserve = Counter(row.college_id for row in rows if row.state == ApplicationState.RESERVE)
    colleges = {row.college_id: row.college_name for row in rows}
    seats = Seat.objects.open_at(at).filter(
        college_id__in=colleges, kind__in=(SeatKind.COORDINATOR, SeatKind.DIRECTOR), user__isnull=False
    )
    told: set[tuple[int | None, int | None]] = set()
    for seat in seats:
        if seat.user_id is None or seat.college_id is None or (seat.user_id, seat.college_id) in told:
            continue
        told.add((seat.user_id, seat.college_id))
        out.append(
            notice(
                f"{year}:announcement:{announcement.pk}:college:{seat.college_id}:{seat.user_id}",
                "applications/announce_college",
                to_id=seat.user_id,
                at=at,
                topic=Topic.NEWS,
                year=year,
                college_id=seat.college_id,
                college=colleges[seat.college_id],
                eligible=eligible[seat.college_id],
                reserve=reserve[seat.college_id],
                year_text=str(year),
                **facts,
            )
        )
    return out
