"""The list of names as its college works on it, and who has sent it as the bureau sees it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils.translation import gettext as _

from applications.enums import ApplicationState, Mark, NameListState, words
from applications.models import Application, NameLine, NameList
from applications.models.name_list import STANDING
from applications.name_lists import MOVES, may_act, sending
from people.actor import Actor
from people.enums import Region, SeatKind
from people.models import College
from records.models import Receipt
from rounds.models import Participation, Round, Whom
from rounds.moves import Button, Refusal, buttons
from rounds.window import Calendar

S = ApplicationState
PAGE = 50
_SEATS = (SeatKind.COORDINATOR, SeatKind.DEPUTY, SeatKind.DIRECTOR)
_WITH = ("round", "college", "paper", "printed", "signed", "sent_by__user")


def page(college: College, actor: Actor, calendar: Calendar, at: dt.datetime) -> dict[str, Any]:
    """What applications/name_list.html shows; eight queries beside round and calendar at most."""
    round_ = calendar.round
    known = NameList.objects.visible_to(actor).filter(round=round_, college=college)
    versions = list(known.with_is_true().select_related(*_WITH).order_by("-version"))
    newest = versions[0] if versions else None
    for row in versions:
        row.round, row.college = round_, college
    people = Application.objects.visible_to(actor).filter(round=round_, college=college).order_by("name_key", "pk")
    rows = list(people.exclude(state=S.WITHDRAWN).values("pk", "name", "branch", "hours", "state"))
    standing = [row for row in rows if row["state"] in STANDING]
    true = newest is not None and newest.is_true_now  # type: ignore[attr-defined]  # annotated
    window = sending(calendar, Whom(college_id=college.pk, region=college.region))
    return {
        "college": college,
        "newest": newest,
        "versions": versions[1:],
        "lines": list(newest.lines.order_by("no")) if newest else [],
        "standing": standing,
        "others": [{**row, "words": words(row["state"], "college")} for row in rows if row["state"] not in STANDING],
        "is_true": true,
        "is_sent": newest is not None and newest.state == NameListState.SENT,
        "can_prepare": _may_prepare(actor, college, round_) if standing and not true else None,
        "wants_preparing": bool(standing) and not true,
        "buttons": _buttons(newest, actor, at, calendar),
        "receipt": _receipt(newest, actor),
        "window": window,
        "past": window.is_past(at),
        "near": 0 <= window.days_left(at) <= 7,
    }


def _may_prepare(actor: Actor, college: College, round_: Round) -> Refusal | None:
    """None when some seat of the actor may; else the refusal of the first."""
    refusals = [
        may_act(seat, college.pk, round_.pk) for seat in actor.with_kind(*_SEATS) if seat.college_id == college.pk
    ]
    return None if not refusals or None in refusals else refusals[0]


def _buttons(newest: NameList | None, actor: Actor, at: dt.datetime, calendar: Calendar) -> dict[str, Button]:
    if newest is None or newest.state == NameListState.SENT:
        return {}
    return buttons(MOVES.values(), newest, actor, at, calendar)


def _receipt(newest: NameList | None, actor: Actor) -> Receipt | None:
    if newest is None or newest.state != NameListState.SENT:
        return None
    return Receipt.objects.visible_to(actor).filter(key=newest.receipt_key).first()


def owed(college_ids: list[int], round_: Round) -> QuerySet[Application]:
    """Endorsed plans that stand on no sent list: what a college still has to send."""
    sent = NameList.objects.filter(round=round_, college_id__in=college_ids).newest_sent()
    named = NameLine.objects.filter(application=OuterRef("pk"), name_list__in=sent).exclude(mark=Mark.REMOVED)
    rows = Application.objects.filter(round=round_, college_id__in=college_ids, state=S.ENDORSED)
    return rows.filter(~Exists(named))


def overview(round_: Round, actor: Actor, query: QueryDict) -> dict[str, Any]:
    """Who has sent the list and who has not: two queries, whatever their number."""
    lists = NameList.objects.visible_to(actor).filter(round=round_, college=OuterRef("college"))
    sent = lists.filter(state=NameListState.SENT).order_by("-version")
    endorsed = Application.objects.visible_to(actor).filter(
        round=round_, college=OuterRef("college"), state__in=STANDING
    )
    counted = endorsed.order_by().values("college").annotate(n=Count("pk")).values("n")
    rows = (
        Participation.objects.visible_to(actor)
        .filter(round=round_)
        .annotate(
            endorsed=Coalesce(Subquery(counted, output_field=IntegerField()), 0),
            sent_pk=Subquery(sent.values("pk")[:1]),
            sent_version=Subquery(sent.values("version")[:1]),
            sent_when=Subquery(sent.values("sent_at")[:1]),
            prepared=Exists(lists.filter(state=NameListState.PREPARED)),
            # The list that was sent last says what stands now.
            holds=Exists(lists.newest_sent().true()),
        )
    )
    missing = Q(endorsed__gt=0, sent_pk=None)
    changed = Q(sent_pk__isnull=False, holds=False)
    totals = rows.aggregate(
        sent=Count("pk", filter=Q(sent_pk__isnull=False)),
        missing=Count("pk", filter=missing),
        changed=Count("pk", filter=changed),
        without=Count("pk", filter=Q(endorsed=0, sent_pk=None)),
    )
    show, region, q = query.get("show", ""), query.get("region", ""), " ".join(query.get("q", "").split())[:100]
    wanted = {"sent": Q(sent_pk__isnull=False), "missing": missing, "changed": changed}.get(show)
    narrowed = rows.filter(wanted) if wanted is not None else rows
    if region in Region.values:
        narrowed = narrowed.filter(college__region=region)
    if q:
        narrowed = narrowed.filter(Q(college__name__icontains=q) | Q(college__province__icontains=q))
    columns = narrowed.order_by("college__name_key", "pk").values(
        "college_id", "endorsed", "sent_pk", "sent_version", "sent_when", "prepared", "holds",
        name=F("college__name"), province=F("college__province"),
    )  # fmt: skip
    return {
        "page": Paginator(columns, PAGE).get_page(query.get("page", "")),
        "figures": _figures(totals, round_),
        "show": show if wanted is not None else "",
        "region": region,
        "q": q,
        "regions": Region.choices,
    }


def _figures(totals: dict[str, int], round_: Round) -> list[dict[str, Any]]:
    labels = {
        "sent": _("have sent the list"),
        "missing": _("have endorsed plans and sent no list"),
        "changed": _("have changed since they sent it"),
    }
    found = [
        {"value": totals[name], "label": label, "url": f"?year={round_.year}&show={name}",
         "hot": name != "sent" and totals[name] > 0}
        for name, label in labels.items()
    ]  # fmt: skip
    return [*found, {"value": totals["without"], "label": _("have endorsed nobody"), "url": ""}]
