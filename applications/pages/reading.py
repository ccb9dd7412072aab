"""What the portal read in the signed copy, as pages show it: sentences, boxes, pages in their right order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.models import Application, Plan
from applications.pages.signing import latest_sealed
from people.actor import PortalRequest
from records.enums import DocumentKind
from records.models import Document, Reading
from records.scan.problems import Found, found_in
from records.scan.words import WHY, sentence
from rounds.enums import SignerRole

# After this long the page no longer waits: the worker is away, and nothing depends on it.
_PATIENCE = dt.timedelta(minutes=3)
_INK: dict[Any, tuple[str, Promise]] = {
    True: ("ok", gettext_lazy("signed")),
    False: ("bad", gettext_lazy("empty")),
    "doubtful": ("doubt", gettext_lazy("please look")),
}
_KINDS = {"wrong": "bad", "doubt": "doubt", "note": "note"}


def reading_of(document: Document | None) -> Reading | None:
    found: Reading | None = getattr(document, "reading", None)
    return found


def page(application: Application, at: dt.datetime) -> dict[str, Any]:
    """Context of applications/_reading.html; empty while there is no scan."""
    plan = application.plan
    if plan is None or plan.signed is None or plan.signed.kind != DocumentKind.SCANNED:
        return {}
    reading = reading_of(plan.signed)
    if reading is None:
        return {"reading_waits": at < plan.signed.kept_at + _PATIENCE, "reading_is_away": True}
    return {
        "reading": reading,
        "remarks": remarks(plan, reading),
        "boxes": boxes(application, plan, reading),
        "insisted": plan.insisted_at is not None,
    }


def _label(plan: Plan, role: str) -> str:
    signers = (plan.content or {}).get("signers", ())
    return next((SignerRole(role).heading(signer["label"]) for signer in signers if signer["role"] == role), role)


def remarks(plan: Plan, reading: Reading) -> list[dict[str, str]]:
    """Each problem as {kind, text}, the gravest first; the same remark on many pages is said once."""
    said: dict[tuple[str, str], list[int]] = {}
    for problem in reading.problems:
        words = sentence(problem, lambda role: _label(plan, role))
        said.setdefault((_KINDS[problem.weight], words), []).extend(_places(problem))
    order = list(_KINDS.values())
    rows = sorted(said.items(), key=lambda row: order.index(row[0][0]))
    return [{"kind": kind, "text": _with_places(words, places)} for (kind, words), places in rows]


def _places(problem: Found) -> list[int]:
    return [int(problem.facts["at"])] if "at" in problem.facts else []


def _with_places(words: str, places: list[int]) -> str:
    if not places:
        return words
    return _("Sheet %(places)s of the file: %(words)s") % {"places": _listed(places), "words": words}


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(str(number) for number in numbers)


def boxes(application: Application, plan: Plan, reading: Reading) -> list[dict[str, Any]]:
    """The signature boxes in the signers' order, each with its picture beside the verdict."""
    found: dict[str, dict[str, Any]] = {}
    for sheet in reading.pages:
        for box in sheet["boxes"]:
            found.setdefault(box["role"], box)
    shown = []
    for signer in (plan.content or {}).get("signers", ()):
        box = found.get(signer["role"])
        if box is None:
            continue
        kind, words = _INK[box["ink"]]
        why = WHY.get(str(box["why"])) if box["ink"] == "doubtful" else None
        shown.append(
            {
                "label": SignerRole(signer["role"]).heading(signer["label"]),
                "name": signer["name"],
                "kind": kind,
                "words": words,
                "why": why,
                # The copy's own number: the browser keeps pictures, and the next copy has other ones.
                "url": f"{_box_url(application, plan, signer['role'])}?copy={plan.signed_id}",
            }
        )
    return shown


def _box_url(application: Application, plan: Plan, role: str) -> str:
    return reverse("applications:box_picture", args=[application.pk, plan.version, role])


def sheets(plan: Plan, request: PortalRequest) -> dict[str, Any]:
    """The sheets of the copy in the order of the paper, and the chosen one beside the page as it was printed.

    `?page=` names a sheet by its place in the file. To begin with, the one on which people sign. `?beside=before` lays
    the copy that was sent in before this one beside it, where there is one of the same version.
    """
    document = plan.signed
    assert document is not None
    reading = reading_of(document)
    rows: list[dict[str, Any]] = [{"place": place, "number": None} for place in range(1, document.pages + 1)]
    for row, read in zip(rows, reading.pages if reading else (), strict=False):
        row["number"] = read["number"] if read["is_ours"] else None
        row["wrong"] = any(_is_wrong(plain) for plain in read["problems"])
        row["signed"] = bool(read["boxes"])
    rows.sort(key=lambda row: (row["number"] is None, row["number"] or 0, row["place"]))
    asked = request.GET.get("page", "")
    chosen = next((row for row in rows if str(row["place"]) == asked), None)
    chosen = chosen or next((row for row in rows if row.get("signed")), None) or rows[-1]
    former = copy_before(plan)
    beside = "before" if former and request.GET.get("beside") == "before" else "printed"
    printed_which = "sealed" if plan.prepared_id and latest_sealed(plan) else "printed"
    number = _former_number(former, chosen) if beside == "before" else _printed_number(plan, chosen, reading)
    return {
        "sheets": rows,
        "sheet": chosen,
        "page_number": chosen["place"],
        "former": former,
        "beside": beside,
        "beside_number": number,
        "beside_which": "before" if beside == "before" else printed_which,
    }


def copy_before(plan: Plan) -> Document | None:
    """The scan of the same version that the present one has replaced."""
    now = plan.signed
    if now is None or now.kind != DocumentKind.SCANNED:
        return None
    rows = Document.objects.filter(paper_id=now.paper_id, kind=DocumentKind.SCANNED, kept_at__lte=now.kept_at)
    return rows.exclude(pk=now.pk).select_related("reading").order_by("-kept_at", "-pk").first()


def _former_number(former: Document | None, sheet: dict[str, Any]) -> int | None:
    """The sheet of the copy before that bears the same page, else the one at the same place."""
    if former is None:
        return None
    reading = reading_of(former)
    for read in reading.pages if reading else ():
        if sheet["number"] and read["is_ours"] and read["number"] == sheet["number"]:
            return int(read["page"])
    place: int = sheet["place"]
    return place if place <= former.pages else None


def _is_wrong(plain: dict[str, Any]) -> bool:
    return found_in(plain).weight == "wrong"


def _printed_number(plan: Plan, sheet: dict[str, Any], reading: Reading | None) -> int | None:
    """Which page of the paper lies beside it: the one that was read, else the one at the same place."""
    if plan.printed is None or (plan.signed and plan.signed.kind != DocumentKind.SCANNED):
        return None
    number: int | None = sheet["number"] or (None if reading and sheet.get("wrong") else sheet["place"])
    return number if number and number <= plan.printed.pages else None


def turn_of(document: Document, place: int) -> int:
    """Degrees, clockwise, by which this sheet lies turned: it is shown turned back."""
    reading = reading_of(document)
    if reading is None or place > len(reading.pages):
        return 0
    return int(reading.pages[place - 1].get("rotation") or 0)
