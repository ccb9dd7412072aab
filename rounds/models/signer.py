"""Who signs plans at a college besides teacher and director: so that the paper can print the names."""

from __future__ import annotations

import re

from django.db import models

from people.actor import Actor
from people.enums import SeatKind
from rounds.enums import SignerRole

# Lines of the list of signers for which nobody has a seat: the college tells the name.
TOLD = (SignerRole.DEPARTMENT_HEAD, SignerRole.DEPUTY_DIRECTOR)
_KIND = re.compile(r"^(แผนกวิชา|แผนก|สาขาวิชา|สาขางาน|สาขา)")


class CollegeSignerQuerySet(models.QuerySet["CollegeSigner"]):
    def visible_to(self, actor: Actor) -> CollegeSignerQuerySet:
        """Who looks after the college, and who reads the round."""
        if actor.reads_round:
            return self
        staff = actor.college_ids(SeatKind.COORDINATOR, SeatKind.DEPUTY, SeatKind.DIRECTOR)
        return self.filter(college_id__in=staff)


class CollegeSigner(models.Model):
    """A head of department or the deputy director, as the college has told. An empty division is the whole college."""

    college = models.ForeignKey("people.College", on_delete=models.PROTECT, related_name="signers")
    role = models.CharField(max_length=20, choices=SignerRole.choices)
    division = models.CharField(max_length=120, blank=True)
    name = models.CharField(max_length=200)
    position = models.CharField(max_length=120, blank=True)
    named_at = models.DateTimeField()
    named_by = models.ForeignKey("people.Seat", on_delete=models.PROTECT, related_name="+")

    objects = CollegeSignerQuerySet.as_manager()

    class Meta:
        ordering = ["role", "division"]
        constraints = [
            models.UniqueConstraint(fields=["college", "role", "division"], name="one_signer_of_a_role_and_division"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.division}: {self.name}"

    def is_of(self, *divisions: str) -> bool:
        """Whether this is the signer of one of these, whatever word for a division is written before it."""
        return bool(self.division) and bare(self.division) in {bare(division) for division in divisions}


def bare(division: str) -> str:
    """แผนกวิชาช่างยนต์ and ช่างยนต์ are one."""
    return _KIND.sub("", "".join(division.split()))
