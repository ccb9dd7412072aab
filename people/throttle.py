"""How often what costs much may be asked for: one table, counted for each person, for strangers by their address.

Whole colleges and mobile carriers' towns share an address, so strangers have more room. Nobody at work meets a limit:
a desk that reloads every half minute is not counted at all, and a teacher may send a file ten times over. Counted in
fixed windows of the request's own time. What could be guessed, and what writes to people, is counted in the cache that
all processes share. What only costs our processors (`near`) each process counts by itself: a search would otherwise
ask the database more often for its number than for its rows. Both make a limit wider by as many as there are workers
at most, never narrower.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from math import ceil
from typing import Any, TypeVar, cast

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.actor import PortalRequest
from people.door import caller


@dataclass(frozen=True)
class Limit:
    """At most so many in so many seconds by one person; by strangers of one address `address`, or as many."""

    most: int
    seconds: int
    address: int = 0
    near: bool = False


LIMITS: dict[str, Limit] = {
    # A page drawn or a paper set in type: about a second of a processor each.
    "receipt_pdf": Limit(60, 600, near=True),
    "calendar_pdf": Limit(60, 600, near=True),
    "director_pdf": Limit(60, 600, near=True),
    "picture": Limit(300, 300, near=True),
    "print": Limit(30, 600, near=True),
    # A child process looks at every file, five seconds at most.
    "upload": Limit(40, 600, near=True),
    # In pieces: ten times forty photographs begun, and a line that breaks every second. A piece costs us no child.
    "upload_begin": Limit(400, 600, near=True),
    "upload_piece": Limit(3000, 600, near=True),
    # Words are looked for in every row. On the day of the list everybody looks for a name.
    "search": Limit(60, 60, address=600, near=True),
    # Codes of papers are unguessable; this keeps guessing cheap for us.
    "verify": Limit(30, 60),
    "link": Limit(30, 60),
    # A telephone asks every few hours; each address is counted by itself.
    "feed": Limit(30, 3600, near=True),
    "feed_guess": Limit(30, 60),
    "feed_make": Limit(20, 3600),
    "line_code": Limit(20, 3600),
    # Each sends mail to somebody.
    "invite": Limit(120, 600),
    "invite_again": Limit(3, 3600),
    "join": Limit(60, 600),
}

V = TypeVar("V", bound=Callable[..., HttpResponseBase])


def wait(request: PortalRequest, what: str, about: object = "") -> int:
    """Counts this request; the seconds until the next window when it is one too many, else 0.

    `about` counts what is done to one thing, whoever does it: how often one person is written to.
    """
    limit = LIMITS[what]
    who, most = _who(request, limit)
    window, passed = divmod(int(request.at.timestamp()), limit.seconds)
    key = f"throttle:{what}:{f'about:{about}' if about else who}:{window}"
    counter = caches["process" if limit.near else "default"]
    count = int(counter.get(key, 0)) + 1
    if count <= most:
        counter.set(key, count, timeout=limit.seconds)
        return 0
    return limit.seconds - passed


def _who(request: PortalRequest, limit: Limit) -> tuple[str, int]:
    if request.actor.user_id is not None:
        return f"person:{request.actor.user_id}", limit.most
    return f"address:{_network(caller(request))}", limit.address or limit.most


def _network(address: str) -> str:
    """An IPv6 line has more addresses than we have rows: its whole network is one stranger."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address[:60]
    if found.version == 6:
        return str(ipaddress.ip_network((found, 64), strict=False).network_address)
    return str(found)


def sentence(seconds: int) -> str:
    """What a page says beside the form, which keeps what was typed."""
    if seconds <= 60:
        return _("That was too often in a short time. Please wait a minute and try again; nothing is lost.")
    minutes = ceil(seconds / 60)
    return ngettext(
        "That was too often in a short time. Please try again in %(n)d minute; nothing is lost.",
        "That was too often in a short time. Please try again in %(n)d minutes; nothing is lost.",
        minutes,
    ) % {"n": minutes}


def stamped(response: HttpResponse, seconds: int) -> HttpResponse:
    """A page that says it in its own words, as the answer 429 with the time after which to come again."""
    response.status_code = 429
    response["Retry-After"] = str(seconds)
    return response


def too_many(request: HttpRequest, seconds: int = 60) -> HttpResponse:
    """The page of its own, where there is no form to say it beside; for the limits of sign-in too."""
    return stamped(render(request, "429.html", {"reason": sentence(seconds)}), seconds)


def has_words(request: HttpRequest) -> bool:
    """Whether a list is asked for by free text; looking through its pages is not counted."""
    return any(request.GET.get(name, "").strip() for name in ("q", "branch"))


def limited(what: str, *, when: Callable[[HttpRequest], bool] | None = None) -> Callable[[V], V]:
    """Puts a view under a limit of the table, for every request or for those of which `when` is true."""

    def put(view: V) -> V:
        @wraps(view)
        def guarded(request: PortalRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if when is None or when(request):
                seconds = wait(request, what)
                if seconds:
                    return too_many(request, seconds)
            return view(request, *args, **kwargs)

        return cast(V, guarded)

    return put
