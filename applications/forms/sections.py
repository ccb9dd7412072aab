"""The sections of a plan: what was typed (answers), the form that shows it, and what it means (cleaned)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.http import QueryDict

from applications.enums import Section
from applications.forms import fields
from applications.models import Application

PREFIX = "rows"
_LONGEST = 10_000


class Rows(BaseFormSet):  # type: ignore[type-arg]  # the class takes no parameter while it runs
    """Rows that may be left out: an untouched or removed row is nobody's mistake."""

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["class"] = "form-check-input"


@dataclass(frozen=True)
class SectionKind:
    """One section: a single form, or rows of a form with their least and most number."""

    name: str
    form: type[forms.Form]
    rows: tuple[int, int] | None = None
    needs_college: bool = False
    prefill: tuple[str, ...] = field(default=())

    @property
    def label(self) -> Any:
        return Section(self.name).label

    def typed(self, post: QueryDict | Mapping[str, Any]) -> Any:
        """What was typed, as text, safe to store whatever it is; rows that were removed or left empty are gone."""
        if self.rows is None:
            return {name: _text(post.get(name)) for name in self.form.base_fields}
        found = []
        for number in range(min(_int(post.get(f"{PREFIX}-TOTAL_FORMS")), self.rows[1] + 5)):
            if post.get(f"{PREFIX}-{number}-DELETE"):
                continue
            row = {name: _text(post.get(f"{PREFIX}-{number}-{name}")) for name in self.form.base_fields}
            if self._touched(row):
                found.append(row)
        return found

    def _touched(self, row: dict[str, str]) -> bool:
        ignored = {name for name, found in self.form.base_fields.items() if isinstance(found, forms.ChoiceField)}
        return any(value and name not in ignored | {"competency"} for name, value in row.items())

    def bound(self, answers: Any, application: Application) -> forms.Form | Rows:
        """The form filled with answers and checked."""
        if self.rows is None:
            return self.form(data=answers or {}, **self._context(application))
        rows = answers or []
        data: dict[str, Any] = {
            f"{PREFIX}-TOTAL_FORMS": len(rows),
            f"{PREFIX}-INITIAL_FORMS": 0,
            f"{PREFIX}-MIN_NUM_FORMS": self.rows[0],
            f"{PREFIX}-MAX_NUM_FORMS": self.rows[1],
        }
        for number, row in enumerate(rows):
            data.update({f"{PREFIX}-{number}-{name}": value for name, value in row.items()})
        return self._factory(0)(data=data, prefix=PREFIX)

    def unbound(self, answers: Any, application: Application, extra: int = 0) -> forms.Form | Rows:
        """The form showing answers without judging them yet."""
        if self.rows is None:
            return self.form(initial=answers or {}, **self._context(application))
        rows = answers or []
        factory = self._factory(extra or (0 if rows else max(self.rows[0], 1)))
        return factory(initial=rows, prefix=PREFIX)

    def _factory(self, extra: int) -> type[Rows]:
        assert self.rows is not None
        made: type[Rows] = formset_factory(  # type: ignore[assignment]  # a subclass of the `formset` given
            self.form,
            formset=Rows,
            extra=extra,
            min_num=self.rows[0] if extra == 0 else 0,
            max_num=self.rows[1],
            absolute_max=self.rows[1] + 5,
            validate_min=True,
            validate_max=True,
            can_delete=True,
        )
        return made

    def _context(self, application: Application) -> dict[str, Any]:
        return {"college_id": application.college_id} if self.needs_college else {}

    def cleaned(self, form: forms.Form | Rows) -> Any:
        """The meaning of a valid form, as the plan's content keeps it."""
        if isinstance(form, BaseFormSet):
            return [
                _content(row.cleaned_data)
                for row in form.forms
                if row.cleaned_data and not row.cleaned_data.get("DELETE")
            ]
        return _content(form.cleaned_data)


def _content(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: fields.as_json(value) for name, value in data.items() if name != "DELETE"}


def _text(value: object) -> str:
    # NUL can be stored nowhere; the rest stays as it was typed, so that nothing is lost, and is judged by the form.
    return str(value or "").replace("\x00", "")[:_LONGEST]


def _int(value: object) -> int:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0


SECTIONS: dict[str, SectionKind] = {
    kind.name: kind
    for kind in (
        SectionKind(Section.TEACHER, fields.TeacherForm),
        SectionKind(Section.ESTABLISHMENT, fields.EstablishmentForm, needs_college=True),
        SectionKind(Section.NEED, fields.NeedForm),
        SectionKind(Section.COMPETENCIES, fields.CompetencyForm, rows=(1, 10)),
        SectionKind(Section.SCHEDULE, fields.ScheduleForm, rows=(1, 40)),
        SectionKind(Section.TEST, fields.TestForm),
        SectionKind(Section.TRANSFER, fields.TransferForm),
        SectionKind(Section.BUDGET, fields.BudgetForm, rows=(0, 15)),
    )
}


def prefilled(name: str, application: Application) -> Any:
    """What a section starts with when nothing was typed yet: the profile, so that it is typed once a life."""
    if name != Section.TEACHER:
        return None
    teacher = application.teacher
    return {
        "position": teacher.position,
        "standing": teacher.standing,
        "education": teacher.education,
        "service_years": "" if teacher.service_years is None else str(teacher.service_years),
        "branch": teacher.branch,
        "courses": teacher.courses,
        "phone": teacher.user.phone,
    }


def section_form(name: str, application: Application, *, extra: int = 0) -> forms.Form | Rows:
    """The form of a section as its page opens: stored answers, or what is known already.

    Nothing is judged before somebody presses save: who comes back to half a section is not met by red boxes.
    """
    kind = SECTIONS[name]
    plan = application.plan
    answers = plan.answers.get(name) if plan else None
    if answers is None:
        return kind.unbound(prefilled(name, application), application, extra)
    return kind.unbound(answers, application, extra)
