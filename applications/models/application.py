"""A teacher's application in a round."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from applications.enums import ApplicationState
from people.actor import Actor
from people.enums import Region, SeatKind
from people.models import Seat, stamps
from rounds.models import Participation, Whom

S = ApplicationState
_STAMPS = ("submitted", "endorsed", "sent_back", "withdrawn", "announced", "waived", "promoted")


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, actor: Actor) -> ApplicationQuerySet:
        """One's own; those of one's college for who checks and certifies there; all for who reads the round.

        Page, file, export, search and count all go through here. Whoever has the application has its plan: what
        the finance officer may know of those on the list is asked of `Line`.
        """
        if actor.reads_round:
            return self
        staff = actor.college_ids(SeatKind.COORDINATOR, SeatKind.DEPUTY, SeatKind.DIRECTOR)
        mine = Q(user_id=actor.user_id, user__isnull=False)
        return self.filter(mine | Q(college_id__in=staff) if staff else mine)  # `is_visible_to` says it of one row

    def of_round(self, year: int) -> ApplicationQuerySet:
        return self.filter(round__year=year)

    def unlapsed(self) -> ApplicationQuerySet:
        return self.filter(lapsed_at=None)

    def left_to_the_bureau(self) -> ApplicationQuerySet:
        """Sent plans that nobody at the college may check: the director's own, where no coordinator is named but
        herself, no deputy is there and no other director. `rounds.owed.who_checks` says the same of whom to tell.

        Of a whole round it is dear: narrow it to plans of directors first.
        """
        directs = _seats(SeatKind.DIRECTOR).filter(user=OuterRef("user"))
        others = _seats(SeatKind.DEPUTY, SeatKind.DIRECTOR).exclude(user=OuterRef("user"))
        return self.filter(Exists(directs), ~Exists(others), state=S.SUBMITTED, user=_named())

    def left_to_the_director(self) -> ApplicationQuerySet:
        """Sent plans for which no coordinator is named, or whose teacher she is, and no deputy is there."""
        deputies = _seats(SeatKind.DEPUTY).exclude(user=OuterRef("user"))
        return self.filter(~Exists(deputies), state=S.SUBMITTED, user=_named())


def _seats(*kinds: str) -> models.QuerySet[Seat]:
    """Open seats at the application's college."""
    return Seat.objects.filter(college=OuterRef("college"), kind__in=kinds, ended_at=None, user__is_active=True)


def _named() -> Coalesce:
    """Who is named coordinator of the application's college and round; where nobody is, the teacher herself."""
    taking_part = Participation.objects.filter(round=OuterRef("round"), college=OuterRef("college"))
    return Coalesce(Subquery(taking_part.values("coordinator__user")[:1]), F("user"))


class Application(models.Model):
    """Keeps the college it was made for; a transfer in mid-round leaves it there."""

    round = models.ForeignKey("rounds.Round", on_delete=models.PROTECT, related_name="applications")
    user = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="applications")
    teacher = models.ForeignKey("people.Teacher", on_delete=models.PROTECT, related_name="applications")
    college = models.ForeignKey("people.College", on_delete=models.PROTECT, related_name="applications")
    region = models.CharField(max_length=20, choices=Region.choices)
    state = models.CharField(_("state"), max_length=12, choices=ApplicationState.choices, default=S.DRAFT)
    plan = models.OneToOneField("applications.Plan", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    started_by = models.ForeignKey("people.Seat", on_delete=models.PROTECT, related_name="+")
    # How often it was accepted: the form carries it, so that a retry meets its own receipt.
    turn = models.PositiveSmallIntegerField(default=0)

    submitted_at = stamps.at()
    submitted_by = stamps.by()
    endorsed_at = stamps.at()
    endorsed_by = stamps.by()
    # The coordinator's word for a scan: true copy, bearing the director's signature.
    attested = models.BooleanField(default=False)
    sent_back_at = stamps.at()
    sent_back_by = stamps.by()
    comment = models.TextField(_("comment"), max_length=2000, blank=True)
    withdrawn_at = stamps.at()
    withdrawn_by = stamps.by()
    announced_at = stamps.at()
    announced_by = stamps.by()
    waived_at = stamps.at()
    waived_by = stamps.by()
    promoted_at = stamps.at()
    promoted_by = stamps.by()
    # Machine's record that a window passed; the state stays, and the next move clears it.
    lapsed_at = models.DateTimeField(null=True, blank=True)

    # Copies for lists: what a row shows and is searched by, written with the plan.
    name = models.CharField(max_length=300)
    name_key = models.CharField(max_length=600)
    college_name = models.CharField(max_length=200)
    college_key = models.CharField(max_length=900)
    branch = models.CharField(max_length=120, blank=True)
    hours = models.DecimalField(max_digits=6, decimal_places=1, null=True, blank=True)
    criteria = models.JSONField(default=dict, blank=True)
    criteria_met = models.PositiveSmallIntegerField(default=0)
    search = models.CharField(max_length=900, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "user"], name="one_application_per_teacher_and_round"),
            *[stamps.both_or_neither("application", stamp) for stamp in _STAMPS],
            models.CheckConstraint(
                name="application_sent_has_a_stamp",
                condition=Q(state__in=(S.DRAFT, S.WITHDRAWN, S.SENT_BACK)) | Q(submitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="application_endorsed_has_a_stamp",
                condition=~Q(state__in=(S.ENDORSED, S.ELIGIBLE, S.RESERVE, S.NOT_ELIGIBLE, S.WAIVED))
                | Q(endorsed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="application_result_has_a_stamp",
                condition=~Q(state__in=(S.ELIGIBLE, S.RESERVE, S.NOT_ELIGIBLE, S.WAIVED))
                | Q(announced_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["round", "state", "name_key"]),
            models.Index(fields=["round", "name_key", "id"]),
            models.Index(fields=["round", "submitted_at"]),
            models.Index(fields=["round", "college_key", "name_key"]),
            models.Index(fields=["college", "round", "state"]),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.college_name}"

    def is_visible_to(self, actor: Actor) -> bool:
        """The rule of `ApplicationQuerySet.visible_to`, of a row that has been read already."""
        staff = actor.college_ids(SeatKind.COORDINATOR, SeatKind.DEPUTY, SeatKind.DIRECTOR)
        return actor.reads_round or self.user_id == actor.user_id or self.college_id in staff

    @property
    def about_user_id(self) -> int | None:
        return self.user_id

    @property
    def whom(self) -> Whom:
        return Whom(self.user_id, self.college_id, self.region)

    @property
    def is_editable(self) -> bool:
        """Typing is never refused by a date, only by the state: what was sent stays as it was sent."""
        return self.state in (S.DRAFT, S.SENT_BACK)

    def receipt_key(self, turn: int | None = None) -> str:
        return f"applications:application:{self.pk}:submit:{turn or self.turn}"
