"""Is this file as the portal sealed it? Asked of kept files by the sweep, and of any other by whoever has it.

Read is pyHanko's `bottom_line`, which also looks at what was changed after a signature, never `valid` or `intact`
alone: a page that an incremental update draws over leaves both of those true.
"""

from __future__ import annotations

import datetime as dt
import io
import logging
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from asn1crypto import x509 as asn1
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from records.sealing import keys

log = logging.getLogger(__name__)


class Problem(StrEnum):
    """What is wrong with a sealed file."""

    UNREADABLE = "unreadable"
    NOT_SEALED = "not_sealed"
    CHANGED = "changed"
    STRANGER = "stranger"
    APPENDED = "appended"
    MISSING = "missing"
    OTHER_PAPER = "other_paper"

    @property
    def sentence(self) -> str | Promise:
        return _SENTENCES[self]


_SENTENCES: dict[Problem, str | Promise] = {
    Problem.UNREADABLE: _("The file cannot be read as a PDF."),
    Problem.NOT_SEALED: _("The file bears no seal."),
    Problem.CHANGED: _("The file was changed after it was sealed."),
    Problem.STRANGER: _("A signature in the file was not sealed by this portal."),
    Problem.APPENDED: _("Something was added behind the last seal."),
    Problem.MISSING: _("A signature that belongs to this paper is not in the file."),
    Problem.OTHER_PAPER: _("The seal belongs to another paper."),
}


class Unsound(Exception):
    """A seal that was just made would not be believed."""


@dataclass(frozen=True, slots=True)
class Seal:
    """One seal as it stands in the file."""

    field: str
    role: str
    at: dt.datetime | None
    has_timestamp: bool
    sound: bool


@dataclass(slots=True)
class Verdict:
    """`problems` is empty when all is well; `seals` in the order of the file; `open` are the roles yet to sign."""

    problems: list[Problem] = field(default_factory=list)
    seals: list[Seal] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.problems

    def note(self, problem: Problem) -> None:
        if problem not in self.problems:
            self.problems.append(problem)


def verify(data: bytes, *, code: str = "", roles: Collection[str] = ()) -> Verdict:
    """Looks at every seal of a file. `code` is of the paper it should be, `roles` are those that must have signed.

    Never raises for what is in the file.
    """
    verdict = Verdict()
    try:
        _look(data, verdict, code)
    except keys.NoKey:
        raise
    except Exception as error:  # a parser may raise anything at bytes that somebody has bent
        log.info("a sealed file cannot be read: %s: %s", type(error).__name__, error)
        verdict.note(Problem.UNREADABLE)
    if not verdict.seals and Problem.UNREADABLE not in verdict.problems:
        verdict.note(Problem.NOT_SEALED)
    if set(roles) - {seal.role for seal in verdict.seals if seal.sound}:
        verdict.note(Problem.MISSING)
    return verdict


def _look(data: bytes, verdict: Verdict, code: str) -> None:
    reader = PdfFileReader(io.BytesIO(data))
    ours = keys.trusted()
    found = list(reader.embedded_regular_signatures)
    for signature in found:
        verdict.seals.append(_seal(signature, ours, verdict))
    names = [seal.field for seal in verdict.seals]
    if code and any(not name.startswith(f"{code}-") for name in names):
        verdict.note(Problem.OTHER_PAPER)
    verdict.open = [_role(name) for name in _fields(reader) if name not in names]
    if found:
        # Measured only after it was looked at: where the last seal ends, the file must end.
        last = found[-1].coverage or found[-1].evaluate_signature_coverage()
        if last != SignatureCoverageLevel.ENTIRE_FILE:
            verdict.note(Problem.APPENDED)


def _seal(signature: Any, ours: list[asn1.Certificate], verdict: Verdict) -> Seal:
    claimed = signature.self_reported_timestamp
    name = str(signature.field_name)
    try:
        status = validate_pdf_signature(signature, _context(ours, claimed), _context(ours, None))
    except Exception as error:
        # Its own try: one bent signature must not hide what the others say.
        log.info("the seal %s cannot be read: %s: %s", name, type(error).__name__, error)
        verdict.note(Problem.CHANGED)
        return Seal(name, _role(name), claimed, has_timestamp=False, sound=False)
    if not status.bottom_line:
        verdict.note(_why(status))
    return Seal(name, _role(name), claimed, bool(status.timestamp_validity), bool(status.bottom_line))


def _context(ours: list[asn1.Certificate], moment: dt.datetime | None) -> ValidationContext:
    """Our own certificates are the roots and nothing is fetched: a seal is judged at the time it was made."""
    if moment is None:
        return ValidationContext(trust_roots=ours, allow_fetching=False)
    return ValidationContext(trust_roots=ours, allow_fetching=False, moment=moment, best_signature_time=moment)


def _why(status: PdfSignatureStatus) -> Problem:
    if status.intact and status.valid and not status.trusted:
        return Problem.STRANGER
    return Problem.CHANGED


def _fields(reader: PdfFileReader) -> list[str]:
    found: list[str] = []
    try:
        fields = reader.root["/AcroForm"]["/Fields"]
    except KeyError:
        return found
    for reference in fields:
        entry = reference.get_object()
        if entry.get("/FT") == "/Sig":
            found.append(str(entry["/T"]))
    return found


def _role(name: str) -> str:
    """`7KQ4M2XD9TWH-1-teacher`: what stands behind code and number."""
    return name.split("-", 2)[-1]
