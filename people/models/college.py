"""The home colleges, and the offices above them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.enums import CollegeKind, OfficeCode, Region

if TYPE_CHECKING:
    from people.actor import Actor


class CollegeQuerySet(models.QuerySet["College"]):
    def visible_to(self, actor: Actor) -> CollegeQuerySet:
        """Everybody: that a public college exists, and where, is no secret."""
        return self

    def found_by(self, words: str) -> CollegeQuerySet:
        """Those whose name, province, district or code holds every one of these words."""
        found = self
        for word in words.split()[:6]:
            found = found.filter(
                models.Q(name__icontains=word)
                | models.Q(province__icontains=word)
                | models.Q(district__icontains=word)
                | models.Q(school_id=word)
            )
        return found


class College(models.Model):
    """A public college. `school_id` is OVEC's key of ten digits: opaque, nothing is derived from it."""

    school_id = models.CharField(_("college code"), max_length=10)
    name = models.CharField(_("college"), max_length=200)
    name_key = models.CharField(max_length=900, editable=False, default="", db_index=True)
    kind = models.CharField(max_length=20, choices=CollegeKind.choices)
    province_code = models.CharField(max_length=2)
    province = models.CharField(_("province"), max_length=60)
    district = models.CharField(_("district"), max_length=60, blank=True)
    region = models.CharField(_("region"), max_length=20, choices=Region.choices, db_index=True)
    institute = models.CharField(_("institute"), max_length=200, blank=True)

    objects = CollegeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school_id"], name="one_college_per_code"),
            models.CheckConstraint(
                condition=models.Q(school_id__regex=r"^13[0-9]{8}$"), name="college_code_has_ten_digits"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Office(models.Model):
    """An office of the central administration."""

    code = models.CharField(max_length=10, choices=OfficeCode.choices, unique=True)
    name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name
