"""The outbox. Rooms write single notices in their transaction; delivery joins a person's notices into messages."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from people.actor import Actor
from records.enums import FAILED


class Notice(models.Model):
    """One thing one person should know. `key` is unique: whoever writes it twice has written it once."""

    key = models.CharField(max_length=200, unique=True)
    # notices/<name>.subject.txt and .txt
    name = models.CharField(max_length=80)
    to = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="notices")
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    context = models.JSONField(default=dict, blank=True)
    # What its reader may switch off: `Topic`; "" is from before there were topics, and cannot be.
    topic = models.CharField(max_length=8, blank=True, default="", db_default="")
    # Whose matter it is: who sits at two colleges chooses for each.
    college = models.ForeignKey(
        "people.College", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # What comes in numbers goes as one message a person and day; everything else goes at once and alone.
    groups = models.BooleanField(default=False)
    # A reminder names the kind of its milestone: it is told by day, once, and only as long as it holds.
    reminds_of = models.CharField(max_length=20, blank=True)
    written_at = models.DateTimeField()
    message = models.ForeignKey(
        "records.Message", null=True, blank=True, on_delete=models.PROTECT, related_name="notices"
    )

    class Meta:
        indexes = [
            models.Index(fields=["message", "written_at"], condition=Q(message=None), name="notice_not_yet_told"),
            models.Index(fields=["to", "year"], condition=~Q(reminds_of=""), name="reminders_of_a_person"),
        ]

    def __str__(self) -> str:
        return self.key


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, actor: Actor) -> MessageQuerySet:
        """Letters are for whom they are addressed to, and for nobody else."""
        return self.filter(to_id=actor.user_id) if actor.user_id else self.none()


class Message(models.Model):
    """What the portal wrote to one person, word by word. It stands in the portal at once; what else carries it is
    its deliveries' matter."""

    to = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="messages")
    subject = models.CharField(max_length=300)
    body = models.TextField()
    written_at = models.DateTimeField()
    # Reminders leave by day only, however late a mail server comes back.
    by_day = models.BooleanField(default=False)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["to", "-written_at"])]

    def __str__(self) -> str:
        return f"{self.to_id}: {self.subject}"

    @property
    def has_failed(self) -> bool:
        """Whether a channel could not carry it."""
        return any(delivery.state in FAILED for delivery in self.deliveries.all())
