"""Forms of those who check and announce: comment, the signed copy, the announcement."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.models import Announcement
from people.enums import SigningCapacity
from people.formkit import LineField, TextField, ThaiDateField


class CommentForm(forms.Form):
    comment = TextField(label=_("What has to be corrected"), max_length=2000, rows=4)


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class ScanForm(forms.Form):
    """The signed plan: one PDF, or photographs of its pages in their order."""

    files = forms.Field(  # type: ignore[assignment]  # the field's name is the one the browser sends
        label=_("The signed plan"),
        widget=ManyFiles(attrs={"accept": "application/pdf,image/jpeg,image/png,image/webp"}),
        help_text=_("One PDF of at most 25 MB and 40 pages, or photographs of its pages in their order."),
    )


# In which capacity the head of the whole house signs; the labels of SigningCapacity are those of a college.
CAPACITIES = [
    (SigningCapacity.OWN, _("in their own office")),
    (SigningCapacity.ACTING, _("acting for the holder of the office")),
    (SigningCapacity.ON_BEHALF, _("on behalf of the holder of the office")),
]


class AnnouncementForm(forms.ModelForm):  # type: ignore[type-arg]  # crispy's stubs do not know generics
    number = LineField(label=_("Number"), max_length=40, help_text=_("for example 1/2568"))
    title = LineField(label=_("Title"), max_length=500)
    body = TextField(label=_("Text"), max_length=4000, rows=8)
    dated = ThaiDateField(label=_("Dated"))
    signatory_name = LineField(label=_("Name of the signatory"), max_length=200)
    signatory_position = LineField(label=_("Position of the signatory"), max_length=300)
    capacity = forms.ChoiceField(label=_("Signs as"), choices=CAPACITIES)
    objection_to = LineField(label=_("Objections go to"), max_length=300, required=False)
    objection_until = ThaiDateField(label=_("Objections until"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        dated, until = data.get("dated"), data.get("objection_until")
        if dated and until and until < dated:
            self.add_error("objection_until", _("Objections end before the announcement is dated."))
        return data

    class Meta:
        model = Announcement
        fields = (
            "number",
            "title",
            "body",
            "dated",
            "signatory_name",
            "signatory_position",
            "capacity",
            "objection_to",
            "objection_until",
            "shows_names",
        )


class SignForm(forms.Form):
    file = forms.FileField(
        label=_("Scan of the signed announcement (PDF)"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
    )
    confirm = forms.BooleanField(label=_("The signatory named on the announcement has signed it."))


class NameSearch(forms.Form):
    """Somebody looks for a name on the published list."""

    q = LineField(label=_("Look for a name"), max_length=100, required=False)


def initial_announcement(round_name: str, year: int, edition: int) -> dict[str, Any]:
    """A draft's first words, after the form such announcements have."""
    return {
        "number": f"{edition}/{year}",
        "title": f"รายชื่อครูผู้มีสิทธิ์เข้ารับการฝึกประสบการณ์ในสถานประกอบการ {round_name}",
        "body": (
            "ตามที่สำนักงานคณะกรรมการการอาชีวศึกษาได้แจ้งแนวทางการพัฒนาสมรรถนะครูอาชีวศึกษาสู่มาตรฐานอาชีพ"
            "โดยการฝึกประสบการณ์ร่วมกับสถานประกอบการ และสถานศึกษาได้จัดส่งแผนพัฒนาประสบการณ์ของครูเป็นรายบุคคลแล้ว นั้น\n"
            "บัดนี้ การพิจารณาได้เสร็จสิ้นแล้ว จึงประกาศรายชื่อครูผู้มีสิทธิ์เข้ารับการฝึกประสบการณ์ในสถานประกอบการ "
            "ตามบัญชีรายชื่อแนบท้ายประกาศนี้"
        ),
        "signatory_position": "เลขาธิการคณะกรรมการการอาชีวศึกษา",
    }
