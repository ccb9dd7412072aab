"""Before many are decided or screened: who exactly, who is left out and why, and what a press would change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from applications.enums import ApplicationState, Outcome, words
from applications.forms.office import LAPSED
from applications.models import Application
from applications.pages.office import Filter, narrowed
from applications.shown import FIELDS, mark, pack
from people.enums import Region

S = ApplicationState
# So many are written out; of the others the number, and the way to the list.
SAMPLE = 20
_COLUMNS = ("pk", "name", "college_name", "branch", "hours", "criteria", "criteria_met", "region", *FIELDS)


def page(wanted: Filter, query: QueryDict) -> dict[str, Any]:
    """What applications/weigh.html shows; one query."""
    rows = list(wanted.chosen(query).values(*_COLUMNS))
    ready = [row for row in rows if row["state"] == S.ENDORSED]
    return {
        "rows": [_row(row) for row in ready[:SAMPLE]],
        "count": len(ready),
        "more": max(len(ready) - SAMPLE, 0),
        "all_of_filter": query.get("scope") == "all",
        "regions": _regions(ready),
        "decided": _decided(ready),
        "not_met": sum(row["criteria_met"] < len(row["criteria"]) for row in ready),
        "failed": sum(row["screening__passed"] is False for row in ready),
        "left_out": _left_out(row for row in rows if row["state"] != S.ENDORSED),
        "shown": pack({row["pk"]: mark(row) for row in ready}),
        "narrowed": _narrowed(wanted) if query.get("scope") == "all" else [],
    }


def _narrowed(wanted: Filter) -> list[str]:
    """What the list was narrowed to, in words, when all of it is meant."""
    state = [_("lapsed") if wanted.state == LAPSED else str(words(wanted.state, "office"))] if wanted.state else []
    return [*state, *(label for _name, label in narrowed(wanted))]


def _row(row: dict[str, Any]) -> dict[str, Any]:
    outcome = row["decision__outcome"]
    judged = str(Outcome(outcome).label) if outcome else ""
    if outcome == Outcome.RESERVE and row["decision__rank"]:
        judged = _("reserve number %(rank)s") % {"rank": row["decision__rank"]}
    passed = row["screening__passed"]
    return {
        **row,
        "met": f"{row['criteria_met']}/{len(row['criteria'])}" if row["criteria"] else "",
        "judged": judged,
        "screened": "" if passed is None else _("passed") if passed else _("not passed"),
    }


def _regions(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    counted = {region: sum(row["region"] == region for row in rows) for region in Region}
    return [{"label": region.label, "count": n} for region, n in counted.items() if n]


def _decided(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those with a decision already, which a press would replace: by what it is."""
    found = []
    for outcome in Outcome:
        count = sum(row["decision__outcome"] == outcome for row in rows)
        if count:
            found.append({"label": outcome.label, "count": count})
    return found


def _left_out(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Who cannot be decided upon now, by the state that is the reason."""
    groups: dict[str, list[str]] = {}
    for row in rows:
        groups.setdefault(row["state"], []).append(row["name"])
    return [
        {
            "reason": words(state, "office"),
            "count": len(names),
            "names": names[:SAMPLE],
            "more": max(len(names) - SAMPLE, 0),
        }
        for state, names in groups.items()
    ]


def newcomers(wanted: Filter, seen: Iterable[int]) -> list[Application]:
    """Who the filter finds now, ready to be decided upon, and no page has shown."""
    known = set(seen)
    rows = wanted.rows.filter(state=S.ENDORSED).only("pk", "name")
    return [row for row in rows if row.pk not in known]
