"""How messages leave: claimed, tried, tried again, ended; each try is kept. The same for every channel."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, Value, When

from people import rehearsing
from people.clock import is_daytime
from people.models import Seat
from records import bulk, preferences, register, reminders, wording
from records.channels import CARRIERS, AddressRefuses, GivesUp, Letter, NotNow
from records.enums import FAILED, Channel, DeliveryState
from records.models import Attempt, Delivery, Message, Notice

log = logging.getLogger(__name__)

_CLAIM = dt.timedelta(minutes=5)
# A mail server may be away for a long weekend; what is older than this is told in the portal only.
_GIVE_UP_AFTER = dt.timedelta(days=5)


def begin(message: Message, notices: Sequence[Notice], at: dt.datetime) -> None:
    """Writes a row for each channel that takes the message, inside the caller's transaction."""
    bulk.add(
        [
            Delivery(message=message, channel=name, begun_at=at, next_try_at=at)
            for name, carrier in CARRIERS.items()
            if carrier.takes(notices)
        ]
    )


def _free(at: dt.datetime) -> QuerySet[Delivery]:
    """What is waiting, due and in nobody's hands."""
    free = Q(claimed_until=None) | Q(claimed_until__lte=at)
    return Delivery.objects.filter(free, state=DeliveryState.WAITING, next_try_at__lte=at)


def _due(at: dt.datetime) -> QuerySet[Delivery]:
    """What may be tried now, by day or by night."""
    return _free(at) if is_daytime(at) else _free(at).filter(message__by_day=False)


def is_due(at: dt.datetime) -> bool:
    """Whether anything may be tried now."""
    return _due(at).exists()


def send_due(at: dt.datetime, limit: int = 200) -> int:
    """Sends what is due; a delivery is claimed by a conditional update that re-tests that it is due."""
    keys = list(_due(at).order_by("next_try_at", "pk").values_list("pk", flat=True)[:limit])
    return sum(_try(pk, at) for pk in keys if claim(pk, at))


def claim(pk: int, at: dt.datetime) -> bool:
    """Takes a delivery for one try; False when somebody else has it, or it is not due any more.

    The update asks the delivery's own columns alone: where another table is joined, PostgreSQL tests again what it had
    read before it waited for the other worker, and both would have it. Whether a message may go by night never changes.
    """
    if not is_daytime(at) and Message.objects.filter(deliveries=pk, by_day=True).exists():
        return False
    # The first try is what a key and the giving up count from: it stands here before anything leaves.
    begun_at = Case(When(tries=0, then=Value(at)), default=F("begun_at"))
    return bool(_free(at).filter(pk=pk).update(claimed_until=at + _CLAIM, tries=F("tries") + 1, begun_at=begun_at))


def _try(pk: int, at: dt.datetime) -> int:
    delivery = Delivery.objects.select_related("message__to").get(pk=pk)
    letter = _letter(delivery, at)
    if isinstance(letter, DeliveryState):
        _end(delivery, letter, claimed_until=None)
        return 0
    rehearsing.stay_inside(f"message {delivery.message_id}")
    carrier = CARRIERS[delivery.channel]
    address = carrier.address(delivery)
    # What LINE calls a person is forgotten when the two part, so it stands in one place only.
    kept = "" if delivery.channel == Channel.LINE else address
    try:
        if not address:
            raise AddressRefuses("no address")
        carrier.carry(delivery, letter, address, at)
    except NotNow as error:
        _end(
            delivery, DeliveryState.WAITING, claimed_until=None, next_try_at=error.until, tries=F("tries") - 1,
            last_error=str(error)[:500],
        )  # fmt: skip
        return 0
    except AddressRefuses as error:
        _keep_try(delivery, kept, at, str(error))
        _end(delivery, DeliveryState.REFUSED, claimed_until=None, address=kept, last_error=str(error)[:500])
        return 0
    except GivesUp as error:
        _keep_try(delivery, kept, at, str(error))
        _end(delivery, DeliveryState.GIVEN_UP, claimed_until=None, address=kept, last_error=str(error)[:500])
        return 0
    except Exception as error:  # whatever the other side does, the message stays and is tried again
        log.warning("message %s by %s not sent: %s", delivery.message_id, delivery.channel, error)
        words = f"{type(error).__name__}: {error}"[:500]
        _keep_try(delivery, kept, at, words)
        gone = at - delivery.begun_at > _GIVE_UP_AFTER
        wait = dt.timedelta(minutes=min(2**delivery.tries, 240))
        state = DeliveryState.GIVEN_UP if gone else DeliveryState.WAITING
        _end(delivery, state, claimed_until=None, address=kept, next_try_at=at + wait, last_error=words)
        return 0
    _end(
        delivery,
        DeliveryState.SENT,
        claimed_until=None,
        address=kept,
        sent_at=at,
        last_error="",
        left_out=delivery.left_out,
    )
    _keep_try(delivery, kept, at, "")
    return 1


def _letter(delivery: Delivery, at: dt.datetime) -> Letter | DeliveryState:
    """What leaves now, and in which words; or how the delivery ends, because nothing is left to be told.

    That is asked at each try: its reader may have chosen otherwise meanwhile, what it reminds of may be done, and what
    waited overnight for a mail server counts other days.
    """
    message = delivery.message
    silent = preferences.silent(message.to_id, delivery.channel, at)
    rows = list(message.notices.order_by("pk"))
    wanted = [row for row in rows if not silent(row)]
    if rows and not wanted:
        return DeliveryState.UNWANTED
    if message.by_day:
        wanted = reminders.standing(wanted, at)
        if not wanted:
            return DeliveryState.OVERTAKEN
    told = {row.pk for row in wanted}
    delivery.left_out = [row.pk for row in rows if row.pk not in told]
    if not delivery.left_out and not any(wording.age(row, at) for row in wanted):
        return Letter(message.subject, message.body, len(rows))
    for row in wanted:
        row.to = message.to
    return Letter(*wording.compose(wanted, at), len(wanted))


@transaction.atomic
def resend(delivery: Delivery, *, by: Seat, at: dt.datetime) -> bool:
    """Sends again what was refused or given up, under a new key and with all its tries; False for anything else.

    A reminder whose matter is done meanwhile still does not leave.
    """
    rows = Delivery.objects.filter(pk=delivery.pk, state__in=FAILED)
    again = {"state": DeliveryState.WAITING, "begun_at": at, "next_try_at": at, "tries": 0}
    if not rows.update(**again, resent=F("resent") + 1, claimed_until=None, last_error=""):
        return False
    register.write("records:delivery:resend", delivery, by=by, at=at, channel=delivery.channel)
    return True


def _end(delivery: Delivery, state: str, **facts: object) -> None:
    Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.WAITING).update(state=state, **facts)


def _keep_try(delivery: Delivery, address: str, at: dt.datetime, error: str) -> None:
    Attempt.objects.create(delivery=delivery, tried_at=at, address=address, error=error[:500])
