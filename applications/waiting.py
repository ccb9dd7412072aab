"""What of the gate waits for somebody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.enums import AnnouncementState, ApplicationState, PlanState, words
from applications.forms import SECTIONS
from applications.models import Announcement, Application, Decision
from applications.models.application import ApplicationQuerySet
from applications.name_lists import sending
from applications.pages.name_list import owed
from applications.pages.signing import links_to_send, mine
from applications.rules import waits_for
from people.actor import Actor
from people.enums import SeatKind
from people.models import Seat
from people.waiting import Waiting
from rounds.enums import MilestoneKind
from rounds.models import Whom
from rounds.window import Calendar, Window

S = ApplicationState
# Home is opened all day long: beyond this many the number itself tells nobody anything, and costs more than the page.
_MOST_COUNTED = 100
_CHECKERS = (SeatKind.COORDINATOR, SeatKind.DEPUTY)


def waiting_for(actor: Actor, calendar: Calendar, at: dt.datetime) -> Iterator[Waiting]:
    """Matters of the gate for all seats of the actor, the most pressing first; at most eight queries."""
    teacher = actor.seat(SeatKind.TEACHER)
    if teacher and actor.user:
        yield from _of_teacher(actor, teacher, calendar, at)
    yield from _to_sign(actor, calendar)
    colleges = actor.college_ids(*_CHECKERS)
    if colleges:
        yield from _links(actor)
        yield from _to_check(actor, _CHECKERS, Application.objects.all(), calendar)
        yield from _list_to_send(actor, colleges, calendar, at)
    elif actor.college_ids(SeatKind.DIRECTOR):
        yield from _to_check(actor, (SeatKind.DIRECTOR,), Application.objects.left_to_the_director(), calendar)
    if actor.is_bureau:
        yield from _left_to_the_bureau(actor, calendar)
        yield from _of_bureau(calendar)


def _why(window: Window) -> str:
    """The row of the calendar that asks for it, and what keeps it open longer than printed."""
    why = _("Calendar %(printed)s: the fully signed plan is sent as PDF.") % {"printed": window.milestone.shown}
    return f"{why} {_longer(window)}".strip()


def _longer(window: Window) -> str:
    if window.extension is None:
        return ""
    return _("More time was given %(because)s") % {"because": window.extension.because}


def _of_teacher(actor: Actor, seat: Seat, calendar: Calendar, at: dt.datetime) -> Iterator[Waiting]:
    own = Application.objects.filter(round=calendar.round, user=actor.user).select_related("plan", "college").first()
    whom = own.whom if own else Whom(actor.user_id, seat.college_id, seat.college.region if seat.college else "")
    window = calendar.window(MilestoneKind.PLANS_DUE, whom)
    if own is None:
        if window.is_open(at):
            # The start is a POST; the home page draws it as a form.
            yield Waiting(
                _("Send the individual development plan"),
                "start",
                _("Start the plan"),
                _why(window),
                due=window.closes_at,
                text=_("Eight short sections, saved by themselves. Most teachers need twenty minutes."),
                milestone=MilestoneKind.PLANS_DUE,
            )
        return
    if not own.is_editable or own.plan is None:
        # It lies with others, or is settled: told, so that home leads to it all year.
        told = words(own.state, waits_for(own, actor))
        yield Waiting(
            _("Individual development plan"), reverse("applications:show", args=[own.pk]), "", told, mine=False
        )
        return
    plan = own.plan
    frozen = plan.state != PlanState.DRAFT
    if own.state == S.SENT_BACK:
        text = _("Returned to you for correction: %(comment)s") % {"comment": own.comment[:200]}
    elif plan.state == PlanState.CERTIFIED:
        text = _("Everybody has signed in the portal. One press is left: submit.")
    elif plan.signed_id:
        text = _("The signed copy has arrived. One press is left: submit.")
    elif frozen:
        text = _("The paper is made. Have it signed and send in the copy.")
    else:
        text = _("%(done)d of %(total)d sections are done. Then print, have it signed, and send in the copy.") % {
            "done": plan.sections_done,
            "total": len(SECTIONS),
        }
    page = "applications:sign" if frozen else "applications:show"
    yield Waiting(
        _("Send the individual development plan"),
        reverse(page, args=[own.pk]),
        _("Go on with the plan"),
        _why(window),
        due=window.closes_at,
        text=text,
        done=plan.sections_done,
        total=len(SECTIONS),
        milestone=MilestoneKind.PLANS_DUE,
    )


def _to_sign(actor: Actor, calendar: Calendar) -> Iterator[Waiting]:
    """Other people's plans that wait for a signature of the actor; her own stands with her plan."""
    waiting = mine(actor).waiting().filter(plan__application__round=calendar.round)
    count = waiting.exclude(plan__application__user=actor.user)[: _MOST_COUNTED + 1].count()
    if count:
        yield Waiting(
            ngettext("%(n)d plan to sign", "%(n)d plans to sign", count) % {"n": min(count, _MOST_COUNTED)},
            reverse("applications:signatures"),
            _("Read and sign"),
            _("Each signer has to have signed before the teacher can submit."),
            due=calendar.window(MilestoneKind.PLANS_DUE).closes_at,
            icon="pencil",
            milestone=MilestoneKind.PLANS_DUE,
        )


def _links(actor: Actor) -> Iterator[Waiting]:
    count = links_to_send(actor)[: _MOST_COUNTED + 1].count()
    if count:
        yield Waiting(
            ngettext("%(n)d establishment is to sign", "%(n)d establishments are to sign", count) % {"n": count},
            reverse("applications:signatures"),
            _("Make the link"),
            _("Whoever signs for an establishment has no account: your link leads them to the plan."),
            icon="link",
            milestone=MilestoneKind.PLANS_DUE,
        )


def _to_check(
    actor: Actor, kinds: tuple[SeatKind, ...], rows: ApplicationQuerySet, calendar: Calendar
) -> Iterator[Waiting]:
    """Those of `rows` that lie with the actor's seats of these kinds."""
    colleges = actor.college_ids(*kinds)
    waiting = rows.filter(round=calendar.round, college_id__in=colleges, state=S.SUBMITTED)
    count = waiting.exclude(user=actor.user).count()
    if not count:
        return
    first = actor.seat(*kinds, college_id=colleges[0])
    whom = Whom(college_id=colleges[0], region=first.college.region if first and first.college else "")
    closes = calendar.window(MilestoneKind.PLANS_DUE, whom).longer(calendar.round.endorse_days)
    yield Waiting(
        ngettext("%(n)d plan to check", "%(n)d plans to check", count) % {"n": count},
        reverse("applications:desk"),
        _("Check"),
        f"{_('A plan goes to the bureau once you have endorsed it.')} {_longer(closes)}".strip(),
        due=closes.closes_at,
        icon="list-checks",
        milestone=MilestoneKind.PLANS_DUE,
    )


def _list_to_send(actor: Actor, colleges: list[int], calendar: Calendar, at: dt.datetime) -> Iterator[Waiting]:
    """The college's list of names, as long as somebody endorsed stands on none that was sent."""
    first = actor.seat(*_CHECKERS, college_id=colleges[0])
    whom = Whom(college_id=colleges[0], region=first.college.region if first and first.college else "")
    closes = sending(calendar, whom)
    count = 0 if closes.is_past(at) else owed(colleges, calendar.round)[: _MOST_COUNTED + 1].count()
    if count:
        yield Waiting(
            _("Send the college's list of names"),
            reverse("applications:name_list"),
            _("To the list of names"),
            _("The letter, point 3: the college sends its list with the plans. The director signs it."),
            due=closes.closes_at,
            icon="list",
            milestone=MilestoneKind.PLANS_DUE,
            text=ngettext(
                "%(n)d endorsed plan stands on no list yet.", "%(n)d endorsed plans stand on no list yet.", count
            )
            % {"n": count},
        )


def _left_to_the_bureau(actor: Actor, calendar: Calendar) -> Iterator[Waiting]:
    """Leads to the oldest, whose page leads to the next."""
    # Asked first, or PostgreSQL walks through everybody's plans to find the few of directors.
    directors = Seat.objects.filter(kind=SeatKind.DIRECTOR, ended_at=None).values_list("user_id", flat=True)
    rows = Application.objects.filter(round=calendar.round, user__pk__among=set(directors))
    rows = rows.left_to_the_bureau().exclude(user=actor.user)
    found = sorted(rows.values_list("submitted_at", "pk")[: _MOST_COUNTED + 1])
    if found:
        count = min(len(found), _MOST_COUNTED)
        yield Waiting(
            ngettext("%(n)d plan that only the bureau can check", "%(n)d plans that only the bureau can check", count)
            % {"n": count},
            reverse("applications:show", args=[found[0][1]]),
            _("Check"),
            _("The teacher is the college's director, and nobody else there may check it."),
            due=calendar.window(MilestoneKind.PLANS_DUE).longer(calendar.round.endorse_days).closes_at,
            icon="list-checks",
            milestone=MilestoneKind.PLANS_DUE,
        )


def _of_bureau(calendar: Calendar) -> Iterator[Waiting]:
    # Said as "there is none", not as "the joined one is empty": only so PostgreSQL stops at the limit.
    decided = Decision.objects.filter(application=OuterRef("pk"))
    open_rows = Application.objects.filter(~Exists(decided), round=calendar.round, state=S.ENDORSED)
    count = open_rows[: _MOST_COUNTED + 1].count()
    due = calendar.window(MilestoneKind.ANNOUNCEMENT).closes_at
    if count > _MOST_COUNTED:
        title = _("More than %(n)s applications to decide") % {"n": f"{_MOST_COUNTED:,}"}
    else:
        title = ngettext("%(n)d application to decide", "%(n)d applications to decide", count) % {"n": count}
    if count:
        yield Waiting(
            title,
            f"{reverse('applications:office')}?state={S.ENDORSED}&judged=none",
            _("Screen and decide"),
            _("The list is announced when every endorsed application is decided."),
            due=due,
            icon="list-checks",
            milestone=MilestoneKind.ANNOUNCEMENT,
        )
    for edition in Announcement.objects.filter(round=calendar.round).exclude(state=AnnouncementState.PUBLISHED):
        yield Waiting(
            _("Announcement %(number)s: %(state)s") % {"number": edition.number, "state": edition.get_state_display()},
            reverse("applications:announcement", args=[edition.pk]),
            _("Go on"),
            _("The colleges are waiting for the list."),
            due=due,
            icon="megaphone",
            milestone=MilestoneKind.ANNOUNCEMENT,
        )
