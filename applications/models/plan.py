"""The individual development plan in numbered versions. A frozen version never changes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from applications.enums import PlanState, Section
from people.actor import Actor
from people.models import stamps


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, actor: Actor) -> PlanQuerySet:
        """Those of the applications the actor may see."""
        from applications.models.application import Application

        return self.filter(application__in=Application.objects.visible_to(actor))


class Plan(models.Model):
    """`answers` is what was typed, section by section, valid or not: nothing typed is ever lost.

    `content` is the cleaned plan, made when the version is frozen; every page, list and PDF reads it. Its shape
    stands in docs/plan-content.md.
    """

    application = models.ForeignKey("applications.Application", on_delete=models.CASCADE, related_name="plans")
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=PlanState.choices, default=PlanState.DRAFT)
    answers = models.JSONField(default=dict, blank=True)
    # Section → "done" or "started"; written with each save, so that the task list costs nothing.
    progress = models.JSONField(default=dict, blank=True)
    establishment = models.ForeignKey(
        "placements.Establishment", null=True, blank=True, on_delete=models.PROTECT, related_name="plans"
    )
    content = models.JSONField(null=True, blank=True)
    frozen_at = stamps.at()
    frozen_by = stamps.by()
    paper = models.OneToOneField("records.Paper", null=True, blank=True, on_delete=models.PROTECT, related_name="plan")
    printed = models.ForeignKey("records.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # The printed paper with its page of signatures: what people sign in the portal, to the byte.
    prepared = models.ForeignKey("records.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # What counts: the scan, or the paper sealed after the last signature in the portal.
    signed = models.ForeignKey("records.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # The portal said that the copy is the wrong one, and it is to be sent all the same.
    insisted_at = stamps.at()
    insisted_by = stamps.by()

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["application", "version"]
        constraints = [
            models.UniqueConstraint(fields=["application", "version"], name="one_plan_of_a_version"),
            stamps.both_or_neither("plan", "frozen"),
            stamps.both_or_neither("plan", "insisted"),
            models.CheckConstraint(
                name="a_frozen_plan_has_its_content_and_paper",
                condition=Q(frozen_at__isnull=True, content__isnull=True, paper__isnull=True)
                | Q(frozen_at__isnull=False, content__isnull=False, paper__isnull=False),
            ),
            models.CheckConstraint(
                name="only_a_frozen_plan_is_signed", condition=Q(signed__isnull=True) | Q(frozen_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} v{self.version}"

    @property
    def sections_done(self) -> int:
        return sum(1 for section in Section.values if self.progress.get(section) == "done")

    @property
    def is_complete(self) -> bool:
        return self.sections_done == len(Section.values)
