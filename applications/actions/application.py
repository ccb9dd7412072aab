"""The life of an application: start, submit, endorse, send back, withdraw, waive, lapse."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from applications import notices
from applications.actions.plan import judge_again
from applications.models import Application, Decision, Plan, Screening, hold
from applications.rules import (
    LAST_CHECKER,
    SEND_BACK,
    SEND_BACK_OFFICE,
    SUBMIT,
    WAIVE,
    WITHDRAW,
)
from people.enums import SeatKind
from people.models import Seat, Teacher
from people.thai import instant
from placements.actions import cancel
from placements.enums import PlacementState
from placements.models import Placement
from records import outbox, receipts, register
from records.models import Document, Receipt
from rounds import actions as rounds
from rounds.enums import MilestoneKind
from rounds.holidays import add_working_days
from rounds.models import Round
from rounds.moves import Refusal, Refused, carry_out, one
from rounds.window import Calendar, Window, closing_of

ROOM = "applications"


@transaction.atomic
def start(round_: Round, teacher: Teacher, *, by: Seat, at: dt.datetime) -> Application:
    """Opens the one application of a teacher in a round; who starts twice finds the first. Dates never refuse it."""
    user = teacher.user
    own = by.kind == SeatKind.TEACHER and by.user_id == user.pk
    on_behalf = by.kind in (SeatKind.COORDINATOR, SeatKind.DEPUTY) and by.college_id == teacher.college_id
    if not (own or on_behalf):
        raise Refused(Refusal("role", _("This is not yours to do.")))
    try:
        with transaction.atomic():
            application = Application.objects.create(
                round=round_,
                user=user,
                teacher=teacher,
                college=teacher.college,
                region=teacher.college.region,
                started_at=at,
                started_by=by,
                name=user.full_name,
                name_key=user.name_key,
                college_name=teacher.college.name,
                college_key=teacher.college.name_key,
                branch=teacher.branch,
            )
    except IntegrityError:
        return Application.objects.get(round=round_, user=user)
    plan = Plan.objects.create(application=application)
    Application.objects.filter(pk=application.pk).update(plan=plan)
    application.plan = plan
    register.write(
        "applications:application:start", application, by=by, at=at, year=round_.year, college_id=teacher.college_id
    )
    return application


def submit(application: Application, *, by: Seat, at: dt.datetime, turn: int) -> Receipt:
    """Sends the signed plan to the coordinator and gives the receipt.

    `turn` is how often the application had been accepted when the form was made: a retry, a double click or the
    loser of a race carries the same number and gets the same receipt. The deciding instant is `at`, the beginning
    of the request; when the signed copy was still arriving at the closing, begun in time, and the submit follows
    within the round's grace, the beginning of that upload decides. The receipt shows both.
    """
    # As long as the row has not moved on there is nothing to look for; who moves it meanwhile is met below.
    if application.turn != turn and (known := receipts.of(application.receipt_key(turn + 1))):
        return known
    try:
        with transaction.atomic():
            return _submit(application, by, at, turn)
    except (Refused, IntegrityError):
        # Somebody with the same turn was first: theirs is ours.
        if known := receipts.of(application.receipt_key(turn + 1)):
            return known
        raise


def _submit(application: Application, by: Seat, at: dt.datetime, turn: int) -> Receipt:
    # What is accepted is what stands there now, not what a page saw.
    hold(application)
    calendar = Calendar.of(application.round, application.whom, kinds=(MilestoneKind.PLANS_DUE, MilestoneKind.TRAINING))
    judge_again(application, calendar.milestones.get(MilestoneKind.TRAINING))
    plan = application.plan
    window = calendar.window(MilestoneKind.PLANS_DUE, application.whom)
    deciding = deciding_instant(window, plan.signed if plan else None, application.round, at)
    changes: dict[str, Any] = {
        "turn": turn + 1,
        "criteria": application.criteria,
        "criteria_met": application.criteria_met,
        "attested": False,
    }
    outcome = carry_out(
        [application],
        SUBMIT,
        by=by,
        at=deciding,
        calendar=calendar,
        room=ROOM,
        sets=changes,
        stamped_at=at,
        facts={"turn": turn + 1, "version": plan.version if plan else 0, "begun_at": deciding.isoformat()},
    )
    one(outcome)
    assert plan is not None
    extension = window.extension
    receipt = receipts.issue(
        application.receipt_key(turn + 1),
        application,
        series="PLAN",
        year=application.round.year,
        college_id=application.college_id,
        title=f"แผนพัฒนาประสบการณ์ร่วมกับสถานประกอบการ ฉบับที่ {plan.version}: {application.name}",
        by=by,
        at=at,
        begun_at=min(deciding, plan.signed.begun_at) if deciding < at and plan.signed else at,
        paper=plan.paper,
        # Until the seal is there, the paper that everybody signed.
        document=plan.signed or plan.prepared,
        extension_note=f"ขยายเวลาถึง {instant(extension.until, lang='th')}: {extension.reason}"[:300]
        if extension and deciding >= closing_of(window.milestone, application.round) + dt.timedelta(seconds=1)
        else "",
    )
    outbox.post(notices.submitted(application, receipt, at))
    return receipt


def deciding_instant(window: Window, signed: Document | None, round_: Round, at: dt.datetime) -> dt.datetime:
    """The instant that decides: that of the act, or the beginning of an upload which the closing overtook."""
    if signed is None or not window.is_past(at):
        return at
    grace = dt.timedelta(minutes=round_.grace_minutes)
    was_arriving = window.is_open(signed.begun_at) and window.is_past(signed.kept_at)
    return signed.begun_at if was_arriving and not window.is_past(at - grace) else at


@transaction.atomic
def send_back(application: Application, *, comment: str, by: Seat, at: dt.datetime) -> Application:
    """Returns the application with a comment. After the closing the same act gives the teacher more time:
    always when the bureau returns it, when a coordinator does only where the round lets coordinators."""
    if not comment.strip():
        raise Refused(Refusal("no_comment", _("Please say what has to be corrected.")))
    round_, whom = application.round, application.whom
    calendar = Calendar.of(round_, whom)
    of_office = by.kind == SeatKind.BUREAU and not LAST_CHECKER.fits(by, application)
    move = SEND_BACK_OFFICE if of_office else SEND_BACK
    done: Application = one(
        carry_out(
            [application], move, by=by, at=at, calendar=calendar, room=ROOM, sets={"comment": comment},
            facts={"comment": comment},
        )
    )  # fmt: skip
    # What the bureau thought of the returned plan does not hold for the next one.
    Decision.objects.filter(application=application).delete()
    Screening.objects.filter(application=application).delete()
    until = None
    window = calendar.window(MilestoneKind.PLANS_DUE, whom)
    if window.is_past(at) and (by.kind == SeatKind.BUREAU or round_.coordinator_may_extend):
        until = add_working_days(at, round_.correction_days)
        rounds.extend(
            round_,
            MilestoneKind.PLANS_DUE,
            until=until,
            reason=f"ส่งคืนแก้ไข: {comment}"[:500],
            by=by,
            at=at,
            person=application.user,
            college=application.college,
        )
    outbox.post(notices.sent_back(application, until or window.closes_at, at))
    return done


@transaction.atomic
def withdraw(application: Application, *, by: Seat, at: dt.datetime) -> Application:
    calendar = Calendar.of(application.round, application.whom)
    done: Application = one(carry_out([application], WITHDRAW, by=by, at=at, calendar=calendar, room=ROOM))
    outbox.post(notices.withdrawn(application, at))
    return done


@transaction.atomic
def waive(application: Application, *, by: Seat, at: dt.datetime) -> Application:
    """Gives up the place after the announcement and before the start; the place and its money are free again."""
    placement = Placement.objects.select_for_update().filter(round=application.round, teacher=application.teacher)
    if placement.exclude(state__in=(PlacementState.PLANNED, PlacementState.CONFIRMED)).exists():
        raise Refused(Refusal("started", _("The training has started; your coordinator can end it early.")))
    calendar = Calendar.of(application.round, application.whom)
    done: Application = one(carry_out([application], WAIVE, by=by, at=at, calendar=calendar, room=ROOM))
    cancel(placement, by=by, at=at)
    outbox.post(notices.waived(application, at))
    return done
