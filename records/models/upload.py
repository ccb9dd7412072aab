"""Files on their way: begun, interrupted, gone on with. What has arrived lies on this machine's disk."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import models
from django.db.models import Q

from people.actor import Actor
from records.enums import UploadKind


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible_to(self, actor: Actor) -> UploadQuerySet:
        """A file on its way is its sender's alone, whatever seats she has."""
        return self.filter(owner_id=actor.user_id, owner_id__isnull=False)

    def waiting(self, at: dt.datetime) -> UploadQuerySet:
        """Neither part of a document yet nor given up."""
        return self.filter(document=None, expires_at__gt=at)


class Upload(models.Model):
    """One file of a resumable upload. How much of it has arrived is the size of its part, and nowhere written twice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=UploadKind.choices)
    # What it is for, as the page said before the first byte: an early beginning counts for that thing alone.
    about = models.CharField(max_length=80)
    # Files chosen together, and the place of this one among them, from 0.
    batch = models.CharField(max_length=40)
    place = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=60, blank=True)
    # As the sender sent it, for the protocol gives it back.
    metadata = models.TextField(blank=True)
    length = models.PositiveBigIntegerField()
    # As the sender's machine counted it before sending; empty where it could not.
    sha256 = models.CharField(max_length=64, blank=True)
    # The beginning of the first request of this upload. Going on with it later changes nothing here.
    begun_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    # When the last byte had arrived.
    whole_at = models.DateTimeField(null=True, blank=True)
    document = models.ForeignKey(
        "records.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="uploads"
    )

    objects = UploadQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["owner", "about"]), models.Index(fields=["expires_at"])]
        constraints = [
            models.CheckConstraint(
                name="upload_whole_not_before_begun", condition=Q(whole_at__gte=models.F("begun_at"))
            ),
            models.CheckConstraint(name="upload_has_something_in_it", condition=Q(length__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.pk})"
