"""Is it still the same person before the screen? Asked again in the moment of a signature.

The password, and the second step for whoever has set one up; tries are counted with those of the sign-in. In the
demo, where nobody has a password, one press counts, and the signature says so.
"""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from people.models import DemoMark, User


def is_demo() -> bool:
    """Whether this database's people are invented: only there may a press do for a password."""
    return bool(settings.DEMO and not settings.PRODUCTION) and DemoMark.objects.exists()


def has_second_step(user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists())


def check_password(request: HttpRequest, user: User, password: str) -> None:
    """Raises ValidationError with its sentence: not the password, or too many tries."""
    if not password:
        raise ValidationError(_("Please type your password."))
    found = get_adapter().authenticate(request, email=user.email, password=password)
    if found is None or found.pk != user.pk:
        raise ValidationError(_("This is not your password."))


def check_code(user: User, code: str) -> None:
    """Raises ValidationError: not the code of this half minute nor a recovery code, used already, or too many tries."""
    if not code:
        raise ValidationError(_("Please type the code of your second step."))
    form = AuthenticateForm({"code": code}, user=user)
    if not form.is_valid():
        raise ValidationError([message for messages in form.errors.values() for message in messages])
