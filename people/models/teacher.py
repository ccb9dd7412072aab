"""The teacher's profile: filled in once, reused by every application, which keeps a frozen copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.enums import AcademicStanding, SeatKind

if TYPE_CHECKING:
    from people.actor import Actor


class TeacherQuerySet(models.QuerySet["Teacher"]):
    def visible_to(self, actor: Actor) -> TeacherQuerySet:
        """My own; my college's, when I look after it; all for who reads the round."""
        if actor.reads_round:
            return self
        staff = actor.college_ids(SeatKind.COORDINATOR, SeatKind.DEPUTY, SeatKind.DIRECTOR)
        return self.filter(models.Q(user_id=actor.user_id) | models.Q(college_id__in=staff))


class Teacher(models.Model):
    """Profile of a vocational teacher. Position, academic standing and pay band are three different things."""

    user = models.OneToOneField("people.User", on_delete=models.PROTECT, related_name="teacher")
    college = models.ForeignKey("people.College", on_delete=models.PROTECT, related_name="teachers")
    position = models.CharField(_("position"), max_length=120, blank=True)
    standing = models.CharField(
        _("academic standing"), max_length=15, choices=AcademicStanding.choices, default=AcademicStanding.NONE
    )
    pay_band = models.CharField(_("pay band"), max_length=40, blank=True)
    education = models.CharField(_("education"), max_length=300, blank=True)
    service_years = models.PositiveSmallIntegerField(_("years of service"), null=True, blank=True)
    branch = models.CharField(_("branch"), max_length=120, blank=True)
    division = models.CharField(_("division of the college"), max_length=120, blank=True)
    courses = models.CharField(_("courses taught"), max_length=500, blank=True)

    objects = TeacherQuerySet.as_manager()

    def __str__(self) -> str:
        return self.user.full_name
