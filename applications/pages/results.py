"""Who stands on the list and what their plans cost: what finance works with, and nothing of the plans beside it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, DecimalField, Max, Min, Q, QuerySet, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _

from applications.enums import ApplicationState
from applications.models import Line
from people.actor import Actor
from people.thai import baht_text
from rounds.models import Round

S = ApplicationState
PAGE = 50
VIEWS = ("people", "colleges")
_BAHT: DecimalField[Decimal, Decimal] = DecimalField(max_digits=12, decimal_places=2)
# The sum of the plan as it was awarded; the one figure that leaves the plan here.
_AMOUNT = Cast(KeyTextTransform("amount", "application__plan__content__totals"), _BAHT)
_NOW = {
    "eligible": Q(application__state=S.ELIGIBLE),
    "reserve": Q(application__state=S.RESERVE),
    "waived": Q(application__state=S.WAIVED),
}


def _sum(who: Q) -> Coalesce:
    return Coalesce(Sum(_AMOUNT, filter=who), Decimal(0), output_field=_BAHT)


def newest(actor: Actor, round_: Round) -> QuerySet[Line]:
    """The lines of the newest edition that is out. Results are those of today: a place given up frees its money."""
    lines = Line.objects.visible_to(actor).filter(announcement__round=round_)
    edition = lines.aggregate(last=Max("announcement__edition"))["last"]
    return lines.filter(announcement__edition=edition or 0)


def page(actor: Actor, round_: Round, q: str, view: str, number: str) -> dict[str, Any]:
    """What applications/results.html shows; four queries."""
    lines = newest(actor, round_)
    totals = lines.aggregate(
        money=_sum(_NOW["eligible"]),
        freed=_sum(_NOW["waived"]),
        colleges=Count("application__college", filter=_NOW["eligible"], distinct=True),
        **{name: Count("pk", filter=who) for name, who in _NOW.items()},
    )
    for word in q.split():
        lines = lines.filter(Q(name__contains=word) | Q(college_name__contains=word) | Q(province__contains=word))
    rows = _colleges(lines) if view == "colleges" else _people(lines)
    found = Paginator(rows, PAGE).get_page(number)
    if view != "colleges":
        found.object_list = [{**row, "result": S(row["application__state"]).label} for row in found.object_list]
    return {"q": q, "view": view, "page": found, "totals": totals, "figures": _figures(totals), "words": _words(totals)}


def _people(lines: QuerySet[Line]) -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = lines.order_by("application__college_key", "application__name_key", "pk")
    return rows.values("name", "college_name", "province", "application__state", amount=_AMOUNT)


def _colleges(lines: QuerySet[Line]) -> QuerySet[Any, Any]:
    counted: dict[str, Any] = {name: Count("pk", filter=who) for name, who in _NOW.items()}
    counted |= {"key": Min("application__college_key"), "money": _sum(_NOW["eligible"])}
    rows: QuerySet[Any, Any] = lines.order_by().values("application__college_id", "college_name", "province")
    grouped: QuerySet[Any, Any] = rows.annotate(**counted)
    return grouped.order_by("key", "college_name")


def _figures(totals: dict[str, Any]) -> list[dict[str, Any]]:
    labels = {"eligible": _("eligible"), "reserve": _("reserve"), "waived": _("waived"), "colleges": _("colleges")}
    return [{"value": f"{totals[name]:,}", "label": label} for name, label in labels.items()]


def _words(totals: dict[str, Any]) -> str:
    return baht_text(totals["money"]) if totals["money"] else ""
