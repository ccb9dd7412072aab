"""Two versions of a plan compared: field by field from what was frozen or typed, and page by page as they look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from applications.models import Application, Plan
from applications.pages.answers import sections
from applications.pages.marking import Run, runs
from applications.standing import standing
from records.models import Receipt
from rounds.enums import SignerRole

CHANGED, ADDED, REMOVED = "changed", "added", "removed"
_ALIKE = 0.5  # of two rows, from which on one is taken for the other rewritten
_KINDS = ("signed", "printed")


@dataclass(frozen=True, slots=True)
class Field:
    """One answer in both versions, in runs of what is the same and what is not."""

    label: str
    before: list[Run]
    after: list[Run]


@dataclass(frozen=True, slots=True)
class Change:
    """An answer, or a row of a table with the cells that differ."""

    label: str
    kind: str
    fields: list[Field]


@dataclass(frozen=True, slots=True)
class Part:
    section: str | Promise
    changes: list[Change]


def all_of(application: Application) -> list[Plan]:
    """Every version, newest first, with its papers."""
    rows: QuerySet[Plan] = application.plans.select_related("printed", "signed", "establishment", "paper")
    return list(rows.order_by("-version"))


def page(application: Application, versions: list[Plan], asked: Mapping[str, str]) -> dict[str, Any]:
    """What applications/compare.html shows. `asked`: old, new, show (fields, pages), paper (signed, printed)."""
    old, new = _chosen(application, versions, asked)
    context: dict[str, Any] = {
        "versions": [{"plan": plan, "standing": standing(application, plan)} for plan in versions],
        "old": old,
        "new": new,
        "old_standing": standing(application, old) if old else None,
        "new_standing": standing(application, new),
        "show": "pages" if asked.get("show") == "pages" else "fields",
    }
    if old is None:
        return context
    if context["show"] == "pages":
        return {**context, **_pages(old, new, asked.get("paper", ""))}
    parts = differences(old, new)
    return {**context, "parts": parts, "count": sum(len(part.changes) for part in parts)}


def _chosen(application: Application, versions: list[Plan], asked: Mapping[str, str]) -> tuple[Plan | None, Plan]:
    """The two versions asked for, the older first; without asking, the newest and what was last sent back."""
    known = {str(plan.version): plan for plan in versions}
    new = known.get(asked.get("new", ""), versions[0])
    old = known.get(asked.get("old", "")) or known.get(str(_returned(application)))
    if old is None or old.pk == new.pk:
        old = next((plan for plan in versions if plan.version < new.version), None)
    if old is not None and old.version > new.version:
        old, new = new, old
    return old, new


def _returned(application: Application) -> int:
    """The version that was last sent and came back; 0 when none did. One query."""
    if application.sent_back_at is None:
        return 0
    keys = [application.receipt_key(turn) for turn in range(1, application.turn + 1)]
    rows = Receipt.objects.filter(key__in=keys, accepted_at__lt=application.sent_back_at).order_by("-accepted_at")
    return rows.values_list("paper__version", flat=True).first() or 0


def _pages(old: Plan, new: Plan, paper: str) -> dict[str, Any]:
    """Pages side by side, of the papers of one kind that both have."""
    kinds = [kind for kind in _KINDS if getattr(old, kind) and getattr(new, kind)]
    kind = paper if paper in kinds else next(iter(kinds), "")
    if not kind:
        return {"kinds": [], "kind": "", "pairs": []}
    left, right = getattr(old, kind).pages, getattr(new, kind).pages
    pairs = [
        {"number": number, "old": number <= left, "new": number <= right} for number in range(1, max(left, right) + 1)
    ]
    return {"kinds": kinds, "kind": kind, "pairs": pairs}


def differences(old: Plan, new: Plan) -> list[Part]:
    """What one version says otherwise than the other, section by section; nothing of what is the same."""
    found = []
    for before, after in zip(sections(old), sections(new), strict=True):
        changes = _answers(before, after) if "rows" in before else _rows(before["table"], after["table"])
        if changes:
            found.append(Part(after["section"], changes))
    signing = _single(_signing(old), _signing(new)) if old.content and new.content else []
    return [*found, Part(_("College and signatures"), signing)] if signing else found


def _answers(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    return _single(dict(before["rows"]), dict(after["rows"]))


def _single(before: Mapping[str, str], after: Mapping[str, str]) -> list[Change]:
    labels = dict.fromkeys([*after, *before])
    pairs = [(label, before.get(label, ""), after.get(label, "")) for label in labels]
    return [Change(label, _kind(old, new), [_field("", old, new)]) for label, old, new in pairs if old != new]


def _signing(plan: Plan) -> dict[str, str]:
    """Who stands under the plan: it is frozen with it, and nobody types it."""
    content = plan.content or {}
    college = content["college"]
    lines = {_("Director"): " ".join(filter(None, (college["director_name"], college["director_position"])))}
    for signer in content["signers"]:
        heading = SignerRole(signer["role"]).heading(signer["label"])
        lines[heading] = " ".join(filter(None, (signer["name"], signer["position"])))
    return lines


def _kind(old: str, new: str) -> str:
    return ADDED if not old else REMOVED if not new else CHANGED


def _field(label: str, old: str, new: str) -> Field:
    return Field(label, *runs(old, new))


def _rows(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Rows that came, went or were rewritten. A row is known by what it says, so moving it down changes nothing."""
    head, old, new = after["head"], before["rows"], after["rows"]
    found: list[Change] = []
    for tag, a, b, c, d in SequenceMatcher(None, list(map(tuple, old)), list(map(tuple, new))).get_opcodes():
        if tag != "equal":
            found += _block(head, list(enumerate(old[a:b], a + 1)), list(enumerate(new[c:d], c + 1)))
    return found


Numbered = tuple[int, list[str]]


def _block(head: list[str], old: list[Numbered], new: list[Numbered]) -> list[Change]:
    found = []
    left = list(old)
    for number, row in new:
        twin = max(left, key=lambda other: _alike(other[1], row), default=None)
        if twin is None or _alike(twin[1], row) < _ALIKE:
            found.append(_whole(head, number, ADDED, row))
            continue
        left.remove(twin)
        cells = [_field(name, was, now) for name, was, now in zip(head, twin[1], row, strict=True) if was != now]
        found.append(Change(_row(number), CHANGED, cells))
    return [*found, *(_whole(head, number, REMOVED, row) for number, row in left)]


def _alike(one: list[str], other: list[str]) -> float:
    """From 0 to 1: how much of the one row is in the other."""
    return SequenceMatcher(None, "\0".join(one), "\0".join(other), autojunk=False).ratio()


def _whole(head: list[str], number: int, kind: str, row: list[str]) -> Change:
    cells = [
        _field(name, text if kind == REMOVED else "", text if kind == ADDED else "")
        for name, text in zip(head, row, strict=True)
        if text
    ]
    return Change(_row(number), kind, cells)


def _row(number: int) -> str:
    return _("Row %(number)d") % {"number": number}
