"""The answers of a plan for whoever reads them back: every value in words, section by section."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from applications.enums import Section
from applications.forms import SECTIONS, SectionKind
from applications.forms.fields import as_json
from applications.models import Plan
from applications.totals import totals
from people.formkit import ThaiDateField
from people.templatetags.thai import baht
from people.thai import long_date
from placements.enums import AgreementBasis

Row = tuple[str, str]


def sections(plan: Plan) -> list[dict[str, Any]]:
    """One dict a section: `name`, `section` (label), `rows` of (label, value) or `table` (head, rows), `sum`, `done`.

    A frozen version is read from its content, a draft from what was typed, valid or not: shown is what the portal
    understood, and what it could not read says so. `unprinted` says what of a section does not come on the paper.
    """
    return [_section(kind, plan) for kind in SECTIONS.values()]


def _section(kind: SectionKind, plan: Plan) -> dict[str, Any]:
    frozen = plan.content is not None
    stored = (plan.content if plan.content is not None else plan.answers).get(kind.name)
    found: dict[str, Any] = {
        "name": kind.name,
        "section": kind.label,
        "done": frozen or plan.progress.get(kind.name) == "done",
        "unprinted": _unprinted(kind.name, stored),
    }
    if kind.rows is None:
        values = stored if isinstance(stored, Mapping) else {}
        found["rows"] = [*_before(kind.name, plan), *_single(kind, values, plan)]
        return found
    rows = stored if isinstance(stored, list) else []
    head = [str(field.label) for field in kind.form.base_fields.values()]
    found["table"] = {
        "head": head,
        "rows": [[_words(field, row.get(name)) for name, field in kind.form.base_fields.items()] for row in rows],
    }
    found["sum"] = _sum(kind.name, plan.content["totals"] if plan.content is not None else _draft_sums(kind, rows))
    return found


def _unprinted(name: str, stored: Any) -> str:
    planned = stored.get("planned") if isinstance(stored, Mapping) else None
    if name == Section.TEST and planned in ("no", False):
        return _("No test is planned: of this section nothing is printed.")
    return ""


def understood(plan: Plan, name: str) -> list[dict[str, Any]]:
    """The rows of a draft's section that can be read, as the content would keep them."""
    return _read(SECTIONS[name], plan.answers.get(name))


def _read(kind: SectionKind, rows: Any) -> list[dict[str, Any]]:
    found = []
    for row in rows if isinstance(rows, list) else []:
        form = kind.form(data=row if isinstance(row, Mapping) else {})
        if form.is_valid():
            found.append({name: as_json(value) for name, value in form.cleaned_data.items()})
    return found


def _draft_sums(kind: SectionKind, rows: list[Any]) -> dict[str, Any]:
    read = _read(kind, rows) if kind.name in (Section.SCHEDULE, Section.BUDGET) else []
    return totals(read if kind.name == Section.SCHEDULE else [], read if kind.name == Section.BUDGET else [])


def _single(kind: SectionKind, values: Mapping[str, Any], plan: Plan) -> list[Row]:
    rows = []
    for name, field in kind.form.base_fields.items():
        if isinstance(field, forms.ModelChoiceField):
            rows.append((str(field.label), _establishment(plan)))
        else:
            rows.append((str(field.label), _words(field, values.get(name))))
    return rows


def _establishment(plan: Plan) -> str:
    if plan.content is not None:
        return str(plan.content["establishment"]["name"])
    return plan.establishment.name if plan.establishment else ""


def _before(name: str, plan: Plan) -> list[Row]:
    """What a frozen plan says beside the typed answers: the name, the address, the agreement."""
    if plan.content is None:
        return []
    if name == Section.TEACHER:
        teacher = plan.content["teacher"]
        return [(_("Name"), f"{teacher['title']}{teacher['first_name']} {teacher['last_name']}")]
    if name == Section.ESTABLISHMENT:
        place = plan.content["establishment"]
        if place["basis"] == AgreementBasis.MOU:
            until = long_date(dt.date.fromisoformat(place["mou_until"])) if place["mou_until"] else _("without end")
            basis = _("agreement %(number)s, until %(until)s") % {"number": place["mou_number"], "until": until}
        else:
            basis = place["basis_detail"]
        return [(_("Address"), f"{place['address']} {place['province']}".strip()), (_("Basis"), basis)]
    return []


def _sum(name: str, sums: Mapping[str, Any]) -> str:
    if name == Section.SCHEDULE:
        return _("%(days)s working days, %(hours)s hours in all") % {"days": sums["days"], "hours": sums["hours"]}
    if name == Section.BUDGET:
        amount = {"amount": baht(sums["amount"]), "text": sums["amount_text"]}
        return _("%(amount)s baht in all (%(text)s)") % amount
    return ""


def _words(field: forms.Field, value: Any) -> str:
    """A value as the portal understood it: choices by their label, dates and numbers in full, text as it is printed."""
    if value in (None, ""):
        return ""
    if isinstance(field, forms.ChoiceField):
        if isinstance(value, bool):
            value = "yes" if value else "no"
        return next((str(label) for key, label in field.widget.choices if str(key) == str(value)), str(value))
    try:
        read = dt.date.fromisoformat(str(value)) if _is_iso(field, value) else field.clean(str(value))
    except (ValidationError, ValueError):
        return _("%(typed)s (the portal cannot read this)") % {"typed": value}
    if isinstance(read, dt.date):
        return long_date(read)
    if isinstance(read, Decimal):
        places = field.decimal_places  # type: ignore[attr-defined]  # only a DecimalField reads a Decimal
        return baht(read) if places == 2 else f"{read.normalize():,f}"
    return str(read)


def _is_iso(field: forms.Field, value: Any) -> bool:
    """Dates of a frozen plan; typed ones are read by their field."""
    return isinstance(field, ThaiDateField) and len(str(value)) == 10 and str(value)[4:5] == "-"
