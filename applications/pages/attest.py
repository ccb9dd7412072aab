"""Before many are endorsed: every signed copy is laid open, and each is attested by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.actions.endorsing import is_sealed
from applications.content import summary
from applications.models import Application
from applications.pages.review import noticed, warnings_of
from applications.rules import ENDORSE, know_coordinators
from applications.shown import pack
from people.actor import Actor
from people.models import Seat
from rounds.models import Criterion
from rounds.moves import Refusal, choose_seat, may, wrong_role
from rounds.window import Calendar


def page(
    rows: list[Application], seen: dict[int, str], actor: Actor, calendar: Calendar, at: dt.datetime
) -> dict[str, Any]:
    """What applications/attest.html shows. `seen` are the marks of the rows, taken before the rows were read."""
    know_coordinators(rows)
    criteria = list(calendar.round.criteria.all())
    ready, left_out = [], []
    for row in rows:
        refusal = _refusal(row, actor, calendar, at)
        if refusal:
            left_out.append({"name": row.name, "url": _url(row), "reason": str(refusal)})
        else:
            ready.append(_card(row, criteria))
    return {
        "rows": ready,
        "count": len(ready),
        "left_out": left_out,
        "shown": pack({row["pk"]: seen[row["pk"]] for row in ready if row["pk"] in seen}),
    }


def _refusal(row: Application, actor: Actor, calendar: Calendar, at: dt.datetime) -> Refusal | None:
    seat: Seat | None = choose_seat(ENDORSE, row, actor)
    return may(ENDORSE, row, seat, at, calendar) if seat else wrong_role(ENDORSE, row, actor)


def _url(row: Application) -> str:
    return reverse("applications:show", args=[row.pk])


def _card(row: Application, criteria: Iterable[Criterion]) -> dict[str, Any]:
    plan = row.plan
    signed = plan.signed if plan else None
    return {
        "pk": row.pk,
        "name": row.name,
        "url": _url(row),
        "version": plan.version if plan else 0,
        "summary": summary(plan.content) if plan and plan.content else "",
        "sealed": is_sealed(row),
        "doubts": [*_not_met(row, criteria), *_about_the_copy(row)],
        "pages": range(1, signed.pages + 1) if signed else [],
        "last": signed.pages if signed else 0,
        # The browser keeps pictures; another copy has another number.
        "copy": signed.pk if signed else "",
    }


def _not_met(row: Application, criteria: Iterable[Criterion]) -> list[str]:
    return [
        _("Not met: %(label)s") % {"label": criterion.label}
        for criterion in criteria
        if not row.criteria.get(criterion.code, True)
    ]


def _about_the_copy(row: Application) -> list[str]:
    plan = row.plan
    if plan is None or plan.signed is None:
        return []
    remarks = [remark["text"] for remark in noticed(plan) if remark["kind"] != "ok"]
    return warnings_of(plan.signed.warnings) + remarks
