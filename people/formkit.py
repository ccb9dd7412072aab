"""Fields that every form of the house is made of: clean Thai text, dates typed any way."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from people.thai import NotADate, clean_line, clean_text, long_date, parse_date


class LineField(forms.CharField):
    """One line of text. NUL is an error, stray controls go, Thai marks are put in order."""

    def __init__(self, *, max_length: int = 200, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: object) -> str:
        return super().to_python(_cleaned(value, clean_line)) or ""


class TextField(forms.CharField):
    """Some lines of text, cleaned likewise."""

    def __init__(self, *, max_length: int = 2000, rows: int = 4, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: object) -> str:
        return super().to_python(_cleaned(value, clean_text)) or ""


def _cleaned(value: object, cleaner: Any) -> str:
    try:
        return str(cleaner("" if value is None else str(value)))
    except ValueError as error:
        raise ValidationError(str(error)) from error


class ThaiDateField(forms.Field):
    """A date typed any way people type dates; Buddhist years are understood. Gives `datetime.date` or None."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("for example 17/3/2568"))
        super().__init__(**kwargs)
        echo = _("The portal reads: {date}")
        self.widget.attrs.update({"autocomplete": "off", "data-date-echo": echo, "maxlength": "40"})

    def to_python(self, value: object) -> dt.date | None:
        if isinstance(value, dt.date):
            return value
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return parse_date(text)
        except NotADate as error:
            raise ValidationError(str(error)) from error

    def prepare_value(self, value: object) -> object:
        """A stored date is shown as people write it; what was typed is shown as it was typed."""
        if isinstance(value, dt.date):
            return long_date(value).replace("\u00a0", " ")
        return value


class LongSelect(forms.Select):
    """A select of a hundred people or provinces, without groups, drawn by Python.

    Django fills in a template for each option, which for the colleagues of a large college cost more than the page.
    """

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = set(self.format_value(value))
        marks = {True: " selected", False: ""}
        options = "".join(
            f'<option value="{escape(key)}"{marks[str(key) in chosen]}>{escape(label)}</option>'
            for key, label in self.choices
        )
        own = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        # Every part is escaped above. format_html_join says the same, and takes nearly twice as long for it.
        return mark_safe(f"<select{own}>{options}</select>")  # noqa: S308 (as the line above says)
