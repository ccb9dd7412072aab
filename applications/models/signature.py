"""Who signs a plan in the portal, in which order, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from applications.enums import SignatureMethod, SignatureProof, SignatureState
from people.actor import Actor
from people.enums import SeatKind, SigningCapacity
from people.models import Seat, stamps
from rounds.enums import SignerRole
from rounds.models import Round, Whom

if TYPE_CHECKING:
    from applications.models.application import Application

_STAMPS = ("opened", "signed", "declined", "handed_over")


class SignatureQuerySet(models.QuerySet["Signature"]):
    def visible_to(self, actor: Actor) -> SignatureQuerySet:
        """Those that lie with the actor; those of the applications she may see."""
        from applications.models.application import Application

        if actor.reads_round:
            return self
        mine = Q(seat__in=[seat.pk for seat in actor.seats])
        return self.filter(mine | Q(plan__application__in=Application.objects.visible_to(actor)))

    def standing(self) -> SignatureQuerySet:
        """Of versions that hold: frozen, the application's own, and still to be sent."""
        return self.filter(
            plan__state="FROZEN",
            plan__application__plan=models.F("plan"),
            plan__application__state__in=("DRAFT", "SENT_BACK"),
        )

    def waiting(self) -> SignatureQuerySet:
        """Whose turn it is: nobody before them has yet to sign."""
        earlier = Signature.objects.filter(
            plan=models.OuterRef("plan"),
            position__lt=models.OuterRef("position"),
            state__in=(SignatureState.WAITING, SignatureState.DECLINED),
        )
        return self.standing().filter(~models.Exists(earlier), state=SignatureState.WAITING)


class Signature(models.Model):
    """One line of a plan's list of signers. It lies with a seat; the director's with whoever sits on that seat."""

    plan = models.ForeignKey("applications.Plan", on_delete=models.PROTECT, related_name="signatures")
    position = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=20, choices=SignerRole.choices)
    # What the paper prints under the box, and the name where it is known beforehand.
    label = models.CharField(max_length=120)
    name = models.CharField(max_length=300, blank=True)
    # DIRECTOR or BUREAU: whoever holds such a seat may sign. Empty: the seat that is named, and no other.
    seat_kind = models.CharField(max_length=12, blank=True)
    seat = models.ForeignKey("people.Seat", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=SignatureState.choices, default=SignatureState.WAITING)

    opened_at = stamps.at()
    opened_by = stamps.by()
    signed_at = stamps.at()
    signed_by = stamps.by()
    method = models.CharField(max_length=10, choices=SignatureMethod.choices, blank=True)
    proof = models.CharField(max_length=10, choices=SignatureProof.choices, blank=True)
    capacity = models.CharField(max_length=10, choices=SigningCapacity.choices, default=SigningCapacity.OWN)
    # SHA-256 of the prepared paper as it was signed.
    sha256 = models.CharField(max_length=64, blank=True)
    # The hand itself, locked (people.vault), until it stands in the sealed paper.
    mark = models.BinaryField(null=True, blank=True)
    sealed = models.ForeignKey("records.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    declined_at = stamps.at()
    declined_by = stamps.by()
    reason = models.CharField(max_length=500, blank=True)
    handed_over_at = stamps.at()
    handed_over_by = stamps.by()

    objects = SignatureQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "position"]
        constraints = [
            *[stamps.both_or_neither("signature", stamp) for stamp in _STAMPS],
            models.UniqueConstraint(fields=["plan", "position"], name="one_signature_at_a_position"),
            models.UniqueConstraint(fields=["plan", "role"], name="one_signature_of_a_role"),
            models.CheckConstraint(
                name="a_signature_says_when_how_and_what_was_signed",
                condition=(
                    Q(state=SignatureState.SIGNED, signed_at__isnull=False)
                    & ~Q(method="")
                    & ~Q(proof="")
                    & ~Q(sha256="")
                )
                | (~Q(state=SignatureState.SIGNED) & Q(signed_at__isnull=True, sealed__isnull=True)),
            ),
            models.CheckConstraint(
                name="who_declines_to_sign_gives_a_reason",
                condition=~Q(state=SignatureState.DECLINED) | (Q(declined_at__isnull=False) & ~Q(reason="")),
            ),
        ]
        indexes = [models.Index(fields=["seat", "state"])]

    def __str__(self) -> str:
        return f"{self.plan} {self.position} {self.role}"

    @property
    def title(self) -> str:
        return SignerRole(self.role).heading(self.label)

    @property
    def application(self) -> Application:
        return self.plan.application

    @property
    def round(self) -> Round:
        return self.application.round

    @property
    def college_id(self) -> int:
        return self.application.college_id

    @property
    def about_user_id(self) -> int:
        return self.application.user_id

    @property
    def whom(self) -> Whom:
        return self.application.whom

    @property
    def is_signed(self) -> bool:
        return self.state == SignatureState.SIGNED

    def lies_with(self, seat: Seat) -> bool:
        """Whether this seat may sign the line. Nobody certifies their own: not even as director."""
        if not self.seat_kind:
            return seat.pk == self.seat_id
        if seat.kind != self.seat_kind or seat.user_id == self.about_user_id:
            return False
        return seat.kind == SeatKind.BUREAU or seat.college_id == self.college_id
