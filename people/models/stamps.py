"""The stamp of a person's act: `x_at` and `x_by`, both or neither, held by the database."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from people.models.seat import Seat


def both_or_neither(model: str, stamp: str) -> models.CheckConstraint:
    """The constraint for one stamp of a model, named `<model>_<stamp>_at_and_by`."""
    return models.CheckConstraint(
        name=f"{model}_{stamp}_at_and_by",
        condition=Q(**{f"{stamp}_at__isnull": True, f"{stamp}_by__isnull": True})
        | Q(**{f"{stamp}_at__isnull": False, f"{stamp}_by__isnull": False}),
    )


def at() -> models.DateTimeField[dt.datetime | None, dt.datetime | None]:
    return models.DateTimeField(null=True, blank=True)


def by() -> models.ForeignKey[Seat | None, Seat | None]:
    return models.ForeignKey("people.Seat", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
