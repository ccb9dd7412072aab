"""What is owed at the milestones of the gate: plans to send, plans to check, lists of names, the announcement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from functools import cache

from django.db.models import Count, Exists, Min, OuterRef
from django.utils.translation import gettext_lazy as _

from applications.enums import ApplicationState, Mark, NameListState
from applications.models import Application, NameLine, NameList
from applications.name_lists import sending
from people.enums import SeatKind
from people.models import Seat
from rounds.enums import MilestoneKind
from rounds.holidays import add_working_days
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
_CHECK_AT_THE_BUREAU = _CHECK[0], _("The teacher is the college's director, and nobody else there may check it.")
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
    """The teacher sends, the coordinator checks: whose turn it is owes. Nobody is told to check her own."""
    hands = Hands(calendar.round, at, colleges)
    rows = Application.objects.filter(round=calendar.round, state__in=(S.DRAFT, S.SENT_BACK, S.SUBMITTED))
    rows = rows.order_by("pk")
    wanted = numbers(matters, "application")
    if wanted is not None:
        rows = rows.filter(pk__in=wanted)
    if colleges is not None:
        rows = rows.filter(college_id__in=colleges)
    # The days for checking are counted once a closing, not once a plan.
    longer = cache(lambda closes_at: add_working_days(closes_at, calendar.round.endorse_days))
    last = 0
    while batch := list(rows.filter(pk__gt=last).values_list(*_COLUMNS)[:_BATCH]):
        last = batch[-1][0]
        for pk, user_id, college_id, region, state, name, started_at, sent_back_at, submitted_at in batch:
            closes_at = calendar.window(MilestoneKind.PLANS_DUE, Whom(user_id, college_id, region)).closes_at
            checking = state == S.SUBMITTED
            title, text = _CHECK if checking else _PLAN
            if checking and hands.is_left_to_the_bureau(college_id, user_id):
                title, text = _CHECK_AT_THE_BUREAU
            yield Owed(
                MilestoneKind.PLANS_DUE,
                f"application-{pk}",
                longer(closes_at) if checking else closes_at,
                (submitted_at if checking else sent_back_at) or started_at,
                {
                    "person": hands.checkers(college_id, about=user_id) if checking else (user_id,),
                    **hands.next_hands(college_id, but=user_id if checking else None),
                },
                title,
                text,
                f"/applications/{pk}/",
                name=name,
                college_id=college_id,
            )


# Plain values: fifty thousand plans may be open, and an object of each would cost more than all else here.
_COLUMNS = ("pk", "user_id", "college_id", "region", "state", "name", "started_at", "sent_back_at", "submitted_at")


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
