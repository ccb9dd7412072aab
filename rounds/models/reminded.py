"""When a person was last reminded: the row that a sweep claims before it writes."""

from __future__ import annotations

from django.db import models


class Reminded(models.Model):
    """One row a person. Whoever finds `told_at` in this part of the day already leaves the person in peace."""

    user = models.OneToOneField("people.User", on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "reminded"

    def __str__(self) -> str:
        return f"{self.user_id} {self.told_at:%Y-%m-%d %H:%M}"
