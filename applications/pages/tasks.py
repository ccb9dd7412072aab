"""The teacher's page: which sections are done, what comes next, what is shut and why."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.enums import ApplicationState, PlanState, words
from applications.forms import SECTIONS
from applications.lapsed import has_lapsed
from applications.models import Application
from applications.rules import waits_for
from applications.standing import standing
from people.actor import Actor
from rounds.enums import MilestoneKind
from rounds.window import Calendar

S = ApplicationState


def page(application: Application, actor: Actor, calendar: Calendar, at: dt.datetime) -> dict[str, Any]:
    """Context of templates/applications/tasks.html."""
    reader = waits_for(application, actor)
    window = calendar.window(MilestoneKind.PLANS_DUE, application.whom)
    checking = window.longer(calendar.round.endorse_days)
    left = window.days_left(at)
    return {
        "standing": standing(application),
        "task_list": sections(application) + steps(application),
        "window": window,
        "lapsed": has_lapsed(application, window, checking, at),
        "open": window.is_open(at),
        "near": left <= 7,
        "left": ngettext("%(n)d day left", "%(n)d days left", left) % {"n": left} if left > 0 else _("today"),
        "reader": reader,
        "state_words": words(application.state, reader),
        "done": application.plan.sections_done if application.plan else 0,
        "total": len(SECTIONS),
    }


def sections(application: Application, current: str = "") -> list[dict[str, Any]]:
    """One task a section, for templates/_parts/tasks.html."""
    plan = application.plan
    if plan is None:
        return []
    writable = application.is_editable and plan.state == PlanState.DRAFT
    found = []
    for name, kind in SECTIONS.items():
        progress = plan.progress.get(name, "")
        state, label = {"done": ("done", _("done")), "started": ("go", _("started"))}.get(
            progress, ("", _("not started"))
        )
        url = reverse("applications:section", args=[application.pk, name]) if writable else check_url(application)
        found.append(
            {"label": kind.label, "url": url, "state": state, "state_label": label, "current": name == current}
        )
    return found


def check_url(application: Application) -> str:
    return reverse("applications:check", args=[application.pk])


def steps(application: Application) -> list[dict[str, Any]]:
    """The last two tasks: check and freeze, print and send in the signed copy."""
    plan = application.plan
    if plan is None:
        return []
    frozen = plan.state != PlanState.DRAFT
    ready = plan.is_complete
    check = {
        "label": _("Check your answers and make the paper"),
        "url": check_url(application) if ready else None,
        "state": "done" if frozen else "wait" if ready else "shut",
        "state_label": _("done") if frozen else _("waits for you") if ready else _("cannot start yet"),
        "hint": "" if ready else _("All eight sections come first."),
    }
    sent = plan.signed_id is not None or plan.state == PlanState.CERTIFIED
    sign = {
        "label": _("Have it signed: on paper or in the portal"),
        "url": reverse("applications:sign", args=[application.pk]) if frozen else None,
        "state": "done" if sent else "wait" if frozen else "shut",
        "state_label": _("done") if sent else _("waits for you") if frozen else _("cannot start yet"),
        "hint": "" if frozen else _("The paper comes first."),
    }
    return [check, sign]


def next_section(application: Application, after: str) -> str:
    """The next section that is not done, in their order; empty when all are."""
    names = list(SECTIONS)
    plan = application.plan
    progress = plan.progress if plan else {}
    later = names[names.index(after) + 1 :] + names[: names.index(after)]
    return next((name for name in later if progress.get(name) != "done"), "")
