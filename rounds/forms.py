"""Shapes of what people type in the rounds room. They clean; they never save."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.core.validators import MaxLengthValidator, RegexValidator
from django.utils.translation import gettext_lazy as _

from people.enums import AcademicStanding, Region
from people.formkit import LineField, TextField, ThaiDateField
from people.models import Seat
from people.thai import BANGKOK, arabic_digits, long_date
from rounds.bound import modes_of
from rounds.enums import Mode, SignerRole
from rounds.lengthening import ALL, PICKED
from rounds.models import Milestone
from rounds.models.signer import TOLD
from rounds.window import Window

# Suggestions; whatever else people are called is taken too.
TITLES = ("นาย", "นาง", "นางสาว", "ว่าที่ร้อยตรี", "ว่าที่ร้อยตรีหญิง", "ดร.", "ผู้ช่วยศาสตราจารย์")
_ASCII = RegexValidator(r"^[\x21-\x7e]+$", _("An e-mail address has Latin letters only, without spaces."))


def title_field() -> LineField:
    return LineField(
        label=_("Title before the name"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"list": "titles", "class": "w-10", "autocomplete": "honorific-prefix"}),
        help_text=_("for example นาย, นางสาว, ว่าที่ร้อยตรี"),
    )


def address_field(**attrs: str) -> forms.EmailField:
    widget = forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false", **attrs})
    return forms.EmailField(label=_("E-mail"), max_length=254, validators=[_ASCII], widget=widget)


class PersonForm(forms.Form):
    """Who somebody is: name and address."""

    show_optional = True
    title = title_field()
    first_name = LineField(label=_("First name"), max_length=120)
    last_name = LineField(label=_("Last name"), max_length=120)
    email = address_field()


class InviteForm(PersonForm):
    def __init__(self, *args: Any, kinds: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(kind.value, kind.label) for kind in kinds]
        self.fields["kind"] = forms.ChoiceField(
            label=_("Role at the college"), choices=choices, initial=choices[0][0], widget=forms.RadioSelect
        )
        self.order_fields(["kind", "title", "first_name", "last_name", "email"])


class JoinForm(PersonForm):
    remark = TextField(
        label=_("Remark for the coordinator"),
        max_length=500,
        rows=3,
        required=False,
        help_text=_("what helps the college to know you: your branch, for example"),
    )


class WelcomeForm(SetPasswordForm):  # type: ignore[type-arg]  # generic for the type checker only
    """The first password. The same rules as everywhere; a length that does not hurt the hasher."""

    error_messages = {"password_mismatch": _("The two passwords are not the same.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (("new_password1", _("Password")), ("new_password2", _("The same password again"))):
            field = self.fields[name]
            field.label, field.help_text = label, ""
            field.validators.append(MaxLengthValidator(200))
        self.fields["new_password1"].help_text = _("At least 12 characters. Some words that only you know do well.")


class YearsField(forms.IntegerField):
    """A number of years, typed in Thai or Arabic digits."""

    def to_python(self, value: Any) -> int | None:
        return super().to_python(arabic_digits(str(value)).strip() if value not in (None, "") else value)


class ProfileForm(forms.Form):
    show_optional = True
    title = title_field()
    first_name = LineField(label=_("First name"), max_length=120)
    last_name = LineField(label=_("Last name"), max_length=120)
    phone = LineField(label=_("Telephone"), max_length=40, widget=forms.TextInput(attrs={"inputmode": "tel"}))
    position = LineField(label=_("Position"), max_length=120, help_text=_("for example ครู, ครูผู้ช่วย, พนักงานราชการ"))
    standing = forms.ChoiceField(label=_("Academic standing"), choices=AcademicStanding.choices)
    pay_band = LineField(label=_("Pay band"), max_length=40, required=False)
    education = LineField(label=_("Education"), max_length=300, help_text=_("degree and field of study"))
    service_years = YearsField(
        label=_("Years of service"),
        min_value=0,
        max_value=60,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-5"}),
    )
    branch = LineField(label=_("Branch"), max_length=120)
    division = LineField(label=_("Division of the college"), max_length=120, required=False)
    courses = LineField(label=_("Courses taught"), max_length=500)


class UntilForm(forms.Form):
    """A last day that lies after the closing."""

    until = ThaiDateField(label=_("Until and including"))

    def __init__(self, *args: Any, window: Window | None = None, today: dt.date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.window, self.today = window, today

    def clean_until(self) -> dt.date | None:
        until: dt.date | None = self.cleaned_data["until"]
        if until is None:
            return until
        if self.today and until < self.today:
            raise forms.ValidationError(_("This day is past."))
        if self.window and until <= self.window.closes_at.astimezone(BANGKOK).date():
            raise forms.ValidationError(
                _("It is open until %(day)s anyway. Choose a later day.") % {"day": long_date(self.window.closes_at)}
            )
        return until


class AskForm(UntilForm):
    reason = TextField(label=_("Why you need more time"), max_length=500, rows=4)


class GrantForm(forms.Form):
    until = ThaiDateField(label=_("Until and including"))
    answer = TextField(label=_("Answer"), max_length=500, rows=3, required=False)


class GrantManyForm(forms.Form):
    """Many requests at once: each until the day it asks for, or all until one day."""

    show_optional = True
    until = ThaiDateField(
        label=_("One day for all"), required=False, help_text=_("left empty, each gets the day that was asked for")
    )
    answer = TextField(label=_("Answer"), max_length=500, rows=3, required=False)


class DeclineForm(forms.Form):
    answer = TextField(label=_("Why it is declined"), max_length=500, rows=3)


class ExtendForm(UntilForm):
    """More time without being asked."""

    reason = TextField(label=_("Reason, shown to those concerned"), max_length=500, rows=3)


class ExtendManyForm(ExtendForm):
    """The same for many: each college that is ticked, a region, or the whole country."""

    reach = forms.ChoiceField(
        label=_("For whom"),
        choices=[(PICKED, _("each college with a tick")), *Region.choices, (ALL, _("the whole country"))],
        initial=PICKED,
        widget=forms.RadioSelect,
    )
    field_order = ["reach", "until", "reason"]


class ReceiptForm(forms.Form):
    number = LineField(
        label=_("Number in the college's register of letters received"),
        max_length=40,
        help_text=_("as the registry writes it, for example 215/2568"),
    )


class CoordinatorForm(forms.Form):
    """One of the college's people."""

    def __init__(self, *args: Any, seats: list[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(seat.pk), f"{seat.shown_as} ({seat.get_kind_display()})") for seat in seats]
        self.fields["seat"] = forms.ChoiceField(label=_("Coordinator"), choices=choices, widget=forms.RadioSelect)


class MilestoneForm(forms.Form):
    opens = ThaiDateField(label=_("First day"), help_text=_("from 00:00:00"))
    closes = ThaiDateField(label=_("Last day"), help_text=_("until 23:59:59"))
    mode = forms.ChoiceField(label=_("How far it binds"), choices=Mode.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, milestone: Milestone, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.milestone = milestone
        modes = [(mode.value, mode.label) for mode in modes_of(milestone.kind)]
        self.fields["mode"].choices = modes  # type: ignore[attr-defined]  # fields know no kind; this one is of choices

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if facts.get("opens") and facts.get("closes") and facts["closes"] < facts["opens"]:
            self.add_error("closes", _("The last day lies before the first."))
        return facts


class TellForm(forms.Form):
    """Whether those concerned are told of a moved date, and in which words."""

    tell = forms.BooleanField(label=_("Tell those concerned"), required=False)
    words = TextField(label=_("Message to them"), max_length=1000, rows=4, required=False)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if facts.get("tell") and not facts.get("words"):
            self.add_error("words", _("Write what they should know, or tell nobody."))
        return facts


class SignersForm(forms.Form):
    """Who signs a plan, in which order. The teacher begins and the director is among them; `signers` is the list.

    `was` is the list that the page was opened with.
    """

    was = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)

    def __init__(self, data: Any = None, *, signers: list[str]) -> None:
        initial = {role: str(place) for place, role in enumerate(signers, start=1)}
        super().__init__(data, initial={**initial, "was": ",".join(signers)})
        places = [(str(place), _("place %(n)d") % {"n": place}) for place in range(2, len(SignerRole) + 1)]
        for role in SignerRole:
            if role != SignerRole.TEACHER:
                nobody = [] if role == SignerRole.DIRECTOR else [("", _("does not sign"))]
                self.fields[role.value] = forms.ChoiceField(
                    label=role.label, choices=[*nobody, *places], required=role == SignerRole.DIRECTOR
                )

    @property
    def signers(self) -> list[str]:
        placed = sorted((place, role) for role, place in self._places().items())
        return [SignerRole.TEACHER.value, *(role for _place, role in placed)]

    def _places(self) -> dict[str, str]:
        return {role: place for role, place in self.cleaned_data.items() if role != "was" and place}

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        taken: dict[str, str] = {}
        for role, place in self._places().items():
            if place in taken:
                words = _("%(other)s signs at this place already. One after the other, please.")
                self.add_error(role, words % {"other": SignerRole(taken[place]).label})
            taken.setdefault(place, role)
        return facts


class SignerForm(forms.Form):
    """A name that the college's plans print under a line for a signature."""

    role = forms.ChoiceField(label=_("Signs as"), widget=forms.RadioSelect)
    division = LineField(
        label=_("Division of the college"),
        max_length=120,
        required=False,
        help_text=_("of a head of department; left empty, all divisions"),
        widget=forms.TextInput(attrs={"list": "divisions"}),
    )
    name = LineField(label=_("Name with its title"), max_length=200)
    position = LineField(
        label=_("Position, if the paper is to print one"),
        max_length=120,
        required=False,
        help_text=_("for example acting head of department"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)
        role.choices = [(kind.value, kind.label) for kind in TOLD]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if facts.get("role") != SignerRole.DEPARTMENT_HEAD:
            facts["division"] = ""
        return facts
