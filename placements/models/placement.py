"""A teacher's place in an establishment: opened by the announced list, with a frozen copy of what was awarded."""

from __future__ import annotations

from django.db import models

from people.actor import Actor
from people.enums import SeatKind
from placements.enums import PlacementState


class PlacementQuerySet(models.QuerySet["Placement"]):
    def visible_to(self, actor: Actor) -> PlacementQuerySet:
        """One's own; one's college's; all for who reads the round: the row carries what the plan awarded."""
        if actor.reads_round:
            return self
        staff = actor.college_ids(SeatKind.COORDINATOR, SeatKind.DEPUTY, SeatKind.DIRECTOR)
        return self.filter(models.Q(teacher__user_id=actor.user_id) | models.Q(college_id__in=staff))


class Placement(models.Model):
    round = models.ForeignKey("rounds.Round", on_delete=models.PROTECT, related_name="placements")
    teacher = models.ForeignKey("people.Teacher", on_delete=models.PROTECT, related_name="placements")
    college = models.ForeignKey("people.College", on_delete=models.PROTECT, related_name="placements")
    establishment = models.ForeignKey("placements.Establishment", on_delete=models.PROTECT, related_name="placements")
    state = models.CharField(max_length=12, choices=PlacementState.choices, default=PlacementState.PLANNED)
    # The signed plan is the warrant; its content is kept as it was awarded.
    warrant = models.ForeignKey("records.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    awarded = models.JSONField(default=dict)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("people.Seat", on_delete=models.PROTECT, related_name="+")
    # Written downward by the rooms above: hours done, test passed, level.
    outcome = models.JSONField(default=dict, blank=True)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "teacher"], name="one_placement_per_teacher_and_round")]

    def __str__(self) -> str:
        return f"{self.teacher} → {self.establishment}"
