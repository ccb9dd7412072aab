"""What was read in a scan: kept beside the document, never in its place."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db import models

from records.enums import ReadingWeight
from records.scan.problems import Found, found_in


class Reading(models.Model):
    """One reading of one document by one engine; a better engine reads anew and replaces it. Advisory throughout.

    `result`: {"pages": [{"page", "code", "number", "rotation", "version", "boxes", "problems"}], "problems": […]}, in
    which a box is {"role", "ink", "why", "length"} and a problem {"problem": a word of scan/problems.py, …}.
    """

    document = models.OneToOneField("records.Document", on_delete=models.PROTECT, related_name="reading")
    read_at = models.DateTimeField()
    engine = models.PositiveSmallIntegerField()
    # The gravest of its problems: a copy that is proved to be the wrong one is not sent by mistake.
    weight = models.CharField(max_length=5, choices=ReadingWeight.choices)
    result = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.document_id}: {self.get_weight_display()}"

    @property
    def is_wrong(self) -> bool:
        return self.weight == ReadingWeight.WRONG

    @property
    def pages(self) -> list[dict[str, Any]]:
        return list(self.result.get("pages", ()))

    @cached_property
    def problems(self) -> list[Found]:
        """Those of the whole and of its pages; each of a page carries `at`, its place in the file."""
        found = [found_in(plain) for plain in self.result.get("problems", ())]
        for page in self.pages:
            found += [found_in({**plain, "at": page["page"]}) for plain in page["problems"]]
        return found


class BoxPicture(models.Model):
    """A signature box as it looks in the scan: a few kilobytes, shown by the view of whoever owns the document."""

    reading = models.ForeignKey(Reading, on_delete=models.PROTECT, related_name="pictures")
    page = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=40)
    jpeg = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reading", "page", "role"], name="one_picture_of_a_box")]

    def __str__(self) -> str:
        return f"{self.reading_id} {self.role}"
