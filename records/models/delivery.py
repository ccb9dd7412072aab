"""How a message travels: one row for each channel that carries it, and one for each try."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from people.actor import Actor
from records.enums import Channel, DeliveryState


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, actor: Actor) -> DeliveryQuerySet:
        """The bureau looks after what reaches whom; what was written is not part of it."""
        return self if actor.is_bureau else self.none()


class Delivery(models.Model):
    """A message by one channel: where to, when it is tried next, how it ended. Claimed before each try."""

    message = models.ForeignKey("records.Message", on_delete=models.PROTECT, related_name="deliveries")
    channel = models.CharField(max_length=6, choices=Channel.choices)
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    # Where it went at its last try: the reader's address may have changed since it was written.
    address = models.CharField(max_length=254, blank=True)
    # When it was written; from then on, when it was first tried. Five days later the tries end; a resending, or a try
    # that the other side put off for certain, begins anew.
    begun_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    # How often the office sent it again: part of its key, or the receiving side would throw it away as known.
    resent = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)
    # Numbers of the notices that stand in the message and did not leave by this channel: its reader wants them there
    # no more, or they were done before it left.
    left_out = models.JSONField(default=list, db_default=[], blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["message", "channel"], name="one_delivery_of_a_message_by_a_channel"),
            models.CheckConstraint(
                name="delivery_is_sent_at_an_instant",
                condition=Q(state=DeliveryState.SENT, sent_at__isnull=False)
                | (~Q(state=DeliveryState.SENT) & Q(sent_at__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(state=DeliveryState.WAITING), name="delivery_to_send"),
            models.Index(fields=["state", "-begun_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} by {self.channel}"

    @property
    def key(self) -> str:
        """The same at every try, so that a server that took it once knows it the second time."""
        return f"{self.message_id}.{self.resent}" if self.resent else f"{self.message_id}"


class Attempt(models.Model):
    """One try. An empty error means that it was taken."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="attempts")
    tried_at = models.DateTimeField()
    address = models.CharField(max_length=254, blank=True)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["delivery", "pk"]

    def __str__(self) -> str:
        return f"{self.delivery_id}: {self.error or 'taken'}"
