"""One application with its round and its current plan, read by one statement written by hand: most pages begin so."""

from __future__ import annotations

from applications.models.application import Application
from applications.models.plan import Plan
from people.actor import Actor
from people.rows import Columns, Statement
from rounds.models import Round

_APPLICATION = Columns(Application, "a", without=("search", "name_key", "college_key"))
_ROUND, _PLAN = Columns(Round, "r"), Columns(Plan, "p", without=("answers", "content"))
_FIND = Statement(
    "SELECT {a}, {r}, {p} FROM applications_application a"
    " JOIN rounds_round r ON r.id = a.round_id"
    " LEFT JOIN applications_plan p ON p.id = a.plan_id WHERE a.id = %s",
    _APPLICATION,
    _ROUND,
    _PLAN,
)


def find(actor: Actor, pk: int) -> Application | None:
    """The application, if the actor may see it; a foreign one is as good as none. What was typed into the plan and
    what was frozen of it comes when it is asked for."""
    for row in _FIND.rows(pk):
        found, round_ = _FIND.read(_APPLICATION, row), _FIND.read(_ROUND, row)
        if found is not None and round_ is not None and found.is_visible_to(actor):
            found.round, found.plan = round_, _FIND.read(_PLAN, row)
            return found
    return None
