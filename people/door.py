"""The door: when did this request begin, and who is it?

The deciding instant of an act is when its request began at the first hop. A front server says so in
`X-Request-Start: t=<seconds.milliseconds>`; it is believed from `TRUSTED_PROXIES` alone. Without one it is the
moment at which the headers reached us: the body is still on its way then.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user
from django.contrib.auth.middleware import AuthenticationMiddleware, LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from people import clock, second_factor
from people.actor import Actor, PortalRequest
from people.models import User
from people.sessions import Found, SessionStore
from people.unit import unit

Handler = Callable[[HttpRequest], HttpResponse]
_START = re.compile(r"^(?:t=)?(\d{10})(?:\.(\d{1,6}))?$")
# A begin time older than an hour is not a slow line: it is a broken clock or a lie.
_OLDEST = dt.timedelta(hours=1)


def began_at(request: HttpRequest, arrived: dt.datetime) -> dt.datetime:
    """When the request began: the front server's word where it is trusted, never later than its arrival."""
    if request.META.get("REMOTE_ADDR", "") not in settings.TRUSTED_PROXIES:
        return arrived
    match = _START.match(request.headers.get("X-Request-Start", ""))
    if not match:
        return arrived
    began = dt.datetime.fromtimestamp(float(f"{match[1]}.{match[2] or 0}"), tz=dt.UTC) + clock.shift()
    return began if arrived - _OLDEST <= began <= arrived else arrived


def caller(request: HttpRequest) -> str:
    """The address that asks. A front server's word is taken from trusted ones alone, and then its last entry."""
    address: str = request.META.get("REMOTE_ADDR", "")
    if address in settings.TRUSTED_PROXIES:
        forwarded = request.headers.get("X-Forwarded-For", "").split(",")[-1].strip()
        return forwarded or address
    return address


class RequestClock:
    """Reads the clock once, before anything else. A request is one piece of work.

    The browser's language is not asked: many phones in Thailand say English. Thai is the language of the house
    until somebody presses the switch, which leaves a cookie.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        cast(PortalRequest, request).at = began_at(request, clock.now())
        request.META.pop("HTTP_ACCEPT_LANGUAGE", None)
        with unit():
            return self.get_response(request)


def _found(request: HttpRequest) -> Found | None:
    """Whom the session's own statement brought along."""
    session = request.session
    session.get(SESSION_KEY)  # reads the session, if nobody has yet
    return session.found if isinstance(session, SessionStore) else None


def person_of(request: HttpRequest) -> User | AnonymousUser:
    """Django's `get_user` without its statement: the session has brought the person.

    Whatever is not as usual (another password, a changed key, a closed account) is left to Django to decide.
    """
    found, session = _found(request), request.session
    if (
        found is not None
        and found.person.is_active
        and session.get(SESSION_KEY) == str(found.person.pk)
        and session.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
        and constant_time_compare(session.get(HASH_SESSION_KEY, ""), found.person.get_session_auth_hash())
    ):
        return found.person
    return get_user(request)


class Authentication(AuthenticationMiddleware):
    """Who is it? Asked when somebody wants to know."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = cast(User, SimpleLazyObject(lambda: person_of(request)))


class LoginRequired(LoginRequiredMiddleware):
    """Django's own asks who it is before it looks whether that matters: a health page must not read the session."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


class Door:
    """Knows the actor; sends those who need a second factor to set it up, or to show it, first."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        portal = cast(PortalRequest, request)

        def actor() -> Actor:
            # The seats are looked up at the portal's own time now, not at the beginning of a slow upload:
            # rights that have ended are gone at once.
            if not (isinstance(request.user, User) and request.user.is_active):
                return Actor.nobody()
            found = _found(request)
            if found is not None and found.person.pk == request.user.pk:
                return Actor(found.person, found.seats)
            return Actor.of(request.user, clock.now())  # signed in by this very request

        portal.actor = cast(Actor, SimpleLazyObject(actor))
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponseBase | None:
        # The name first: health pages must answer without a database, so without a session.
        name = request.resolver_match.view_name if request.resolver_match else ""
        if not settings.SECOND_FACTOR_REQUIRED or second_factor.is_open_without(name):
            return None
        if not request.user.is_authenticated:
            return None
        return second_factor.missing(request, cast(PortalRequest, request).actor, name)
