"""Forms of the bureau's list: what it is narrowed to, and what is decided about many rows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.enums import ApplicationState, Outcome, words
from people.enums import Region
from people.formkit import LineField

# Beside the states: an open state behind a shut window. No row has it; applications/lapsed.py finds them.
LAPSED = "LAPSED"
SORTS = {
    "name": ("name_key", "pk"),
    "-name": ("-name_key", "-pk"),
    "college": ("college_key", "name_key"),
    "-college": ("-college_key", "-name_key"),
    "submitted": ("submitted_at", "pk"),
    "-submitted": ("-submitted_at", "-pk"),
}


class ListFilter(forms.Form):
    """What the office's list is narrowed to. An unknown value narrows to nothing rather than to an error page."""

    q = LineField(
        label=_("Search"),
        max_length=100,
        required=False,
        widget=forms.SearchInput(attrs={"placeholder": _("name, college, branch or number")}),
    )
    state = forms.ChoiceField(label=_("State"), required=False)
    region = forms.ChoiceField(label=_("Region"), choices=[("", _("all")), *Region.choices], required=False)
    branch = LineField(label=_("Branch"), max_length=120, required=False)
    judged = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            ("", _("all")),
            ("none", _("not decided")),
            *Outcome.choices,
            ("passed", _("screening passed")),
            ("failed", _("screening not passed")),
        ],
        required=False,
    )
    sort = forms.ChoiceField(choices=[(name, name) for name in SORTS], required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_bureau: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        state = self.fields["state"]
        assert isinstance(state, forms.ChoiceField)
        known = [(value, words(value, "office")) for value in ApplicationState.values]
        state.choices = [("", _("all")), *known, (LAPSED, _("lapsed"))]
        if not is_bureau:
            # Not only hidden: what the bureau thinks is no filter for anybody else.
            del self.fields["judged"]


class DecideForm(forms.Form):
    decision = forms.ChoiceField(label=_("Decision"), choices=Outcome.choices)
    reason = LineField(label=_("Reason (seen by the bureau alone)"), max_length=1000, required=False)


class ScreenForm(forms.Form):
    passed = forms.TypedChoiceField(
        choices=[("yes", _("passed")), ("no", _("not passed"))], coerce=lambda value: value == "yes"
    )
    note = LineField(label=_("Note"), max_length=1000, required=False)
