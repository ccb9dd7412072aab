"""A seat: a role at a college or an office, held until ended. Every act in the register names one."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.enums import (
    COLLEGE_SEATS,
    OFFICE_SEATS,
    SEATS_WITHOUT_ACCOUNT,
    SECOND_FACTOR_SEATS,
    SeatKind,
    SigningCapacity,
)

if TYPE_CHECKING:
    from people.actor import Actor


class SeatQuerySet(models.QuerySet["Seat"]):
    def visible_to(self, actor: Actor) -> SeatQuerySet:
        """My own; those of the college that I look after; all colleges' for the bureau."""
        if actor.is_bureau:
            return self.filter(college__isnull=False)
        staff = actor.college_ids(SeatKind.COORDINATOR, SeatKind.DEPUTY, SeatKind.DIRECTOR)
        return self.filter(Q(college_id__in=staff) | Q(user_id=actor.user_id, user_id__isnull=False))

    def open_at(self, at: dt.datetime) -> SeatQuerySet:
        return self.filter(opened_at__lte=at).filter(Q(ended_at=None) | Q(ended_at__gt=at))

    def of_college(self, college_id: int, *kinds: str) -> SeatQuerySet:
        found = self.filter(college_id=college_id)
        return found.filter(kind__in=kinds) if kinds else found


class Seat(models.Model):
    user = models.ForeignKey("people.User", null=True, blank=True, on_delete=models.PROTECT, related_name="seats")
    kind = models.CharField(_("role"), max_length=12, choices=SeatKind.choices)
    college = models.ForeignKey("people.College", null=True, blank=True, on_delete=models.PROTECT, related_name="seats")
    office = models.ForeignKey("people.Office", null=True, blank=True, on_delete=models.PROTECT, related_name="seats")
    capacity = models.CharField(max_length=10, choices=SigningCapacity.choices, default=SigningCapacity.OWN)
    is_admin = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("people.Seat", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = SeatQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["college", "kind"]),
            # Some hundreds among fifty thousand: who looks for directors begins here.
            models.Index(
                name="seats_of_directors",
                fields=["user", "college"],
                condition=Q(kind=SeatKind.DIRECTOR, ended_at__isnull=True),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="seat_stands_where_its_kind_belongs",
                condition=Q(kind__in=COLLEGE_SEATS, college__isnull=False, office__isnull=True)
                | Q(kind__in=OFFICE_SEATS, college__isnull=True, office__isnull=False)
                | Q(kind__in=SEATS_WITHOUT_ACCOUNT, college__isnull=True, office__isnull=True),
            ),
            models.CheckConstraint(
                name="only_the_system_has_no_person",
                condition=Q(user__isnull=False) | Q(kind__in=SEATS_WITHOUT_ACCOUNT),
            ),
            models.CheckConstraint(
                name="seat_ended_at_and_by",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
            models.UniqueConstraint(
                name="one_open_seat_of_a_kind_at_a_college",
                fields=["user", "kind", "college"],
                condition=Q(ended_at__isnull=True, college__isnull=False),
            ),
            models.UniqueConstraint(
                name="one_system_seat",
                fields=["kind"],
                condition=Q(kind=SeatKind.SYSTEM),
            ),
        ]

    def __str__(self) -> str:
        place = self.college or self.office
        return f"{self.get_kind_display()} · {place}" if place else str(self.get_kind_display())

    @property
    def is_named(self) -> bool:
        """Whether who invited the person may read the name: it was typed then, or the person has signed in since.

        Asks for the invitation: load it with the seat. A seat without one was given to somebody who was known.
        """
        invitation, user = getattr(self, "invitation", None), self.user
        if invitation is None or user is None or user.created_at == invitation.invited_at:
            return True
        return user.last_login is not None and user.last_login >= invitation.invited_at

    @property
    def shown_as(self) -> str:
        """The person's name, or the address as it was typed as long as the name is not to be told."""
        if self.user is None:
            return ""
        return self.user.full_name if self.is_named else self.user.email

    @property
    def needs_second_factor(self) -> bool:
        return self.kind in SECOND_FACTOR_SEATS


def system_seat() -> Seat:
    """The seat of the portal itself: sweeps and machines act in its name. One row, made by a migration."""
    return Seat.objects.get(kind=SeatKind.SYSTEM)
