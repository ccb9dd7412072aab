"""Papers, the documents that hang on them, and the receipts for what was accepted."""

from __future__ import annotations

import secrets
import uuid

from django.conf import settings
from django.core.files.storage import storages
from django.core.files.storage.base import Storage
from django.db import models
from django.db.models import Q

from people.actor import Actor
from people.enums import SeatKind
from records.enums import DocumentKind, Fault, PaperKind

# Without 0, O, 1, I, L and U: read aloud and typed back from a printout without a slip.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_code() -> str:
    """Twelve letters and digits, 58 bits, unguessable: what a QR code names."""
    return "".join(secrets.choice(_ALPHABET) for _letter in range(12))


class Coded:
    """What has a code of its own, by which whoever holds it may ask whether it is genuine."""

    code: str

    @property
    def short_code(self) -> str:
        return "-".join((self.code[:4], self.code[4:8], self.code[8:]))

    @property
    def url(self) -> str:
        """The address printed on the paper, from the setting and never from a request."""
        return f"{settings.PUBLIC_URL}/v/{self.code}/"


class Paper(Coded, models.Model):
    """What a QR code names: one version of one paper of the programme."""

    code = models.CharField(max_length=12, unique=True, default=new_code)
    kind = models.CharField(max_length=12, choices=PaperKind.choices)
    year = models.PositiveSmallIntegerField()
    college = models.ForeignKey("people.College", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=40, blank=True)
    version = models.PositiveSmallIntegerField(default=1)
    pages = models.PositiveSmallIntegerField(default=0)
    issued_at = models.DateTimeField()
    # Prepared, but not given out: nobody is told that it is genuine.
    is_draft = models.BooleanField(default=False)
    superseded_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number} ({self.short_code})"


def document_storage() -> Storage:
    return storages["default"]


class Document(models.Model):
    """A file that never changes. A new version is a new row; only an approved list destroys the bytes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=10, choices=DocumentKind.choices)
    file = models.FileField(storage=document_storage, max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    pages = models.PositiveSmallIntegerField()
    original_name = models.CharField(max_length=255, blank=True)
    content_type = models.CharField(max_length=60, default="application/pdf")
    kept_at = models.DateTimeField()
    kept_by = models.ForeignKey("people.Seat", on_delete=models.PROTECT, related_name="+")
    # When the request that brought the file began: what counts at a deadline.
    begun_at = models.DateTimeField()
    warnings = models.JSONField(default=list, blank=True)
    # What of the making is needed to read a scan back: boxes in mm, pages.
    facts = models.JSONField(default=dict, blank=True)
    # Of the keeping, not of the document: when its bytes were last read again, and what was wrong with them since.
    checked_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=8, choices=Fault.choices, blank=True)
    faulty_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["checked_at"])]
        constraints = [
            models.CheckConstraint(name="document_begun_before_kept", condition=Q(begun_at__lte=models.F("kept_at"))),
            models.CheckConstraint(
                name="document_fault_has_its_instant",
                condition=Q(fault="", faulty_since__isnull=True) | (~Q(fault="") & Q(faulty_since__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.original_name or str(self.id)


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    def visible_to(self, actor: Actor) -> ReceiptQuerySet:
        """Whoever it was given to; coordinator, deputy and director of the college; who reads the round."""
        if actor.reads_round:
            return self
        staff = actor.college_ids(SeatKind.COORDINATOR, SeatKind.DEPUTY, SeatKind.DIRECTOR)
        mine = Q(accepted_by__user_id=actor.user_id, accepted_by__user_id__isnull=False)
        return self.filter(mine | Q(college_id__in=staff))


class Receipt(Coded, models.Model):
    """The portal's word that something was accepted. One row for one act, whoever asks again gets the same.

    It has a code of its own: a receipt that was made up must not hide behind the code of a plan that is genuine.
    """

    key = models.CharField(max_length=120, unique=True)
    code = models.CharField(max_length=12, unique=True, default=new_code)
    series = models.CharField(max_length=4)
    year = models.PositiveSmallIntegerField()
    college = models.ForeignKey("people.College", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    subject_label = models.CharField(max_length=60)
    subject_pk = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    paper = models.ForeignKey(Paper, null=True, blank=True, on_delete=models.PROTECT, related_name="receipts")
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="receipts")
    accepted_at = models.DateTimeField()
    accepted_by = models.ForeignKey("people.Seat", on_delete=models.PROTECT, related_name="receipts")
    # Earlier than accepted_at when the file was still on its way at the closing.
    begun_at = models.DateTimeField()
    # The extension that kept the door open, in words, when one did.
    extension_note = models.CharField(max_length=300, blank=True)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["subject_label", "subject_pk"])]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """`2568-PLAN-000412`. The running part comes from the row itself: no counter, so no queue at the deadline."""
        return f"{self.year}-{self.series}-{self.pk:06d}"

    @property
    def was_slow(self) -> bool:
        return self.begun_at < self.accepted_at
