"""The college's list of names (letter, point 3) in versions: what its director certifies as one paper."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q

from applications.enums import ApplicationState, Mark, NameListState
from people.actor import Actor
from people.enums import SeatKind
from people.models import stamps
from rounds.models import Whom

S = ApplicationState
# Endorsed once, and not gone since: who stands on the college's list.
STANDING = (S.ENDORSED, S.ELIGIBLE, S.RESERVE, S.NOT_ELIGIBLE, S.WAIVED)


class NameListQuerySet(models.QuerySet["NameList"]):
    def visible_to(self, actor: Actor) -> NameListQuerySet:
        """Who checks and certifies at the college, and who reads the round; never the neighbour."""
        if actor.reads_round:
            return self
        staff = actor.college_ids(SeatKind.COORDINATOR, SeatKind.DEPUTY, SeatKind.DIRECTOR)
        return self.filter(college_id__in=staff)

    def newest(self) -> NameListQuerySet:
        """The highest version of each college and round."""
        later = NameList.objects.filter(
            round=OuterRef("round"), college=OuterRef("college"), version__gt=OuterRef("version")
        )
        return self.filter(~Exists(later))

    def newest_sent(self) -> NameListQuerySet:
        """The highest version of each college and round that was sent."""
        sent = self.filter(state=NameListState.SENT)
        later = NameList.objects.filter(
            round=OuterRef("round"),
            college=OuterRef("college"),
            version__gt=OuterRef("version"),
            state=NameListState.SENT,
        )
        return sent.filter(~Exists(later))

    def true(self) -> NameListQuerySet:
        """Those whose names are the ones that stand now, none more and none less."""
        return self.filter(_names_stand())

    def with_is_true(self) -> NameListQuerySet:
        """Annotated with `is_true_now`."""
        return self.annotate(is_true_now=_names_stand())


def _names_stand() -> Q:
    """The condition on a list: everybody who stands is on it, and nobody on it is gone."""
    from applications.models.application import Application

    named = NameLine.objects.exclude(mark=Mark.REMOVED)
    standing = Application.objects.filter(state__in=STANDING).order_by()
    missing = standing.filter(
        ~Exists(named.filter(name_list=OuterRef(OuterRef("pk")), application=OuterRef("pk"))),
        round=OuterRef("round"),
        college=OuterRef("college"),
    )
    gone = named.filter(name_list=OuterRef("pk")).exclude(application__state__in=STANDING)
    return Q(~Exists(missing)) & Q(~Exists(gone))


class NameList(models.Model):
    """A version never changes: who is on it, and its paper, stay as they were prepared."""

    round = models.ForeignKey("rounds.Round", on_delete=models.PROTECT, related_name="name_lists")
    college = models.ForeignKey("people.College", on_delete=models.PROTECT, related_name="name_lists")
    version = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=NameListState.choices, default=NameListState.PREPARED)
    prepared_at = models.DateTimeField()
    prepared_by = models.ForeignKey("people.Seat", on_delete=models.PROTECT, related_name="+")
    sent_at = stamps.at()
    sent_by = stamps.by()
    # Who signs, and as what, at the time of preparing.
    signatory = models.JSONField(default=dict)
    paper = models.OneToOneField("records.Paper", on_delete=models.PROTECT, related_name="name_list")
    printed = models.ForeignKey("records.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    signed = models.ForeignKey("records.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = NameListQuerySet.as_manager()

    class Meta:
        ordering = ["round", "college", "version"]
        constraints = [
            models.UniqueConstraint(fields=["round", "college", "version"], name="one_name_list_of_a_version"),
            stamps.both_or_neither("name_list", "sent"),
            models.CheckConstraint(
                name="a_sent_name_list_is_signed",
                condition=Q(state=NameListState.PREPARED, sent_at__isnull=True)
                | Q(state=NameListState.SENT, sent_at__isnull=False, signed__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.college} v{self.version}"

    @property
    def about_user_id(self) -> int | None:
        """It is about many: nobody's own."""
        return None

    @property
    def whom(self) -> Whom:
        return Whom(college_id=self.college_id, region=self.college.region)

    @property
    def name(self) -> str:
        return self.college.name

    @property
    def receipt_key(self) -> str:
        return f"applications:namelist:{self.pk}:send_list"


class NameLine(models.Model):
    """One name on a version, as it is printed."""

    name_list = models.ForeignKey(NameList, on_delete=models.CASCADE, related_name="lines")
    application = models.ForeignKey("applications.Application", on_delete=models.PROTECT, related_name="name_lines")
    no = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=300)
    branch = models.CharField(max_length=120, blank=True)
    establishment = models.CharField(max_length=200, blank=True)
    hours = models.DecimalField(max_digits=6, decimal_places=1, null=True, blank=True)
    mark = models.CharField(max_length=10, choices=Mark.choices, default=Mark.SAME, blank=True)

    class Meta:
        ordering = ["name_list", "no"]
        constraints = [
            models.UniqueConstraint(fields=["name_list", "application"], name="one_line_of_a_name_list_for_each"),
        ]

    def __str__(self) -> str:
        return f"{self.no} {self.name}"
