"""The life of an application: one row a move. Pages, guards and tests are drawn from this table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from applications.criteria import agreement_sentence, stay_of
from applications.enums import AnnouncementState, ApplicationState, PlanState
from applications.models import Announcement, Application, Plan
from people.actor import Actor
from people.enums import SeatKind
from people.models import Seat
from records.enums import ReadingWeight
from records.models import Reading
from rounds.enums import MilestoneKind
from rounds.models import Participation
from rounds.moves import Move, Refusal, Role, during

S = ApplicationState
_KNOWN = "_coordinator_of_the_round"

TEACHER = Role(_("the teacher"), (SeatKind.TEACHER,), own=True)
CHECKER = Role(_("coordinator"), (SeatKind.COORDINATOR, SeatKind.DEPUTY), own=False, same_college=True)
DIRECTOR = Role(_("director"), (SeatKind.DIRECTOR,), own=False, same_college=True)
BUREAU = Role(_("bureau officer"), (SeatKind.BUREAU,), own=False)
WRITER = Role(_("coordinator, on behalf"), (SeatKind.COORDINATOR, SeatKind.DEPUTY), own=False, same_college=True)


def is_left_to_the_bureau(application: Application) -> bool:
    """Whether nobody at the college may check this sent plan. One query, and none in any other state."""
    sent = application.state == S.SUBMITTED
    return sent and Application.objects.filter(pk=application.pk).left_to_the_bureau().exists()


# Where everybody who checks at the college is the teacher herself.
LAST_CHECKER = replace(BUREAU, only=is_left_to_the_bureau)


def plan_is_frozen(application: Application, seat: Seat, at: dt.datetime) -> Refusal | None:
    plan = application.plan
    if plan is None or not plan.is_complete:
        done = plan.sections_done if plan else 0
        return Refusal("incomplete", gettext("The plan is not complete: %(done)d of 8 sections.") % {"done": done})
    if plan.state == PlanState.DRAFT:
        return Refusal("not_frozen", _("The plan has not been printed for signing."))
    return None


def plan_is_signed(application: Application, seat: Seat, at: dt.datetime) -> Refusal | None:
    """By a copy that was sent in, or by everybody in the portal: then the seal may follow later."""
    plan = application.plan
    if plan is None or (plan.signed_id is None and plan.state != PlanState.CERTIFIED):
        return Refusal("not_signed", _("The signed plan (PDF) has not been sent in, nor is it signed in the portal."))
    return None


def the_signed_plan_is_here(application: Application, seat: Seat, at: dt.datetime) -> Refusal | None:
    if application.plan is None or application.plan.signed_id is None:
        return Refusal("sealing", _("The portal is sealing the signed plan. Please look again in a moment."))
    return None


def the_copy_is_not_a_wrong_one(application: Application, seat: Seat, at: dt.datetime) -> Refusal | None:
    """Proved by the codes on its pages; what could not be read proves nothing. Who insists is let through."""
    plan = application.plan
    if plan is None or plan.signed_id is None or plan.insisted_at is not None or not _is_read_as_wrong(plan):
        return None
    words = _("This does not seem to be the right copy. Send in another one, or say that you send it all the same.")
    return Refusal("wrong_copy", words)


def _is_read_as_wrong(plan: Plan) -> bool:
    if Plan._meta.get_field("signed").is_cached(plan):
        reading = getattr(plan.signed, "reading", None)
        return reading is not None and reading.is_wrong
    return Reading.objects.filter(document=plan.signed_id, weight=ReadingWeight.WRONG).exists()


def criteria_that_bind_are_met(application: Application, seat: Seat, at: dt.datetime) -> Refusal | None:
    if application.criteria and all(application.criteria.values()):
        return None  # spares the page a query
    for criterion in application.round.criteria.all():
        if criterion.binds and not application.criteria.get(criterion.code, False):
            if criterion.code == "agreement" and (sentence := _about_the_agreement(application)):
                return Refusal("criterion_agreement", sentence, opener=CHECKER.label)
            return Refusal(f"criterion_{criterion.code}", gettext("Not met: %(label)s") % {"label": criterion.label})
    return None


def _about_the_agreement(application: Application) -> str:
    """Which day it ends, where it does not carry the whole stay."""
    plan = application.plan
    stay = stay_of(plan.content) if plan and plan.content else None
    if plan is None or stay is None or plan.establishment_id is None:
        return ""
    return agreement_sentence(application.college_id, plan.establishment_id, stay)


def coordinators(applications: Sequence[Application]) -> dict[tuple[int, int], Seat | None]:
    """The named coordinator for each round and college of these applications; one query, or none after `know`."""
    known = {(row.round_id, row.college_id): row.__dict__.get(_KNOWN, _KNOWN) for row in applications}
    if _KNOWN not in known.values():
        return known
    rows = Participation.objects.filter(
        round_id__in={round_id for round_id, _ in known}, college_id__in={college_id for _, college_id in known}
    )
    found = {(row.round_id, row.college_id): row.coordinator for row in rows.select_related("coordinator")}
    return {place: found.get(place) for place in known}


def know_coordinators(applications: Sequence[Application]) -> None:
    """Looks the coordinators of many applications up at once, so that asking for each costs nothing more."""
    found = coordinators(applications)
    for row in applications:
        row.__dict__[_KNOWN] = found[row.round_id, row.college_id]


def waits_for(application: Application, actor: Actor) -> str:
    """As whom the teacher reads how her own application stands (`enums.words`): a plain teacher waits for the
    coordinator, a checker for somebody else at her college, who is alone there for the bureau."""
    kinds = {seat.kind for seat in actor.seats if seat.college_id == application.college_id}
    if application.state != S.SUBMITTED or not kinds & {*CHECKER.kinds, *DIRECTOR.kinds}:
        return "teacher"
    return "alone" if SeatKind.DIRECTOR in kinds and is_left_to_the_bureau(application) else "checker"


def checker_is_named(application: Application, seat: Seat, at: dt.datetime) -> Refusal | None:
    """The one coordinator of the round; a deputy in her place; the director where none is named, and for her own."""
    coordinator = coordinators([application])[application.round_id, application.college_id]
    if seat.kind == SeatKind.COORDINATOR and (coordinator is None or coordinator.pk != seat.pk):
        return Refusal(
            "not_named", _("The director has not named you coordinator of this round."), opener=DIRECTOR.label
        )
    if seat.kind == SeatKind.DIRECTOR and coordinator and coordinator.user_id != application.user_id:
        return Refusal("coordinator_first", _("The coordinator checks this plan."), opener=CHECKER.label)
    return None


_plans_due = during(MilestoneKind.PLANS_DUE)
_checking = during(MilestoneKind.PLANS_DUE, longer_by="endorse_days")
_UNSETTLED = (S.DRAFT, S.SUBMITTED, S.SENT_BACK, S.ENDORSED)

SUBMIT = Move(
    "submit", _("Submit"), (S.DRAFT, S.SENT_BACK), S.SUBMITTED, (TEACHER,), "submitted",
    window=_plans_due,
    needs=(plan_is_frozen, plan_is_signed, the_copy_is_not_a_wrong_one, criteria_that_bind_are_met),
    sets={"lapsed_at": None},
)  # fmt: skip
ENDORSE = Move(
    "endorse", _("Endorse"), (S.SUBMITTED,), S.ENDORSED, (CHECKER, DIRECTOR, LAST_CHECKER), "endorsed",
    window=_checking, needs=(checker_is_named, the_signed_plan_is_here), sets={"lapsed_at": None},
)  # fmt: skip
SEND_BACK = Move(
    "send_back", _("Return for correction"), (S.SUBMITTED,), S.SENT_BACK, ENDORSE.who, "sent_back",
    window=_checking, needs=(checker_is_named,), sets={"lapsed_at": None},
)  # fmt: skip
SEND_BACK_OFFICE = replace(SEND_BACK, sources=(S.ENDORSED,), who=(BUREAU,), window=None, needs=())
WITHDRAW = Move("withdraw", _("Withdraw"), _UNSETTLED, S.WITHDRAWN, (TEACHER,), "withdrawn", sets={"lapsed_at": None})
ANNOUNCE = {
    outcome: Move("announce", _("Announce"), (S.ENDORSED,), outcome, (BUREAU,), "announced", sets={"lapsed_at": None})
    for outcome in (S.ELIGIBLE, S.RESERVE, S.NOT_ELIGIBLE)
}
WAIVE = Move("waive", _("Give up the place"), (S.ELIGIBLE, S.RESERVE), S.WAIVED, (TEACHER,), "waived")
PROMOTE = Move("promote", _("Move up from the reserve list"), (S.RESERVE,), S.ELIGIBLE, (BUREAU,), "promoted")

# The whole table, by the name under which a page asks.
MOVES: dict[str, Move] = {
    "submit": SUBMIT,
    "endorse": ENDORSE,
    "send_back": SEND_BACK,
    "send_back_office": SEND_BACK_OFFICE,
    "withdraw": WITHDRAW,
    "announce_eligible": ANNOUNCE[S.ELIGIBLE],
    "announce_reserve": ANNOUNCE[S.RESERVE],
    "announce_not_eligible": ANNOUNCE[S.NOT_ELIGIBLE],
    "waive": WAIVE,
    "promote": PROMOTE,
}


def may_edit(application: Application, seat: Seat) -> Refusal | None:
    """Typing needs the right hands and an open state; never a date."""
    if not (TEACHER.fits(seat, application) or WRITER.fits(seat, application)):
        return Refusal("role", _("This is not yours to do."), opener=TEACHER.label)
    if not application.is_editable:
        return Refusal("state", _("What was sent stays as it was sent."))
    return None


# Until it is out an edition goes back to its beginning: who withdraws after the signature must not hold up everybody.
UNPUBLISHED = (AnnouncementState.DRAFT, AnnouncementState.PREPARED, AnnouncementState.SIGNED)
# The announcement's own steps: who is a bureau officer, in which state, to which.
ANNOUNCEMENT_STEPS: dict[str, tuple[tuple[str, ...], str]] = {
    "prepare": (UNPUBLISHED, AnnouncementState.PREPARED),
    "sign": ((AnnouncementState.PREPARED,), AnnouncementState.SIGNED),
    "publish": ((AnnouncementState.SIGNED,), AnnouncementState.PUBLISHED),
}


def may_step(announcement: Announcement, verb: str, seat: Seat) -> Refusal | None:
    sources, _target = ANNOUNCEMENT_STEPS[verb]
    if seat.kind != SeatKind.BUREAU:
        return Refusal("role", _("This is not yours to do."), opener=BUREAU.label)
    if announcement.state not in sources:
        state = announcement.get_state_display()
        return Refusal("state", gettext("This cannot be done now: it is “%(state)s”.") % {"state": state})
    if verb != "prepare" and announcement.document_id is None:
        return Refusal("no_document", _("The document is still being prepared."))
    return None
