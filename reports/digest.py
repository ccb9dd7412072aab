"""A text to send round in LINE: always Thai, as long as a telephone shows, with counts, dates and one link.

Names stand in a college's own text alone; the office's has counts of colleges and plans, and nobody's name.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from applications.enums import ApplicationState
from applications.lapsed import Lapsed
from applications.pages import counts
from people.actor import Actor
from people.enums import SeatKind
from people.models import College
from reports.overview import coming, overview, sentence
from rounds.models import Participation, Round, Whom
from rounds.window import Calendar

S = ApplicationState
# A message that nobody scrolls through to its end is read by nobody.
_MOST = 30


def of_college(actor: Actor, round_: Round, college: College, at: dt.datetime) -> str:
    """For the group of one college: who is missing stands in it by name."""
    with translation.override("th"):
        found = overview(actor, round_, college, at)
        lines = [{"text": sentence(row), "until": row.closes_at, "late": row.is_late(at)} for row in found.owed]
        director = actor.seat(SeatKind.DIRECTOR, college_id=college.pk) is not None
        return _text(
            "reports/digest_college.txt",
            round_,
            at,
            page="reports:director" if director else "applications:desk",
            found=found,
            lines=lines[:_MOST],
            more=max(len(lines) - _MOST, 0),
            coming=[row for row in found.coming if row.closes],
            signs=len(found.signatures) if director else 0,
        )


def of_office(actor: Actor, round_: Round, at: dt.datetime) -> str:
    """For the group of all coordinators: counts alone."""
    gaps = Participation.objects.visible_to(actor).filter(round=round_).aggregate(
        all=Count("pk"),
        receipt=Count("pk", filter=Q(receipt_registered_at=None)),
        coordinator=Count("pk", filter=Q(coordinator=None)),
        line=Count("pk", filter=Q(line_joined_at=None)),
    )  # fmt: skip
    counted = counts.of(round_, actor, Lapsed(round_, at))
    with translation.override("th"):
        return _text(
            "reports/digest_office.txt",
            round_,
            at,
            page="rounds:now",
            gaps=gaps,
            writing=counted.of(states=(S.DRAFT, S.SENT_BACK)),
            checking=counted.of(states=(S.SUBMITTED,)),
            endorsed=counted.of(states=(S.ENDORSED, *counts.SETTLED)),
            late=counted.of(only_lapsed=True),
            regions=[row for row in counted.progress(judged=False) if row["steps"][1]["total"]],
            coming=[row for row in coming(Calendar.of(round_, Whom()), Whom(), at) if row.closes],
        )


def _text(template: str, round_: Round, at: dt.datetime, *, page: str, **facts: Any) -> str:
    context = {"round": round_, "at": at, "link": f"{settings.PUBLIC_URL}{reverse(page)}", **facts}
    lines = [line.rstrip() for line in render_to_string(template, context).splitlines()]
    # What is not there leaves no hole.
    kept = [line for before, line in zip(["", *lines], lines, strict=False) if line or before]
    return "\n".join(kept).strip()
