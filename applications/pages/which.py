"""Which round a desk is about: the one asked for, else the running one."""

from __future__ import annotations

from django.db.models import Subquery
from django.http import Http404

from records.models import Entry
from rounds.enums import RoundState
from rounds.models import Round

MANY = 10


def asked(year: str) -> int | None:
    """A Buddhist year as it stands in an address, or None when that is none."""
    return int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None


def rounds() -> list[Round]:
    """The rounds that are or were open to anybody, newest first: one query.

    Each carries `last_entry`, the number of the register's last entry: whatever is counted stays true until it grows.
    """
    last = Entry.objects.order_by("-pk").values("pk")[:1]
    found = Round.objects.exclude(state=RoundState.DRAFT).annotate(last_entry=Subquery(last))
    return list(found.order_by("-year")[:MANY])


def round_of(year: str, known: list[Round]) -> Round:
    """The round of that year; without a year the newest running one, else the newest. None at all: 404."""
    wanted = asked(year)
    if wanted is not None:
        known = [row for row in known if row.year == wanted]
    running = [row for row in known if row.state == RoundState.PUBLISHED]
    found = next(iter(running or known), None)
    if found is None:
        raise Http404
    return found
