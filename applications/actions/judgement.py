"""What the bureau judges in private: screening, deciding, moving up from the reserve list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from applications import notices, shown
from applications.actions.announcement import places_of
from applications.enums import ApplicationState
from applications.models import Application, Decision, Screening
from applications.rules import BUREAU, PROMOTE
from people.models import Seat
from placements.actions import open_placements
from records import outbox, register
from records.models import Entry
from rounds.moves import Outcome, Refusal, Refused, carry_out, one, somebody_was_first, wrong_state
from rounds.window import Calendar

_BATCH = 500


def _sort(applications: Sequence[Application], by: Seat, seen: Mapping[int, str] | None) -> Outcome:
    """Those that can be judged now, and the others with their reasons; `seen` as of shown.py, where a page showed them.

    All judging locks the rows first: what is compared under the lock is what is judged.
    """
    outcome = Outcome([], [])
    # Locked and read again: what is returned meanwhile is not judged by the plan it had before.
    ids, endorsed = [row.pk for row in applications], set[int]()
    for start in range(0, len(ids), _BATCH):
        rows = Application.objects.filter(pk__in=ids[start : start + _BATCH], state=ApplicationState.ENDORSED)
        endorsed.update(rows.select_for_update().order_by("pk").values_list("pk", flat=True))
    now = shown.marks(endorsed) if seen is not None else {}
    for row in applications:
        if not BUREAU.fits(by, row):
            outcome.skipped.append((row, Refusal("role", _("This is not yours to do."))))
        elif row.pk not in endorsed:
            first = row.state == ApplicationState.ENDORSED
            outcome.skipped.append((row, somebody_was_first() if first else wrong_state(row)))
        elif seen is not None and seen.get(row.pk) != now.get(row.pk):
            outcome.skipped.append((row, shown.changed()))
        else:
            outcome.done.append(row)
    return outcome


@transaction.atomic
def screen(
    applications: Sequence[Application],
    *,
    passed: bool,
    note: str,
    by: Seat,
    at: dt.datetime,
    seen: Mapping[int, str] | None = None,
) -> Outcome:
    """Notes for each endorsed application whether it passes the screening. Seen by the bureau alone."""
    outcome = _sort(applications, by, seen)
    Screening.objects.bulk_create(
        [Screening(application=row, passed=passed, note=note, screened_at=at, screened_by=by) for row in outcome.done],
        update_conflicts=True,
        unique_fields=["application"],
        update_fields=["passed", "note", "screened_at", "screened_by"],
        batch_size=500,
    )
    _register(outcome.done, "screen", by, at)
    return outcome


@transaction.atomic
def decide(
    applications: Sequence[Application],
    *,
    decision: str,
    reason: str,
    by: Seat,
    at: dt.datetime,
    seen: Mapping[int, str] | None = None,
) -> Outcome:
    """Decides in private, in the given order: reserves are ranked behind those already on the list.

    Rows that cannot be decided now, or are not what `seen` says was shown, are skipped and named. The state of the
    application does not change.
    """
    outcome = _sort(applications, by, seen)
    rank = 0
    if outcome.done and decision == ApplicationState.RESERVE:
        ranked = Decision.objects.filter(application__round_id=outcome.done[0].round_id, rank__isnull=False)
        rank = ranked.order_by("-rank").values_list("rank", flat=True).first() or 0
    rows = []
    for number, row in enumerate(outcome.done, start=rank + 1):
        place = number if decision == ApplicationState.RESERVE else None
        rows.append(
            Decision(application=row, outcome=decision, rank=place, reason=reason, decided_at=at, decided_by=by)
        )
    Decision.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["application"],
        update_fields=["outcome", "rank", "reason", "decided_at", "decided_by"],
        batch_size=500,
    )
    _register(outcome.done, "decide", by, at)
    return outcome


def _register(rows: Sequence[Application], verb: str, by: Seat, at: dt.datetime) -> None:
    # The register is read by auditors before the announcement: it says that, not what, was decided.
    Entry.objects.bulk_create(
        [
            register.entry(
                f"applications:application:{verb}", row, by=by, at=at, year=row.round.year, college_id=row.college_id
            )
            for row in rows
        ],
        batch_size=500,
    )


@transaction.atomic
def promote(application: Application, *, by: Seat, at: dt.datetime) -> Application:
    """Moves the first reserve up to a place that became free."""
    if not BUREAU.fits(by, application):
        raise Refused(Refusal("role", _("This is not yours to do."), opener=BUREAU.label))
    first = (
        Application.objects.filter(round=application.round, state=ApplicationState.RESERVE)
        .order_by("decision__rank", "pk")
        .first()
    )
    if first is not None and first.pk != application.pk:
        raise Refused(
            Refusal("not_first", gettext("%(name)s stands before this one on the reserve list.") % {"name": first.name})
        )
    calendar = Calendar.of(application.round, application.whom)
    done: Application = one(carry_out([application], PROMOTE, by=by, at=at, calendar=calendar, room="applications"))
    open_placements(places_of([application]), by=by, at=at)
    outbox.post(notices.promoted(application, at))
    return done
