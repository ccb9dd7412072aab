"""An extension: who has longer, until when, why, and by whose word. It can only lengthen."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.actor import Actor
from people.enums import Region, SeatKind
from rounds.enums import ExtensionLevel, ExtensionState, MilestoneKind, Standing
from rounds.models.whom import Whom

_SECOND = dt.timedelta(seconds=1)
# One that ends within this is looked at by the bureau.
_SOON = dt.timedelta(days=7)


class ExtensionQuerySet(models.QuerySet["Extension"]):
    def visible_to(self, actor: Actor) -> ExtensionQuerySet:
        """Those concerned: the person, her college's coordinator and director, who reads the round.

        What was given to a whole college, a region or the round concerns everybody with a seat there.
        """
        if actor.reads_round:
            return self
        staff = actor.college_ids(SeatKind.COORDINATOR, SeatKind.DEPUTY, SeatKind.DIRECTOR)
        # A passer-by has no id: without the second half, extensions that name no person would be hers.
        mine = Q(person_id=actor.user_id, person__isnull=False)
        colleges = [seat.college for seat in actor.seats if seat.college]
        shared = (
            Q(level=ExtensionLevel.COLLEGE, college__in=colleges)
            | Q(level=ExtensionLevel.REGION, region__in={college.region for college in colleges})
            | Q(level=ExtensionLevel.ROUND)
        )
        given = Q(state=ExtensionState.GRANTED) & shared if actor.seats else Q(pk__in=[])
        return self.filter(mine | Q(college_id__in=staff) | given)

    def granted(self) -> ExtensionQuerySet:
        return self.filter(state=ExtensionState.GRANTED)

    def waiting(self) -> ExtensionQuerySet:
        return self.filter(state=ExtensionState.REQUESTED)

    def standing(self, standing: str, at: dt.datetime) -> ExtensionQuerySet:
        """The granted ones that stand so; what `Extension.standing` says of one."""
        # The closing second is still open.
        over, later = Q(until__lte=at - _SECOND), Q(until__gt=at + _SOON)
        found = {Standing.OVER: over, Standing.RUNNING: later, Standing.ENDING: ~over & ~later}
        return self.granted().filter(found[Standing(standing)])


class Extension(models.Model):
    round = models.ForeignKey("rounds.Round", on_delete=models.PROTECT, related_name="extensions")
    kind = models.CharField(max_length=20, choices=MilestoneKind.choices)
    level = models.CharField(max_length=8, choices=ExtensionLevel.choices)
    person = models.ForeignKey(
        "people.User", null=True, blank=True, on_delete=models.PROTECT, related_name="extensions"
    )
    # For a person too: the college whose coordinator is concerned.
    college = models.ForeignKey("people.College", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    region = models.CharField(max_length=20, blank=True)
    until = models.DateTimeField(_("until"))
    reason = models.CharField(_("reason"), max_length=500)
    state = models.CharField(max_length=10, choices=ExtensionState.choices, default=ExtensionState.REQUESTED)
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey("people.Seat", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("people.Seat", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    # Of a granted one: the paper that its memo is, and the closing that it lengthened, as it was then.
    paper = models.OneToOneField("records.Paper", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["round", "kind", "state", "until"])]
        constraints = [
            models.CheckConstraint(
                name="extension_names_whom_it_is_for",
                condition=Q(level=ExtensionLevel.PERSON, person__isnull=False, college__isnull=False, region="")
                | Q(level=ExtensionLevel.COLLEGE, person__isnull=True, college__isnull=False, region="")
                | (Q(level=ExtensionLevel.REGION, person__isnull=True, college__isnull=True) & ~Q(region=""))
                | Q(level=ExtensionLevel.ROUND, person__isnull=True, college__isnull=True, region=""),
            ),
            models.CheckConstraint(
                name="extension_decided_at_and_by",
                condition=Q(state=ExtensionState.REQUESTED, decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(state=ExtensionState.REQUESTED) & Q(decided_at__isnull=False, decided_by__isnull=False)),
            ),
            models.UniqueConstraint(
                name="one_open_request_of_a_person",
                fields=["round", "kind", "person"],
                condition=Q(state=ExtensionState.REQUESTED),
            ),
            models.CheckConstraint(name="extension_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.level} {self.until:%Y-%m-%d}"

    @property
    def about_user_id(self) -> int | None:
        return self.person_id

    @property
    def whom(self) -> Whom:
        return Whom(self.person_id, self.college_id, self.region)

    @property
    def region_name(self) -> str:
        return str(Region(self.region).label) if self.region in Region.values else self.region

    @property
    def reach(self) -> str:
        """For whom it was given, as the reason of a closing names it."""
        return {
            ExtensionLevel.PERSON: gettext("for one person"),
            ExtensionLevel.COLLEGE: gettext("for the whole college"),
            ExtensionLevel.REGION: self.region_name,
            ExtensionLevel.ROUND: gettext("for the whole country"),
        }[ExtensionLevel(self.level)]

    @property
    def for_whom(self) -> str:
        """The person, the college, the region or the country, by name."""
        if self.person:
            return self.person.full_name
        if self.college:
            return self.college.name
        return self.region_name or gettext("the whole country")

    @property
    def because(self) -> str:
        """The reason in one line: for whom, and why."""
        return f"{self.reach}: {self.reason}"

    def standing(self, at: dt.datetime) -> Standing | None:
        """How it stands; None for what was not granted."""
        if self.state != ExtensionState.GRANTED:
            return None
        if self.until <= at - _SECOND:
            return Standing.OVER
        return Standing.RUNNING if self.until > at + _SOON else Standing.ENDING

    def is_pointless(self, closes_at: dt.datetime) -> bool:
        """True when the milestone itself now closes later."""
        return self.until <= closes_at
