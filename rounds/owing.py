"""What colleges owe at the milestones of the round's own room: the receipt, the coordinator, the LINE group."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from rounds.enums import MilestoneKind
from rounds.models import Participation
from rounds.owed import Hands, Owed, numbers, owes
from rounds.window import Calendar

_RECEIPT = _("Register the receipt of the circular"), _("The bureau sees which colleges the circular has reached.")
_NAME = _("Name the coordinator"), _("Each college names one coordinator; everything of the round goes through them.")
_LINE = (
    _("Join the coordinators' LINE group"),
    _("Please join the group with the link on the page of the round, and say there that you have."),
)


def _rows(
    calendar: Calendar, prefix: str, matters: Collection[str] | None, colleges: Collection[int] | None
) -> QuerySet[Participation]:
    rows = Participation.objects.filter(round=calendar.round).select_related("college").order_by("pk")
    wanted = numbers(matters, prefix)
    if wanted is not None:
        rows = rows.filter(pk__in=wanted)
    return rows if colleges is None else rows.filter(college_id__in=colleges)


@owes(MilestoneKind.GUIDELINE)
def receipts(
    calendar: Calendar,
    at: dt.datetime,
    *,
    matters: Collection[str] | None = None,
    colleges: Collection[int] | None = None,
) -> Iterator[Owed]:
    hands = Hands(calendar.round, at, colleges)
    since = calendar.round.published_at or at
    title, text = _RECEIPT
    for row in _rows(calendar, "receipt", matters, colleges).filter(receipt_registered_at=None):
        yield Owed(
            MilestoneKind.GUIDELINE,
            f"receipt-{row.pk}",
            calendar.window(MilestoneKind.GUIDELINE, row.whom).closes_at,
            since,
            {"person": hands.registry(row.college_id), **hands.next_hands(row.college_id)},
            title,
            text,
            f"/rounds/{calendar.round.year}/receipt/",
            name=row.college.name,
            college_id=row.college_id,
        )


@owes(MilestoneKind.COORDINATOR)
def coordinators(
    calendar: Calendar,
    at: dt.datetime,
    *,
    matters: Collection[str] | None = None,
    colleges: Collection[int] | None = None,
) -> Iterator[Owed]:
    """The director names one; whoever is named joins the group."""
    hands = Hands(calendar.round, at, colleges)
    year, since = calendar.round.year, calendar.round.published_at or at
    for row in _rows(calendar, "name", matters, colleges).filter(coordinator=None):
        title, text = _NAME
        yield Owed(
            MilestoneKind.COORDINATOR,
            f"name-{row.pk}",
            calendar.window(MilestoneKind.COORDINATOR, row.whom).closes_at,
            since,
            {"person": hands.directors(row.college_id), "director": hands.directors(row.college_id)},
            title,
            text,
            f"/rounds/{year}/coordinator/",
            name=row.college.name,
            college_id=row.college_id,
        )
    unjoined = _rows(calendar, "line", matters, colleges).filter(coordinator__isnull=False, line_joined_at=None)
    for row in unjoined:
        title, text = _LINE
        yield Owed(
            MilestoneKind.COORDINATOR,
            f"line-{row.pk}",
            calendar.window(MilestoneKind.COORDINATOR, row.whom).closes_at,
            row.coordinator_named_at or since,
            {"person": hands.coordinator(row.college_id), **hands.next_hands(row.college_id)},
            title,
            text,
            f"/rounds/{year}/",
            name=row.college.name,
            college_id=row.college_id,
        )
