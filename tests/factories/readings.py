"""Readings of a signed copy as the reader keeps them, without a scan to read."""

from __future__ import annotations

from typing import Any

from applications.models import Application
from records.enums import ReadingWeight
from records.models import BoxPicture, Document, Reading
from tests.cast import at

READ_AT = at("2025-02-19 15:01")
JPEG = b"\xff\xd8 a picture of a box"


def box(role: str, ink: bool | str = True, why: str | None = None) -> dict[str, Any]:
    return {"role": role, "ink": ink, "why": why, "length": 40.0 if ink else 0.0}


def sheet(
    place: int, number: int | None = None, *, boxes: tuple[dict[str, Any], ...] = (), **facts: Any
) -> dict[str, Any]:
    """One page of the file; of the right paper unless the facts say otherwise."""
    return {
        "page": place, "code": "X" if number else None, "number": number, "rotation": 0, "version": 1,
        "is_ours": number is not None, "boxes": list(boxes), "problems": [], **facts,
    }  # fmt: skip


def read(
    application: Application, *pages: dict[str, Any], weight: str = ReadingWeight.FINE, problems: tuple[Any, ...] = ()
) -> Reading:
    """The reading of the copy that lies with the application."""
    assert application.plan
    assert application.plan.signed
    Document.objects.filter(pk=application.plan.signed_id).update(pages=max(len(pages), 1))
    made = Reading.objects.create(
        document=application.plan.signed, read_at=READ_AT, engine=1, weight=weight,
        result={"expected": "X", "pages": list(pages), "problems": list(problems)},
    )  # fmt: skip
    BoxPicture.objects.bulk_create(
        BoxPicture(reading=made, page=page["page"], role=one["role"], jpeg=JPEG)
        for page in pages
        for one in page["boxes"]
    )
    return made


def wrong(application: Application) -> Reading:
    """A copy of which one page is of the version before."""
    older = {"problem": "older", "version": 1, "expected": 2}
    return read(application, sheet(1, 1, is_ours=False, problems=[older]), weight=ReadingWeight.WRONG)
