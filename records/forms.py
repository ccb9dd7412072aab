"""Forms of the records room."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.clock import local
from people.formkit import LineField, ThaiDateField
from people.thai import BANGKOK
from records.models.entry import EntryQuerySet


class RegisterFilter(forms.Form):
    """What the register is narrowed to. What cannot be read narrows to nothing, and says so beside its field."""

    q = LineField(label=_("Verb, thing or college"), max_length=100, required=False, widget=forms.SearchInput)
    day = ThaiDateField(label=_("Day"), required=False)

    def narrow(self, rows: EntryQuerySet) -> EntryQuerySet:
        if not self.is_valid():
            return rows.none()
        for word in self.cleaned_data["q"].split()[:6]:
            rows = rows.filter(Q(verb__contains=word) | Q(subject_pk=word) | Q(college__name__contains=word))
        day: dt.date | None = self.cleaned_data["day"]
        if day is not None:
            begin = local(dt.datetime.combine(day, dt.time(0), tzinfo=BANGKOK))
            rows = rows.filter(at__gte=begin, at__lt=begin + dt.timedelta(days=1))
        return rows
