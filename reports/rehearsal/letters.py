"""The messages of a rehearsal, kept small: facts of the notices, written out by the outbox when somebody reads them."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass

from people.models import User
from records import outbox, wording
from records.models import Notice
from reports.rehearsal.events import Letters

_FACTS = ("key", "name", "year", "context", "groups", "reminds_of")
Packed = list[tuple[int, list[dict[str, object]]]]


@dataclass(frozen=True)
class Letter:
    """One message as its reader would get it."""

    to: User
    subject: str
    body: str


def pack(letters: Letters) -> bytes:
    """Messages of an event differ in little: they take about a twentieth of their room."""
    plain = [(reader, [{name: getattr(row, name) for name in _FACTS} for row in rows]) for reader, rows in letters]
    return zlib.compress(json.dumps(plain, ensure_ascii=False).encode(), 6)


def unpack(packed: bytes) -> Packed:
    """(reader, facts of her notices), in the order of the event."""
    found: Packed = json.loads(zlib.decompress(packed))
    return found


def read(letters: Packed) -> list[Letter]:
    """Written as the outbox writes them, in Thai. One query for the readers."""
    people = User.objects.in_bulk([reader for reader, _rows in letters])
    found = []
    for reader, facts in letters:
        rows = [Notice(to=people[reader], pk=number, **row) for number, row in enumerate(facts)]
        found += [Letter(people[reader], *wording.compose(bundle)) for bundle in outbox.bundled(rows)]
    return found
