"""More time without being asked: for a person, a college, a region, the round, or many colleges at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.enums import SeatKind
from people.models import College, Seat, User
from records import bulk, outbox
from rounds import marks, notices
from rounds.actions.extension import entry_of, over, pointless
from rounds.actions.memo import issue_memos
from rounds.actions.only import only
from rounds.enums import ExtensionLevel, ExtensionState, RoundState
from rounds.lengthening import PICKED, Lengthening
from rounds.models import Extension, Participation, Round
from rounds.moves import Outcome, Refusal, Refused
from rounds.window import Calendar


@transaction.atomic
def extend(
    round_: Round,
    kind: str,
    *,
    until: dt.datetime,
    reason: str,
    by: Seat,
    at: dt.datetime,
    person: User | None = None,
    college: College | None = None,
    region: str = "",
) -> Extension:
    """Grants more time without being asked: to a person, a college, a region, or (naming nobody) the round.

    The bureau's act; a coordinator's for one person of her college, where the round lets coordinators.
    """
    if person is not None and person.pk == by.user_id:
        raise Refused(Refusal("own", _("Nobody decides on a matter of their own."), opener=_("bureau officer")))
    if by.kind != SeatKind.BUREAU:
        only(by, SeatKind.COORDINATOR, SeatKind.DEPUTY, SeatKind.DIRECTOR, college_id=college.pk if college else 0)
        if not (round_.coordinator_may_extend and person):
            raise Refused(Refusal("coordinator_may_not", _("In this round the bureau decides on extensions.")))
    if until < at:
        raise Refused(over())
    level = (
        ExtensionLevel.PERSON
        if person
        else ExtensionLevel.COLLEGE
        if college
        else ExtensionLevel.REGION
        if region
        else ExtensionLevel.ROUND
    )
    extension = Extension(
        round=round_, kind=kind, level=level, person=person, college=college, region=region, until=until,
        state=ExtensionState.GRANTED,
    )  # fmt: skip
    _give([extension], Calendar.of(round_, kinds=[kind]), reason, by, at)
    if person:
        outbox.post(notices.decided(extension, "grant", at))
    return extension


def _give(extensions: list[Extension], calendar: Calendar, reason: str, by: Seat, at: dt.datetime) -> None:
    """Writes what is granted, each with its paper and its entry in the register."""
    given: dict[str, Any] = {"requested_at": at, "requested_by": by, "decided_at": at, "decided_by": by}
    for row in extensions:
        for name, value in {"reason": reason, **given}.items():
            setattr(row, name, value)
    bulk.add(extensions)
    issue_memos(extensions, calendar)
    bulk.add([entry_of(row, "extend", by, at) for row in extensions])


@transaction.atomic
def extend_many(
    round_: Round,
    kind: str,
    reach: str,
    colleges: Collection[int],
    *,
    seen: Mapping[int, str],
    until: dt.datetime,
    reason: str,
    by: Seat,
    at: dt.datetime,
) -> Outcome:
    """Grants many colleges more time without being asked, and tells those concerned.

    `reach` is PICKED (each of `colleges`, by their keys), ALL, or the code of a region; of these two `colleges` are all
    that it names. `seen` are the marks of what the page showed (`Lengthening.marks`): a college whose closing changed
    since, or that has as long anyway, is skipped with its reason. What is for all is one extension, so there a change
    refuses it whole. A fixed number of queries, but for the rooms'. Returns the extensions granted, and the
    participations skipped.
    """
    only(by, SeatKind.BUREAU)
    if until < at:
        raise Refused(over())
    # As they stand now: two officers who press at once come one after the other, and the second gives nobody twice.
    held = Participation.objects.select_for_update(of=("self",)).filter(round=round_, college_id__in=colleges)
    rows = list(held.select_related("college").order_by("pk"))
    if Round.objects.values_list("state", flat=True).get(pk=round_.pk) != RoundState.PUBLISHED:
        raise Refused(Refusal("round", _("The round is not open.")))
    calendar = Calendar.of(round_, kinds=[kind])
    shown = Lengthening(calendar, kind, reach, rows, until=until, at=at)
    changed = [row for row in rows if seen.get(row.college_id) != shown.marks[row.college_id]]
    if changed and reach != PICKED:
        raise Refused(marks.changed())
    planned = Lengthening(calendar, kind, reach, [row for row in rows if row not in changed], until=until, at=at)
    given = planned.extensions()
    _give(given, calendar, reason, by, at)
    outbox.post(notices.extended(given, planned.told, calendar.milestones[kind], at))
    # What is for all leaves nobody out: who has longer by then keeps it.
    has = [(row, pointless()) for row, _window in planned.has if reach == PICKED or not given]
    return Outcome(given, [*((row, marks.changed()) for row in changed), *has])
