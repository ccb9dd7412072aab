"""What the bureau thinks before it announces: rows of their own, seen by the bureau alone."""

from __future__ import annotations

from django.db import models

from applications.enums import Outcome
from people.actor import Actor


class PrivateQuerySet(models.QuerySet[models.Model]):
    def visible_to(self, actor: Actor) -> PrivateQuerySet:
        return self if actor.is_bureau else self.none()


class Screening(models.Model):
    application = models.OneToOneField("applications.Application", on_delete=models.CASCADE, related_name="screening")
    passed = models.BooleanField()
    note = models.CharField(max_length=1000, blank=True)
    screened_at = models.DateTimeField()
    screened_by = models.ForeignKey("people.Seat", on_delete=models.PROTECT, related_name="+")

    objects = PrivateQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.application_id}: {self.passed}"


class Decision(models.Model):
    application = models.OneToOneField("applications.Application", on_delete=models.CASCADE, related_name="decision")
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    # Order on the reserve list, 1 first.
    rank = models.PositiveIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey("people.Seat", on_delete=models.PROTECT, related_name="+")

    objects = PrivateQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.application_id}: {self.outcome}"
