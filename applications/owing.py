"""What is owed at the milestones of the gate: plans to send, plans to check, lists of names, the announcement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator

from django.db.models import Count, Exists, Min, OuterRef
from django.utils.translation import gettext_lazy as _

from applications.enums import ApplicationState, Mark, NameListState
from applications.models import Application, NameLine, NameList
from applications.name_lists import sending
from people.enums import SeatKind
from people.models import Seat
from rounds.enums import MilestoneKind
from rounds.models import Whom
from rounds.owed import Hands, Owed, numbers, owes
from rounds.window import Calendar

S = ApplicationState
_BATCH = 500
_PLAN = (
    _("The development plan of %(name)s"),
    _("The plan has not been sent yet. The signed plan is sent as PDF, or signed by all in the portal and submitted."),
)
_CHECK = _("Checking the plan of %(name)s"), _("A plan goes to the bureau once the college has endorsed it.")
_LIST = (
    _("The college's list of names"),
    _("Plans that stand on no list yet: %(count)s. The letter, point 3: the college sends its list with the plans."),
)
_ANNOUNCE = (
    _("Announcing the list of eligible teachers"),
    _("Applications that wait for the announcement: %(count)s. The colleges wait for the list."),
)


@owes(MilestoneKind.PLANS_DUE)
def plans(
    calendar: Calendar,
    at: dt.datetime,
    *,
    matters: Collection[str] | None = None,
    colleges: Collection[int] | None = None,
) -> Iterator[Owed]:
    """The teacher sends, the coordinator checks: whose turn it is owes."""
    hands = Hands(calendar.round, at, colleges)
    rows = Application.objects.filter(round=calendar.round, state__in=(S.DRAFT, S.SENT_BACK, S.SUBMITTED))
    rows = rows.order_by("pk").only(
        "round_id", "user_id", "college_id", "region", "state", "name", "started_at", "sent_back_at", "submitted_at"
    )
    wanted = numbers(matters, "application")
    if wanted is not None:
        rows = rows.filter(pk__in=wanted)
    if colleges is not None:
        rows = rows.filter(college_id__in=colleges)
    last = 0
    while batch := list(rows.filter(pk__gt=last)[:_BATCH]):
        last = batch[-1].pk
        for row in batch:
            yield _plan(row, calendar, hands)


def _plan(row: Application, calendar: Calendar, hands: Hands) -> Owed:
    window = calendar.window(MilestoneKind.PLANS_DUE, row.whom)
    checking = row.state == S.SUBMITTED
    if checking:
        window = window.longer(calendar.round.endorse_days)
        since = row.submitted_at or row.started_at
        person = hands.checkers(row.college_id, about=row.user_id)
    else:
        since = row.sent_back_at or row.started_at
        person = (row.user_id,)
    title, text = _CHECK if checking else _PLAN
    return Owed(
        MilestoneKind.PLANS_DUE,
        f"application-{row.pk}",
        window.closes_at,
        since,
        {"person": person, **hands.next_hands(row.college_id)},
        title,
        text,
        f"/applications/{row.pk}/",
        name=row.name,
        college_id=row.college_id,
    )


@owes(MilestoneKind.PLANS_DUE)
def lists(
    calendar: Calendar,
    at: dt.datetime,
    *,
    matters: Collection[str] | None = None,
    colleges: Collection[int] | None = None,
) -> Iterator[Owed]:
    """The college's list, as long as somebody endorsed stands on none that was sent."""
    sent = NameList.objects.filter(round=calendar.round, state=NameListState.SENT).newest_sent()
    named = NameLine.objects.filter(application=OuterRef("pk"), name_list__in=sent).exclude(mark=Mark.REMOVED)
    rows = Application.objects.filter(~Exists(named), round=calendar.round, state=S.ENDORSED)
    wanted = numbers(matters, "list")
    if wanted is not None:
        rows = rows.filter(college_id__in=wanted)
    if colleges is not None:
        rows = rows.filter(college_id__in=colleges)
    hands = Hands(calendar.round, at, colleges)
    title, text = _LIST
    counted = rows.order_by("college_id").values("college_id", "college__region", "college__name")
    for row in counted.annotate(count=Count("pk"), since=Min("endorsed_at")):
        whom = Whom(college_id=row["college_id"], region=row["college__region"])
        yield Owed(
            MilestoneKind.PLANS_DUE,
            f"list-{row['college_id']}",
            sending(calendar, whom).closes_at,
            row["since"],
            {"person": hands.checkers(row["college_id"]), **hands.next_hands(row["college_id"])},
            title,
            text,
            "/applications/list/",
            name=row["college__name"],
            count=row["count"],
            college_id=row["college_id"],
        )


@owes(MilestoneKind.ANNOUNCEMENT)
def announcement(
    calendar: Calendar,
    at: dt.datetime,
    *,
    matters: Collection[str] | None = None,
    colleges: Collection[int] | None = None,
) -> Iterator[Owed]:
    """One matter of the bureau for the whole round, as long as somebody endorsed is on no published list."""
    if colleges is not None or (matters is not None and "announcement" not in matters):
        return
    rows = Application.objects.filter(round=calendar.round, state=S.ENDORSED)
    waiting = rows.aggregate(count=Count("pk"), since=Min("endorsed_at"))
    if not waiting["count"]:
        return
    officers = Seat.objects.open_at(at).filter(kind=SeatKind.BUREAU, user__isnull=False).order_by("pk")
    title, text = _ANNOUNCE
    yield Owed(
        MilestoneKind.ANNOUNCEMENT,
        "announcement",
        calendar.window(MilestoneKind.ANNOUNCEMENT).closes_at,
        waiting["since"],
        {"person": tuple(user_id for user_id in officers.values_list("user_id", flat=True) if user_id)},
        title,
        text,
        "/applications/office/",
        count=waiting["count"],
    )
