"""Verbs of extensions: ask for more time, grant, decline, withdraw."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.models import College, Seat, User
from people.thai import BANGKOK
from records import bulk, outbox, register
from records.models import Entry
from rounds import marks, notices
from rounds.actions.memo import issue_memos
from rounds.enums import ExtensionLevel, ExtensionState
from rounds.holidays import LAST_SECOND
from rounds.models import Extension, Round
from rounds.moves import Outcome, Refusal, Refused, carry_out, one
from rounds.rules import MOVES
from rounds.window import Calendar, closing_of


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
    bulk.add_one(entry_of(extension, "ask", by, at))
    outbox.post(notices.asked(extension, at))
    return extension


def entry_of(extension: Extension, verb: str, by: Seat, at: dt.datetime) -> Entry:
    """What the register says of more time that was asked for, or given; unsaved."""
    return register.entry(
        f"rounds:extension:{verb}",
        extension,
        by=by,
        at=at,
        year=extension.round.year,
        college_id=extension.college_id,
        kind=extension.kind,
        level=extension.level,
        until=extension.until.isoformat(),
    )


@transaction.atomic
def grant(
    extension: Extension, *, by: Seat, at: dt.datetime, until: dt.date | None = None, answer: str = ""
) -> Extension:
    """Grants what was asked for, until the asked or another day. The window is open at once: it is computed."""
    sets: dict[str, Any] = {"answer": answer}
    if until is not None:
        sets["until"] = dt.datetime.combine(until, LAST_SECOND, tzinfo=BANGKOK)
    if sets.get("until", extension.until) < at:
        raise Refused(over())
    return _decide(extension, "grant", sets, by, at)


def over() -> Refusal:
    """The day that was chosen is past."""
    return Refusal("over", _("That day is over: nobody would get any time. Choose a later day."))


def pointless() -> Refusal:
    """The day that was chosen gives no more time."""
    return Refusal("pointless", _("It is open that long anyway."))


@transaction.atomic
def grant_many(
    extensions: Sequence[Extension],
    *,
    seen: Mapping[int, str],
    by: Seat,
    at: dt.datetime,
    until: dt.date | None = None,
    answer: str = "",
) -> Outcome:
    """Grants many requests: each until the day it asked for, or all until one day. A fixed number of queries a round.

    `seen` are the marks of what the page showed (`shown_mark`); a request that changed since, or that would give
    no more time, is skipped with its reason.
    """
    outcome, willing = Outcome([], []), list[Extension]()
    last = dt.datetime.combine(until, LAST_SECOND, tzinfo=BANGKOK) if until else None
    # As they stand now, and nobody changes them meanwhile.
    keys = [row.pk for row in extensions]
    rows_now = Extension.objects.select_for_update(of=("self",)).filter(pk__in=keys)
    extensions = list(rows_now.select_related("round", "person", "college", "requested_by").order_by("pk"))
    rounds = {row.round_id: row.round for row in extensions}
    calendars = {pk: Calendar.of(round_) for pk, round_ in rounds.items()}
    for row in extensions:
        calendar = calendars[row.round_id]
        if seen.get(row.pk) != shown_mark(row):
            outcome.skipped.append((row, marks.changed()))
        elif (last or row.until) <= closing_of(calendar.milestones[row.kind], calendar.round):
            outcome.skipped.append((row, pointless()))
        elif (last or row.until) < at:
            outcome.skipped.append((row, over()))
        else:
            willing.append(row)
    sets: dict[str, Any] = {"answer": answer, **({"until": last} if last else {})}
    for round_id, calendar in calendars.items():
        rows = [row for row in willing if row.round_id == round_id]
        made = carry_out(rows, MOVES["grant"], by=by, at=at, calendar=calendar, room="rounds", sets=sets)
        issue_memos(made.done, calendar)
        outcome.done += made.done
        outcome.skipped += made.skipped
        outbox.post(
            [told for row in made.done for told in notices.decided(row, "grant", at, calendar.milestones[row.kind])]
        )
    return outcome


def shown_mark(extension: Extension) -> str:
    """What a page shows of a request, as a mark."""
    return marks.mark(extension.state, extension.until, extension.reason, extension.requested_at)


@transaction.atomic
def decline(extension: Extension, *, by: Seat, at: dt.datetime, answer: str) -> Extension:
    return _decide(extension, "decline", {"answer": answer}, by, at)


@transaction.atomic
def withdraw(extension: Extension, *, by: Seat, at: dt.datetime) -> Extension:
    return _decide(extension, "withdraw", {}, by, at)


def _decide(extension: Extension, verb: str, sets: dict[str, Any], by: Seat, at: dt.datetime) -> Extension:
    calendar = Calendar.of(extension.round, extension.whom)
    done = one(carry_out([extension], MOVES[verb], by=by, at=at, calendar=calendar, room="rounds", sets=sets))
    if verb == "grant":
        issue_memos([done], calendar)
    outbox.post(notices.decided(extension, verb, at))
    decided: Extension = done
    return decided
