"""The outbox. Rooms write single notices in their transaction; delivery joins a person's notices into messages."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from people.actor import Actor
from records.enums import Channel


class Notice(models.Model):
    """One thing one person should know. `key` is unique: whoever writes it twice has written it once."""

    key = models.CharField(max_length=200, unique=True)
    # notices/<name>.subject.txt and .txt
    name = models.CharField(max_length=80)
    to = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="notices")
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    context = models.JSONField(default=dict, blank=True)
    # Reminders of one person and day become one message; everything else goes at once and alone.
    groups = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    message = models.ForeignKey(
        "records.Message", null=True, blank=True, on_delete=models.PROTECT, related_name="notices"
    )

    class Meta:
        indexes = [
            models.Index(fields=["message", "written_at"], condition=Q(message=None), name="notice_not_yet_told")
        ]

    def __str__(self) -> str:
        return self.key


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, actor: Actor) -> MessageQuerySet:
        """Letters are for whom they are addressed to, and for nobody else."""
        return self.filter(to_id=actor.user_id) if actor.user_id else self.none()


class Message(models.Model):
    """What left the house, word by word, and how its delivery went."""

    to = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="messages")
    channel = models.CharField(max_length=6, choices=Channel.choices, default=Channel.EMAIL)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    written_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    last_error = models.CharField(max_length=500, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["to", "-written_at"]),
            models.Index(fields=["next_try_at"], condition=Q(sent_at=None, given_up_at=None), name="message_to_send"),
        ]

    def __str__(self) -> str:
        return f"{self.to_id}: {self.subject}"
