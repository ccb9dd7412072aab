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


class Channel(models.TextChoices):
    EMAIL = "EMAIL", _("e-mail")
    PORTAL = "PORTAL", _("in the portal")
