"""The paper of a granted extension: what the code on its memo names."""

from __future__ import annotations

from collections.abc import Sequence

from records import bulk
from rounds.memo import paper_of
from rounds.models import Extension
from rounds.window import Calendar, closing_of


def issue_memos(extensions: Sequence[Extension], calendar: Calendar) -> None:
    """Gives each extension its paper, inside the transaction of the grant. A fixed number of statements a batch of 500.

    The memo is made whenever somebody asks, from the row and its paper alone: so the closing of that day stays with it.
    """
    papers = [paper_of(row, calendar.round.year) for row in extensions]
    for row, paper in zip(extensions, bulk.add(papers), strict=True):
        row.paper, row.closed_at = paper, closing_of(calendar.milestones[row.kind], calendar.round)
    Extension.objects.bulk_update(extensions, ["paper", "closed_at"], batch_size=500)
