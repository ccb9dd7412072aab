"""The announcement as the bureau works on it, and as everybody reads it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, Max, Min, Q, QuerySet, When
from django.utils.translation import gettext as _

from applications import notices
from applications.actions.lines import is_still_true
from applications.enums import LISTED, PRINTED_CAPACITIES, AnnouncementState, ApplicationState, Mark, Outcome
from applications.models import Announcement, Application, Line
from applications.rules import UNPUBLISHED, may_step
from applications.standing import Standing
from people.clock import local
from people.models import Seat
from people.thai import instant, thai_digits
from records import wording
from records.models import Notice
from records.pdf import other_facts, qr_svg
from rounds.holidays import add_working_days
from rounds.models import Round
from rounds.moves import Refusal

PAGE = 100
A = AnnouncementState
# Eligible, reserve, not selected: as the paper has them, not as the alphabet would.
_ORDER = Case(*(When(outcome=outcome, then=place) for place, outcome in enumerate(Outcome)))
# Which notice it is, for the one who reads the outbox before anything leaves.
_KINDS = ("announce_eligible", "announce_reserve", "announce_not_eligible", "announce_college")


def next_edition(round_: Round) -> int:
    last = Announcement.objects.filter(round=round_).aggregate(last=Max("edition"))["last"]
    return (last or 0) + 1


def unfinished(round_: Round) -> Announcement | None:
    """The edition that is being worked on; there is one at most."""
    return Announcement.objects.filter(round=round_).exclude(state=A.PUBLISHED).first()


def initial(round_: Round, words: dict[str, Any], at: dt.datetime) -> dict[str, Any]:
    """The first words of a draft, with today's date and the round's days for objections."""
    until = add_working_days(at, round_.objection_days)
    return {**words, "dated": local(at).date(), "objection_until": local(until).date(), "shows_names": True}


def page(announcement: Announcement, seat: Seat, number: str) -> dict[str, Any]:
    """What applications/announcement.html shows; four queries."""
    lines = announcement.lines.order_by(_ORDER, "no")
    refusals = {verb: may_step(announcement, verb, seat) for verb in ("prepare", "sign", "publish")}
    return {
        "steps": _steps(announcement),
        "counts": _counts(lines),
        "page": Paginator(lines, PAGE).get_page(number),
        "refusals": refusals,
        "is_waiting": announcement.state == A.PREPARED and announcement.document_id is None,
        "can_edit": announcement.state in UNPUBLISHED,
        "next_verb": _next_verb(announcement, refusals),
        "marks": announcement.edition > 1,
        "standing": counting(announcement),
    }


def counting(announcement: Announcement) -> Standing:
    """Which edition counts, in the words that versions of a plan have."""
    published = Announcement.objects.published().filter(round_id=announcement.round_id)
    newest = published.order_by("-edition").values_list("edition", flat=True).first()
    words = {"edition": announcement.edition, "newest": newest or 0}
    if announcement.state != A.PUBLISHED:
        sentence = (
            _("Edition %(edition)d is not out yet: edition %(newest)d counts.")
            if newest
            else _("Edition %(edition)d is not out yet. Until then no list counts.")
        )
        return Standing("wait", str(announcement.get_state_display()), sentence % words)
    if newest == announcement.edition:
        return Standing("ok", _("counts"), _("Edition %(edition)d is the one that counts.") % words)
    label = _("replaced by edition %(newest)d") % words
    return Standing(
        "shut", label, _("Edition %(edition)d no longer counts: edition %(newest)d took its place.") % words
    )


def _next_verb(announcement: Announcement, refusals: dict[str, Refusal | None]) -> str:
    """The one step that comes next; the page has one filled button."""
    wanted = {A.DRAFT: "prepare", A.PREPARED: "sign", A.SIGNED: "publish"}.get(A(announcement.state), "")
    return wanted if wanted and refusals[wanted] is None else ""


def _steps(announcement: Announcement) -> list[dict[str, str]]:
    done = [
        (_("Drafted"), announcement.created_at, announcement.created_by),
        (_("Prepared: names in order, document made"), announcement.prepared_at, announcement.prepared_by),
        (_("Signed"), announcement.signed_at, announcement.signed_by),
        (_("Published"), announcement.published_at, announcement.published_by),
    ]
    steps, now_given = [], False
    for label, when, by in done:
        state = "done" if when else "" if now_given else "now"
        now_given = now_given or not when
        text = f"{instant(when)} · {by.user.full_name if by and by.user else ''}" if when else ""
        steps.append({"label": label, "text": text, "state": state})
    return steps


def _counts(lines: QuerySet[Line]) -> list[dict[str, Any]]:
    standing = lines.exclude(mark=Mark.REMOVED).order_by().values("outcome").annotate(n=Count("pk"))
    found = {row["outcome"]: row["n"] for row in standing}
    return [{"value": found.get(outcome, 0), "label": outcome.label} for outcome in Outcome]


def outbox_of(announcement: Announcement, at: dt.datetime) -> list[dict[str, Any]]:
    """The messages that publishing would write, by kind: how many, and the first one word by word. Writes nothing."""
    rows = [line.application for line in _fresh(announcement)]
    found: dict[str, list[Notice]] = {}
    for notice in notices.announced(announcement, rows, at):
        found.setdefault(notice.name.rpartition("/")[2], []).append(notice)
    return [_example(kind, found[kind]) for kind in _KINDS if kind in found]


def standing(announcement: Announcement) -> dict[str, Any]:
    """Before it is published: who is on it, who changed since it was prepared, who is endorsed and not on it."""
    rows = announcement.lines.select_related("application__decision").order_by(_ORDER, "no")
    unread = (f"application__{name}" for name in ("criteria", "search", "comment", "name_key", "college_key"))
    lines = list(rows.defer("application__decision__reason", *unread))
    endorsed = Application.objects.filter(round_id=announcement.round_id, state=ApplicationState.ENDORSED)
    missing = endorsed.exclude(lines__announcement=announcement).order_by("name_key", "pk")
    names = list(missing.values("pk", "name", "decision__outcome"))
    return {
        "counts": _counts(announcement.lines.all()),
        "changed": [line for line in lines if not is_still_true(line, line.application)],
        "undecided": [row for row in names if row["decision__outcome"] is None],
        "decided_later": [row for row in names if row["decision__outcome"] is not None],
    }


def _fresh(announcement: Announcement) -> list[Line]:
    """Lines of those who are told now: with the state that publishing gives them."""
    lines = announcement.lines.filter(application__state=ApplicationState.ENDORSED).exclude(mark=Mark.REMOVED)
    found = list(lines.select_related("application__round").order_by("outcome", "no"))
    for line in found:
        line.application.state = line.outcome
    return found


def _example(kind: str, rows: list[Notice]) -> dict[str, Any]:
    subject, body = wording.render(rows[0])
    return {"kind": kind, "count": len(rows), "to": rows[0].to.full_name, "subject": subject, "body": body}


def facts(announcement: Announcement) -> dict[str, Any]:
    """The words of the paper, from the same source as its PDF."""
    words = {
        name: getattr(announcement, name)
        for name in (
            "number", "title", "edition", "dated", "body", "signatory_name", "signatory_position", "objection_to",
            "objection_until",
        )
    }  # fmt: skip
    words |= {"year": announcement.round.year, "capacity": PRINTED_CAPACITIES.get(announcement.capacity, "")}
    made = other_facts.announcement({"announcement": words, "eligible": [], "reserve": []})
    return {"paper": made["announcement"], "office": made["office"]}


def public(announcement: Announcement, q: str, number: str) -> dict[str, Any]:
    """What everybody reads: names with college and branch, or colleges with numbers; never who was not selected."""
    listed = announcement.lines.filter(outcome__in=LISTED)
    return {
        "q": q,
        **facts(announcement),
        "totals": _totals(listed),
        "page": _names(listed, q, number) if announcement.shows_names else _colleges(listed, q, number),
        "qr": qr_svg(announcement.paper.url) if announcement.paper else "",
        "code": announcement.paper.short_code if announcement.paper else "",
        "is_newest": not _newer(announcement),
    }


def _newer(announcement: Announcement) -> bool:
    others = Announcement.objects.published().filter(round_id=announcement.round_id)
    return others.filter(edition__gt=announcement.edition).exists()


def _totals(listed: QuerySet[Line]) -> dict[str, str]:
    found = listed.exclude(mark=Mark.REMOVED).order_by().values("outcome").annotate(n=Count("pk"))
    counted = {row["outcome"]: row["n"] for row in found}
    return {outcome.lower(): thai_digits(counted.get(outcome, 0)) for outcome in LISTED}


def _names(listed: QuerySet[Line], q: str, number: str) -> Page[Any]:
    for word in q.split():
        listed = listed.filter(Q(name__contains=word) | Q(college_name__contains=word) | Q(branch__contains=word))
    rows = listed.order_by("outcome", "no").values("outcome", "no", "name", "college_name", "branch", "mark")
    return _worded(
        Paginator(rows, PAGE).get_page(number),
        lambda row: {**row, "no": thai_digits(row["no"]), "remark": other_facts.MARKS[row["mark"]]},
    )


def _colleges(listed: QuerySet[Line], q: str, number: str) -> Page[Any]:
    """Colleges in Thai order with how many of theirs are on the list."""
    for word in q.split():
        listed = listed.filter(college_name__contains=word)
    standing = listed.exclude(mark=Mark.REMOVED).order_by().values("college_name")
    rows = standing.annotate(
        key=Min("application__college_key"),
        eligible=Count("pk", filter=Q(outcome=Outcome.ELIGIBLE)),
        reserve=Count("pk", filter=Q(outcome=Outcome.RESERVE)),
    ).order_by("key", "college_name")
    return _worded(
        Paginator(rows, PAGE).get_page(number),
        lambda row: {**row, "eligible": thai_digits(row["eligible"]), "reserve": thai_digits(row["reserve"])},
    )


def _worded(page: Page[Any], words: Callable[[Any], dict[str, Any]]) -> Page[Any]:
    page.object_list = [words(row) for row in page.object_list]
    return page
