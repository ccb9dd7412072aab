"""A forgotten password: the page answers everybody alike, in words and in time; a task writes to who has an account.

Writing the mail in the request would tell by its time which addresses are known: a mail server takes a second.
"""

from __future__ import annotations

from typing import Any

from allauth.account.app_settings import PASSWORD_RESET_TOKEN_GENERATOR
from allauth.account.forms import ResetPasswordForm
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from people.actor import PortalRequest
from people.models import User
from records import bell

_NOBODY = "0"


class ForgottenForm(ResetPasswordForm):  # type: ignore[misc]  # the library has no types
    """The account library looks for `save` here; what it would send itself is rung for instead."""

    def save(self, request: PortalRequest, **_more: Any) -> str:
        known = [str(user.pk) for user in self.users]
        # An unknown address rings for nobody, so that both cost the same.
        bell.ring("rounds.write_reset_link", next(iter(known), _NOBODY), at=request.at)
        return str(self.cleaned_data["email"])


def write_reset_link(pk: str) -> int:
    """Sends the link to the account of this number; says how many mails that were. Raises OSError of the server.

    Its address is the portal's own, from the setting. The link is made now and stands nowhere but in the mail.
    """
    user = User.objects.filter(pk=int(pk), is_active=True).first()
    if user is None:
        return 0
    key = PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    context = {"password_reset_url": settings.PUBLIC_URL + path}
    with translation.override(settings.LANGUAGE_CODE):
        subject, body = (
            render_to_string(f"account/email/password_reset_key_{part}.txt", context).strip()
            for part in ("subject", "message")
        )
    return EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [user.email]).send()
