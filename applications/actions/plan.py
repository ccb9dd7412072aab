"""Writing a plan, freezing it, making its paper."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from applications.criteria import Facts, judge
from applications.enums import PRINTED_CAPACITIES, PlanState
from applications.models import Application, Plan, hold
from applications.rules import may_edit
from people.models import College, Seat
from people.thai import arabic_digits
from placements.models import Establishment
from records import bell, documents, pdf, register
from records.enums import DocumentKind, PaperKind
from records.models import Document, Paper
from rounds.criteria import criteria_of
from rounds.enums import MilestoneKind
from rounds.models import Milestone
from rounds.moves import Refusal, Refused


class Conflict(Exception):
    """Somebody else saved this section since the page was opened. Carries their answers."""

    def __init__(self, theirs: Any) -> None:
        super().__init__("saved by somebody else meanwhile")
        self.theirs = theirs


def base_of(answers: Any) -> str:
    """Short hash of a section's answers: the form carries it, so that nothing is overwritten unseen."""
    text = json.dumps(answers, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@transaction.atomic
def save_section(
    application: Application,
    section: str,
    answers: Any,
    *,
    complete: bool,
    base: str,
    by: Seat,
    at: dt.datetime,
    establishment: Establishment | None = None,
) -> Plan:
    """Saves what was typed in one section, valid or not. Dates never refuse this.

    `base` is `base_of` the answers the page was opened with; when others were saved meanwhile: `Conflict`.
    """
    plan = held(application, by)
    if plan.state != PlanState.DRAFT:
        raise Refused(Refusal("frozen", _("This version is frozen for signing. Make a new version to change it.")))
    stored = plan.answers.get(section)
    if base_of(stored) != base and stored != answers:
        raise Conflict(stored)
    plan.answers = {**plan.answers, section: answers}
    plan.progress = {**plan.progress, section: "done" if complete else "started"}
    if section == "establishment":
        plan.establishment = establishment
    plan.save(update_fields=["answers", "progress", "establishment"])
    if by.user_id != application.user_id and stored != answers:
        write_entry(plan, application, "write", by, at, section=section)
    return plan


def held(application: Application, by: Seat) -> Plan:
    """Locks the application and its current version, as the database has them now, for who may edit it.

    The page was read before: meanwhile it may have been sent, or got another version. What was sent stays as sent.
    """
    plan = hold(application)
    refusal = may_edit(application, by)
    if refusal:
        raise Refused(refusal)
    if plan is None:
        raise Refused(Refusal("no_plan", _("There is no plan yet.")))
    return plan


def write_entry(plan: Plan, application: Application, verb: str, by: Seat, at: dt.datetime, **facts: Any) -> None:
    register.write(
        f"applications:plan:{verb}",
        plan,
        by=by,
        at=at,
        year=application.round.year,
        college_id=application.college_id,
        version=plan.version,
        **facts,
    )


@transaction.atomic
def freeze(application: Application, content: Mapping[str, Any], *, by: Seat, at: dt.datetime) -> Plan:
    """Freezes the draft version with its cleaned content, gives it a paper with a code, and rings for its PDF.

    A second press finds the frozen version and changes nothing.
    """
    plan = held(application, by)
    if plan.state != PlanState.DRAFT:
        return plan
    year = application.round.year
    paper = Paper.objects.create(
        kind=PaperKind.PLAN,
        year=year,
        college_id=application.college_id,
        number=f"{year}-{application.pk:06d}",
        version=plan.version,
        issued_at=at,
    )
    Paper.objects.filter(plan__application=application, superseded_by=None).exclude(pk=paper.pk).update(
        superseded_by=paper
    )
    plan.state, plan.content, plan.paper = PlanState.FROZEN, dict(content), paper
    plan.frozen_at, plan.frozen_by = at, by
    plan.save(update_fields=["state", "content", "paper", "frozen_at", "frozen_by"])
    _copy_for_lists(application, plan)
    write_entry(plan, application, "freeze", by, at, code=paper.code)
    bell.ring("applications.print_plan", plan.pk, at=at)
    return plan


def _copy_for_lists(application: Application, plan: Plan) -> None:
    content = plan.content or {}
    teacher = content["teacher"]
    application.branch = teacher["branch"]
    application.hours = content["totals"]["hours"]
    application.search = search_text(application.name, application.college_name, application.branch, plan.paper)
    judge_again(application)
    application.save(update_fields=["branch", "hours", "search", "criteria", "criteria_met"])


def search_text(name: str, college: str, branch: str, paper: Paper | None) -> str:
    """What the office's search looks in: lower case, Arabic digits."""
    parts = [name, college, branch, paper.number if paper else "", paper.code if paper else ""]
    return arabic_digits(" ".join(parts)).lower()[:900]


def judge_again(application: Application, training: Milestone | None = None) -> dict[str, bool]:
    """Looks at the round's criteria with today's facts (an agreement may have ended since).

    `training` is the round's milestone, from a caller who has it already.
    """
    plan = application.plan
    if plan is None or plan.content is None:
        return {}
    training = training or Milestone.objects.filter(round_id=application.round_id, kind=MilestoneKind.TRAINING).first()
    facts = Facts(plan.establishment, application.college_id, training)
    met = judge(criteria_of(application.round_id), plan.content, facts)
    application.criteria, application.criteria_met = met, sum(met.values())
    return met


@transaction.atomic
def revise(application: Application, *, by: Seat, at: dt.datetime) -> Plan:
    """Opens a new version with the same answers; the frozen one stays, superseded. New versions need new signatures."""
    old = held(application, by)
    if old.state == PlanState.DRAFT:
        return old
    Plan.objects.filter(pk=old.pk).update(state=PlanState.SUPERSEDED)
    new = Plan.objects.create(
        application=application,
        version=old.version + 1,
        answers=old.answers,
        progress=old.progress,
        establishment_id=old.establishment_id,
    )
    Application.objects.filter(pk=application.pk).update(plan=new)
    application.plan = new
    write_entry(new, application, "revise", by, at)
    return new


def print_plan(plan: Plan, *, by: Seat, at: dt.datetime) -> Document | None:
    """Makes the PDF of a frozen version, once. Rendering happens before the transaction: it takes a second."""
    if plan.printed_id or plan.paper is None or plan.content is None:
        return plan.printed
    application = plan.application
    context = plan_context(plan)
    rendered = pdf.render("pdf/plan.html", context)
    with documents.atomic():
        fresh = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
        if fresh.printed_id:
            return fresh.printed
        document = documents.keep(
            rendered.data,
            paper=plan.paper,
            kind=DocumentKind.PRINTED,
            pages=rendered.pages,
            by=by,
            at=at,
            original_name=f"แผนพัฒนา {application.name} ฉบับที่ {plan.version}.pdf",
            facts={"boxes": [asdict(box) for box in rendered.boxes]},
        )
        Paper.objects.filter(pk=plan.paper.pk).update(pages=rendered.pages)
        Plan.objects.filter(pk=plan.pk).update(printed=document)
    return document


def plan_context(plan: Plan) -> dict[str, Any]:
    """What templates/pdf/plan.html is made from."""
    assert plan.paper is not None
    assert plan.content is not None
    round_ = plan.application.round
    return {
        "plan": plan.content,
        "round": {"year": round_.year, "name_th": round_.name_th},
        "paper": {
            "code": plan.paper.short_code,
            "url": plan.paper.url,
            "version": plan.version,
            "number": plan.paper.number,
        },
        "signers": plan.content["signers"],
        "made_at": plan.frozen_at,
    }


def college_facts(college: College, director: Seat | None) -> dict[str, str]:
    """The college as a plan names it, with its director and the capacity in which she or he signs."""
    person = director.user if director else None
    capacity = PRINTED_CAPACITIES.get(director.capacity if director else "", "")
    return {
        "school_id": college.school_id,
        "name": college.name,
        "district": college.district,
        "province": college.province,
        "director_name": person.full_name if person else "",
        # Who acts for a director holds another post, which the portal does not know: the capacity says it all.
        "director_position": "" if capacity else f"ผู้อำนวยการ{college.name}",
        "director_capacity": capacity,
    }
