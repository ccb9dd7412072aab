"""The announcement of the list, in editions. A published edition never changes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.enums import LISTED, AnnouncementState, Mark, Outcome
from people.actor import Actor
from people.enums import RESULT_READERS, SigningCapacity
from people.models import stamps


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    def visible_to(self, actor: Actor) -> AnnouncementQuerySet:
        """The bureau sees all; everybody else, signed in or not, what is published."""
        return self if actor.is_bureau else self.published()

    def published(self) -> AnnouncementQuerySet:
        return self.filter(state=AnnouncementState.PUBLISHED)


class Announcement(models.Model):
    round = models.ForeignKey("rounds.Round", on_delete=models.PROTECT, related_name="announcements")
    edition = models.PositiveSmallIntegerField()
    number = models.CharField(_("number"), max_length=40)
    title = models.CharField(_("title"), max_length=500)
    body = models.TextField(_("text"), max_length=4000)
    dated = models.DateField(_("dated"))
    signatory_name = models.CharField(_("name of the signatory"), max_length=200)
    signatory_position = models.CharField(_("position of the signatory"), max_length=300)
    capacity = models.CharField(max_length=10, choices=SigningCapacity.choices, default=SigningCapacity.OWN)
    objection_to = models.CharField(_("objections go to"), max_length=300, blank=True)
    objection_until = models.DateField(_("objections until"), null=True, blank=True)
    # Public page: names with colleges and branches, or colleges with counts only.
    shows_names = models.BooleanField(_("show names on the public page"), default=True)
    state = models.CharField(max_length=10, choices=AnnouncementState.choices, default=AnnouncementState.DRAFT)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("people.Seat", on_delete=models.PROTECT, related_name="+")
    prepared_at = stamps.at()
    prepared_by = stamps.by()
    signed_at = stamps.at()
    signed_by = stamps.by()
    published_at = stamps.at()
    published_by = stamps.by()
    paper = models.OneToOneField(
        "records.Paper", null=True, blank=True, on_delete=models.PROTECT, related_name="announcement"
    )
    document = models.ForeignKey("records.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    signed_document = models.ForeignKey(
        "records.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "edition"], name="one_announcement_of_an_edition"),
            *[stamps.both_or_neither("announcement", stamp) for stamp in ("prepared", "signed", "published")],
            models.CheckConstraint(
                name="a_published_announcement_has_its_document",
                condition=~Q(state=AnnouncementState.PUBLISHED)
                | Q(document__isnull=False, published_at__isnull=False, signed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} ({self.edition})"


class LineQuerySet(models.QuerySet["Line"]):
    def visible_to(self, actor: Actor) -> LineQuerySet:
        """Who is on a published list, for those who work with results: all that finance knows of a teacher."""
        if actor.seat(*RESULT_READERS) is None:
            return self.none()
        return self.filter(announcement__state=AnnouncementState.PUBLISHED, outcome__in=LISTED)


class Line(models.Model):
    """One name on the list, as it was printed."""

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="lines")
    application = models.ForeignKey("applications.Application", on_delete=models.PROTECT, related_name="lines")
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    no = models.PositiveIntegerField()
    name = models.CharField(max_length=300)
    college_name = models.CharField(max_length=200)
    branch = models.CharField(max_length=120, blank=True)
    province = models.CharField(max_length=60, blank=True)
    mark = models.CharField(max_length=10, choices=Mark.choices, default=Mark.SAME, blank=True)

    objects = LineQuerySet.as_manager()

    class Meta:
        ordering = ["announcement", "outcome", "no"]
        constraints = [
            models.UniqueConstraint(
                fields=["announcement", "application"], name="one_line_per_application_and_edition"
            ),
            models.UniqueConstraint(fields=["announcement", "outcome", "no"], name="one_line_per_number"),
        ]

    def __str__(self) -> str:
        return f"{self.no} {self.name}"
