"""What the room keeps: rehearsals of a round, for its page. Facts of the year stand in the rooms below."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from people.actor import Actor


class RehearsalQuerySet(models.QuerySet["Rehearsal"]):
    def visible_to(self, actor: Actor) -> RehearsalQuerySet:
        """Who reads all of the round: the messages in it are everybody's."""
        return self if actor.reads_round else self.none()


class Rehearsal(models.Model):
    """One rehearsal of a round: asked for, on its way, done. `events` are those of reports/rehearsal, plain.

    A newer one takes the place of the older ones when it is done: their messages were never sent and are no record.
    """

    round = models.ForeignKey("rounds.Round", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("people.Seat", on_delete=models.PROTECT, related_name="+")
    # How far it has come: of so many instants so many.
    steps = models.PositiveIntegerField(default=0)
    steps_done = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    events = models.JSONField(default=list, blank=True)
    # Seconds that it took.
    seconds = models.FloatField(default=0)

    objects = RehearsalQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["round", "-asked_at"])]
        constraints = [
            models.CheckConstraint(
                name="rehearsal_goes_no_farther_than_its_end", condition=Q(steps_done__lte=F("steps"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.asked_at:%Y-%m-%d %H:%M}"

    @property
    def percent(self) -> int:
        return 100 * self.steps_done // self.steps if self.steps else 0


class Letters(models.Model):
    """The messages of one event of a rehearsal, packed: as facts, from which each is written when somebody reads it."""

    rehearsal = models.ForeignKey(Rehearsal, on_delete=models.CASCADE, related_name="letters")
    # The place of the event in `events`.
    place = models.PositiveIntegerField()
    packed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rehearsal", "place"], name="one_packet_of_an_event")]

    def __str__(self) -> str:
        return f"{self.rehearsal_id}: {self.place}"
