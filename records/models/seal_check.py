"""What was found when the seals of a signed file were last looked at."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class SealCheck(models.Model):
    """The last look at one sealed file. `problems`: words of `sealing.Problem`, and of `seals.BYTES`, by commas."""

    document = models.OneToOneField("records.Document", on_delete=models.PROTECT, related_name="seal_check")
    checked_at = models.DateTimeField()
    problems = models.CharField(max_length=120, blank=True)
    broken_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_broken_seal_has_its_instant",
                condition=Q(problems="", broken_since__isnull=True) | (~Q(problems="") & Q(broken_since__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.problems or 'holds'}"
