"""The memo of a granted extension: its paper, and the facts it prints, of both rows alone and so always the same."""

from __future__ import annotations

from typing import Any

from django.utils import translation

from records.enums import PaperKind
from records.models import Paper
from rounds.models import Extension, Milestone


def paper_of(extension: Extension, year: int) -> Paper:
    """The unsaved paper of an extension that has its number and is granted now."""
    assert extension.decided_at is not None
    return Paper(
        kind=PaperKind.EXTENSION,
        year=year,
        college_id=extension.college_id,
        number=f"{year}-EXT-{extension.pk:06d}",
        pages=1,
        issued_at=extension.decided_at,
    )


def facts(extension: Extension, milestone: Milestone) -> dict[str, Any]:
    """For `pdf/extension_memo.html`. Raises ValueError for one that was not granted."""
    paper, seat = extension.paper, extension.decided_by
    if paper is None or seat is None or extension.closed_at is None:
        raise ValueError("only a granted extension has a memo")
    # An official paper speaks Thai, whatever the reader's language.
    with translation.override("th"):
        given = {
            "whom": extension.for_whom,
            "college": extension.college.name if extension.person and extension.college else "",
            "milestone": f"{milestone.printed} {milestone.label_th}",
            "closes_at": extension.closed_at,
            "until": extension.until,
            "reason": extension.reason,
            "granted_by": seat.user.full_name if seat.user else "",
            "granted_position": str(seat.get_kind_display()),
            "granted_at": extension.decided_at,
        }
    return {
        "extension": given,
        "made_at": paper.issued_at,
        "paper": {"url": paper.url, "code": paper.short_code, "number": paper.number},
    }
