"""How people come in: invited, or by a request that their college confirms. There is no open sign-up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.enums import COLLEGE_SEATS, JoinState, SeatKind

if TYPE_CHECKING:
    from people.actor import Actor


class Invitation(models.Model):
    """A person was asked to come in; the account exists, has no password yet, and opens with the link in the mail."""

    seat = models.OneToOneField("people.Seat", on_delete=models.PROTECT, related_name="invitation")
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey("people.Seat", on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.seat}"


class JoinRequestQuerySet(models.QuerySet["JoinRequest"]):
    def visible_to(self, actor: Actor) -> JoinRequestQuerySet:
        """Those who answer them: coordinator, deputy and director of the college that is named."""
        return self.filter(college_id__in=actor.college_ids(SeatKind.COORDINATOR, SeatKind.DEPUTY, SeatKind.DIRECTOR))

    def waiting(self) -> JoinRequestQuerySet:
        return self.filter(state=JoinState.REQUESTED)


class JoinRequest(models.Model):
    """Somebody says: I work at this college. Coordinator or director confirms, and an invitation goes out."""

    college = models.ForeignKey("people.College", on_delete=models.PROTECT, related_name="join_requests")
    kind = models.CharField(
        _("role"), max_length=12, choices=[(k.value, k.label) for k in COLLEGE_SEATS], default=SeatKind.TEACHER
    )
    email = models.EmailField(_("e-mail"), max_length=254)
    title = models.CharField(_("title"), max_length=40, blank=True)
    first_name = models.CharField(_("first name"), max_length=120)
    last_name = models.CharField(_("last name"), max_length=120)
    remark = models.CharField(_("remark"), max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=JoinState.choices, default=JoinState.REQUESTED)
    requested_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("people.Seat", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="join_decided_at_and_by",
                condition=Q(state=JoinState.REQUESTED, decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(state=JoinState.REQUESTED) & Q(decided_at__isnull=False, decided_by__isnull=False)),
            ),
            models.UniqueConstraint(
                name="one_open_request_per_address_and_college",
                fields=["college", "email"],
                condition=Q(state=JoinState.REQUESTED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name} → {self.college}"
