"""States of applications, plans and announcements, worded for whoever reads them."""

from __future__ import annotations

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ApplicationState(models.TextChoices):
    DRAFT = "DRAFT", _("being written")
    SUBMITTED = "SUBMITTED", _("sent, waiting for the coordinator")
    SENT_BACK = "SENT_BACK", _("returned for correction")
    ENDORSED = "ENDORSED", _("endorsed by the college")
    ELIGIBLE = "ELIGIBLE", _("eligible")
    RESERVE = "RESERVE", _("reserve")
    NOT_ELIGIBLE = "NOT_ELIGIBLE", _("not selected")
    WITHDRAWN = "WITHDRAWN", _("withdrawn")
    WAIVED = "WAIVED", _("waived")


S = ApplicationState

# The same state reads differently to the one it waits for.
WORDS: dict[str, dict[str, str | Promise]] = {
    "teacher": {
        S.SUBMITTED: _("sent, waiting for your coordinator"),
        S.SENT_BACK: _("returned to you for correction"),
        S.ENDORSED: _("endorsed, with the bureau"),
    },
    # A teacher who checks the plans of others, and one besides whom nobody at the college checks any.
    "checker": {S.SUBMITTED: _("sent, waiting for somebody else at your college")},
    "alone": {S.SUBMITTED: _("sent, waiting for the bureau")},
    "college": {
        S.SUBMITTED: _("to check"),
        S.SENT_BACK: _("the teacher is correcting it"),
        S.DRAFT: _("not sent yet"),
    },
    "office": {
        S.SUBMITTED: _("waits for the college"),
        S.ENDORSED: _("to screen"),
        S.SENT_BACK: _("returned"),
    },
}


def words(state: str, reader: str) -> str | Promise:
    """The state as `reader` (teacher, checker, alone, college, office) understands it."""
    return WORDS.get(reader, {}).get(state, S(state).label)


class PlanState(models.TextChoices):
    DRAFT = "DRAFT", _("being written")
    FROZEN = "FROZEN", _("ready to sign")
    CERTIFIED = "CERTIFIED", _("certified")
    SUPERSEDED = "SUPERSEDED", _("replaced by a newer version")


class SignatureState(models.TextChoices):
    """A line of the list of signers."""

    WAITING = "WAITING", _("not signed yet")
    SIGNED = "SIGNED", _("signed in the portal")
    DECLINED = "DECLINED", _("declined to sign")
    INK = "INK", _("signs in ink")


class SignatureMethod(models.TextChoices):
    TYPED = "TYPED", _("typed name")
    DRAWN = "DRAWN", _("drawn on the screen")
    IMAGE = "IMAGE", _("stored picture of the signature")


class SignatureProof(models.TextChoices):
    """How it was made sure, at the signing, that this is the person."""

    PASSWORD = "PASSWORD", _("password")
    TWO_STEPS = "TWO_STEPS", _("password and second step")
    LINK = "LINK", _("personal link")
    DEMO = "DEMO", _("demo: one press")


class Outcome(models.TextChoices):
    ELIGIBLE = "ELIGIBLE", _("eligible")
    RESERVE = "RESERVE", _("reserve")
    NOT_ELIGIBLE = "NOT_ELIGIBLE", _("not selected")


# Who was not selected stands on no list.
LISTED = (Outcome.ELIGIBLE, Outcome.RESERVE)


class AnnouncementState(models.TextChoices):
    DRAFT = "DRAFT", _("draft")
    PREPARED = "PREPARED", _("prepared")
    SIGNED = "SIGNED", _("signed")
    PUBLISHED = "PUBLISHED", _("published")


class NameListState(models.TextChoices):
    """The college's list of names; which version counts is the version's matter."""

    PREPARED = "PREPARED", _("prepared, not sent")
    SENT = "SENT", pgettext_lazy("list of names", "sent")


class Mark(models.TextChoices):
    """What an edition changes against the one before."""

    SAME = "", ""
    NEW = "new", _("new")
    CORRECTED = "corrected", _("corrected")
    REMOVED = "removed", _("removed")


class Section(models.TextChoices):
    """The parts of a plan, in the order in which they are filled in."""

    TEACHER = "teacher", _("Teacher")
    ESTABLISHMENT = "establishment", _("Establishment and mentor")
    NEED = "need", _("Need for development")
    COMPETENCIES = "competencies", _("Competencies")
    SCHEDULE = "schedule", _("Training schedule")
    TEST = "test", _("Competency test")
    TRANSFER = "transfer", _("Passing it on")
    BUDGET = "budget", _("Budget")


# How records.pdf names the capacities of people.enums.SigningCapacity; who signs in her own is given no line.
PRINTED_CAPACITIES = {"ACTING": "acting", "ON_BEHALF": "on_behalf"}
