"""How many stand where, over a whole round: counted once for each state of the register, kept in this process.

At 50,000 applications counting costs more than the page itself. Every act writes an entry, so the number of the last
entry says whether what was counted is still true; who lapsed is counted anew when the next window shuts.
"""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from applications.enums import ApplicationState
from applications.lapsed import Lapsed
from applications.models import Application
from people.actor import Actor
from people.enums import Region
from people.models import College
from rounds.models import Round

S = ApplicationState
SETTLED = (S.ELIGIBLE, S.RESERVE, S.NOT_ELIGIBLE, S.WAIVED)
SENT = (S.SUBMITTED, S.ENDORSED, *SETTLED)
_KEPT = 32


@dataclass(frozen=True)
class Cell:
    """So many applications of one region and state; the bureau's own eyes split them by what was decided."""

    region: str
    state: str
    outcome: str | None
    passed: bool | None
    n: int


@dataclass(frozen=True)
class Counts:
    cells: tuple[Cell, ...]
    # Region → (colleges with an application, colleges).
    colleges: dict[str, tuple[int, int]]
    # Those of the cells that have lapsed.
    lapsed: tuple[Cell, ...] = ()

    def of(self, *, states: Iterable[str] = (), region: str = "", judged: str = "", only_lapsed: bool = False) -> int:
        wanted = frozenset(states)
        return sum(
            cell.n
            for cell in (self.lapsed if only_lapsed else self.cells)
            if (not wanted or cell.state in wanted)
            and (not region or cell.region == region)
            and (not judged or _is_judged(cell, judged))
        )

    def progress(self, *, judged: bool) -> list[dict[str, Any]]:
        """One row a region: what is done of what is to be done, step by step."""
        rows = []
        for region in Region:
            started = self.of(region=region) - self.of(region=region, states=(S.WITHDRAWN,))
            sent = self.of(region=region, states=SENT)
            endorsed = self.of(region=region, states=(S.ENDORSED, *SETTLED))
            applied, known = self.colleges.get(region, (0, 0))
            steps = [_step(applied, known, "mid"), _step(sent, started, "kram"), _step(endorsed, sent, "kram")]
            if judged:
                settled = self.of(region=region, states=SETTLED)
                waiting = self.of(region=region, states=(S.ENDORSED,))
                open_ = self.of(region=region, states=(S.ENDORSED,), judged="none")
                steps.append(_step(settled + waiting - open_, endorsed, "ok"))
            rows.append({"region": region, "label": region.label, "steps": steps})
        return rows


def _is_judged(cell: Cell, judged: str) -> bool:
    if judged == "none":
        return cell.outcome is None
    if judged in ("passed", "failed"):
        return cell.passed is (judged == "passed")
    return cell.outcome == judged


def _step(done: int, total: int, colour: str) -> dict[str, Any]:
    return {"done": done, "total": total, "percent": 100 * done // total if total else 0, "colour": colour}


@dataclass(frozen=True)
class _Kept:
    """What was counted, at which entry of the register, and between which instants it is true."""

    version: Any
    since: dt.datetime
    until: dt.datetime | None
    counts: Counts

    def holds(self, version: Any, at: dt.datetime) -> bool:
        same = version is not None and self.version == version
        return same and self.since <= at and (self.until is None or at < self.until)


_kept: OrderedDict[tuple[Any, ...], _Kept] = OrderedDict()


def of(round_: Round, actor: Actor, lapsed: Lapsed) -> Counts:
    """Counts of a round as `rounds()` found it; five queries when something happened since the last look."""
    key = (connection.settings_dict["NAME"], round_.pk, actor.is_bureau)
    version = getattr(round_, "last_entry", None)
    kept = _kept.get(key)
    if kept is not None and kept.holds(version, lapsed.at):
        return kept.counts
    counts = _count(round_, actor, lapsed)
    _kept[key] = _Kept(version, lapsed.at, lapsed.until, counts)
    while len(_kept) > _KEPT:
        _kept.popitem(last=False)
    return counts


def forget() -> None:
    """For whoever writes rows past the actions: imports, and tests that begin again."""
    _kept.clear()


def _count(round_: Round, actor: Actor, lapsed: Lapsed) -> Counts:
    rows = Application.objects.visible_to(actor).filter(round=round_).order_by()
    applied = Exists(Application.objects.filter(round=round_, college=OuterRef("pk")))
    regions = College.objects.order_by().values("region")
    found = regions.annotate(known=Count("pk"), applied=Count("pk", filter=Q(applied)))
    return Counts(
        _cells(rows, actor),
        {row["region"]: (row["applied"], row["known"]) for row in found},
        _cells(rows.filter(lapsed.rows), actor),
    )


def _cells(rows: QuerySet[Application], actor: Actor) -> tuple[Cell, ...]:
    names = ["region", "state"]
    if actor.is_bureau:
        names += ["decision__outcome", "screening__passed"]
    return tuple(
        Cell(row["region"], row["state"], row.get("decision__outcome"), row.get("screening__passed"), row["n"])
        for row in rows.values(*names).annotate(n=Count("pk"))
    )
