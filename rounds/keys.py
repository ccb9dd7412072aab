"""The link of an invitation: signed, good for fourteen days, and for one first password only.

The signature covers the account and a print of its password as it is; setting the first password changes the
print, so no link opens twice. Keys keep real time, also in the demo.
"""

from __future__ import annotations

from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from people.models import User

GOOD_FOR = 14 * 24 * 3600
_SALT = "rounds.welcome"


def _print_of(user: User) -> str:
    return salted_hmac(_SALT, user.password).hexdigest()[:20]


def path_of(user: User) -> str:
    """`/rounds/welcome/<token>/` for somebody who has no password yet; "" for who has one."""
    if user.has_usable_password():
        return ""
    return reverse("rounds:welcome", args=[signing.dumps([user.pk, _print_of(user)], salt=_SALT)])


def opened(token: str) -> list[object] | None:
    """What the token holds, to be kept in the session; None when it is forged, changed or too old."""
    try:
        found = signing.loads(token, salt=_SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        return None
    return found if isinstance(found, list) and len(found) == 2 else None


def owner(held: object) -> User | None:
    """The person whose first password may be set with what the session holds; None once it was set."""
    if not isinstance(held, list) or len(held) != 2 or not isinstance(held[0], int):
        return None
    user = User.objects.filter(pk=held[0], is_active=True).first()
    if user is None or user.has_usable_password() or not constant_time_compare(_print_of(user), str(held[1])):
        return None
    return user
