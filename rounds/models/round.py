"""A round of the programme and the milestones of its calendar."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from people.actor import Actor
from people.thai import arabic_digits
from rounds.enums import MilestoneKind, Mode, RoundState


def default_signers() -> list[str]:
    return ["teacher", "department_head", "deputy_director", "director"]


class RoundQuerySet(models.QuerySet["Round"]):
    def visible_to(self, actor: Actor) -> RoundQuerySet:
        """Everybody with a seat, once it is published; who reads the round before that too."""
        if actor.reads_round:
            return self
        return self.exclude(state=RoundState.DRAFT) if actor.seats else self.none()

    def running(self) -> RoundQuerySet:
        return self.filter(state=RoundState.PUBLISHED)


class Round(models.Model):
    """One fiscal year. Records are keyed by its Buddhist `year`: the last step lies in the next fiscal year."""

    year = models.PositiveSmallIntegerField(unique=True)
    name_th = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=RoundState.choices, default=RoundState.DRAFT)
    letter_number = models.CharField(max_length=60, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey("people.Seat", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # Settings of the round: what the letter leaves open.
    endorse_days = models.PositiveSmallIntegerField(default=3, help_text=_("working days after the closing"))
    correction_days = models.PositiveSmallIntegerField(default=3, help_text=_("working days after a plan was returned"))
    grace_minutes = models.PositiveSmallIntegerField(default=10)
    shift_to_working_day = models.BooleanField(default=True)
    coordinator_may_extend = models.BooleanField(default=False)
    college_quota = models.PositiveSmallIntegerField(null=True, blank=True)
    hours_least = models.PositiveSmallIntegerField(default=60)
    hours_a_day_most = models.PositiveSmallIntegerField(default=8)
    signers = models.JSONField(default=default_signers)
    objection_days = models.PositiveSmallIntegerField(default=7)

    objects = RoundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="round_year_is_buddhist", condition=Q(year__gte=2500, year__lte=2700)),
            models.CheckConstraint(
                name="round_published_at_and_by",
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}"

    @property
    def name(self) -> str:
        return (self.name_en or self.name_th) if get_language() == "en" else self.name_th


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    def visible_to(self, actor: Actor) -> MilestoneQuerySet:
        """Whoever sees the round."""
        return self.filter(round__in=Round.objects.visible_to(actor))


class Milestone(models.Model):
    """One row of the calendar. Printed numbers are kept as labels; `number` is ours and repairs the letter's slips."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="milestones")
    kind = models.CharField(max_length=20, choices=MilestoneKind.choices)
    position = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=8)
    printed = models.CharField(max_length=8)
    who = models.JSONField(default=list)
    label_th = models.CharField(max_length=500)
    label_en = models.CharField(max_length=500, blank=True)
    # The letter's own words, for the calendar on paper; a round without them is printed with its label.
    printed_who = models.CharField(max_length=200, blank=True)
    printed_text = models.CharField(max_length=1000, blank=True)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    # An exact date was announced as such; a month window may move to the next working day.
    is_exact = models.BooleanField(default=False)
    mode = models.CharField(max_length=12, choices=Mode.choices)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        ordering = ["round", "position"]
        constraints = [
            models.UniqueConstraint(fields=["round", "kind"], name="one_milestone_of_a_kind_in_a_round"),
            models.CheckConstraint(name="milestone_opens_before_it_closes", condition=Q(opens_at__lt=F("closes_at"))),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"

    @property
    def label(self) -> str:
        return (self.label_en or self.label_th) if get_language() == "en" else self.label_th

    @property
    def shown(self) -> str:
        """The printed number as a page shows it: who reads English cannot read ๒.๒."""
        return arabic_digits(self.printed) if get_language() == "en" else self.printed


class Criterion(models.Model):
    """A rule of eligibility as a row of the round: which check, with which figure, and whether it binds."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField()
    # Names a check in applications/criteria.py.
    code = models.CharField(max_length=30)
    label_th = models.CharField(max_length=300)
    label_en = models.CharField(max_length=300, blank=True)
    figure = models.DecimalField(max_digits=8, decimal_places=1, null=True, blank=True)
    # A binding criterion refuses at submit; the others are shown to coordinator and bureau.
    binds = models.BooleanField(default=False)

    class Meta:
        ordering = ["round", "position"]
        verbose_name_plural = "criteria"
        constraints = [models.UniqueConstraint(fields=["round", "code"], name="one_criterion_of_a_code_in_a_round")]

    def __str__(self) -> str:
        return f"{self.round} {self.code}"

    @property
    def label(self) -> str:
        return (self.label_en or self.label_th) if get_language() == "en" else self.label_th
