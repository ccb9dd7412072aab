"""Which version of a plan counts. Said in the same words wherever a version is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from applications.enums import ApplicationState, PlanState
from applications.models import Application, Plan

S = ApplicationState


@dataclass(frozen=True, slots=True)
class Standing:
    """`kind` is a badge's; `label` fits into one; `sentence` says why, and what counts instead."""

    kind: str
    label: str
    sentence: str

    @property
    def is_over(self) -> bool:
        return self.kind == "shut"


def standing(application: Application, plan: Plan | None = None) -> Standing | None:
    """How a version stands (the newest without one); no query, `application.plan` has to be there already."""
    newest = application.plan
    if newest is None:
        return None
    if plan is not None and plan.pk != newest.pk:
        return _replaced(plan, newest)
    words: dict[str, Any] = {"version": newest.version}
    if application.state == S.WITHDRAWN:
        return Standing("shut", _("withdrawn"), _("Version %(version)d was withdrawn and no longer counts.") % words)
    if application.state not in (S.DRAFT, S.SENT_BACK):
        return Standing("ok", _("counts"), _("Version %(version)d is the one that counts.") % words)
    if newest.state == PlanState.DRAFT:
        sentence = _("Version %(version)d is being written. It counts once it is signed and sent.")
        return Standing("line", _("being written"), sentence % words)
    if newest.signed_id is None:
        sentence = _("Version %(version)d waits for its signatures. It counts once it is signed and sent.")
        return Standing("wait", _("not signed yet"), sentence % words)
    sentence = _("Version %(version)d is signed. It counts once it is sent.")
    return Standing("wait", _("not sent yet"), sentence % words)


def _replaced(plan: Plan, newest: Plan) -> Standing:
    words = {"version": plan.version, "newest": newest.version}
    label = _("replaced by version %(newest)d") % words
    return Standing(
        "shut", label, _("Version %(version)d no longer counts: version %(newest)d took its place.") % words
    )
