"""Is this paper genuine? What a stranger who holds it may be told, and how often they may ask."""

from __future__ import annotations

import datetime as dt
from typing import TypedDict

from django.core.cache import cache
from django.http import HttpRequest

from people.door import caller
from people.thai import arabic_digits
from records.models import Document, Paper

ASKS_A_MINUTE = 30
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


def too_often(request: HttpRequest, at: dt.datetime, *, what: str = "verify", most: int = ASKS_A_MINUTE) -> bool:
    """Counts this question; True when one address asks more than `most` times in one minute. Nothing else is kept."""
    key = f"{what}:{caller(request)[:60]}:{at:%Y%m%d%H%M}"
    if cache.add(key, 1, timeout=120):
        return False
    try:
        return cache.incr(key) > most
    except ValueError:  # it fell out of the cache between the two lines
        return False
