"""If it were announced now: who would be on the list, by region and by college."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q

from applications.enums import ApplicationState, Outcome
from applications.models import Application
from applications.pages.counts import Counts
from people.actor import Actor
from people.enums import Region
from rounds.models import Participation, Round

S = ApplicationState
SHOWN = 30


def page(round_: Round, counts: Counts, actor: Actor) -> dict[str, Any]:
    """Two queries beside the kept counts."""
    totals = _line("", counts)
    return {
        "totals": totals,
        "regions": [{"label": region.label, "region": region, **_line(region, counts)} for region in Region],
        "colleges": _colleges(round_, actor),
        "shown": SHOWN,
    }


def _line(region: str, counts: Counts) -> dict[str, int]:
    """Those who stand on the list already, and those it would add."""

    def n(outcome: str) -> int:
        standing = counts.of(region=region, states=(outcome,))
        return standing + counts.of(region=region, states=(S.ENDORSED,), judged=outcome)

    return {
        "eligible": n(Outcome.ELIGIBLE),
        "reserve": n(Outcome.RESERVE),
        "not_eligible": n(Outcome.NOT_ELIGIBLE),
        "open": counts.of(region=region, states=(S.ENDORSED,), judged="none"),
        "unfinished": counts.of(region=region, states=(S.SUBMITTED,)),
    }


def _colleges(round_: Round, actor: Actor) -> list[dict[str, Any]]:
    """Colleges by how many places they would get, the most first; over their quota or not."""
    waiting = Q(state=S.ENDORSED)

    def counted(outcome: str) -> Count:
        return Count("pk", filter=Q(state=outcome) | waiting & Q(decision__outcome=outcome))

    rows = (
        Application.objects.visible_to(actor)
        .filter(round=round_, state__in=(S.ENDORSED, S.ELIGIBLE, S.RESERVE))
        .order_by()
        .values("college_id", "college_name")
        .annotate(eligible=counted(Outcome.ELIGIBLE), reserve=counted(Outcome.RESERVE), applied=Count("pk"))
        .order_by("-eligible", "college_key")
    )
    quotas = dict(Participation.objects.filter(round=round_, quota__isnull=False).values_list("college_id", "quota"))
    found = []
    for row in rows:
        quota = quotas.get(row["college_id"], round_.college_quota)
        found.append({**row, "quota": quota, "over": quota is not None and row["eligible"] > quota})
    over = [row for row in found if row["over"]]
    return over + [row for row in found if not row["over"]][: max(SHOWN - len(over), 0)]
