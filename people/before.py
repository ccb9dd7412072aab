"""Who was signed in before in this browser, as long as its session lasts.

Signing out empties a session. A few doors have to know all the same who sat here a minute ago: what is meant for a
stranger's own device is not opened by somebody who has just signed out.
"""

from __future__ import annotations

from django.http import HttpRequest

_KEY = "before"


def everybody(request: HttpRequest) -> set[int]:
    """Numbers of those who were, or are, signed in here."""
    known = set(request.session.get(_KEY, ()))
    return known | {request.user.pk} if request.user.is_authenticated else known


def remember(request: HttpRequest, people: set[int]) -> None:
    if people:
        request.session[_KEY] = sorted(people)
