"""Verbs of the round: load and publish it, name who does what in it, grant more time."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.clock import local
from people.models import College, Seat, User
from people.thai import BANGKOK
from records import outbox, register
from rounds import membership, notices
from rounds.enums import ExtensionLevel, ExtensionState, RoundState
from rounds.holidays import LAST_SECOND
from rounds.models import Criterion, Extension, Milestone, Participation, Round
from rounds.moves import Refusal, Refused, carry_out, one
from rounds.rules import MOVES, may_join_line
from rounds.window import Calendar


def load_round(file: Path) -> Round:
    """Reads a calendar from TOML and writes the round as a draft; loading again corrects a draft only.

    Days are Thai days: a window runs from its first day 00:00:00 to its last day 23:59:59, Asia/Bangkok.
    """
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    settings: dict[str, Any] = dict(data["round"])
    year = settings.pop("year")
    with transaction.atomic():
        round_, made = Round.objects.get_or_create(year=year, defaults=settings)
        if not made:
            if round_.state != RoundState.DRAFT:
                raise Refused(Refusal("published", _("The round is published; its dates are moved one by one.")))
            for name, value in settings.items():
                setattr(round_, name, value)
            round_.save(update_fields=list(settings))
        round_.milestones.all().delete()
        Milestone.objects.bulk_create(_milestones(round_, data["milestone"]))
        round_.criteria.all().delete()
        Criterion.objects.bulk_create(
            [Criterion(round=round_, position=n, **row) for n, row in enumerate(data.get("criterion", []), start=1)]
        )
    return round_


def _milestones(round_: Round, rows: list[dict[str, Any]]) -> list[Milestone]:
    return [
        Milestone(
            round=round_,
            position=position,
            kind=row["kind"],
            number=row["number"],
            printed=row["printed"],
            who=row["who"],
            mode=row["mode"],
            label_th=row["label_th"],
            label_en=row.get("label_en", ""),
            is_exact=row.get("exact", False),
            opens_at=dt.datetime.combine(row["opens"], dt.time(0), tzinfo=BANGKOK),
            closes_at=dt.datetime.combine(row["closes"], LAST_SECOND, tzinfo=BANGKOK),
        )
        for position, row in enumerate(rows, start=1)
    ]


@transaction.atomic
def publish(round_: Round, *, by: Seat, at: dt.datetime) -> Round:
    """Opens the round to all colleges: each gets its participation."""
    rows = Round.objects.filter(pk=round_.pk, state=RoundState.DRAFT)
    if not rows.update(state=RoundState.PUBLISHED, published_at=at, published_by=by):
        raise Refused(Refusal("state", _("Only a draft can be published.")))
    round_.refresh_from_db()
    Participation.objects.bulk_create(
        [Participation(round=round_, college=college) for college in College.objects.all()],
        ignore_conflicts=True,
        batch_size=500,
    )
    register.write("rounds:round:publish", round_, by=by, at=at, year=round_.year)
    return round_


@transaction.atomic
def name_coordinator(participation: Participation, seat: Seat, *, by: Seat, at: dt.datetime) -> Participation:
    """The director names the one coordinator of the college in the round. Late naming is never refused.

    `seat` is any open seat of the person at the college: who has no coordinator's seat gets one. The coordinator
    before keeps hers only as long as another running round names her.
    """
    if seat.college_id != participation.college_id or by.college_id != participation.college_id:
        raise Refused(Refusal("college", _("The coordinator works at the college.")))
    seat = membership.coordinators_seat(seat, by=by, at=at)
    before = participation.coordinator_id
    if before == seat.pk:
        return participation
    changed = Participation.objects.filter(pk=participation.pk, coordinator_id=before).update(
        coordinator=seat, coordinator_named_at=at, coordinator_named_by=by
    )
    if not changed:
        raise Refused(Refusal("first", _("Somebody else named a coordinator a moment earlier.")))
    participation.refresh_from_db()
    register.write(
        "rounds:participation:name_coordinator",
        participation,
        by=by,
        at=at,
        year=participation.round.year,
        college_id=participation.college_id,
        seat=seat.pk,
        before=before,
    )
    outbox.post(notices.named(participation, at))
    if before is not None:
        membership.pass_on(participation, Seat.objects.get(pk=before), by=by, at=at)
    return participation


@transaction.atomic
def register_receipt(participation: Participation, number: str, *, by: Seat, at: dt.datetime) -> Participation:
    """The circular has reached the college: once, by its registry or director."""
    rows = Participation.objects.filter(pk=participation.pk, receipt_registered_at=None)
    if not rows.update(receipt_registered_at=at, receipt_registered_by=by, receipt_number=number):
        raise Refused(Refusal("first", _("The receipt is registered already.")))
    participation.refresh_from_db()
    register.write(
        "rounds:participation:register_receipt",
        participation,
        by=by,
        at=at,
        year=participation.round.year,
        college_id=participation.college_id,
        number=number,
    )
    return participation


@transaction.atomic
def join_line(participation: Participation, *, by: Seat, at: dt.datetime) -> Participation:
    """The named coordinator says: I am in the coordinators' LINE group. Saying it twice changes nothing."""
    refusal = may_join_line(by, participation)
    if refusal:
        raise Refused(refusal)
    rows = Participation.objects.filter(pk=participation.pk, line_joined_at=None)
    if rows.update(line_joined_at=at, line_joined_by=by):
        register.write(
            "rounds:participation:join_line",
            participation,
            by=by,
            at=at,
            year=participation.round.year,
            college_id=participation.college_id,
        )
    participation.refresh_from_db()
    return participation


@transaction.atomic
def ask(
    round_: Round, kind: str, *, person: User, college: College, until: dt.date, reason: str, by: Seat, at: dt.datetime
) -> Extension:
    """A person asks for more time, with a reason. Asking twice while the first is open changes the first."""
    last = dt.datetime.combine(until, LAST_SECOND, tzinfo=BANGKOK)
    values = {"until": last, "reason": reason, "requested_at": at, "requested_by": by}
    waiting = Extension.objects.select_for_update().filter(
        round=round_, kind=kind, person=person, state=ExtensionState.REQUESTED
    )
    extension = waiting.first()
    if extension:
        for name, value in values.items():
            setattr(extension, name, value)
        extension.save(update_fields=list(values))
    else:
        extension = Extension.objects.create(
            round=round_, kind=kind, level=ExtensionLevel.PERSON, person=person, college=college, **values
        )
    _note(extension, "ask", by, at)
    outbox.post(notices.asked(extension, at))
    return extension


def _note(extension: Extension, verb: str, by: Seat, at: dt.datetime, **facts: Any) -> None:
    register.write(
        f"rounds:extension:{verb}",
        extension,
        by=by,
        at=at,
        year=extension.round.year,
        college_id=extension.college_id,
        kind=extension.kind,
        level=extension.level,
        until=extension.until.isoformat(),
        **facts,
    )


@transaction.atomic
def grant(
    extension: Extension, *, by: Seat, at: dt.datetime, until: dt.date | None = None, answer: str = ""
) -> Extension:
    """Grants what was asked for, until the asked or another day. The window is open at once: it is computed."""
    sets: dict[str, Any] = {"answer": answer}
    if until is not None:
        sets["until"] = dt.datetime.combine(until, LAST_SECOND, tzinfo=BANGKOK)
    return _decide(extension, "grant", sets, by, at)


@transaction.atomic
def decline(extension: Extension, *, by: Seat, at: dt.datetime, answer: str) -> Extension:
    return _decide(extension, "decline", {"answer": answer}, by, at)


@transaction.atomic
def withdraw(extension: Extension, *, by: Seat, at: dt.datetime) -> Extension:
    return _decide(extension, "withdraw", {}, by, at)


def _decide(extension: Extension, verb: str, sets: dict[str, Any], by: Seat, at: dt.datetime) -> Extension:
    calendar = Calendar.of(extension.round, extension.whom)
    done = one(carry_out([extension], MOVES[verb], by=by, at=at, calendar=calendar, room="rounds", sets=sets))
    outbox.post(notices.decided(extension, verb, at))
    decided: Extension = done
    return decided


@transaction.atomic
def extend(
    round_: Round,
    kind: str,
    *,
    until: dt.datetime,
    reason: str,
    by: Seat,
    at: dt.datetime,
    person: User | None = None,
    college: College | None = None,
    region: str = "",
) -> Extension:
    """Grants more time without being asked: to a person, a college, a region, or (naming nobody) the round."""
    level = (
        ExtensionLevel.PERSON
        if person
        else ExtensionLevel.COLLEGE
        if college
        else ExtensionLevel.REGION
        if region
        else ExtensionLevel.ROUND
    )
    extension = Extension.objects.create(
        round=round_,
        kind=kind,
        level=level,
        person=person,
        college=college,
        region=region,
        until=until,
        reason=reason,
        state=ExtensionState.GRANTED,
        requested_at=at,
        requested_by=by,
        decided_at=at,
        decided_by=by,
    )
    _note(extension, "extend", by, at)
    if person:
        outbox.post(notices.decided(extension, "grant", at))
    return extension


@transaction.atomic
def move_milestone(
    milestone: Milestone, *, opens_at: dt.datetime, closes_at: dt.datetime, mode: str, by: Seat, at: dt.datetime
) -> Milestone:
    """Moves a date or changes what it binds. Only dates are stored, so everything else follows by itself."""
    before = {
        "opens_at": local(milestone.opens_at).isoformat(),
        "closes_at": local(milestone.closes_at).isoformat(),
        "mode": milestone.mode,
    }
    milestone.opens_at, milestone.closes_at, milestone.mode = opens_at, closes_at, mode
    milestone.save(update_fields=["opens_at", "closes_at", "mode"])
    register.write(
        "rounds:milestone:move",
        milestone,
        by=by,
        at=at,
        year=milestone.round.year,
        kind=milestone.kind,
        before=before,
        after={"opens_at": local(opens_at).isoformat(), "closes_at": local(closes_at).isoformat(), "mode": mode},
    )
    return milestone
