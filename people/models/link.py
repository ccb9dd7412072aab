"""A personal link: somebody without an account may do one thing, until a day, under a seat of its own."""

from __future__ import annotations

import datetime as dt

from django.core import signing
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import stamps


class Link(models.Model):
    """`purpose` is part of the signature over the token, so that no link opens another kind of door.

    The token is made from the row whenever it is needed and is stored nowhere.
    """

    seat = models.OneToOneField("people.Seat", on_delete=models.PROTECT, related_name="link")
    purpose = models.CharField(max_length=20)
    name = models.CharField(_("name"), max_length=300)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("people.Seat", on_delete=models.PROTECT, related_name="+")
    ends_at = models.DateTimeField()
    revoked_at = stamps.at()
    revoked_by = stamps.by()

    class Meta:
        constraints = [
            stamps.both_or_neither("link", "revoked"),
            models.CheckConstraint(
                name="link_is_made_before_it_ends", condition=models.Q(made_at__lt=models.F("ends_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"

    @property
    def token(self) -> str:
        return signing.dumps(self.pk, salt=_salt(self.purpose))

    def is_good(self, at: dt.datetime) -> bool:
        return self.revoked_at is None and at < self.ends_at

    @classmethod
    def of(cls, token: str, purpose: str) -> Link | None:
        """The link of a token, whether or not it is still good; None when the token is forged or for another door."""
        try:
            found = signing.loads(token, salt=_salt(purpose))
        except signing.BadSignature:
            return None
        return cls.held(found, purpose)

    @classmethod
    def held(cls, pk: object, purpose: str) -> Link | None:
        """The link whose number a session holds."""
        rows = cls.objects.filter(purpose=purpose).select_related("seat")
        return rows.filter(pk=pk).first() if isinstance(pk, int) else None


def _salt(purpose: str) -> str:
    return f"people.link.{purpose}"
