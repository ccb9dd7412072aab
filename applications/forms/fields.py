"""Forms of the plan's sections: single forms and rows. They shape and clean; they never save."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.enums import AcademicStanding
from people.formkit import LineField, TextField, ThaiDateField
from people.thai import arabic_digits
from placements.models import Establishment

SCHEMES = [("TPQI", _("TPQI occupational standard")), ("DSD", _("DSD skill standard")), ("OTHER", _("other standard"))]


class NumberField(forms.DecimalField):
    """A number as people type it: Thai digits and thousands commas are understood."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # as DecimalField itself
        text = arabic_digits(str(value)).replace(",", "").strip() if value not in (None, "") else value
        return super().to_python(text)


class Columns:
    """Tells the page how wide a field of a row is: twelve columns from a small desktop up, all of them on a phone."""

    widths: ClassVar[dict[str, str]] = {}
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.column = self.widths.get(name, "")  # type: ignore[attr-defined]  # for the page


class TeacherForm(forms.Form):
    position = LineField(label=_("Position"), max_length=120)
    standing = forms.ChoiceField(label=_("Academic standing"), choices=AcademicStanding.choices)
    education = LineField(label=_("Education"), max_length=300, help_text=_("degree and field of study"))
    service_years = forms.IntegerField(label=_("Years of service"), min_value=0, max_value=60, required=False)
    branch = LineField(label=_("Branch"), max_length=120)
    courses = LineField(label=_("Courses taught"), max_length=500)
    phone = LineField(label=_("Telephone"), max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = self.fields["service_years"]
        years.widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "w-5"})

    def clean_service_years(self) -> int | None:
        years: int | None = self.cleaned_data["service_years"]
        return years


class EstablishmentForm(forms.Form):
    establishment = forms.ModelChoiceField(
        label=_("Establishment"),
        queryset=Establishment.objects.none(),
        empty_label=_("choose an establishment"),
        help_text=_("Those with which your college has an agreement, or which your college proposed."),
    )
    contact_name = LineField(label=_("Contact person"), max_length=200)
    contact_phone = LineField(label=_("Telephone of the contact person"), max_length=40)
    mentor_name = LineField(label=_("Workplace mentor"), max_length=200)
    mentor_position = LineField(label=_("Position of the mentor"), max_length=200)

    def __init__(self, *args: Any, college_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["establishment"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = (
            Establishment.objects.choosable()
            .filter(Q(agreements__college_id=college_id) | Q(proposed_by__college_id=college_id))
            .distinct()
            .order_by("name_key")
        )


class NeedForm(forms.Form):
    current = TextField(label=_("What you can do now"), max_length=2000)
    gap = TextField(label=_("What is missing against the standard"), max_length=2000)
    course = TextField(label=_("How it links to the courses you teach"), max_length=2000)


class CompetencyForm(Columns, forms.Form):
    widths = {"scheme": "col-md-6", "code": "col-md-6", "level": "col-md-4", "unit": "col-md-8"}
    scheme = forms.ChoiceField(label=_("Standard"), choices=SCHEMES)
    code = LineField(label=_("Code of the standard"), max_length=40, required=False)
    title = LineField(label=_("Competency"), max_length=300)
    level = LineField(label=_("Level"), max_length=40, required=False)
    unit = LineField(label=_("Unit of competency"), max_length=300, required=False)
    outcome = TextField(label=_("Expected outcome"), max_length=1000, rows=2)
    evidence = TextField(label=_("Evidence"), max_length=1000, rows=2, required=False)


class ScheduleForm(Columns, forms.Form):
    widths = {
        "from_date": "col-md-6",
        "until_date": "col-md-6",
        "department": "col-md-6",
        "competency": "col-md-3",
        "hours": "col-md-3",
    }
    from_date = ThaiDateField(label=_("From"))
    until_date = ThaiDateField(label=_("Until"))
    department = LineField(label=_("Department"), max_length=200)
    competency = forms.IntegerField(
        label=_("Competency no."), min_value=1, max_value=10, initial=1, widget=forms.TextInput
    )
    hours = NumberField(label=_("Hours"), min_value=Decimal("0.5"), max_value=Decimal(400), decimal_places=1)
    task = TextField(label=_("Task"), max_length=1000, rows=2)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("from_date"), data.get("until_date")
        if first and last:
            if last < first:
                self.add_error("until_date", _("The last day lies before the first."))
            elif (last - first).days > 180:
                self.add_error("until_date", _("A row covers at most 180 days."))
            elif data.get("hours") and data["hours"] > 24 * ((last - first).days + 1):
                self.add_error("hours", _("These are more hours than the days have."))
        return data


class TestForm(forms.Form):
    planned = forms.TypedChoiceField(
        label=_("Do you plan a competency test?"),
        choices=[("yes", _("Yes")), ("no", _("No, not in this round"))],
        widget=forms.RadioSelect,
    )
    scheme = forms.ChoiceField(label=_("Standard"), choices=SCHEMES, required=False)
    standard = LineField(label=_("Occupation or standard"), max_length=300, required=False)
    level = LineField(label=_("Level"), max_length=40, required=False)
    body = LineField(label=_("Testing body"), max_length=200, required=False)
    date = ThaiDateField(label=_("Date of the test"), required=False)
    place = LineField(label=_("Place"), max_length=200, required=False)
    fee = NumberField(label=_("Fee (baht)"), min_value=Decimal(0), max_digits=9, decimal_places=2, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("planned") == "yes" and "standard" not in self.errors and not data.get("standard"):
            self.add_error("standard", ValidationError(_("Please name the occupation or standard."), code="required"))
        return data


class TransferForm(forms.Form):
    learners = TextField(label=_("To your learners"), max_length=2000)
    colleagues = TextField(label=_("To your colleagues"), max_length=2000)
    by_date = ThaiDateField(label=_("By when"))


class BudgetForm(Columns, forms.Form):
    widths = {"item": "col-md-8", "amount": "col-md-4"}
    item = LineField(label=_("Item"), max_length=200)
    amount = NumberField(label=_("Amount (baht)"), min_value=Decimal(0), max_digits=10, decimal_places=2)


def as_json(value: Any) -> Any:
    """A cleaned value as the plan's content keeps it: dates ISO, numbers as text, rows by their key."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, Establishment):
        return value.pk
    return "" if value is None else value
