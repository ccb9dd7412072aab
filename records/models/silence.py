"""What somebody does not want to be told by a channel. Where there is no row, it is told."""

from __future__ import annotations

from django.db import models

from people.actor import Actor
from records.enums import Channel, Topic


class SilenceQuerySet(models.QuerySet["Silence"]):
    def visible_to(self, actor: Actor) -> SilenceQuerySet:
        """Those of the own seats, and nobody else's."""
        return self.filter(seat__in=[seat.pk for seat in actor.seats])


class Silence(models.Model):
    """A topic that a seat's holder has switched off for one channel; in the portal it stands all the same. Who did it
    when is in the register."""

    seat = models.ForeignKey("people.Seat", on_delete=models.PROTECT, related_name="silences")
    topic = models.CharField(max_length=8, choices=Topic.choices)
    channel = models.CharField(max_length=6, choices=Channel.choices)

    objects = SilenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_silence_of_a_topic_on_a_channel", fields=["seat", "topic", "channel"])
        ]

    def __str__(self) -> str:
        return f"{self.seat_id}: no {self.topic} by {self.channel}"
