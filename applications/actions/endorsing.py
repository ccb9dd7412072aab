"""Endorsing: the coordinator's word for a plan, singly or for many that were laid open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from applications import notices, shown
from applications.enums import PlanState
from applications.models import Application, Plan
from applications.rules import ENDORSE, know_coordinators
from people.models import Seat
from records import outbox
from records.enums import DocumentKind
from rounds.moves import Outcome, Refusal, Refused, carry_out, one
from rounds.window import Calendar

ROOM = "applications"


def endorse(application: Application, *, by: Seat, at: dt.datetime, attested: bool) -> Application:
    """The coordinator finds the plan in order; for a scan she attests true copy and director's signature.

    What was signed in the portal needs no such word: the seal gives it.
    """
    with transaction.atomic():
        done: Application = one(_endorse([application], by, at, attested))
    return done


def endorse_many(
    applications: Sequence[Application],
    *,
    by: Seat,
    at: dt.datetime,
    attested: bool,
    seen: Mapping[int, str] | None = None,
) -> Outcome:
    """Endorses what can be endorsed; the others are named with their reasons.

    `seen` as of shown.py, where a page showed the copies: what was exchanged since is not attested.
    """
    if not attested and any(not is_sealed(row) for row in know_plans(applications)):
        raise Refused(
            Refusal("not_attested", _("Please attest that the copies are true and bear the director's signature."))
        )
    with transaction.atomic():
        if seen is None:
            return _endorse(applications, by, at, attested)
        same, others = _as_shown(applications, seen)
        outcome = _endorse(same, by, at, attested)
        outcome.skipped += [(row, shown.changed()) for row in others]
        return outcome


def _as_shown(
    applications: Sequence[Application], seen: Mapping[int, str]
) -> tuple[list[Application], list[Application]]:
    """Those that stand as a page showed them, locked, and the others."""
    rows = Application.objects.select_for_update(of=("self",)).filter(pk__in=[row.pk for row in applications])
    now = shown.marks(rows.order_by("pk").values_list("pk", flat=True))
    same = [row for row in applications if seen.get(row.pk) == now.get(row.pk)]
    return same, [row for row in applications if row not in same]


def is_sealed(application: Application) -> bool:
    """Whether what counts was signed in the portal and sealed, so that there is no copy to compare."""
    signed = application.plan.signed if application.plan else None
    return signed is not None and signed.kind == DocumentKind.SIGNED


def know_plans(applications: Sequence[Application]) -> Sequence[Application]:
    """Looks the plans of many applications up at once, with the copies that count."""
    plans = Plan.objects.select_related("signed").in_bulk([row.plan_id for row in applications if row.plan_id])
    for row in applications:
        if row.plan_id is not None:
            row.plan = plans[row.plan_id]
    return applications


def _endorse(applications: Sequence[Application], by: Seat, at: dt.datetime, attested: bool) -> Outcome:
    outcome = Outcome([], [])
    know_coordinators(applications)
    know_plans(applications)
    for round_ in {row.round for row in applications}:
        calendar = Calendar.of(round_)
        for sealed in (False, True):
            batch = [row for row in applications if row.round_id == round_.pk and is_sealed(row) is sealed]
            if batch and not sealed and not attested:
                words = _("Please attest that the copy is true and bears the director's signature.")
                outcome.skipped += [(row, Refusal("not_attested", words)) for row in batch]
                continue
            sets = {"attested": not sealed}
            part = carry_out(batch, ENDORSE, by=by, at=at, calendar=calendar, room=ROOM, sets=sets)
            outcome.done += part.done
            outcome.skipped += part.skipped
    Plan.objects.filter(pk__in=[row.plan_id for row in outcome.done], state=PlanState.FROZEN).update(
        state=PlanState.CERTIFIED
    )
    outbox.post([row for thing in outcome.done for row in notices.endorsed(thing, at)])
    return outcome
