"""The row that says: this database was made by the demo. Without it demo mode refuses to run."""

from __future__ import annotations

from django.db import models


class DemoMark(models.Model):
    made_at = models.DateTimeField()
    size = models.CharField(max_length=10)
    # Portal's clock minus real time.
    shift_seconds = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"demo ({self.size})"
