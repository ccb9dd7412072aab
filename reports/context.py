"""What every page's frame shows: the person, the way about, the demo's bar."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from people.actor import Actor
from people.enums import RESULT_READERS, SeatKind

_CHECKERS = (SeatKind.COORDINATOR, SeatKind.DEPUTY, SeatKind.DIRECTOR)


def frame(request: HttpRequest) -> dict[str, Any]:
    return {"frame": SimpleLazyObject(lambda: _frame(request))}


def _frame(request: HttpRequest) -> dict[str, Any]:
    actor: Actor = getattr(request, "actor", Actor.nobody())
    return {
        "nav": _nav(request, actor) if actor.user else [],
        "person": actor.user.full_name if actor.user else "",
        "seats": [{"label": str(seat)} for seat in actor.seats],
        "demo": _demo(request),
    }


def _demo(request: HttpRequest) -> dict[str, Any] | None:
    if not settings.DEMO:
        return None
    from reports.demo.bar import bar

    return bar(request)


def _nav(request: HttpRequest, actor: Actor) -> list[dict[str, Any]]:
    """The main menu, by what the actor's seats do."""
    items = [(_("Home"), reverse("reports:home"))]
    if actor.reads_round:
        items += [(_("Applications"), reverse("applications:office"))]
    if actor.seat(*RESULT_READERS):
        items += [
            (_("Results and money"), reverse("applications:results")),
            (_("Announcements"), reverse("applications:announcements")),
        ]
    if actor.seat(SeatKind.AUDITOR):
        items += [(_("The register"), reverse("records:register"))]
    if actor.seat(*_CHECKERS):
        items += [(_("Desk"), reverse("applications:desk"))]
    if actor.seat(*_CHECKERS) or actor.is_bureau:
        items += [(_("People"), reverse("rounds:staff"))]
    if actor.seat(SeatKind.TEACHER):
        items += [(_("My plan"), reverse("applications:mine")), (_("My profile"), reverse("rounds:profile"))]
    if actor.seats:
        items += [
            (_("Establishments"), reverse("placements:establishments")),
            (_("Calendar"), reverse("rounds:now")),
            (_("Receipts"), reverse("records:receipts")),
            (_("Messages"), reverse("records:messages")),
        ]
    path = request.path
    return [
        {"label": label, "url": url, "current": path == url if url == "/" else path.startswith(url)}
        for label, url in items
    ]
