"""States and kinds of a round and its calendar."""

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _


class RoundState(models.TextChoices):
    DRAFT = "DRAFT", _("being prepared")
    PUBLISHED = "PUBLISHED", _("open")
    CLOSED = "CLOSED", _("closed")
    CANCELLED = "CANCELLED", _("cancelled")


class Mode(models.TextChoices):
    """What a milestone binds: refusal, dates and lateness, or nothing."""

    ENFORCED = "ENFORCED", _("enforced")
    SHOWN = "SHOWN", _("shown")
    INFORMATIVE = "INFORMATIVE", _("informative")


class MilestoneKind(models.TextChoices):
    GUIDELINE = "GUIDELINE", _("Guideline")
    RECRUITMENT = "RECRUITMENT", _("Recruitment")
    PLANS_DUE = "PLANS_DUE", _("Plans due")
    COORDINATOR = "COORDINATOR", _("Coordinator")
    ANNOUNCEMENT = "ANNOUNCEMENT", _("Announcement")
    ORIENTATION = "ORIENTATION", _("Orientation")
    SENDING = "SENDING", _("Sending teachers")
    COLLEGE_SUPERVISION = "COLLEGE_SUPERVISION", _("Supervision by the college")
    COLLEGE_EVALUATION = "COLLEGE_EVALUATION", _("Evaluation by the college")
    BUDGET = "BUDGET", _("Budget")
    CENTRAL_SUPERVISION = "CENTRAL_SUPERVISION", _("Central supervision")
    TRAINING = "TRAINING", _("Training")
    LOGBOOK = "LOGBOOK", _("Logbook")
    CLIP = "CLIP", _("Video clip")
    COMPETENCY_TEST = "COMPETENCY_TEST", _("Competency test")
    FOLLOW_UP = "FOLLOW_UP", _("Follow-up")
    COLLEGE_REPORT = "COLLEGE_REPORT", _("College report")
    LESSONS = "LESSONS", _("Lessons learned")
    POST_REPORT = "POST_REPORT", _("Post report")


class Party(models.TextChoices):
    """Who has to do with a milestone."""

    BUREAU = "BUREAU", _("bureau")
    POLICY = "POLICY", _("policy bureau")
    OVEC = "OVEC", _("OVEC")
    COLLEGE = "COLLEGE", _("college")
    COORDINATOR = "COORDINATOR", _("coordinator")
    TEACHER = "TEACHER", _("teacher")


class ExtensionLevel(models.TextChoices):
    """Nearest first: when several give the same instant, the first of these is named as the reason."""

    PERSON = "PERSON", _("one person")
    COLLEGE = "COLLEGE", _("one college")
    REGION = "REGION", _("one region")
    ROUND = "ROUND", _("the whole round")


class ExtensionState(models.TextChoices):
    REQUESTED = "REQUESTED", _("asked for")
    GRANTED = "GRANTED", _("granted")
    DECLINED = "DECLINED", _("declined")
    WITHDRAWN = "WITHDRAWN", pgettext_lazy("extension", "withdrawn")


class Standing(models.TextChoices):
    """How a granted extension stands at an instant; computed, never stored."""

    RUNNING = "RUNNING", pgettext_lazy("extension", "runs")
    ENDING = "ENDING", _("ends within a week")
    OVER = "OVER", _("has run out")


class SignerRole(models.TextChoices):
    TEACHER = "teacher", _("teacher")
    DEPARTMENT_HEAD = "department_head", _("head of department")
    DEPUTY_DIRECTOR = "deputy_director", _("deputy director")
    DIRECTOR = "director", _("director")
    ESTABLISHMENT = "establishment", _("establishment")

    def heading(self, printed: str) -> str:
        """How a page names the line of this signer: as the paper prints it, for who reads English by its role."""
        return capfirst(str(self.label)) if get_language() == "en" else printed
