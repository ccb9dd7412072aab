"""The second factor: whether this session has seen it, and what stays open until it has.

That an account has a factor says nothing about a session that was opened before it was set up, perhaps by somebody
else who knows the password: such a session is asked for it, and changes nothing about it until then.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from people.actor import Actor

_SHOWN = "second_factor"
# Open to everybody: the ways in and out, and the page that asks for the factor.
_OPEN = (
    *("account_login", "account_logout", "account_inactive", "account_reset_password"),
    *("mfa_authenticate", "mfa_reauthenticate", "set_language", "reports:demo_", "healthz", "readyz"),
)
# Open as well while there is no factor yet: the pages on which it is set up.
_SETTING_UP = ("mfa_", "account_")


def is_open_without(name: str) -> bool:
    """Whether a page of this name asks nobody for a factor, so that neither session nor database is looked at."""
    return name.startswith(_OPEN)


def missing(request: HttpRequest, actor: Actor, name: str) -> HttpResponseRedirect | None:
    """Where to go first: to set the factor up, or to show it in this session. None when nothing is missing."""
    if request.session.get(_SHOWN):
        return None
    needed = any(seat.needs_second_factor for seat in actor.seats)
    if not needed and not name.startswith("mfa_"):
        return None
    if Authenticator.objects.filter(user=actor.user, type=Authenticator.Type.TOTP).exists():
        if any(record["method"] == "mfa" for record in get_authentication_records(request, actor.user)):
            remember(request)
            return None
        # What was typed cannot be taken along: a form is asked for again from the first page.
        back = request.get_full_path() if request.method == "GET" else "/"
        return HttpResponseRedirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': back})}")
    if needed and not name.startswith(_SETTING_UP):
        return HttpResponseRedirect(reverse("mfa_activate_totp"))
    return None


def remember(request: HttpRequest) -> None:
    """This session may do more from now on, so it gets another key: one that was seen before is worth nothing."""
    request.session.cycle_key()
    request.session[_SHOWN] = True


@receiver(authenticator_added)
def _set_up(request: HttpRequest, authenticator: Authenticator, **_more: Any) -> None:
    if authenticator.type == Authenticator.Type.TOTP:
        remember(request)


@receiver(authenticator_removed)
def _given_up(request: HttpRequest, authenticator: Authenticator, **_more: Any) -> None:
    if authenticator.type == Authenticator.Type.TOTP:
        request.session.pop(_SHOWN, None)
