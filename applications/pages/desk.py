"""The college's desk: who owes what, what is to be checked, what ends soon."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from applications.enums import ApplicationState, PlanState, Section
from applications.lapsed import CHECKING, SENDING, is_lapsed
from applications.models import Application
from applications.pages.name_list import owed
from people.actor import Actor
from people.clock import local
from people.enums import SeatKind
from people.models import College, Seat
from people.thai import short_date
from placements.models import Agreement
from rounds.enums import MilestoneKind
from rounds.models import Participation, Round, Whom
from rounds.window import Calendar, Window

S = ApplicationState
SEATS = (SeatKind.COORDINATOR, SeatKind.DEPUTY, SeatKind.DIRECTOR)
SOON = dt.timedelta(days=90)
SHOWN = 50
_COLUMNS = (
    "pk", "user_id", "college_id", "region", "state", "name", "branch", "hours", "criteria", "criteria_met",
    "submitted_at", "sent_back_at", "endorsed_at", "comment",
)  # fmt: skip
_OF_THE_PLAN = {
    "version": "plan__version",
    "progress": "plan__progress",
    "plan_state": "plan__state",
    "signed": "plan__signed_id",
    "pages": "plan__signed__pages",
    "warnings": "plan__signed__warnings",
    "reading": "plan__signed__reading__weight",
}


@dataclass(frozen=True)
class Group:
    """Applications that wait for the same hands."""

    name: str
    label: str | Promise
    states: tuple[str, ...]


GROUPS = (
    Group("check", gettext_lazy("To check"), (S.SUBMITTED,)),
    Group("teacher", gettext_lazy("Waiting for the teacher's correction"), (S.SENT_BACK,)),
    Group("draft", gettext_lazy("Not sent yet"), (S.DRAFT,)),
    Group("endorsed", gettext_lazy("Endorsed"), (S.ENDORSED,)),
    Group("result", gettext_lazy("Announced"), (S.ELIGIBLE, S.RESERVE, S.NOT_ELIGIBLE, S.WAIVED)),
    Group("gone", gettext_lazy("Withdrawn"), (S.WITHDRAWN,)),
)


def colleges(actor: Actor) -> list[College]:
    """The colleges where the actor sits at the desk, in the order of the seats."""
    found = {seat.college_id: seat.college for seat in actor.with_kind(*SEATS)}
    return [college for college in found.values() if college is not None]


def chosen(pks: Iterable[str], actor: Actor, college: College, round_: Round) -> QuerySet[Application]:
    """The ticked applications of this college and round, as an action takes them."""
    ids = [int(pk) for pk in pks if pk.isascii() and pk.isdigit() and len(pk) < 19]
    rows = Application.objects.visible_to(actor).filter(pk__in=ids, college=college, round=round_)
    return rows.select_related("round", "plan__signed__reading", "plan__printed").order_by("name_key", "pk")


def page(college: College, actor: Actor, calendar: Calendar, at: dt.datetime, whole: str = "") -> dict[str, Any]:
    """What applications/desk.html shows; three queries beside round and calendar. `whole` names a group shown whole."""
    rows = [_row(row, calendar, at) for row in _rows(actor, college, calendar.round)]
    split = {group.name: [row for row in rows if row["state"] in group.states] for group in GROUPS}
    facts = _facts(college, calendar.round, at)
    window = calendar.window(MilestoneKind.PLANS_DUE, Whom(college_id=college.pk, region=college.region))
    to_check = sorted(split["check"], key=lambda row: row["submitted_at"])
    return {
        "college": college,
        "to_check": to_check,
        "can_endorse": _may_endorse(actor, college, facts["coordinator"]),
        "endorsable": sum(row["user_id"] != actor.user_id for row in to_check),
        "groups": [_group(group, split[group.name], whole) for group in GROUPS[1:] if split[group.name]],
        "figures": _figures(split, facts),
        "facts": facts,
        "people": [
            {"term": _("with an account"), "value": facts["with_account"]},
            {"term": _("not started"), "value": facts["not_started"]},
        ],
        "window": window,
        "checking": window.longer(calendar.round.endorse_days),
        "left": window.days_left(at),
        "near": 0 <= window.days_left(at) <= 7,
        "past": window.is_past(at),
        "nothing": not rows,
        "not_on_list": owed([college.pk], calendar.round).count(),
    }


def _rows(actor: Actor, college: College, round_: Round) -> list[dict[str, Any]]:
    found = Application.objects.visible_to(actor).filter(round=round_, college=college).order_by("name_key", "pk")
    columns = {name: F(path) for name, path in _OF_THE_PLAN.items()}
    return list(found.values(*_COLUMNS, **columns))


def _row(row: dict[str, Any], calendar: Calendar, at: dt.datetime) -> dict[str, Any]:
    whom = Whom(row["user_id"], row["college_id"], row["region"])
    sending = calendar.window(MilestoneKind.PLANS_DUE, whom)
    checking = sending.longer(calendar.round.endorse_days)
    window = checking if row["state"] in CHECKING else sending
    owes = row["state"] in (*SENDING, *CHECKING)
    return {
        **row,
        "url": reverse("applications:show", args=[row["pk"]]),
        "text": _text(row),
        "when": _when(row, at),
        "due": window.closes_at if owes else None,
        "lapsed": is_lapsed(row["state"], sending, checking, at),
        "extended": owes and window.extension is not None,
        "left": _left(window, at) if owes else "",
        "not_met": sum(not met for met in row["criteria"].values()),
        "criteria_all": len(row["criteria"]),
    }


def _text(row: dict[str, Any]) -> str:
    """What is known of it in a few words, by its state."""
    parts = [row["branch"]] if row["branch"] else []
    if row["state"] == S.DRAFT:
        parts.append(_progress(row))
    elif row["state"] == S.SENT_BACK:
        parts.append(row["comment"].splitlines()[0][:80] if row["comment"] else "")
    elif row["version"]:
        parts.append(_("version %(version)d") % {"version": row["version"]})
    if row["state"] in (S.ELIGIBLE, S.RESERVE, S.NOT_ELIGIBLE, S.WAIVED):
        parts.append(str(S(row["state"]).label))
    return " · ".join(filter(None, parts))


def _progress(row: dict[str, Any]) -> str:
    if row["signed"]:
        return _("signed copy is in, not sent yet")
    if row["plan_state"] == PlanState.FROZEN:
        return _("waits for signatures")
    done = sum(1 for state in (row["progress"] or {}).values() if state == "done")
    return _("%(done)d of %(total)d sections") % {"done": done, "total": len(Section)}


def _when(row: dict[str, Any], at: dt.datetime) -> str:
    """When it came to this state, as short as a desk has it."""
    stamp = {S.SUBMITTED: "submitted_at", S.SENT_BACK: "sent_back_at", S.ENDORSED: "endorsed_at"}.get(row["state"])
    moment = row[stamp] if stamp else None
    if moment is None:
        return ""
    days = (local(at).date() - local(moment).date()).days
    return {0: _("today"), 1: _("yesterday")}.get(days, short_date(moment))


def _left(window: Window, at: dt.datetime) -> str:
    days = window.days_left(at)
    if window.is_past(at):
        return _("closed")
    return _("today") if days == 0 else ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}


def _group(group: Group, rows: list[dict[str, Any]], whole: str) -> dict[str, Any]:
    """A long group is shown in part, with a link to all of it; settled ones more briefly."""
    most = len(rows) if whole == group.name else 5 if group.name in ("endorsed", "result", "gone") else SHOWN
    return {"name": group.name, "label": group.label, "count": len(rows), "rows": rows[:most], "more": len(rows) - most}


def _figures(split: dict[str, list[dict[str, Any]]], facts: dict[str, Any]) -> list[dict[str, Any]]:
    found = [
        {"value": len(split[name]), "label": label, "url": f"#g-{name}", "hot": name == "check" and bool(split[name])}
        for name, label in (
            ("check", _("to check")),
            ("teacher", _("waiting for the teacher")),
            ("draft", _("not sent yet")),
            ("endorsed", _("endorsed")),
        )
    ]
    for figure, name in zip(found, ("check", "teacher", "draft", "endorsed"), strict=True):
        if not split[name]:
            figure["url"] = ""
    url = reverse("placements:establishments")
    return [*found, {"value": facts["ending"], "label": _("agreements ending soon"), "url": url}]


def _facts(college: College, round_: Round, at: dt.datetime) -> dict[str, Any]:
    """Teachers, teachers who have not started, agreements that end soon, the named coordinator: one query."""
    today = local(at).date()
    teachers = Seat.objects.open_at(at).filter(college=OuterRef("pk"), kind=SeatKind.TEACHER)
    started = Application.objects.filter(round=round_, user_id=OuterRef("user_id"))
    ending = Agreement.objects.current_on(today).filter(college=OuterRef("pk"), valid_until__lte=today + SOON)
    named = Participation.objects.filter(round=round_, college=OuterRef("pk"))
    found = (
        College.objects.filter(pk=college.pk)
        .annotate(
            with_account=_count(teachers),
            not_started=_count(teachers.filter(~Exists(started))),
            ending=_count(ending),
            coordinator=Subquery(named.values("coordinator_id")[:1]),
        )
        .values("with_account", "not_started", "ending", "coordinator")
    )
    return dict(found.get())


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().values("college").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _may_endorse(actor: Actor, college: College, coordinator: int | None) -> bool:
    """Whether a seat of the actor endorses here as a rule; each row is tested again when the act is made."""
    if actor.seat(SeatKind.DEPUTY, college_id=college.pk):
        return True
    seats = [seat.pk for seat in actor.with_kind(SeatKind.COORDINATOR) if seat.college_id == college.pk]
    return coordinator in seats if coordinator else actor.seat(SeatKind.DIRECTOR, college_id=college.pk) is not None
