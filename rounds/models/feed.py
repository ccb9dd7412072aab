"""A person's calendar under a secret address, for the calendar of a telephone."""

from __future__ import annotations

from django.core.signing import BadSignature, Signer
from django.db import models

from people.actor import Actor
from people.models import stamps

# The separator of the signature has no meaning in addresses.
_SIGNER = Signer(salt="rounds.feed", sep=".")


class FeedQuerySet(models.QuerySet["Feed"]):
    def visible_to(self, actor: Actor) -> FeedQuerySet:
        """Everybody's own, and nobody else's."""
        return self.filter(user_id=actor.user_id) if actor.user_id else self.none()


class Feed(models.Model):
    """The token is made from the row whenever it is needed and is stored nowhere.

    `serial` is part of it: whoever renews the address gets the next number, and the one before opens nothing.
    """

    user = models.OneToOneField("people.User", on_delete=models.PROTECT, related_name="feed")
    serial = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("people.Seat", on_delete=models.PROTECT, related_name="+")
    revoked_at = stamps.at()
    revoked_by = stamps.by()

    objects = FeedQuerySet.as_manager()

    class Meta:
        constraints = [stamps.both_or_neither("feed", "revoked")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.serial}"

    @property
    def token(self) -> str:
        return _SIGNER.sign_object([self.pk, self.serial])

    @classmethod
    def of(cls, token: str) -> Feed | None:
        """The feed that this token opens now; None when it is forged, revoked, or was renewed since."""
        try:
            pk, serial = _SIGNER.unsign_object(token)
        except (BadSignature, ValueError, TypeError):
            return None
        return cls.objects.filter(pk=pk, serial=serial, revoked_at=None).select_related("user").first()
