"""Kinds of papers, documents and messages."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PaperKind(models.TextChoices):
    PLAN = "PLAN", _("individual development plan")
    ANNOUNCEMENT = "ANNOUNCEMENT", _("announcement")
    RECEIPT = "RECEIPT", _("receipt")
    NAMELIST = "NAMELIST", _("list of names of the college")
    EXTENSION = "EXTENSION", _("memo on an extension")
    AGREEMENT = "AGREEMENT", _("agreement with an establishment")


class DocumentKind(models.TextChoices):
    PRINTED = "PRINTED", _("made by the portal")
    SCANNED = "SCANNED", _("signed copy, sent in")
    # What is signed in the portal: the printed paper with its page of signatures, still empty.
    PREPARED = "PREPARED", _("prepared for signing")
    SIGNED = "SIGNED", _("signed in the portal")
    IMPORTED = "IMPORTED", _("imported")


class Fault(models.TextChoices):
    """What is wrong with the bytes of a document."""

    MISSING = "MISSING", _("the file is missing")
    SIZE = "SIZE", _("the file has another size")
    CONTENT = "CONTENT", _("the content has changed")


class UploadKind(models.TextChoices):
    # Any signed copy that comes as a PDF: of a plan, a list, an announcement, an agreement.
    PLAN = "plan", _("signed plan")
    PHOTO = "photo", _("photograph of a page")


class Channel(models.TextChoices):
    """What carries a message beside the portal, where it always stands."""

    EMAIL = "EMAIL", _("e-mail")
    LINE = "LINE", "LINE"


class Topic(models.TextChoices):
    """What a message is about, as its reader chooses it. `TAKERS` of `preferences.py` says whom it may reach."""

    # By e-mail always: who misses one of these loses a right, a date or the way in.
    ACCOUNT = "ACCOUNT", _("Your account and your roles")
    DECISION = "DECISION", _("What was decided on your own matter")
    DEADLINE = "DEADLINE", _("Binding dates that are yours to keep")
    CHANGE = "CHANGE", _("Dates that have moved")
    DAMAGE = "DAMAGE", _("Damage to what the portal keeps")
    # By e-mail as long as the reader wants it.
    PROGRESS = "PROGRESS", _("Your plan arrived and goes on")
    TASK = "TASK", _("Something waits for your check, signature or answer")
    DATES = "DATES", _("Dates of yours that bind nobody")
    LATE = "LATE", _("What others are late with")
    NEWS = "NEWS", _("What happened meanwhile, for you to know")


class DeliveryState(models.TextChoices):
    WAITING = "WAITING", _("waits to be sent")
    SENT = "SENT", _("sent")
    # The address refuses for good: trying again is of no use.
    REFUSED = "REFUSED", _("refused by the address")
    GIVEN_UP = "GIVEN_UP", _("given up after many tries")
    # What it reminded of was done, moved or past before it left.
    OVERTAKEN = "OVERTAKEN", _("not needed any more")
    # All that is in it is of topics that its reader does not want by this channel.
    UNWANTED = "UNWANTED", _("switched off by its reader")


FAILED = (DeliveryState.REFUSED, DeliveryState.GIVEN_UP)


class ReadingWeight(models.TextChoices):
    """How grave the gravest thing is that was seen in a scan."""

    WRONG = "WRONG", _("not the right copy")
    DOUBT = "DOUBT", _("to be looked at")
    FINE = "FINE", _("as it should be")
