"""The outbox: notices written inside transactions, joined into messages, which `delivery.py` sends."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.conf import settings
from django.db import models, transaction

from people.clock import is_daytime, local
from people.models import DemoMark
from records import bell, bulk, delivery, reminders, wording
from records.models import Message, Notice

log = logging.getLogger(__name__)


def notice(
    key: str,
    name: str,
    /,
    *,
    to_id: int,
    at: dt.datetime,
    topic: str,
    year: int | None = None,
    college_id: int | None = None,
    groups: bool = False,
    reminds_of: str = "",
    **context: Any,
) -> Notice:
    """An unsaved notice. `name` is its template (`applications/submit`), `context` plain JSON.

    Key and name are positional only, so that a context may hold the name of a person.
    """
    return Notice(
        key=key[:200],
        name=name,
        to_id=to_id,
        year=year,
        topic=topic,
        college_id=college_id,
        context=context,
        groups=groups,
        reminds_of=reminds_of,
        written_at=at,
    )


def post(notices: Iterable[Notice]) -> None:
    """Writes notices, inside the caller's transaction, and has them delivered soon after it. A key that is there
    already is not written again."""
    rows = list(notices)
    if rows:
        bulk.add(rows, ignore_conflicts=True)
        bell.hurry("records.deliver")


class Plain(NamedTuple):
    """A notice as plain values: where there are thousands, an object of each would cost more than its row."""

    key: str
    name: str
    to_id: int
    year: int
    topic: str
    college_id: int | None
    context: dict[str, Any]
    reminds_of: str
    written_at: dt.datetime
    groups: bool = False


def pour(notices: Sequence[Plain]) -> None:
    """`post` for thousands."""
    if notices:
        bulk.pour(Notice, Plain._fields, notices)
        bell.hurry("records.deliver")


def join(at: dt.datetime, limit: int = 500) -> int:
    """Makes messages of the notices that have none; a person's grouped notices of one day become one message.

    A person's reminders, written together, become one message too: by day only, and only those that still hold.
    Only rows that still have no message are bound, so that two workers never tell the same notice twice.
    """
    rows = Notice.objects.filter(message=None)
    if not is_daytime(at):
        rows = rows.filter(reminds_of="")
    waiting = list(rows.select_related("to").order_by("written_at", "pk")[:limit])
    reminded = {row.to_id for row in waiting if row.reminds_of}
    # A person's reminders stay together, those too that the limit of this run would leave out.
    waiting = [row for row in waiting if not row.reminds_of] + _still(reminded, at)
    made = 0
    for bundle in bundled(waiting):
        try:
            with transaction.atomic():
                made += _bind(bundle, at)
        except Exception:  # a notice that cannot be written holds up nobody else's
            log.exception("notices %s could not be written", [row.key for row in bundle])
    return made


def bundled(rows: Iterable[Notice]) -> list[list[Notice]]:
    """The notices of each message: those that are told together, and every other one alone."""
    bundles: dict[tuple[object, ...], list[Notice]] = {}
    for row in rows:
        bundles.setdefault(_bundle(row), []).append(row)
    return list(bundles.values())


def _bundle(row: Notice) -> tuple[object, ...]:
    if row.reminds_of:
        return ("reminders", row.to_id)
    return ("day", row.to_id, local(row.written_at).date()) if row.groups else ("one", row.pk)


def _still(people: set[int], at: dt.datetime) -> list[Notice]:
    """The untold reminders of these people that hold; the others go: should they hold again, they are written again.

    A run that began before nine may meet, long after, what was written at nine. By its own clock that does not hold
    yet: it is left to the next run, and not taken away.
    """
    rows = Notice.objects.filter(message=None, to__in=people, written_at__lte=at).exclude(reminds_of="")
    found = list(rows.select_related("to").order_by("written_at", "pk")) if people else []
    # Yesterday's words ("tomorrow is the last day") are not said today: the sweep finds new ones.
    today = local(at).date()
    still = [row for row in reminders.holding(found, at) if local(row.written_at).date() >= today]
    gone = {row.pk for row in found} - {row.pk for row in still}
    if gone:
        rows.filter(pk__in=gone).delete()
    return still


def _bind(rows: list[Notice], at: dt.datetime) -> int:
    free = list(
        Notice.objects.select_for_update(of=("self",))
        .filter(pk__in=[row.pk for row in rows], message=None)
        .select_related("to")
        .order_by("pk")
    )
    if not free:
        return 0
    subject, body = wording.compose(free)
    message = Message.objects.create(
        to=free[0].to, subject=subject, body=body, written_at=at, by_day=bool(free[0].reminds_of)
    )
    delivery.begin(message, free, at)
    return Notice.objects.filter(pk__in=[row.pk for row in free], message=None).update(message=message)


def everything() -> models.QuerySet[Message]:
    """All that the portal wrote: in the demo alone, where its people are invented and mail goes nowhere."""
    invented = settings.DEMO and not settings.PRODUCTION and DemoMark.objects.exists()
    return Message.objects.all() if invented else Message.objects.none()


def mark_read(message: Message, *, at: dt.datetime) -> None:
    """The reader says that she has read it. Once."""
    Message.objects.filter(pk=message.pk, read_at=None).update(read_at=at)
