"""The register: who did what, when. Rows are added, never changed; a task seals them into a chain.

The seal stands in a table of its own and hashes a salted digest of the entry's text, so that a text can be
destroyed by an approved list without breaking the chain, and no submission waits for the chain's last link.
"""

from __future__ import annotations

from django.db import models

from people.actor import Actor
from people.enums import SeatKind


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, actor: Actor) -> EntryQuerySet:
        """The auditor's alone: others read the history of the thing that is theirs."""
        return self if actor.seat(SeatKind.AUDITOR) else self.none()


class Entry(models.Model):
    verb = models.CharField(max_length=80)
    at = models.DateTimeField()
    by = models.ForeignKey("people.Seat", on_delete=models.PROTECT, related_name="+")
    subject_label = models.CharField(max_length=60)
    subject_pk = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    college = models.ForeignKey("people.College", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    facts = models.JSONField(default=dict, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["subject_label", "subject_pk"]),
            models.Index(fields=["year", "college"]),
        ]
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.verb} {self.subject_label} {self.subject_pk}"

    @property
    def act(self) -> str:
        """The verb alone: `submit` of `applications:application:submit`, where the thing stands beside it."""
        return self.verb.rpartition(":")[2]


class Seal(models.Model):
    """One link of the chain: position, salted digest of its entry, and the hash over it and the link before."""

    position = models.PositiveBigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="seal")
    salt = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)
    chain = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.position} {self.chain[:12]}"
