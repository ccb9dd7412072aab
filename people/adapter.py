"""How the account library behaves here: nobody signs up, the settings say who calls, secrets are under lock."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from people import before, vault
from people.door import caller


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library has no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Whose attempts are counted: behind a front server its own address would be everybody's."""
        return caller(request)

    def logout(self, request: HttpRequest) -> None:
        """The session ends; that this person was here is known to the browser's next one."""
        known = before.everybody(request)
        super().logout(request)
        before.remember(request, known)


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # the library has no types
    """Who has only the database cannot make anybody's codes: secrets and recovery seeds lie under the vault's keys."""

    def encrypt(self, text: str) -> str:
        return vault.lock(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return vault.unlock(encrypted_text.encode()).decode()
