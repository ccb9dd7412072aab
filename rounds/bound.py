"""Which verbs each milestone binds: the programme's table, and the guard for verbs that are no row of a table of moves.

A verb is `room:thing:verb`, as the register names it. Those of stages still to come stand in the table too: a house
test fails as soon as their act exists and is not bound. The default modes stand with the dates, in `data/<year>.toml`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.thai import instant
from rounds.enums import MilestoneKind as Kind
from rounds.enums import Mode
from rounds.models import Milestone, Round, Whom
from rounds.refusal import Refusal, Refused
from rounds.window import Calendar, Window


@dataclass(frozen=True)
class Binding:
    """The verbs of one milestone: those that are here, and those whose stage is still to come."""

    mode: Mode
    verbs: tuple[str, ...] = ()
    to_come: tuple[str, ...] = ()
    # False: the programme says that it is never refused, so no office can make it binding.
    may_bind: bool = True


TABLE: dict[Kind, Binding] = {
    Kind.GUIDELINE: Binding(Mode.SHOWN, ("rounds:round:publish", "rounds:participation:register_receipt")),
    Kind.RECRUITMENT: Binding(
        Mode.INFORMATIVE,
        ("placements:establishment:propose", "placements:agreement:agree"),
        ("applications:application:invite",),
    ),
    Kind.PLANS_DUE: Binding(
        Mode.ENFORCED,
        (
            "applications:application:submit",
            "applications:application:endorse",
            "applications:application:send_back",
            "applications:namelist:send_list",
        ),
    ),
    Kind.COORDINATOR: Binding(
        Mode.SHOWN,
        ("rounds:participation:name_coordinator", "rounds:participation:join_line"),
        may_bind=False,
    ),
    Kind.ANNOUNCEMENT: Binding(Mode.SHOWN, ("applications:announcement:publish",)),
    Kind.ORIENTATION: Binding(Mode.SHOWN, (), ("rounds:meeting:invite", "rounds:meeting:check_in")),
    Kind.SENDING: Binding(Mode.SHOWN, (), ("placements:placement:confirm", "placements:placement:start")),
    Kind.COLLEGE_SUPERVISION: Binding(Mode.SHOWN, (), ("placements:visit:plan_visit", "placements:visit:record_visit")),
    Kind.COLLEGE_EVALUATION: Binding(Mode.ENFORCED, (), ("placements:evaluation:send_evaluation",)),
    Kind.BUDGET: Binding(Mode.SHOWN, (), ("placements:allocation:allocate", "placements:allocation:transfer")),
    Kind.CENTRAL_SUPERVISION: Binding(Mode.SHOWN, (), ("placements:visit:plan_visit", "placements:visit:record_visit")),
    Kind.TRAINING: Binding(Mode.SHOWN),
    Kind.LOGBOOK: Binding(Mode.SHOWN, (), ("logbooks:day:write", "logbooks:day:confirm")),
    Kind.CLIP: Binding(Mode.SHOWN, (), ("logbooks:clip:add_clip",)),
    Kind.COMPETENCY_TEST: Binding(Mode.SHOWN, (), ("logbooks:testresult:record_test",)),
    Kind.FOLLOW_UP: Binding(Mode.SHOWN, (), ("reports:followup:follow_up",)),
    Kind.COLLEGE_REPORT: Binding(
        Mode.ENFORCED,
        (),
        ("logbooks:logbook:submit", "reports:collegereport:sign", "reports:collegereport:send"),
    ),
    Kind.LESSONS: Binding(Mode.SHOWN),
    Kind.POST_REPORT: Binding(Mode.ENFORCED, (), ("reports:postreport:submit", "reports:postreport:acknowledge")),
}


def modes_of(kind: str) -> tuple[Mode, ...]:
    """The modes that an office may give a milestone."""
    binding = TABLE.get(Kind(kind))
    return tuple(mode for mode in Mode if mode != Mode.ENFORCED or binding is None or binding.may_bind)


def may_have(milestone: Milestone, mode: str) -> Refusal | None:
    if mode in modes_of(milestone.kind):
        return None
    return Refusal("never_binds", _("The programme never refuses this for being late: it can be shown, not enforced."))


def shut(window: Window, at: dt.datetime, *, can_ask: bool = False) -> Refusal | None:
    """The refusal of a shut window; None when it is open, or when the milestone does not bind."""
    if not window.enforced or window.is_open(at):
        return None
    if at < window.opens_at:
        sentence = gettext("This opens on %(when)s.") % {"when": instant(window.opens_at)}
        return Refusal("early", sentence, opener=_("the bureau"), window=window)
    sentence = gettext("This closed on %(when)s.") % {"when": instant(window.closes_at)}
    return Refusal("closed", sentence, opener=_("the bureau"), window=window, can_ask=can_ask)


def hold(kind: str, round_: Round, *, at: dt.datetime, whom: Whom | None = None) -> None:
    """Refuses a verb of this milestone outside its window, where the office has made it binding."""
    whom = whom or Whom()
    refusal = shut(Calendar.of(round_, whom, kinds=[kind]).window(kind, whom), at)
    if refusal:
        raise Refused(refusal)


def hold_in_some_round(kind: str, *, at: dt.datetime, whom: Whom) -> None:
    """The same for what belongs to no round: it is refused when every running round refuses it."""
    refusals = [
        shut(Calendar.of(round_, whom, kinds=[kind]).window(kind, whom), at) for round_ in Round.objects.running()
    ]
    if refusals and all(refusals) and (first := refusals[0]):
        raise Refused(first)
