"""Is this paper genuine? What a stranger who holds it may be told."""

from __future__ import annotations

from typing import TypedDict

from people.thai import arabic_digits
from records.models import Document, Paper

_LENGTH = 12


class Verdict(TypedDict):
    """What the page says: about the paper alone, nothing about a person."""

    paper: Paper
    successor: Paper | None
    documents: list[Document]


def tidy(text: str) -> str:
    """A code as it is stored, from however it was typed: spaces, dashes, small letters, Thai digits."""
    letters = arabic_digits(text).upper()
    return "".join(letter for letter in letters if letter.isascii() and letter.isalnum())[: _LENGTH * 2]


def find(code: str) -> Verdict | None:
    """The paper that the code names, with what supersedes it and the fingerprints of its documents."""
    paper = Paper.objects.select_related("superseded_by").filter(code=tidy(code), is_draft=False).first()
    if paper is None:
        return None
    # Of each kind the one that counts: an earlier print of a draft is not vouched for.
    newest = {row.kind: row for row in Document.objects.filter(paper=paper).order_by("kept_at", "pk")}
    return Verdict(paper=paper, successor=paper.superseded_by, documents=list(newest.values()))
