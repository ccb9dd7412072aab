"""Shapes of what people type about establishments and agreements."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from people.formkit import LineField, LongSelect, TextField, ThaiDateField
from people.thai import arabic_digits, provinces
from placements.enums import AgreementBasis
from placements.models import Establishment


def province_choices() -> list[tuple[str, str]]:
    """All provinces, in the order of the reader's language."""
    english = get_language() == "en"
    rows = [(row.code, row.name_en if english else row.name_th) for row in provinces()]
    return sorted(rows, key=lambda row: row[1])


class ProposeForm(forms.Form):
    show_optional = True
    # The establishment that has the typed number already; the page leads there.
    known: Establishment | None = None
    name = LineField(label=_("Name of the establishment"), max_length=200, help_text=_("as it is registered"))
    registration_no = LineField(
        label=_("Registration number"),
        max_length=20,
        required=False,
        help_text=_("13 digits of the juristic person; tells one establishment from another"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-20"}),
    )
    business_type = LineField(label=_("Type of business"), max_length=120)
    address = TextField(label=_("Address"), max_length=400, rows=3)
    province_code = forms.ChoiceField(
        label=_("Province"), choices=lambda: [("", _("choose")), *province_choices()], widget=LongSelect
    )

    def clean_registration_no(self) -> str:
        """The bare number; one that is here already leads to the establishment that has it."""
        typed: str = self.cleaned_data["registration_no"]
        number = "".join(letter for letter in arabic_digits(typed) if letter.isalnum())
        known = Establishment.objects.choosable().filter(registration_no=number).first() if number else None
        if known:
            self.known = known
            raise forms.ValidationError(_("%(name)s is here already.") % {"name": known.name}, code="known")
        return number


class AgreeForm(forms.Form):
    show_optional = True
    basis = forms.ChoiceField(label=_("Basis"), choices=AgreementBasis.choices, widget=forms.RadioSelect)
    number = LineField(label=_("Number of the memorandum"), max_length=60, required=False)
    description = TextField(
        label=_("How education is developed jointly"),
        max_length=1000,
        rows=4,
        required=False,
        help_text=_("needed when there is no memorandum"),
    )
    valid_from = ThaiDateField(label=_("Valid from"))
    valid_until = ThaiDateField(
        label=_("Valid until"), required=False, help_text=_("leave empty when it has no last day")
    )
    contact_name = LineField(label=_("Contact person"), max_length=200, required=False)
    contact_phone = LineField(
        label=_("Telephone"), max_length=40, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    file = forms.FileField(
        label=_("Scan of the agreement"),
        required=False,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        help_text=_("one PDF of at most 25 MB and 40 pages"),
    )

    @property
    def facts(self) -> dict[str, Any]:
        """What was typed, under the names of the agreement's fields; the file goes its own way."""
        return {name: value for name, value in self.cleaned_data.items() if name != "file"}

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        first, last = facts.get("valid_from"), facts.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("The last day lies before the first."))
        if facts.get("basis") == AgreementBasis.JOINT and not facts.get("description"):
            self.add_error("description", _("Describe how college and establishment work together."))
        if facts.get("basis") == AgreementBasis.MOU and not facts.get("number"):
            self.add_error("number", _("A memorandum has a number."))
        return facts
