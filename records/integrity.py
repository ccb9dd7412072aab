"""Are the stored files still what was accepted? Each is read again within a month, the longest unread first.

A fault is named in the register, on the page of the store and in a message to the bureau's admins; nothing is mended
here, for only a backup holds the right bytes. When they are back, the next reading says so in the register too.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Min, Q, Sum

from people.enums import SeatKind
from people.models import Seat, system_seat
from records import outbox, register, stores
from records.enums import Fault, Topic
from records.models import Document
from records.models.paper import document_storage

log = logging.getLogger(__name__)
_BATCH = 50
_MOST = 1_000_000  # of one run
_NAMED = 20  # in one message


@dataclass(frozen=True)
class Damage:
    """One damaged document, as people are told of it."""

    document: str
    file: str
    what: str
    paper: str
    name: str


@dataclass
class Findings:
    checked: int = 0
    bytes_read: int = 0
    damaged: list[Damage] = field(default_factory=list)
    # The store did not answer: what was not read is not called damaged.
    unreachable: int = 0

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def due(at: dt.datetime) -> Iterator[Document]:
    """What has to be read again, longest unread first; what is damaged each night, for it may have been mended."""
    before, last_night = at - dt.timedelta(days=settings.VERIFY_DAYS), at - dt.timedelta(hours=20)
    wanted = Q(checked_at=None) | Q(checked_at__lt=before) | (~Q(fault="") & Q(checked_at__lt=last_night))
    return _in_turn(Document.objects.filter(wanted))


def everything() -> Iterator[Document]:
    return _in_turn(Document.objects.all())


def _in_turn(rows: models.QuerySet[Document]) -> Iterator[Document]:
    """The numbers first, the rows as they are reached: a row that was read again must not come round once more."""
    numbers = list(rows.order_by(F("checked_at").asc(nulls_first=True), "pk").values_list("pk", flat=True)[:_MOST])
    for start in range(0, len(numbers), _BATCH):
        batch = numbers[start : start + _BATCH]
        found = Document.objects.select_related("paper").in_bulk(batch)
        yield from (found[pk] for pk in batch if pk in found)


def verify(documents: Iterable[Document], at: dt.datetime, *, seconds: float | None = None) -> Findings:
    """Reads files again and writes down what is found; stops after so many seconds. A store that is away ends it."""
    found, until = Findings(), time.monotonic() + seconds if seconds else None
    told: list[Damage] = []
    for document in documents:
        try:
            fault, size = look(document)
        except OSError as error:
            found.unreachable += 1
            log.warning("%s cannot be read now: %s", document.file.name, error)
            break
        found.checked += 1
        found.bytes_read += size
        if fault:
            found.damaged.append(_damage(document, fault))
        if _write_down(document, fault, at) and fault:
            told.append(_damage(document, fault))
        if until is not None and time.monotonic() > until:
            break
    if told:
        words = [f"{damage.paper} {damage.name} ({damage.file}): {Fault(damage.what).label}" for damage in told]
        tell_admins(words, "records/damaged", at)
    return found


def look(document: Document) -> tuple[Fault | None, int]:
    """What is wrong with a document's bytes, and how many there are. Raises OSError when the store is away."""
    try:
        size, sha256 = stores.fetch(document_storage(), document.file.name or "", stores.Nowhere())
    except FileNotFoundError:
        return Fault.MISSING, 0
    if size != document.size:
        return Fault.SIZE, size
    return (None if sha256 == document.sha256 else Fault.CONTENT), size


def _damage(document: Document, fault: Fault) -> Damage:
    return Damage(
        document=str(document.pk),
        file=document.file.name or "",
        what=fault.value,
        paper=document.paper.short_code,
        name=document.original_name,
    )


def _write_down(document: Document, fault: Fault | None, at: dt.datetime) -> bool:
    """Stamps the reading; an entry where something has changed. Says whether it has."""
    changed = document.fault != (fault or "")
    rows = Document.objects.filter(pk=document.pk)
    if not changed:
        rows.update(checked_at=at)
        return False
    with transaction.atomic():
        rows.update(checked_at=at, fault=fault or "", faulty_since=at if fault else None)
        register.write(
            f"records:document:{'damaged' if fault else 'mended'}",
            document,
            by=system_seat(),
            at=at,
            year=document.paper.year,
            college_id=document.paper.college_id,
            file=document.file.name,
            fault=fault or document.fault,
        )
    return True


def tell_admins(lines: list[str], name: str, at: dt.datetime) -> None:
    """One message to each admin of the bureau about what a look at the store found anew, a line for each thing."""
    admins = Seat.objects.open_at(at).filter(kind=SeatKind.BUREAU, is_admin=True, user__isnull=False)
    facts: dict[str, Any] = {
        "topic": Topic.DAMAGE,
        "lines": lines[:_NAMED],
        "count": len(lines),
        "more": max(0, len(lines) - _NAMED),
    }
    with transaction.atomic():
        outbox.post(
            outbox.notice(f"{name}:{at.isoformat()}:{user_id}", name, to_id=user_id, at=at, **facts)
            for user_id in sorted({seat.user_id for seat in admins if seat.user_id is not None})
        )


def overview(at: dt.datetime) -> dict[str, Any]:
    """What the page of the store tells: how much there is, how lately it was read, what is damaged."""
    rows = Document.objects.all()
    totals = rows.aggregate(size=Sum("size"), oldest=Min("checked_at"))
    damaged = rows.exclude(fault="").select_related("paper__college").order_by("faulty_since", "pk")
    return {
        "count": rows.count(),
        "size": totals["size"] or 0,
        "oldest": totals["oldest"],
        "never": rows.filter(checked_at=None).count(),
        "late": rows.filter(checked_at__lt=at - dt.timedelta(days=settings.VERIFY_DAYS)).count(),
        "damaged_count": damaged.count(),
        "damaged": list(damaged[:200]),
        "days": settings.VERIFY_DAYS,
        "on_disk": stores.root_of(document_storage()) is not None,
    }
