"""Which round a desk is about: the one asked for, else the running one."""

from __future__ import annotations

from django.http import Http404

from people.rows import Columns, Statement
from rounds.enums import RoundState
from rounds.models import Round


def asked(year: str) -> int | None:
    """A Buddhist year as it stands in an address, or None when that is none."""
    return int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None


_ROUND = Columns(Round, "r")
_ROUNDS = Statement(
    "SELECT (SELECT max(id) FROM records_entry), {r} FROM rounds_round r"
    " WHERE r.state <> 'DRAFT' ORDER BY r.year DESC LIMIT 10",
    _ROUND,
    plain=1,
)


def rounds() -> list[Round]:
    """The rounds that are or were open to anybody, newest first: one statement.

    Each carries `last_entry`, the number of the register's last entry: whatever is counted stays true until it grows.
    """
    found = []
    for row in _ROUNDS.rows():
        round_ = _ROUNDS.read(_ROUND, row)
        if round_ is not None:
            setattr(round_, "last_entry", row[0])  # noqa: B010 (not a field: the statement says it beside them)
            found.append(round_)
    return found


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
