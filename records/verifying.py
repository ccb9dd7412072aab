"""Is this paper genuine? What a stranger who holds it may be told.

A paper that is being prepared, one that never was and a slip of the pen are one answer: nobody learns from it which
codes exist.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.thai import arabic_digits
from records import seals
from records.models import Document, Paper, Receipt

_LENGTH = 12


@dataclass(frozen=True, slots=True)
class File:
    """A file of a paper, by which a copy can be told from another. `size` in bytes."""

    label: str | Promise
    kept_at: dt.datetime
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """What is known of the seals of the file that counts: how many signatures they close, whether they hold, and when
    that was seen last."""

    signatures: int
    holds: bool
    seen_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the page says: about the paper alone, nothing about a person, a college or a file's name."""

    kind: str | Promise
    short_code: str
    number: str
    issued_at: dt.datetime
    version: int | None = None
    pages: int = 0
    # Of a receipt: what it was given for, and when that began to arrive.
    confirms: Paper | None = None
    begun_at: dt.datetime | None = None
    successor: Paper | None = None
    files: list[File] = field(default_factory=list)
    sealed: Sealed | None = None


def tidy(text: str) -> str:
    """A code as it is stored, from however it was typed: spaces, dashes, small letters, Thai digits."""
    letters = arabic_digits(text).upper()
    return "".join(letter for letter in letters if letter.isascii() and letter.isalnum())[: _LENGTH * 2]


def find(code: str) -> Verdict | None:
    """What the code names, or None."""
    code = tidy(code)
    paper = Paper.objects.select_related("superseded_by").filter(code=code, is_draft=False).first()
    if paper is not None:
        return _of_a_paper(paper)
    rows = Receipt.objects.select_related("paper__superseded_by", "document")
    receipt = rows.filter(code=code).first()
    return _of_a_receipt(receipt) if receipt else None


def _of_a_paper(paper: Paper) -> Verdict:
    rows = list(Document.objects.filter(paper=paper).select_related("seal_check").order_by("kept_at", "pk"))
    # Of each kind the one that counts: an earlier print of a draft is not vouched for.
    newest = {row.kind: row for row in rows}
    sealed = seals.newest(rows)
    if sealed:
        newest[sealed.kind] = sealed
    return Verdict(
        kind=paper.get_kind_display(),
        short_code=paper.short_code,
        number=paper.number,
        issued_at=paper.issued_at,
        version=paper.version,
        pages=paper.pages,
        successor=paper.superseded_by,
        files=[_file(row, row.get_kind_display()) for row in newest.values()],
        sealed=_sealed(sealed) if sealed else None,
    )


def _sealed(document: Document) -> Sealed:
    check = getattr(document, "seal_check", None)
    # A seal is verified before its file is kept: that was the first look.
    return Sealed(
        signatures=len(document.facts["signers"]),
        holds=not (check and check.problems) and not document.fault,
        seen_at=check.checked_at if check else document.kept_at,
    )


def _of_a_receipt(receipt: Receipt) -> Verdict:
    paper, document = receipt.paper, receipt.document
    return Verdict(
        kind=_("receipt"),
        short_code=receipt.short_code,
        number=receipt.number,
        issued_at=receipt.accepted_at,
        confirms=paper,
        begun_at=receipt.begun_at if receipt.was_slow else None,
        successor=paper.superseded_by if paper else None,
        files=[_file(document, _("the file it was given for"))] if document else [],
    )


def _file(document: Document, label: str | Promise) -> File:
    return File(label, document.kept_at, document.size, document.sha256)
