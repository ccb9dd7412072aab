"""Work for later, written in the transaction that wants it. The broker only carries the sound."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Ring(models.Model):
    """One ring of the bell: a task's name and the id it is about. Done once the task says so; swept until then."""

    task = models.CharField(max_length=80)
    about = models.CharField(max_length=60)
    rung_at = models.DateTimeField()
    # Machine time: when the sweep may ring again.
    next_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["next_at"], condition=Q(done_at=None), name="ring_unanswered")]

    def __str__(self) -> str:
        return f"{self.task}({self.about})"
