"""The lines of an edition: who stands on it, in which order, and what changed against the edition before."""

from __future__ import annotations

from collections import Counter

from applications.enums import LISTED, ApplicationState, Mark, Outcome
from applications.models import Announcement, Application, Line

S = ApplicationState
ANNOUNCED = (S.ELIGIBLE, S.RESERVE)


def lines_of(announcement: Announcement) -> list[Line]:
    """All who are on the list already, and all who are decided upon; compared with the edition before."""
    decided = (
        Application.objects.filter(round=announcement.round, state=S.ENDORSED, decision__isnull=False)
        .select_related("decision", "college")
        .order_by("name_key", "pk")
    )
    standing = (
        Application.objects.filter(round=announcement.round, state__in=ANNOUNCED)
        .select_related("decision", "college", "user")
        .order_by("name_key", "pk")
    )
    rows: list[tuple[str, Application]] = [(row.state, row) for row in standing]
    rows += [(row.decision.outcome, row) for row in decided]
    rows.sort(key=lambda pair: (pair[1].name_key, pair[1].pk))
    before = {
        line.application_id: line
        for line in Line.objects.filter(
            announcement__round=announcement.round, announcement__edition=announcement.edition - 1
        ).exclude(mark=Mark.REMOVED)
    }
    numbers: Counter[str] = Counter()
    lines = []
    for outcome, row in _reserves_by_rank(rows):
        numbers[outcome] += 1
        line = Line(
            announcement=announcement,
            application=row,
            outcome=outcome,
            no=numbers[outcome],
            name=row.user.full_name,
            college_name=row.college.name,
            branch=row.branch,
            province=row.college.province,
        )
        line.mark = _mark(line, before.get(row.pk), announcement.edition)
        lines.append(line)
    present = {line.application_id for line in lines}
    for gone in before.values():
        if gone.application_id not in present and gone.outcome in LISTED:
            numbers[gone.outcome] += 1
            lines.append(
                Line(
                    announcement=announcement,
                    application_id=gone.application_id,
                    outcome=gone.outcome,
                    no=numbers[gone.outcome],
                    name=gone.name,
                    college_name=gone.college_name,
                    branch=gone.branch,
                    province=gone.province,
                    mark=Mark.REMOVED,
                )
            )
    return lines


def _reserves_by_rank(rows: list[tuple[str, Application]]) -> list[tuple[str, Application]]:
    """The eligible in Thai order; the reserve list in the order in which people would move up."""

    def rank(row: Application) -> tuple[int, int]:
        decision = getattr(row, "decision", None)
        return (decision.rank or 0 if decision else 0, row.pk)

    others = [pair for pair in rows if pair[0] != Outcome.RESERVE]
    return others + sorted((pair for pair in rows if pair[0] == Outcome.RESERVE), key=lambda pair: rank(pair[1]))


def _mark(line: Line, before: Line | None, edition: int) -> str:
    if edition == 1:
        return Mark.SAME
    if before is None:
        return Mark.NEW
    same = (before.name, before.college_name, before.branch, before.outcome)
    return Mark.SAME if same == (line.name, line.college_name, line.branch, line.outcome) else Mark.CORRECTED


def is_still_true(line: Line, application: Application) -> bool:
    """Whether what was prepared holds: nobody withdrew, was returned or decided otherwise since."""
    if line.mark == Mark.REMOVED:
        return application.state not in ANNOUNCED
    if application.state == S.ENDORSED:
        decision = getattr(application, "decision", None)
        return decision is not None and decision.outcome == line.outcome
    return application.state == line.outcome
