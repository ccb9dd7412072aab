"""The outbox: notices written inside transactions, joined into messages, sent by a task, tried again by a sweep."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models, transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext, ngettext

from people.clock import local
from people.models import DemoMark
from records import bulk
from records.models import Message, Notice

log = logging.getLogger(__name__)

_CLAIM = dt.timedelta(minutes=5)
# A mail server may be away for a long weekend; what is older than this is told in the portal only.
_GIVE_UP_AFTER = dt.timedelta(days=5)


def notice(
    key: str,
    name: str,
    /,
    *,
    to_id: int,
    at: dt.datetime,
    year: int | None = None,
    groups: bool = False,
    **context: Any,
) -> Notice:
    """An unsaved notice. `name` is its template (`applications/submit`), `context` plain JSON.

    Key and name are positional only, so that a context may hold the name of a person.
    """
    return Notice(key=key[:200], name=name, to_id=to_id, year=year, context=context, groups=groups, written_at=at)


def post(notices: Iterable[Notice]) -> None:
    """Writes notices, inside the caller's transaction. A key that is there already is not written again."""
    rows = list(notices)
    if rows:
        bulk.add(rows, ignore_conflicts=True)


def render(row: Notice) -> tuple[str, str]:
    """Subject and body of one notice, as its reader gets it."""
    context = {**row.context, "to": row.to, "portal": settings.PUBLIC_URL}
    with translation.override(settings.LANGUAGE_CODE):
        subject = " ".join(render_to_string(f"notices/{row.name}.subject.txt", context).split())
        body = render_to_string(f"notices/{row.name}.txt", context).strip()
    return subject[:300], body


def join(at: dt.datetime, limit: int = 500) -> int:
    """Makes messages of the notices that have none; a person's grouped notices of one day become one message.

    Only rows that still have no message are bound, so that two workers never tell the same notice twice.
    """
    waiting = list(Notice.objects.filter(message=None).select_related("to").order_by("written_at", "pk")[:limit])
    bundles: dict[tuple[object, ...], list[Notice]] = {}
    for row in waiting:
        day = local(row.written_at).date()
        bundles.setdefault(("day", row.to_id, day) if row.groups else ("one", row.pk), []).append(row)
    made = 0
    for rows in bundles.values():
        try:
            with transaction.atomic():
                made += _bind(rows, at)
        except Exception:  # a notice that cannot be written holds up nobody else's
            log.exception("notices %s could not be written", [row.key for row in rows])
    return made


def _bind(rows: list[Notice], at: dt.datetime) -> int:
    free = list(
        Notice.objects.select_for_update(of=("self",))
        .filter(pk__in=[row.pk for row in rows], message=None)
        .select_related("to")
        .order_by("pk")
    )
    if not free:
        return 0
    parts = [render(row) for row in free]
    if len(parts) == 1:
        subject, body = parts[0]
    else:
        with translation.override(settings.LANGUAGE_CODE):
            subject = ngettext("%(n)d matter waits for you", "%(n)d matters wait for you", len(parts)) % {
                "n": len(parts)
            }
        body = "\n\n———\n\n".join(f"{head}\n{text}" for head, text in parts)
    message = Message.objects.create(to=free[0].to, subject=subject, body=body, written_at=at, next_try_at=at)
    return Notice.objects.filter(pk__in=[row.pk for row in free], message=None).update(message=message)


def send_due(at: dt.datetime, limit: int = 200) -> int:
    """Sends what is due; a message is claimed by a conditional update that re-tests that it is due."""
    due = Message.objects.filter(sent_at=None, given_up_at=None, next_try_at__lte=at).order_by("next_try_at", "pk")
    free = Q(claimed_until=None) | Q(claimed_until__lte=at)
    sent = 0
    for pk in due.filter(free).values_list("pk", flat=True)[:limit]:
        claimed = Message.objects.filter(free, pk=pk, sent_at=None, given_up_at=None, next_try_at__lte=at).update(
            claimed_until=at + _CLAIM, tries=F("tries") + 1
        )
        if claimed:
            sent += _send(Message.objects.select_related("to").get(pk=pk), at)
    return sent


def _send(message: Message, at: dt.datetime) -> int:
    host = hashlib.sha256(settings.PUBLIC_URL.encode()).hexdigest()[:16]
    mail = EmailMessage(
        message.subject,
        message.body + "\n\n" + _foot(),
        to=[message.to.email],
        # The same id at every try: a server that took it once throws the second away.
        headers={"Message-ID": f"<{message.pk}.{host}@teachersync>", "Auto-Submitted": "auto-generated"},
    )
    try:
        mail.send()
    except Exception as error:  # whatever the mail server does, the message stays and is tried again
        log.warning("message %s not sent: %s", message.pk, error)
        wait = dt.timedelta(minutes=min(2**message.tries, 240))
        gone = at - message.written_at > _GIVE_UP_AFTER
        Message.objects.filter(pk=message.pk).update(
            claimed_until=None,
            next_try_at=at + wait,
            given_up_at=at if gone else None,
            last_error=f"{type(error).__name__}: {error}"[:500],
        )
        return 0
    Message.objects.filter(pk=message.pk).update(sent_at=at, claimed_until=None, last_error="")
    return 1


def _foot() -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return gettext("This message was written by TeacherSync: %(address)s") % {"address": settings.PUBLIC_URL}


def everything() -> models.QuerySet[Message]:
    """All that the portal wrote: in the demo alone, where its people are invented and mail goes nowhere."""
    invented = settings.DEMO and not settings.PRODUCTION and DemoMark.objects.exists()
    return Message.objects.all() if invented else Message.objects.none()


def mark_read(message: Message, *, at: dt.datetime) -> None:
    """The reader says that she has read it. Once."""
    Message.objects.filter(pk=message.pk, read_at=None).update(read_at=at)
