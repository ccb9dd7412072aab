"""One application as those who check and judge it see it; and its answers for whoever reads them back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from applications.actions.endorsing import is_sealed
from applications.content import summary
from applications.criteria import agreement_sentence, stay_of
from applications.enums import ApplicationState, PlanState, Section, words
from applications.forms import CommentForm
from applications.lapsed import has_lapsed
from applications.models import Application, Decision, Plan, Screening, Signature
from applications.pages import reading
from applications.pages import versions as compared
from applications.pages.answers import sections, understood
from applications.pages.signing import lines_of
from applications.rules import may_edit
from applications.shown import marks, pack
from applications.standing import standing
from people.actor import Actor, PortalRequest
from people.enums import SeatKind
from people.thai import instant
from records.enums import DocumentKind
from records.gate import Reason
from records.models import Entry, Receipt
from records.register import label_of
from rounds.enums import MilestoneKind
from rounds.moves import Button
from rounds.window import Calendar

TABS: dict[str, Promise] = {
    "scan": gettext_lazy("The signed copy"),
    "plan": gettext_lazy("The plan in the portal"),
    "changes": gettext_lazy("Compared with the previous version"),
    "history": gettext_lazy("History"),
}
# How the register's verbs read in a history. Screening and deciding are the bureau's own.
VERBS: dict[str, Promise] = {
    "application:start": gettext_lazy("Started"),
    "application:submit": gettext_lazy("Sent to the coordinator"),
    "application:endorse": gettext_lazy("Endorsed by the college"),
    "application:send_back": gettext_lazy("Returned for correction"),
    "application:withdraw": gettext_lazy("Withdrawn"),
    "application:announce": gettext_lazy("Announced"),
    "application:waive": gettext_lazy("Place given up"),
    "application:promote": gettext_lazy("Moved up from the reserve list"),
    "application:lapse": gettext_lazy("The closing passed"),
    "application:screen": gettext_lazy("Screened"),
    "application:decide": gettext_lazy("Decided"),
    "plan:write": gettext_lazy("Filled in on behalf"),
    "plan:freeze": gettext_lazy("Frozen for signing"),
    "plan:attach": gettext_lazy("Signed copy arrived"),
    "plan:insist": gettext_lazy("Copy to be sent although the portal doubted it"),
    "plan:revise": gettext_lazy("New version opened"),
    "plan:circulate": gettext_lazy("Sent round for signing in the portal"),
    "plan:certify": gettext_lazy("Signed in the portal by everybody"),
    "signature:open": gettext_lazy("Opened for signing"),
    "signature:sign": gettext_lazy("Signed in the portal"),
    "signature:decline": gettext_lazy("Declined to sign"),
    "signature:hand_over": gettext_lazy("Handed over to another signer"),
    "signature:in_ink": gettext_lazy("Signs in ink"),
}
_PRIVATE = ("applications:application:screen", "applications:application:decide")


def answers(application: Application, actor: Actor | None = None) -> list[dict[str, Any]]:
    """The plan's sections in words; `url` leads to the section where it may still be changed.

    Without an actor the links are those of somebody who may write.
    """
    plan = application.plan
    if plan is None:
        return []
    found = sections(plan)
    open_ = application.is_editable and plan.state == PlanState.DRAFT
    if actor is not None:
        open_ = open_ and any(may_edit(application, seat) is None for seat in actor.seats)
    for part in found:
        part["url"] = reverse("applications:section", args=[application.pk, part["name"]]) if open_ else None
    return found


def page(
    application: Application,
    request: PortalRequest,
    calendar: Calendar,
    buttons: Mapping[str, Button],
    comment: CommentForm | None = None,
) -> dict[str, Any]:
    """Everything applications/review.html shows beside `application` and `buttons`."""
    plan, actor = application.plan, request.actor
    # The bureau endorses what nobody at the college may check.
    left_here = actor.is_bureau and "endorse" in buttons
    reader = "office" if actor.reads_round else "college"
    if plan is not None:
        plan.application = application
    versions = list(application.plans.select_related("signed").order_by("-version"))
    tabs = _tabs(application, versions)
    tab = request.GET.get("tab", "")
    tab = tab if tab in tabs else next(iter(tabs))
    context: dict[str, Any] = {
        "reader": reader,
        "is_bureau": actor.is_bureau,
        "left_here": left_here,
        "state_words": words(application.state, "college" if left_here else reader),
        "waits_here": left_here or _waits_here(application, actor),
        "lapsed": _has_lapsed(application, calendar, request.at),
        "summary": summary(plan.content) if plan and plan.content else "",
        "tabs": [{"name": name, "label": TABS[name], "current": name == tab} for name in tabs],
        "tab": tab,
        "standing": standing(application),
        "checks": _checks(application),
        "sealed": is_sealed(application),
        "lines": lines_of(plan, actor, request.at) if plan and plan.prepared_id else [],
        "comment_form": comment or CommentForm(),
        "next_one": _next(application, request, left_here),
    }
    if tab == "plan":
        context["answers"] = answers(application, actor)
    elif tab == "changes":
        context.update(compared.page(application, compared.all_of(application), {}))
    elif tab == "history":
        context.update(_history(application, versions, actor))
    elif plan and plan.signed:
        context.update(reading.sheets(plan, request))
        context.update(reading.page(application, request.at))
    if actor.is_bureau:
        # Before what is shown is read: what changes in between is then named, and not overwritten unseen.
        context["shown"] = pack(marks([application.pk]))
        context["screening"] = Screening.objects.visible_to(actor).filter(application=application).first()
        context["decision"] = Decision.objects.visible_to(actor).filter(application=application).first()
    return context


def _has_lapsed(application: Application, calendar: Calendar, at: dt.datetime) -> bool:
    sending = calendar.window(MilestoneKind.PLANS_DUE, application.whom)
    return has_lapsed(application, sending, sending.longer(calendar.round.endorse_days), at)


def _tabs(application: Application, versions: list[Plan]) -> list[str]:
    found = ["plan", "history"]
    if len(versions) > 1:
        found.insert(1, "changes")
    if application.plan and application.plan.signed_id:
        found.insert(0, "scan")
    return found


def _waits_here(application: Application, actor: Actor) -> bool:
    if actor.reads_round:
        return actor.is_bureau and application.state == ApplicationState.ENDORSED
    return application.state == ApplicationState.SUBMITTED


def _checks(application: Application) -> list[dict[str, Any]]:
    """What the portal noticed: criteria, agreement, warnings about the file. Words and a mark, never a verdict."""
    plan = application.plan
    found = []
    for criterion in application.round.criteria.all():
        if criterion.code in application.criteria:
            met = application.criteria[criterion.code]
            sentence = criterion.label if met else _("Not met: %(label)s") % {"label": criterion.label}
            found.append({"kind": "ok" if met else "bad" if criterion.binds else "doubt", "text": sentence})
    if plan and plan.content and plan.establishment_id:
        found += _agreement(application, plan.establishment_id, plan.content)
    if plan and plan.signed:
        signed = plan.signed
        arrived = ngettext(
            "The copy has %(pages)d page and arrived on %(when)s.",
            "The copy has %(pages)d pages and arrived on %(when)s.",
            signed.pages,
        )
        found.append({"kind": "ok", "text": arrived % {"pages": signed.pages, "when": instant(signed.kept_at)}})
        if is_sealed(application):
            found.append({"kind": "ok", "text": _("It was signed in the portal by everybody, and sealed.")})
        found += noticed(plan)
        found += [{"kind": "doubt", "text": text} for text in warnings_of(signed.warnings)]
    return found


def noticed(plan: Plan) -> list[dict[str, str]]:
    """What was read in the copy; while it is not read yet, whether it has as many pages as the paper."""
    assert plan.signed is not None
    if plan.signed.kind != DocumentKind.SCANNED:
        return []
    read = reading.reading_of(plan.signed)
    if read is None:
        if plan.printed is None or plan.printed.pages == plan.signed.pages:
            return []
        pages = plan.printed.pages
        text = ngettext(
            "The paper was printed with %(pages)d page.", "The paper was printed with %(pages)d pages.", pages
        )
        return [{"kind": "doubt", "text": text % {"pages": pages}}]
    found = [remark for remark in reading.remarks(plan, read) if remark["kind"] != "note"]
    if plan.insisted_at is not None and read.is_wrong:
        found.append({"kind": "doubt", "text": _("The teacher was told, and sends this copy all the same.")})
    if not found:
        found = [{"kind": "ok", "text": _("All pages of this version are there, and every box has ink.")}]
    return found


def _agreement(application: Application, establishment_id: int, content: dict[str, Any]) -> list[dict[str, Any]]:
    stay = stay_of(content)
    if stay is None:
        return []
    if sentence := agreement_sentence(application.college_id, establishment_id, stay):
        return [{"kind": "bad", "text": sentence}]
    return [{"kind": "ok", "text": _("College and establishment have an agreement for the whole stay.")}]


def about_the_agreement(application: Application) -> str:
    """Said to the teacher while she can still choose other days: the agreement does not carry the stay."""
    plan = application.plan
    if plan is None or plan.state != PlanState.DRAFT or plan.establishment_id is None:
        return ""
    stay = stay_of({"schedule": understood(plan, Section.SCHEDULE)})
    return agreement_sentence(application.college_id, plan.establishment_id, stay) if stay else ""


def warnings_of(codes: Iterable[str]) -> list[str]:
    """What the gate found doubtful about a file, in sentences."""
    known = {reason.value for reason in Reason}
    return [Reason(code).sentence for code in codes if code in known]


def _next(application: Application, request: PortalRequest, left_here: bool) -> Mapping[str, Any] | None:
    """The next one that waits for the same desk, oldest first."""
    if not (left_here or _waits_here(application, request.actor)):
        return None
    rows = Application.objects.visible_to(request.actor).filter(round=application.round, state=application.state)
    rows = rows.exclude(pk=application.pk).exclude(user=request.actor.user)
    if left_here:
        rows = rows.left_to_the_bureau()
    elif not request.actor.reads_round:
        rows = rows.filter(college_id=application.college_id)
    return rows.order_by("submitted_at", "pk").values("pk", "name").first()


def _history(application: Application, versions: list[Plan], actor: Actor) -> dict[str, Any]:
    """Entries of the application, its plans and their signatures, receipts, versions: four queries."""
    about_plans = Q(subject_label=Plan._meta.label_lower, subject_pk__in=[str(plan.pk) for plan in versions])
    signatures = Signature.objects.filter(plan__in=versions).values_list("pk", flat=True)
    about_plans |= Q(subject_label=Signature._meta.label_lower, subject_pk__in=[str(pk) for pk in signatures])
    mine = Q(subject_label=label_of(application), subject_pk=str(application.pk))
    entries = Entry.objects.filter(mine | about_plans).select_related("by__user", "by__college", "by__office")
    if not actor.is_bureau:
        entries = entries.exclude(verb__in=_PRIVATE)
    receipts = Receipt.objects.filter(subject_label=label_of(application), subject_pk=str(application.pk))
    return {
        "entries": [_entry(entry) for entry in entries.order_by("-at", "-pk")],
        "receipts": receipts.order_by("-accepted_at"),
        "versions": [{"plan": plan, "standing": standing(application, plan)} for plan in versions],
    }


def _entry(entry: Entry) -> dict[str, Any]:
    label = str(VERBS.get(entry.verb.removeprefix("applications:"), entry.verb))
    if entry.verb == "applications:application:endorse" and entry.by.kind == SeatKind.BUREAU:
        label = _("Endorsed by the bureau")
    version = entry.facts.get("version")
    detail = entry.facts.get("comment", "")
    who = str(entry.by)
    if entry.by.user and entry.by.kind != SeatKind.SYSTEM:
        who = f"{entry.by.user.full_name} ({entry.by.get_kind_display()})"
    if version:
        label = f"{label} · " + _("version %(version)d") % {"version": version}
    return {"label": label, "when": instant(entry.at, seconds=True), "who": who, "detail": detail}
