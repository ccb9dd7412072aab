"""The picture of somebody's signature: kept under lock, for its owner alone, until she deletes it."""

from __future__ import annotations

from django.db import models


class SignaturePicture(models.Model):
    """`data` is a JPEG under the keys of people.vault; whoever has only the database has nothing."""

    user = models.OneToOneField("people.User", on_delete=models.PROTECT, related_name="signature_picture")
    data = models.BinaryField()
    kept_at = models.DateTimeField()
    kept_by = models.ForeignKey("people.Seat", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.user_id}"
