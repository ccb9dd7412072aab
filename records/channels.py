"""What carries messages beside the portal. A channel is an object with three methods, registered under its name.

Adding one: a value of `Channel`, a class that is a `Carrier`, `@carries(Channel.X)` on it, imported by `apps.ready`.
Everything else (rows, claims, tries, the log, resending) is `records/delivery.py`'s and the same for all.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import smtplib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from records.enums import Channel
from records.models import Delivery, Notice


class AddressRefuses(Exception):
    """The address refuses for good: trying again is of no use."""


class NotNow(Exception):
    """Nothing was tried: the channel asks to come back at `until` (a quota, a pause that the other side wants)."""

    def __init__(self, until: dt.datetime, why: str = "") -> None:
        super().__init__(why)
        self.until = until


@dataclass(frozen=True)
class Letter:
    """What leaves of a message: the words, and how many matters they are about."""

    subject: str
    body: str
    matters: int


class GivesUp(Exception):
    """Nothing was tried, and nothing may be: the other side could take twice what it may have taken already."""


class Carrier(Protocol):
    def takes(self, notices: Sequence[Notice]) -> bool:
        """Whether a message of these notices, all to one person, goes by this channel. Asked when it is written."""
        ...

    def address(self, delivery: Delivery) -> str:
        """Where its reader is reached now; "" for nowhere. The message and its reader are loaded."""
        ...

    def carry(self, delivery: Delivery, letter: Letter, address: str, at: dt.datetime) -> None:
        """Hands it over, under `delivery.key`. Raises AddressRefuses, NotNow or GivesUp; whatever else it raises, it is
        tried again later. Called outside any transaction, after the claim."""
        ...


CARRIERS: dict[str, Carrier] = {}
Made = TypeVar("Made", bound=type)


def carries(channel: str) -> Callable[[Made], Made]:
    """Registers the class of a channel; one object of it serves the process."""

    def register(made: Made) -> Made:
        CARRIERS[channel] = made()
        return made

    return register


@carries(Channel.EMAIL)
class Email:
    """The mail server of EMAIL_URL."""

    def takes(self, notices: Sequence[Notice]) -> bool:
        return True

    def address(self, delivery: Delivery) -> str:
        return delivery.message.to.email

    def carry(self, delivery: Delivery, letter: Letter, address: str, at: dt.datetime) -> None:
        host = hashlib.sha256(settings.PUBLIC_URL.encode()).hexdigest()[:16]
        mail = EmailMessage(
            letter.subject,
            letter.body + "\n\n" + _foot(),
            to=[address],
            headers={"Message-ID": f"<{delivery.key}.{host}@teachersync>", "Auto-Submitted": "auto-generated"},
        )
        try:
            mail.send()
        except smtplib.SMTPRecipientsRefused as error:
            code, words = next(iter(error.recipients.values()), (0, b""))
            if 500 <= code < 600:
                said = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
                raise AddressRefuses(f"{code} {said}") from error
            raise


def _foot() -> str:
    with translation.override(settings.LANGUAGE_CODE):
        written = gettext("This message was written by TeacherSync: %(address)s") % {"address": settings.PUBLIC_URL}
        choose = gettext("Choose what you are told by e-mail: %(address)s") % {
            "address": settings.PUBLIC_URL + reverse("records:choose_messages")
        }
    return f"{written}\n{choose}"
