"""The LINE Messaging API as a channel of the outbox: off unless LINE_TOKEN and LINE_SECRET are set.

Only reminders go there, and of them only how many matters wait, with the address of the message: what they are stays
in the portal. LINE bills by recipient and month, so the channel asks for the month's quota and keeps LINE_RESERVE of
it.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import uuid
from collections.abc import Sequence
from typing import Any

import requests
import urllib3
from django.conf import settings
from django.core.cache import cache
from django.utils import translation
from django.utils.translation import gettext, ngettext

from records.channels import AddressRefuses, GivesUp, Letter, NotNow, carries
from records.enums import Channel
from records.models import Delivery, LineAccount, Notice

_TIMEOUT = 10  # seconds
_QUOTA = "line:quota"
_QUOTA_FOR = 600  # seconds for which the quota is not asked again
_AGAIN = dt.timedelta(hours=6)
_SOON = dt.timedelta(minutes=10)
# LINE knows a retry key for 24 hours after its first request; an hour is left for clocks that differ.
_KEY_LIVES = dt.timedelta(hours=23)
_SPACE = uuid.UUID("5b0f5a3e-5a0b-5d0c-9a3e-1f2f0e7c6a11")


class LineFails(Exception):
    """LINE did not take it, and may take it later: its status and its own words."""


def is_configured() -> bool:
    return bool(settings.LINE_TOKEN and settings.LINE_SECRET)


def is_signed(body: bytes, signature: str) -> bool:
    """Whether LINE itself wrote this body: HMAC-SHA256 over the bytes as they came, compared in constant time."""
    made = base64.b64encode(hmac.new(settings.LINE_SECRET.encode(), body, hashlib.sha256).digest())
    return hmac.compare_digest(made, signature.encode("utf-8", "replace"))


def _ask(method: str, path: str, **more: Any) -> requests.Response:
    headers = {"Authorization": f"Bearer {settings.LINE_TOKEN}", **more.pop("headers", {})}
    return requests.request(method, f"{settings.LINE_API}{path}", headers=headers, timeout=_TIMEOUT, **more)


def left() -> int | None:
    """How many messages of this month may still be sent; None where the plan has no limit. Asked every ten minutes.

    Which month it is LINE says: it does not tell in which time zone it counts, so nothing is counted here by months.
    """
    known = cache.get(_QUOTA)
    if known is None:
        quota, used = _answer(_ask("GET", "/v2/bot/message/quota")), None
        if quota.get("type") == "limited":
            used = _answer(_ask("GET", "/v2/bot/message/quota/consumption"))["totalUsage"]
        known = -1 if used is None else max(int(quota["value"]) - int(used) - settings.LINE_RESERVE, 0)
        cache.set(_QUOTA, known, _QUOTA_FOR)
    return None if known == -1 else known


def _answer(response: requests.Response) -> dict[str, Any]:
    if response.status_code != 200:
        raise LineFails(f"{response.status_code} {response.text[:200]}")
    found: dict[str, Any] = response.json()
    return found


def _retry_key(delivery: Delivery) -> str:
    first = delivery.begun_at.astimezone(dt.UTC).isoformat()
    return str(uuid.uuid5(_SPACE, f"{settings.PUBLIC_URL} {delivery.key} {first}"))


def _found_nobody(error: requests.ConnectionError) -> bool:
    """Whether the connection was never made, so that nothing can have been taken."""
    reason = getattr(error.args[0], "reason", None) if error.args else None
    made = (urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError)
    return isinstance(reason, made)


@carries(Channel.LINE)
class Line:
    """One push message a delivery, under a retry key of its own: what was taken once is never taken twice.

    The key is that of the first try of which nobody knows the end. What never reached LINE, what it put off (429) and
    what it refused for the token (401, 403) it has not taken: the next try is a first one again, with another key. Once
    LINE has forgotten the key, nothing is sent there any more.
    """

    def takes(self, notices: Sequence[Notice]) -> bool:
        if not is_configured() or not any(notice.reminds_of for notice in notices):
            return False
        return LineAccount.objects.linked().filter(user_id=notices[0].to_id).exists()

    def address(self, delivery: Delivery) -> str:
        account = LineAccount.objects.linked().filter(user_id=delivery.message.to_id).first()
        return account.line_id if account and is_configured() else ""

    def carry(self, delivery: Delivery, letter: Letter, address: str, at: dt.datetime) -> None:
        if at - delivery.begun_at > _KEY_LIVES:
            with translation.override(settings.LANGUAGE_CODE):
                words = gettext(
                    "LINE may have taken the first try and cannot be asked any more, so it is not sent there again. The"
                    " message stands in the portal."
                )
            raise GivesUp(words)
        try:
            room = left()
        except Exception as error:  # whatever it was, no push has left
            raise NotNow(at + _SOON, f"{type(error).__name__}: {error}") from error
        if room == 0:
            raise NotNow(at + _AGAIN, "the month's messages are used up but for the reserve")
        # How much waits, and where: names of others are in the subject of a message, and LINE is somebody else's house.
        with translation.override(settings.LANGUAGE_CODE):
            count = letter.matters
            words = ngettext("%(n)d matter waits for you", "%(n)d matters wait for you", count) % {"n": count}
        text = f"{words}\n{settings.PUBLIC_URL}/messages/{delivery.message_id}/"
        try:
            response = _ask(
                "POST",
                "/v2/bot/message/push",
                json={"to": address, "messages": [{"type": "text", "text": text[:5000]}]},
                headers={"X-Line-Retry-Key": _retry_key(delivery)},
            )
        except requests.ConnectionError as error:
            if not _found_nobody(error):
                raise
            raise NotNow(at + _SOON, f"{type(error).__name__}: {error}") from error
        status, words = response.status_code, f"{response.status_code} {response.text[:200]}"
        if status == 429:
            # Too many at once, or the month is used up: both pass.
            cache.delete(_QUOTA)
            raise NotNow(at + (_AGAIN if "monthly limit" in response.text else _SOON), words)
        if status in (401, 403):  # ours to mend: a token that is wrong, or has run out
            raise NotNow(at + _SOON, words)
        if status == 400:
            raise AddressRefuses(words)
        # 409: an earlier try with this key was taken, only its answer was lost.
        if status not in (200, 409):
            raise LineFails(words)
        if status == 200 and room is not None:
            cache.set(_QUOTA, room - 1, _QUOTA_FOR)
