"""How the account library behaves here: nobody signs up, links and callers are known by the settings alone."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from people.door import caller

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library has no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail server that refuses is no reason for an error page, nor a hint that the address is known."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError as error:  # smtplib's errors are OSErrors too
            log.warning("account mail %s not sent: %s", template_prefix, error)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Whose attempts are counted: behind a front server its own address would be everybody's."""
        return caller(request)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The address in the mail comes from the setting, never from the request."""
        return f"{settings.PUBLIC_URL}{urlsplit(super().get_reset_password_from_key_url(key)).path}"
