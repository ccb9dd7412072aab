"""Verbs of the round itself: load its calendar, publish it, move a date."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.clock import local
from people.enums import SeatKind
from people.models import College, Seat
from people.thai import BANGKOK
from records import outbox, register
from rounds import bound, notices
from rounds.actions.only import only
from rounds.enums import MilestoneKind, RoundState, SignerRole
from rounds.holidays import LAST_SECOND
from rounds.models import Criterion, Milestone, Participation, Round
from rounds.models.round import default_signers
from rounds.moves import Refusal, Refused

# A round that is over stays as it was.
EDITABLE = (RoundState.DRAFT, RoundState.PUBLISHED)


def load_round(file: Path) -> Round:
    """Reads a calendar from TOML and writes the round as a draft; loading again corrects a draft only.

    Days are Thai days: a window runs from its first day 00:00:00 to its last day 23:59:59, Asia/Bangkok.
    """
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    settings: dict[str, Any] = dict(data["round"])
    check_signers(settings.get("signers", default_signers()))
    year = settings.pop("year")
    with transaction.atomic():
        round_, made = Round.objects.get_or_create(year=year, defaults=settings)
        if not made:
            if round_.state != RoundState.DRAFT:
                raise Refused(Refusal("published", _("The round is published; its dates are moved one by one.")))
            for name, value in settings.items():
                setattr(round_, name, value)
            round_.save(update_fields=list(settings))
        round_.milestones.all().delete()
        Milestone.objects.bulk_create(_milestones(round_, data["milestone"]))
        round_.criteria.all().delete()
        Criterion.objects.bulk_create(
            [Criterion(round=round_, position=n, **row) for n, row in enumerate(data.get("criterion", []), start=1)]
        )
    return round_


def check_signers(roles: list[str]) -> None:
    """Who signs a plan, in their order: each known and once, the teacher first, the director among them.

    Raises ValueError with the sentence for whoever writes the calendar.
    """
    unknown = [role for role in roles if role not in SignerRole.values]
    if unknown:
        raise ValueError(f"signers: {', '.join(map(str, unknown))} not among {', '.join(SignerRole.values)}")
    if len(set(roles)) != len(roles):
        raise ValueError("signers: somebody is named twice")
    if roles[:1] != [SignerRole.TEACHER] or SignerRole.DIRECTOR not in roles:
        raise ValueError("signers: the teacher comes first, and the director has to be among them")


def _milestones(round_: Round, rows: list[dict[str, Any]]) -> list[Milestone]:
    return [
        Milestone(
            round=round_,
            position=position,
            kind=row["kind"],
            number=row["number"],
            printed=row["printed"],
            who=row["who"],
            mode=row["mode"],
            label_th=row["label_th"],
            label_en=row.get("label_en", ""),
            printed_who=row.get("printed_who", ""),
            printed_text=row.get("printed_text", ""),
            is_exact=row.get("exact", False),
            opens_at=dt.datetime.combine(row["opens"], dt.time(0), tzinfo=BANGKOK),
            closes_at=dt.datetime.combine(row["closes"], LAST_SECOND, tzinfo=BANGKOK),
        )
        for position, row in enumerate(rows, start=1)
    ]


@transaction.atomic
def publish(round_: Round, *, by: Seat, at: dt.datetime) -> Round:
    """Opens the round to all colleges: each gets its participation."""
    only(by, SeatKind.BUREAU, SeatKind.SYSTEM)
    bound.hold(MilestoneKind.GUIDELINE, round_, at=at)
    rows = Round.objects.filter(pk=round_.pk, state=RoundState.DRAFT)
    if not rows.update(state=RoundState.PUBLISHED, published_at=at, published_by=by):
        raise Refused(Refusal("state", _("Only a draft can be published.")))
    round_.refresh_from_db()
    Participation.objects.bulk_create(
        [Participation(round=round_, college=college) for college in College.objects.all()],
        ignore_conflicts=True,
        batch_size=500,
    )
    register.write("rounds:round:publish", round_, by=by, at=at, year=round_.year)
    return round_


@transaction.atomic
def move_milestone(
    milestone: Milestone,
    *,
    opens_at: dt.datetime,
    closes_at: dt.datetime,
    mode: str,
    by: Seat,
    at: dt.datetime,
    tell: Collection[int] = (),
    words: str = "",
) -> Milestone:
    """Moves a date or changes what it binds. Only dates are stored, so everything else follows by itself.

    `tell` are the users who get `words`. Refused when the milestone is no longer as it was read.
    """
    only(by, SeatKind.BUREAU)
    if refusal := bound.may_have(milestone, mode):
        raise Refused(refusal)
    before = {
        "opens_at": local(milestone.opens_at).isoformat(),
        "closes_at": local(milestone.closes_at).isoformat(),
        "mode": milestone.mode,
    }
    as_read = Milestone.objects.filter(
        pk=milestone.pk, opens_at=milestone.opens_at, closes_at=milestone.closes_at, mode=milestone.mode
    )
    if not as_read.update(opens_at=opens_at, closes_at=closes_at, mode=mode):
        raise Refused(Refusal("first", _("Somebody else has just moved this date.")))
    milestone.opens_at, milestone.closes_at, milestone.mode = opens_at, closes_at, mode
    register.write(
        "rounds:milestone:move",
        milestone,
        by=by,
        at=at,
        year=milestone.round.year,
        kind=milestone.kind,
        before=before,
        after={"opens_at": local(opens_at).isoformat(), "closes_at": local(closes_at).isoformat(), "mode": mode},
        told=len(tell),
    )
    outbox.post(notices.moved(milestone, words, tell, at))
    return milestone


@transaction.atomic
def set_signers(round_: Round, signers: list[str], *, was: list[str], by: Seat, at: dt.datetime) -> Round:
    """Says who signs the plans of the round, in which order. A plan that is frozen keeps the list it was frozen with.

    `was` is the list that the page was opened with. Raises ValueError as `check_signers` does.
    """
    only(by, SeatKind.BUREAU)
    check_signers(signers)
    fresh = Round.objects.select_for_update().get(pk=round_.pk)
    if fresh.state not in EDITABLE:
        raise Refused(Refusal("round", _("This round is over: it stays as it was.")))
    if fresh.signers != was:
        raise Refused(Refusal("changed", _("Somebody else has changed this list meanwhile. Please look at it again.")))
    if fresh.signers == signers:
        return fresh
    fresh.signers = signers
    fresh.save(update_fields=["signers"])
    register.write("rounds:round:set_signers", fresh, by=by, at=at, year=fresh.year, before=was, after=signers)
    return fresh
