"""A select drawn by Python says what Django's own says."""

from __future__ import annotations

import re

import pytest
from django import forms
from django.utils.translation import gettext_lazy

from people.formkit import LongSelect

CHOICES = [
    ("", gettext_lazy("Please choose")),
    (7, "นางสาวกำไล ฤทธิ์น้ำ"),
    ('"><script>', "<b>ตัวหนา</b> & 'เครื่องหมาย'"),
    ("ink", "ลงนามด้วยหมึก"),
]


def flat(html: str) -> str:
    return re.sub(r">\s+<", "><", html.strip())


@pytest.mark.parametrize("value", [None, "", 7, "7", '"><script>', "nobody"])
def test_it_draws_what_django_draws(value):
    attrs = {"id": "id_head", "class": 'form-select "x"', "required": True, "disabled": False}

    ours = LongSelect(choices=CHOICES).render("head", value, attrs)

    theirs = forms.Select(choices=CHOICES).render("head", value, attrs)
    assert options(ours) == options(theirs)
    assert attributes(ours) == attributes(theirs)


def options(html: str) -> str:
    return flat(html[html.index(">") + 1 :])


def attributes(html: str) -> set[str]:
    return set(re.findall(r'[a-z]+(?:="[^"]*")?', html[: html.index(">")]))


def test_a_form_reads_it_as_any_select():
    class Form(forms.Form):
        head = forms.ChoiceField(choices=CHOICES, widget=LongSelect)

    assert Form({"head": "7"}).is_valid()
    assert not Form({"head": "8"}).is_valid()
    assert 'value="7" selected>' in str(Form({"head": "7"})["head"])
