"""A college in a round: its one coordinator, its receipt of the circular, its quota."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from people.actor import Actor
from people.enums import COLLEGE_SEATS
from rounds.models.whom import Whom


class ParticipationQuerySet(models.QuerySet["Participation"]):
    def visible_to(self, actor: Actor) -> ParticipationQuerySet:
        """The college's own people, and who reads the round."""
        return self if actor.reads_round else self.filter(college_id__in=actor.college_ids(*COLLEGE_SEATS))


class Participation(models.Model):
    """One row for a college and round, so that at most one coordinator is active: the database sees to it."""

    round = models.ForeignKey("rounds.Round", on_delete=models.PROTECT, related_name="participations")
    college = models.ForeignKey("people.College", on_delete=models.PROTECT, related_name="participations")
    coordinator = models.ForeignKey("people.Seat", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    coordinator_named_at = models.DateTimeField(null=True, blank=True)
    coordinator_named_by = models.ForeignKey(
        "people.Seat", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    receipt_registered_at = models.DateTimeField(null=True, blank=True)
    receipt_registered_by = models.ForeignKey(
        "people.Seat", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    receipt_number = models.CharField(max_length=40, blank=True)
    line_joined_at = models.DateTimeField(null=True, blank=True)
    line_joined_by = models.ForeignKey("people.Seat", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    quota = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "college"], name="one_participation_per_college_and_round"),
            models.CheckConstraint(
                name="coordinator_named_at_and_by",
                condition=Q(
                    coordinator__isnull=True, coordinator_named_at__isnull=True, coordinator_named_by__isnull=True
                )
                | Q(coordinator__isnull=False, coordinator_named_at__isnull=False, coordinator_named_by__isnull=False),
            ),
            models.CheckConstraint(
                name="receipt_registered_at_and_by",
                condition=Q(receipt_registered_at__isnull=True, receipt_registered_by__isnull=True)
                | Q(receipt_registered_at__isnull=False, receipt_registered_by__isnull=False),
            ),
            models.CheckConstraint(
                name="line_joined_at_and_by",
                condition=Q(line_joined_at__isnull=True, line_joined_by__isnull=True)
                | Q(line_joined_at__isnull=False, line_joined_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.college}"

    @property
    def whom(self) -> Whom:
        """Whose extensions count for what the college does; `college` is loaded."""
        return Whom(college_id=self.college_id, region=self.college.region)
