"""Writing and sealing the register."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, models, transaction

from people.models import Seat
from records import bulk
from records.models import Entry, Seal


def label_of(thing: models.Model) -> str:
    """`applications.application`: how the register names a kind of thing."""
    return thing._meta.label_lower


def entry(
    verb: str,
    thing: models.Model,
    *,
    by: Seat,
    at: dt.datetime,
    year: int | None = None,
    college_id: int | None = None,
    **facts: Any,
) -> Entry:
    """An unsaved entry: bulk writers collect these, `write` saves one."""
    return Entry(
        verb=verb,
        at=at,
        by_id=by.pk,  # by its number: setting the seat itself costs as much as all the rest of a row
        subject_label=label_of(thing),
        subject_pk=str(thing.pk),
        year=year,
        college_id=college_id,
        facts=facts,
    )


def write(verb: str, thing: models.Model, *, by: Seat, at: dt.datetime, **more: Any) -> Entry:
    """Writes one entry, inside the caller's transaction."""
    return bulk.add_one(entry(verb, thing, by=by, at=at, **more))


def _digest(row: Entry, salt: str) -> str:
    text = json.dumps(
        [
            row.pk,
            row.verb,
            row.at.astimezone(dt.UTC).isoformat(),
            row.by_id,
            row.subject_label,
            row.subject_pk,
            row.year,
            row.college_id,
            row.facts,
        ],
        ensure_ascii=False,
        sort_keys=True,
    )
    return hashlib.sha256(f"{salt}{text}".encode()).hexdigest()


def _link(before: str, position: int, digest: str) -> str:
    return hashlib.sha256(f"{before}:{position}:{digest}".encode()).hexdigest()


def seal(batch: int = 1000) -> int:
    """Seals up to `batch` entries that have no seal yet, in the order of their ids; says how many it sealed.

    Two workers at once are harmless: the position is the key, so the second one's batch is rolled back whole.
    """
    try:
        return _seal(batch)
    except IntegrityError:  # another worker took these positions
        return 0


def _seal(batch: int) -> int:
    with transaction.atomic():
        last = Seal.objects.order_by("-position").first()
        position, chain = (last.position, last.chain) if last else (0, "")
        links = []
        for row in Entry.objects.filter(seal=None).order_by("pk")[:batch]:
            position += 1
            salt = secrets.token_hex(16)
            digest = _digest(row, salt)
            chain = _link(chain, position, digest)
            links.append(Seal(position=position, entry=row, salt=salt, digest=digest, chain=chain))
        Seal.objects.bulk_create(links)
    return len(links)


def broken_links() -> Iterable[int]:
    """Positions at which the chain does not hold: an entry was changed, or a link is missing."""
    chain, expected = "", 1
    for link in Seal.objects.select_related("entry").order_by("position").iterator(chunk_size=2000):
        sound = (
            link.position == expected
            and link.digest == _digest(link.entry, link.salt)
            and link.chain == _link(chain, link.position, link.digest)
        )
        if not sound:
            yield link.position
        chain, expected = link.chain, link.position + 1
