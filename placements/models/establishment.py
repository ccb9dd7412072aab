"""Workplaces, and the ground on which a college sends teachers there."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.actor import Actor
from people.enums import COLLEGE_SEATS
from people.models import stamps
from people.thai import provinces
from placements.enums import AgreementBasis, EstablishmentState


class EstablishmentQuerySet(models.QuerySet["Establishment"]):
    def visible_to(self, actor: Actor) -> EstablishmentQuerySet:
        """Everybody with a seat: what stands here is shared between colleges."""
        return self if actor.seats else self.none()

    def choosable(self) -> EstablishmentQuerySet:
        return self.exclude(state=EstablishmentState.MERGED)


class Establishment(models.Model):
    name = models.CharField(_("name"), max_length=200)
    name_key = models.CharField(max_length=900, editable=False, default="", db_index=True)
    registration_no = models.CharField(_("registration number"), max_length=20, blank=True)
    business_type = models.CharField(_("type of business"), max_length=120)
    address = models.CharField(_("address"), max_length=400)
    province_code = models.CharField(_("province"), max_length=2)
    state = models.CharField(max_length=10, choices=EstablishmentState.choices, default=EstablishmentState.PROPOSED)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey("people.Seat", on_delete=models.PROTECT, related_name="+")
    confirmed_at = stamps.at()
    confirmed_by = stamps.by()

    objects = EstablishmentQuerySet.as_manager()

    class Meta:
        constraints = [
            stamps.both_or_neither("establishment", "confirmed"),
            models.CheckConstraint(
                name="merged_names_the_other",
                condition=(Q(state=EstablishmentState.MERGED) & Q(merged_into__isnull=False))
                | (~Q(state=EstablishmentState.MERGED) & Q(merged_into__isnull=True)),
            ),
            models.UniqueConstraint(
                fields=["registration_no"],
                condition=~Q(registration_no="") & ~Q(state=EstablishmentState.MERGED),
                name="one_establishment_per_registration",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def province(self) -> str:
        """Thai name of its province."""
        return next((row.name_th for row in provinces() if row.code == self.province_code), "")


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def visible_to(self, actor: Actor) -> AgreementQuerySet:
        """The college's own people and who reads the round; never the neighbour."""
        if actor.reads_round:
            return self
        return self.filter(college_id__in=actor.college_ids(*COLLEGE_SEATS))

    def current_on(self, day: dt.date) -> AgreementQuerySet:
        return self.filter(valid_from__lte=day).filter(Q(valid_until=None) | Q(valid_until__gte=day))


class Agreement(models.Model):
    """An MOU with its dates, or a description of how both develop education jointly."""

    college = models.ForeignKey("people.College", on_delete=models.PROTECT, related_name="agreements")
    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="agreements")
    basis = models.CharField(_("basis"), max_length=5, choices=AgreementBasis.choices)
    number = models.CharField(_("number"), max_length=60, blank=True)
    description = models.CharField(_("description"), max_length=1000, blank=True)
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)
    contact_name = models.CharField(_("contact person"), max_length=200, blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=40, blank=True)
    document = models.ForeignKey("records.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("people.Seat", on_delete=models.PROTECT, related_name="+")

    objects = AgreementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="agreement_dates_in_order", condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from"))
            ),
            models.CheckConstraint(
                name="joint_work_is_described", condition=Q(basis=AgreementBasis.MOU) | ~Q(description="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.college} · {self.establishment}"

    def is_current(self, day: dt.date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)
