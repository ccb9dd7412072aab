"""What every page's frame shows: the person, the way about, the demo's bar."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from people.actor import Actor
from people.enums import RESULT_READERS, ROUND_READERS, SeatKind
from people.templatetags.thai import of_this_process

_ADMIN = "ADMIN"  # no kind of seat, but a flag of the bureau's
_CHECKERS = frozenset((SeatKind.COORDINATOR, SeatKind.DEPUTY, SeatKind.DIRECTOR))


def frame(request: HttpRequest) -> dict[str, Any]:
    return {"frame": SimpleLazyObject(lambda: _frame(request))}


def _frame(request: HttpRequest) -> dict[str, Any]:
    actor: Actor = getattr(request, "actor", Actor.nobody())
    return {
        "menu": _menu(actor, request.path) if actor.user else None,
        "person": actor.user.full_name if actor.user else "",
        "seats": [{"label": str(seat)} for seat in actor.seats],
        "demo": _demo(request),
    }


def _demo(request: HttpRequest) -> dict[str, Any] | None:
    if not settings.DEMO:
        return None
    from reports.demo.bar import bar

    return bar(request)


def _menu(actor: Actor, path: str) -> dict[str, SafeString]:
    """The main menu above the page and below it, with the place where the reader is marked."""
    kinds = frozenset(seat.kind for seat in actor.seats)
    if any(seat.is_admin for seat in actor.with_kind(SeatKind.BUREAU)):
        kinds |= {_ADMIN}
    process = of_this_process()
    entries = _entries(kinds, process)
    return _drawn(kinds, _current([url for _label, url in entries], path), process)


# Pages that stand under an entry without its address: the beginning of theirs, and the entries that may be theirs.
_UNDER: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile(r"/(rounds/(\d+|extensions)|calendar)/"), ("rounds:now",)),
    (re.compile(r"/applications/lists/"), ("applications:office",)),
    (re.compile(r"/applications/list/"), ("applications:desk",)),
    (re.compile(r"/applications/\d+/"), ("applications:office", "applications:desk", "applications:mine")),
)


def _current(urls: list[str], path: str) -> str:
    """The entry under which the page stands; none where it could be two, for the same person checks and applies."""
    for url in urls:
        if path == url if url == "/" else path.startswith(url):
            return url
    for begins, names in _UNDER:
        if begins.match(path):
            found = [url for url in map(reverse, names) if url in urls]
            return found[0] if len(found) == 1 else ""
    return ""


# Both are drawn anew only for what they have not seen yet: they depend on nothing but what stands in their arguments.
# A seat that comes or goes, or the other language, is another argument.
@lru_cache(maxsize=256)
def _entries(kinds: frozenset[str], process: tuple[object, ...]) -> list[tuple[str, str]]:
    """(label, address) of the menu, by what these kinds of seats do."""
    checks, is_bureau = kinds & _CHECKERS, SeatKind.BUREAU in kinds
    items = [(_("Home"), reverse("reports:home"))]
    if kinds & frozenset(ROUND_READERS):
        items += [(_("Applications"), reverse("applications:office"))]
    if kinds & frozenset(RESULT_READERS):
        items += [
            (_("Results and money"), reverse("applications:results")),
            (_("Announcements"), reverse("applications:announcements")),
        ]
    if SeatKind.AUDITOR in kinds:
        items += [(_("The register"), reverse("records:register"))]
    if checks:
        items += [(_("Desk"), reverse("applications:desk"))]
    if SeatKind.DIRECTOR in kinds:
        items += [(_("At a glance"), reverse("reports:director"))]
    if checks or is_bureau:
        items += [(_("People"), reverse("rounds:staff"))]
    if SeatKind.TEACHER in kinds:
        items += [(_("My plan"), reverse("applications:mine")), (_("My profile"), reverse("rounds:profile"))]
    if kinds:
        items += [
            (_("Establishments"), reverse("placements:establishments")),
            (_("Calendar"), reverse("rounds:now")),
            (_("Receipts"), reverse("records:receipts")),
            (_("Messages"), reverse("records:messages")),
        ]
    if checks or kinds & frozenset(ROUND_READERS):
        items += [(_("Text for LINE"), reverse("reports:digest"))]
    if _ADMIN in kinds:
        items += [(_("Storage"), reverse("records:store"))]
    return items


@lru_cache(maxsize=512)
def _drawn(kinds: frozenset[str], current: str, process: tuple[object, ...]) -> dict[str, SafeString]:
    context = {"entries": _entries(kinds, process), "current": current}
    return {
        "head": render_to_string("_parts/menu_head.html", context),
        "foot": render_to_string("_parts/menu_foot.html", context),
    }
