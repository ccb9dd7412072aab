"""What the gate says about a file. Plain data: the checker process reads this module too and must not load Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

Kind = Literal["pdf", "photo"]


class Reason(StrEnum):
    """Why a file is refused, or what to look at although it is accepted (the last group)."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_A_PDF = "not_a_pdf"
    PHOTO_NOT_PDF = "photo_not_pdf"
    NOT_A_PHOTO = "not_a_photo"
    HEIC = "heic"
    DAMAGED = "damaged"
    CUT_OFF = "cut_off"
    ENCRYPTED = "encrypted"
    NO_PAGES = "no_pages"
    NO_SUCH_PAGE = "no_such_page"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_COSTLY = "too_costly"
    LAUNCHES = "launches"
    EMBEDDED = "embedded"
    XFA = "xfa"
    UNREADABLE_PICTURE = "unreadable_picture"
    PICTURE_TOO_LARGE = "picture_too_large"
    UNAVAILABLE = "unavailable"

    ACTIVE_CONTENT = "active_content"
    RESTRICTED = "restricted"
    REPAIRED = "repaired"
    BLANK = "blank"
    SMALL_PICTURE = "small_picture"

    @property
    def sentence(self) -> str:
        """What is wrong and what to do, in the reader's language, without figures."""
        from records.gate import words  # the words need Django, the checker does not have it

        return words.general(self)


@dataclass(frozen=True)
class Limits:
    """What a caller lets in: bytes of one file, and pages of one PDF (or photographs of one binding)."""

    max_bytes: int
    max_pages: int = 1


@dataclass(frozen=True)
class Report:
    """The gate's answer about one file.

    `page_sizes` are (width, height) in points as a reader sees the page, turned if it is turned.
    `at` is the page or photograph, counted from 1, that a refusal is about. `limits` are those that were asked.
    """

    ok: bool
    reason: Reason | None = None
    pages: int = 0
    warnings: tuple[Reason, ...] = ()
    page_sizes: tuple[tuple[float, float], ...] = ()
    content_type: str = ""
    at: int | None = None
    limits: Limits | None = None

    @property
    def sentence(self) -> str:
        """The refusal in the reader's language, with the limit or the page it is about; "" when accepted."""
        from records.gate import words

        return words.of(self)

    @property
    def cautions(self) -> tuple[str, ...]:
        """The sentences of the warnings."""
        return tuple(warning.sentence for warning in self.warnings)


def refused(reason: Reason, *, limits: Limits | None = None, at: int | None = None, pages: int = 0) -> Report:
    return Report(ok=False, reason=reason, limits=limits, at=at, pages=pages)


def from_answer(answer: Mapping[str, Any], limits: Limits | None) -> Report:
    """A Report from the JSON of a child that may have been taken over by the file: nothing in it is believed unread.

    Raises ValueError, TypeError or KeyError when it has not the shape of an answer.
    """
    reason = Reason(answer["reason"]) if answer.get("reason") else None
    at = answer.get("at")
    return Report(
        ok=reason is None,
        reason=reason,
        pages=int(answer.get("pages", 0)),
        warnings=tuple(Reason(warning) for warning in answer.get("warnings", ())),
        page_sizes=tuple((float(width), float(height)) for width, height in answer.get("page_sizes", ())),
        content_type=str(answer.get("content_type", "")) if reason is None else "",
        at=None if at is None else int(at),
        limits=limits,
    )
