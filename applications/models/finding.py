"""One application as most pages and verbs begin: found for who may see it, or held for who changes it."""

from __future__ import annotations

from applications.models.application import Application
from applications.models.plan import Plan
from people.actor import Actor
from people.rows import Columns, Statement
from placements.models import Establishment
from records.models import Document, Paper, Reading
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

_LOCK = Statement("SELECT a.state, a.plan_id FROM applications_application a WHERE a.id = %s{lock}", locks="a", plain=2)
_WHOLE_PLAN, _PAPER = Columns(Plan, "p"), Columns(Paper, "w")
_SIGNED, _PREPARED, _ESTABLISHMENT = Columns(Document, "s"), Columns(Document, "o"), Columns(Establishment, "e")
_READING = Columns(Reading, "g", without=("result",))
_HELD = Statement(
    "SELECT {p}, {w}, {s}, {g}, {o}, {e} FROM applications_plan p"
    " LEFT JOIN records_paper w ON w.id = p.paper_id"
    " LEFT JOIN records_document s ON s.id = p.signed_id"
    " LEFT JOIN records_reading g ON g.document_id = p.signed_id"
    " LEFT JOIN records_document o ON o.id = p.prepared_id"
    " LEFT JOIN placements_establishment e ON e.id = p.establishment_id WHERE p.id = %s{lock}",
    _WHOLE_PLAN,
    _PAPER,
    _SIGNED,
    _READING,
    _PREPARED,
    _ESTABLISHMENT,
    locks="p",
)
_HAS_LINES = Statement("SELECT 1 FROM applications_signature s WHERE s.plan_id = %s LIMIT 1", plain=1)


def find(actor: Actor, pk: int) -> Application | None:
    """The application, if the actor may see it; a foreign one is as good as none. What was typed into the plan and
    what was frozen of it comes when it is asked for."""
    for row in _FIND.rows(pk):
        found, round_ = _FIND.read(_APPLICATION, row), _FIND.read(_ROUND, row)
        if found is not None and round_ is not None and found.is_visible_to(actor):
            found.round, found.plan = round_, _FIND.read(_PLAN, row)
            return found
    return None


def hold(application: Application) -> Plan | None:
    """Locks the application and its current version until the end of the transaction, and sets state and plan as the
    database has them now, the plan with its papers, what was read of the signed
    copy, and its establishment. Raises Application.DoesNotExist."""
    found = _LOCK.rows(application.pk)
    if not found:
        raise Application.DoesNotExist
    application.state, plan_id = found[0]
    for row in _HELD.rows(plan_id):
        plan = _HELD.read(_WHOLE_PLAN, row)
        if plan is not None:
            plan.paper, plan.establishment = _HELD.read(_PAPER, row), _HELD.read(_ESTABLISHMENT, row)
            plan.signed, plan.prepared = _HELD.read(_SIGNED, row), _HELD.read(_PREPARED, row)
            if plan.signed is not None:
                # Where Django itself keeps it: a copy that nobody has read yet is not asked for again.
                plan.signed._state.fields_cache["reading"] = _HELD.read(_READING, row)
            application.plan = plan
            return plan
    application.plan = None
    return None


def is_circulated(plan: Plan) -> bool:
    """Whether it was ever sent around to be signed in the portal."""
    return bool(plan.prepared_id or _HAS_LINES.rows(plan.pk))
