"""A holiday that the bureau has added to those of the data file."""

from __future__ import annotations

from django.db import models

from people.actor import Actor


class DayOffQuerySet(models.QuerySet["DayOff"]):
    def visible_to(self, actor: Actor) -> DayOffQuerySet:
        """The bureau looks after them; what follows from them stands on every calendar."""
        return self if actor.is_bureau else self.none()


class DayOff(models.Model):
    """One day on which no office works, over the file. Taken away again, the register alone still knows of it."""

    day = models.DateField(unique=True)
    name = models.CharField(max_length=200)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("people.Seat", on_delete=models.PROTECT, related_name="+")

    objects = DayOffQuerySet.as_manager()

    class Meta:
        ordering = ["day"]
        verbose_name_plural = "days off"

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
