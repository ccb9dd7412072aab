"""What the tests of the demo share: a digest of everything that was loaded."""

from __future__ import annotations

import hashlib

from django.core import serializers
from django.db import models

from people.models import DemoMark
from reports.demo import door


def digest() -> dict[str, str]:
    """Every table with the hash of its rows, all columns; the marker row, which knows real time, is left out."""
    return {
        model._meta.label: _hash(model._default_manager.order_by("pk"))
        for model in door._models()
        if model is not DemoMark
    }


def _hash(rows: models.QuerySet[models.Model]) -> str:
    # A hand under lock is another text each time it is locked.
    fields = [field.name for field in rows.model._meta.concrete_fields if field.name != "mark"]
    return hashlib.sha256(serializers.serialize("json", rows, fields=fields).encode()).hexdigest()
