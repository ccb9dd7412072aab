"""A person's account in LINE, joined to the one here by a code that she types there."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from people.actor import Actor


class LineAccountQuerySet(models.QuerySet["LineAccount"]):
    def visible_to(self, actor: Actor) -> LineAccountQuerySet:
        """Everybody's own, and nobody else's."""
        return self.filter(user_id=actor.user_id) if actor.user_id else self.none()

    def linked(self) -> LineAccountQuerySet:
        return self.exclude(line_id="")


class LineAccount(models.Model):
    """Waits for its code, or is linked: never both. Of the code only its hash is kept."""

    user = models.OneToOneField("people.User", on_delete=models.PROTECT, related_name="line_account")
    # What LINE calls the person, known to our official account alone.
    line_id = models.CharField(max_length=40, blank=True)
    linked_at = models.DateTimeField(null=True, blank=True)
    code_hash = models.CharField(max_length=64, blank=True)
    code_ends_at = models.DateTimeField(null=True, blank=True)

    objects = LineAccountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="line_account_waits_for_its_code_or_is_linked",
                condition=Q(line_id="", linked_at__isnull=True)
                | (~Q(line_id="") & Q(linked_at__isnull=False, code_hash="", code_ends_at__isnull=True)),
            ),
            models.UniqueConstraint(
                name="one_person_for_an_account_in_line", fields=["line_id"], condition=~Q(line_id="")
            ),
            models.UniqueConstraint(name="one_person_for_a_code", fields=["code_hash"], condition=~Q(code_hash="")),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {'linked' if self.line_id else 'waiting'}"
