"""Doorbells of the records room: ids in, work done, nothing decided."""

from __future__ import annotations

import datetime as dt
import logging
import time

from celery import shared_task
from django.conf import settings

from people import clock
from records import bell, delivery, documents, integrity, outbox, register, scanning, seals, uploads
from records.models import Document
from records.pdf import shelf

log = logging.getLogger(__name__)

# Seconds after which a run takes nothing more in hand, and messages in hand at once. A server may keep each waiting
# for half a minute: a claim (five minutes) and the task's own limit outlive them all.
_PATIENCE = 120.0
_AT_ONCE = 5


@shared_task(name="records.answer", ignore_result=True)
def answer(pk: int) -> None:
    """Answers one ring. What fails stays in the table with its error, and is rung again."""
    at = clock.now()
    row = bell.claim(pk, at)
    if row is None:
        return
    try:
        bell.answer(row.task)(row.about, at)
    except Exception as error:
        bell.failed(pk, error)
        log.exception("ring %s failed", row)
        return
    bell.done(pk, clock.now())


@shared_task(name="records.sweep_rings", ignore_result=True)
def sweep_rings() -> int:
    """Makes good what no bell reached: the work is done here, in this worker, whatever became of the sound."""
    rows = bell.unanswered(clock.now())
    for row in rows:
        answer(row.pk)
    return len(rows)


@shared_task(name="records.deliver", ignore_result=True)
def deliver() -> int:
    """Joins notices into messages and sends what is due."""
    at = clock.now()
    while outbox.join(at):
        pass
    total = 0
    # An announced list is thousands of mails; what one run leaves the next one finds.
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and delivery.is_due(clock.now()):
        total += delivery.send_due(clock.now(), limit=_AT_ONCE)
    return total


@bell.answers("records.read_scan")
def read_scan(about: str, at: dt.datetime) -> None:
    """Reads a scan that came in; the child it is read in is limited, this worker only waits."""
    scanning.read(Document.objects.select_related("paper").get(pk=about), at=at)


@shared_task(name="records.seal", ignore_result=True)
def seal() -> int:
    """Seals what the register gained since the last time."""
    total = 0
    while count := register.seal():
        total += count
    return total


@shared_task(name="records.collect_orphans", ignore_result=True)
def collect_orphans() -> int:
    """Takes away bytes without a row: what a crash between file and commit, or a broken upload, left behind."""
    now = time.time()
    shelf.sweep(now)
    names = documents.orphans(now, at=clock.now())
    for name in names:
        documents.discard(name)
    from pathlib import Path

    stale = [
        path for path in Path(settings.FILE_UPLOAD_TEMP_DIR).glob("*.upload*") if now - path.stat().st_mtime > 86400
    ]
    for path in stale:
        path.unlink(missing_ok=True)
    return len(names) + len(stale)


@shared_task(name="records.sweep_uploads", ignore_result=True)
def sweep_uploads() -> int:
    """Lets go of uploads that nobody went on with."""
    return uploads.sweep(clock.now(), time.time())


@shared_task(name="records.verify_store", ignore_result=True)
def verify_store() -> int:
    """Reads again what was not read for longest, for a bounded time; tells the bureau's admins what is damaged."""
    at = clock.now()
    found = integrity.verify(integrity.due(at), at, seconds=settings.VERIFY_SECONDS)
    return found.checked


@shared_task(name="records.verify_seals", ignore_result=True)
def verify_seals() -> int:
    """Looks at the seals that were not looked at for longest, for a bounded time; tells what no longer holds."""
    at = clock.now()
    return seals.verify(seals.due(at), at, seconds=settings.VERIFY_SECONDS).checked
