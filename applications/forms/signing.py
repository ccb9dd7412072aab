"""Forms of signing: whom to ask, the hand itself with its proof, and why not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from applications.enums import SignatureProof
from applications.models import Signature
from applications.signers import CHOSEN
from people import proof
from people.enums import SigningCapacity
from people.formkit import LineField, LongSelect, TextField
from people.models import Seat, User
from records.sealing import Mark
from records.sealing.parts import NoDrawing, drawing
from rounds.enums import SignerRole

INK = "ink"
WAYS = [("typed", _("Type my name")), ("drawn", _("Draw on the screen"))]
# As anybody who is no director understands it.
CAPACITIES = [
    (SigningCapacity.OWN, _("in my own office")),
    (SigningCapacity.ACTING, _("as acting holder of the office")),
    (SigningCapacity.ON_BEHALF, _("on behalf of the holder")),
]


class CirculateForm(forms.Form):
    """Who signs which line. From the first line in ink on, all are in ink."""

    def __init__(self, signers: Iterable[dict[str, str]], people: Mapping[int, str], data: Any = None) -> None:
        super().__init__(data)
        self.signers = list(signers)
        names = [(str(seat), name) for seat, name in people.items()]
        for signer in self.signers:
            role, title = signer["role"], SignerRole(signer["role"]).heading(signer["label"])
            if role in CHOSEN:
                choices = [("", _("Please choose")), *names, (INK, _("signs in ink"))]
                # Whom the paper names is offered first; anybody else may be asked as well.
                named = next((key for key, name in names if name == signer["name"]), "")
                self.fields[role] = forms.ChoiceField(label=title, choices=choices, initial=named, widget=LongSelect)
            elif role != "teacher":
                where = [("", _("in the portal")), (INK, _("in ink"))]
                self.fields[role] = forms.ChoiceField(label=title, choices=where, required=False)

    @property
    def chosen(self) -> dict[str, Seat]:
        keys = {role: int(key) for role, key in self.cleaned_data.items() if role in CHOSEN and key != INK}
        seats = Seat.objects.select_related("user").in_bulk(keys.values())
        return {role: seats[key] for role, key in keys.items()}

    @property
    def ink_from(self) -> str:
        return next((s["role"] for s in self.signers if self.cleaned_data.get(s["role"]) == INK), "")


class SignatureForm(forms.Form):
    """The hand, "I certify", and the proof that it is she. `mark` and `proof` hold the result."""

    method = forms.ChoiceField(
        label=_("How you sign"),
        choices=WAYS,
        widget=forms.RadioSelect,
        initial="typed",
    )
    typed = LineField(label=_("Your first and last name"), max_length=120, required=False)
    drawing = forms.CharField(required=False, max_length=200_000, widget=forms.HiddenInput)
    capacity = forms.ChoiceField(label=_("In which capacity"), choices=CAPACITIES, required=False)
    certify = forms.BooleanField(
        label=_("I certify: I have read this document, and I sign it."),
        error_messages={"required": _("Please tick that you certify.")},
    )
    password = forms.CharField(
        label=_("Your password"),
        required=False,
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = forms.CharField(
        label=_("Code of the second step"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def __init__(
        self,
        request: HttpRequest,
        user: User | None,
        name: str,
        data: Any = None,
        *,
        signature: Signature | None = None,
        stored: Mark | None = None,
    ) -> None:
        super().__init__(data)
        self.request, self.user, self.name, self.stored = request, user, name, stored
        self.mark: Mark | None = None
        self.proof = SignatureProof.LINK
        if stored:
            method = self.fields["method"]
            assert isinstance(method, forms.ChoiceField)
            method.choices = [*WAYS, ("image", _("My stored picture"))]
            method.initial = "image"
        if signature is None or signature.role not in CHOSEN:
            del self.fields["capacity"]
        if user is None or proof.is_demo():
            del self.fields["password"], self.fields["code"]
        elif not proof.has_second_step(user):
            del self.fields["code"]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        self._take_mark(found)
        # Last, so that a slip in the form does not cost a try of the password.
        if not self.errors and self.user is not None:
            self._prove(self.user, found)
        return found

    def _take_mark(self, found: dict[str, Any]) -> None:
        method = found.get("method")
        if method == "image" and self.stored:
            self.mark = self.stored
        elif method == "drawn":
            try:
                self.mark = drawing(found.get("drawing", ""))
            except NoDrawing:
                self.add_error("method", _("Please draw your signature in the box."))
        elif method == "typed":
            typed = found.get("typed", "")
            if "typed" not in self.errors and not is_name_of(typed, self.name):
                self.add_error("typed", _("Please type your name as it stands here: %(name)s") % {"name": self.name})
            self.mark = Mark("typed", typed.encode())

    def _prove(self, user: User, found: dict[str, Any]) -> None:
        if "password" not in self.fields:
            self.proof = SignatureProof.DEMO
            return
        self.proof = SignatureProof.PASSWORD
        try:
            name = "password"
            proof.check_password(self.request, user, found.get("password", ""))
            if "code" in self.fields:
                name = "code"
                proof.check_code(user, found.get("code", ""))
                self.proof = SignatureProof.TWO_STEPS
        except ValidationError as error:
            self.add_error(name, error)

    @property
    def capacity_value(self) -> str:
        return self.cleaned_data.get("capacity") or SigningCapacity.OWN


def is_name_of(typed: str, name: str) -> bool:
    """Whether somebody typed this name: spaces and the title before it do not count."""
    told, whole = "".join(typed.split()).casefold(), "".join(name.split()).casefold()
    last = name.split()[-1].casefold() if name.split() else ""
    # All of the name, or its end from the first name on: the title is typed or left out.
    return bool(told) and whole.endswith(told) and len(told) > len(last)


class DeclineForm(forms.Form):
    reason = TextField(label=_("Why you do not sign"), max_length=500, rows=3)


class LinkForm(forms.Form):
    """Who signs for the establishment. With an address the portal writes to them itself."""

    show_optional = True
    name = LineField(label=_("Who signs for the establishment"), max_length=120)
    email = forms.EmailField(
        label=_("Their e-mail"),
        required=False,
        max_length=254,
        help_text=_("The portal sends the link there. Without an address you pass it on yourself."),
    )


class HandOverForm(forms.Form):
    """To whom a line is handed over."""

    to = forms.ChoiceField(label=_("To whom"), widget=LongSelect)

    def __init__(self, people: Mapping[int, str], data: Any = None) -> None:
        super().__init__(data)
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(seat), name) for seat, name in people.items()]

    @property
    def seat(self) -> Seat:
        return Seat.objects.select_related("user").get(pk=self.cleaned_data["to"])
