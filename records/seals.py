"""Do the seals of signed papers still hold? Each is looked at again within a month, the longest unseen first.

Only the file that counts of a paper is looked at: the one with all signatures so far. A seal is verified before its
file is kept, so a file that nobody has looked at since was sound then.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.models import system_seat
from records import documents, integrity, register, sealing
from records.enums import DocumentKind
from records.models import Document, SealCheck

log = logging.getLogger(__name__)
_BATCH = 50
# What may be wrong with the bytes themselves, beside what stands in them.
BYTES: dict[str, str | Promise] = {
    "gone": _("The file is missing."),
    "hash": _("The file is not the one that was kept."),
}


@dataclass
class Findings:
    checked: int = 0
    # Sealed file and what is wrong with it.
    broken: list[tuple[Document, list[str]]] = field(default_factory=list)
    # The store or the sealing key did not answer: what was not looked at is not called broken.
    unreachable: bool = False


def sentence(word: str) -> str | Promise:
    return BYTES[word] if word in BYTES else sealing.Problem(word).sentence


def newest(rows: Iterable[Document]) -> Document | None:
    """Of the sealed files of one paper the one that counts. Two may bear one instant: then it has more signatures."""
    sealed = [row for row in rows if row.kind == DocumentKind.SIGNED and "signers" in row.facts]
    return max(sealed, key=lambda row: (row.kept_at, len(row.facts["signers"])), default=None)


def everything() -> Iterator[Document]:
    """The sealed file that counts of every paper, the longest unseen first."""
    return _in_turn(_newest())


def due(at: dt.datetime) -> Iterator[Document]:
    """Those not looked at for so long; what is broken each night, for a backup may have brought it back."""
    before, last_night = at - dt.timedelta(days=settings.VERIFY_DAYS), at - dt.timedelta(hours=20)
    wanted = [(pk, seen, broken) for pk, seen, broken in _newest() if seen < (last_night if broken else before)]
    return _in_turn(wanted)


def overview() -> dict[str, object]:
    """What the page of the store tells of the seals."""
    broken = SealCheck.objects.exclude(problems="").select_related("document__paper__college")
    rows = list(broken.order_by("broken_since", "pk")[:200])
    return {
        "sealed": len(_newest()),
        "broken": [
            {
                "document": row.document,
                "since": row.broken_since,
                "why": [sentence(word) for word in row.problems.split(",")],
            }
            for row in rows
        ],
        "broken_count": broken.count(),
    }


def _newest() -> list[tuple[object, dt.datetime, bool]]:
    """Number, when it was last known to hold or not, and whether it is broken."""
    rows = Document.objects.filter(kind=DocumentKind.SIGNED, facts__has_key="signers")
    values = rows.values_list("paper_id", "pk", "kept_at", "facts__signers", "seal_check__checked_at",
                              "seal_check__problems")  # fmt: skip
    latest: dict[int, tuple[tuple[dt.datetime, int], tuple[object, dt.datetime, bool]]] = {}
    for paper, pk, kept, signers, checked, problems in values.iterator(chunk_size=2000):
        rank = (kept, len(signers))
        if paper not in latest or rank > latest[paper][0]:
            latest[paper] = (rank, (pk, checked or kept, bool(problems)))
    return [found for _rank, found in latest.values()]


def _in_turn(found: list[tuple[object, dt.datetime, bool]]) -> Iterator[Document]:
    numbers = [pk for pk, _seen, _broken in sorted(found, key=lambda row: (row[1], str(row[0])))]
    for start in range(0, len(numbers), _BATCH):
        batch = numbers[start : start + _BATCH]
        rows = Document.objects.select_related("paper", "seal_check").in_bulk(batch)
        yield from (rows[pk] for pk in batch if pk in rows)


def verify(rows: Iterable[Document], at: dt.datetime, *, seconds: float | None = None) -> Findings:
    """Looks at sealed files and writes down what is found; stops after so many seconds. Tells the bureau's admins."""
    found, until = Findings(), time.monotonic() + seconds if seconds else None
    told: list[str] = []
    for row in rows:
        try:
            problems = look(row)
        except (OSError, sealing.NoKey) as error:
            log.warning("the seals of %s cannot be verified now: %s", row.pk, error)
            found.unreachable = True
            break
        found.checked += 1
        if problems:
            found.broken.append((row, problems))
        if _write_down(row, problems, at) and problems:
            told.append(f"{row.paper.short_code} {row.original_name}: {' '.join(str(sentence(p)) for p in problems)}")
        if until is not None and time.monotonic() > until:
            break
    if told:
        integrity.tell_admins(told, "records/seals_broken", at)
    return found


def look(row: Document) -> list[str]:
    """What is wrong with one sealed file, in words for programs.

    Raises OSError when the store is away, NoKey when the portal cannot tell which seals are its own.
    """
    if not sealing.knows_its_own():
        raise sealing.NoKey("the sealing certificate cannot be read")
    try:
        data = documents.read(row)
    except FileNotFoundError:
        return ["gone"]
    verdict = sealing.verify(data, code=row.paper.code, roles=row.facts["signers"])
    changed = [] if hashlib.sha256(data).hexdigest() == row.sha256 else ["hash"]
    return changed + [problem.value for problem in verdict.problems]


def _write_down(row: Document, problems: list[str], at: dt.datetime) -> bool:
    """Stamps the look; an entry where something has changed. Says whether it has."""
    before: SealCheck | None = getattr(row, "seal_check", None)
    was, words = (before.problems if before else ""), ",".join(problems)
    since = (before.broken_since if before and was else at) if words else None
    facts = {"checked_at": at, "problems": words, "broken_since": since}
    with transaction.atomic():
        SealCheck.objects.update_or_create(document=row, defaults=facts)
        if was != words:
            register.write(
                f"records:document:{'seal_broken' if words else 'seal_mended'}", row, by=system_seat(), at=at,
                year=row.paper.year, college_id=row.paper.college_id, problems=words or was,
            )  # fmt: skip
    return was != words
