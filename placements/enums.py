"""States and kinds of establishments, agreements and placements."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EstablishmentState(models.TextChoices):
    PROPOSED = "PROPOSED", _("proposed")
    CONFIRMED = "CONFIRMED", _("confirmed")
    MERGED = "MERGED", _("merged into another")


class AgreementBasis(models.TextChoices):
    """The letter asks for one of the two."""

    MOU = "mou", _("memorandum of understanding")
    JOINT = "joint", _("develops education jointly with the college")


class PlacementState(models.TextChoices):
    PLANNED = "PLANNED", _("planned")
    CONFIRMED = "CONFIRMED", _("confirmed")
    ACTIVE = "ACTIVE", _("in training")
    COMPLETED = "COMPLETED", _("completed")
    ENDED_EARLY = "ENDED_EARLY", _("ended early")
    CANCELLED = "CANCELLED", _("given up before the start")
