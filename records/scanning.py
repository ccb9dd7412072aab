"""Scans of our papers: which paper a code names, a document read once and the reading kept."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from records import documents
from records.enums import DocumentKind, ReadingWeight
from records.gate import Reason
from records.models import BoxPicture, Document, Paper, Reading
from records.scan import reading as scan
from records.scan.problems import Found
from records.scan.words import sentence

_WEIGHTS = {"wrong": ReadingWeight.WRONG, "doubt": ReadingWeight.DOUBT}


def known(code: str) -> scan.Known | None:
    """The paper of this code (with or without dashes), None when there is none."""
    paper = Paper.objects.filter(code=code.replace("-", "").upper()).first()
    return known_paper(paper) if paper else None


def known_paper(paper: Paper) -> scan.Known:
    """What a scan of this paper is laid over: the printed file, or the one that bears signatures of the portal."""
    made = Document.objects.filter(
        paper=paper, kind__in=(DocumentKind.PRINTED, DocumentKind.PREPARED, DocumentKind.SIGNED)
    ).order_by("kept_at")
    printed = signed = longest = None
    for document in made:
        if document.kind == DocumentKind.PRINTED:
            printed = printed or document
        elif document.kind == DocumentKind.SIGNED:
            signed = document
        longest = document if longest is None or document.pages > longest.pages else longest
    boxes: list[dict[str, Any]] = list(printed.facts.get("boxes", ())) if printed else []
    # Who signed in the portal has a block printed in the box: no ink is looked for there.
    done = set(signed.facts.get("signers", ())) if signed else set()
    base = signed or printed
    pages = printed.pages if printed else paper.pages
    return scan.Known(
        code=paper.code,
        version=paper.version,
        number=paper.number,
        pages=pages,
        boxes=tuple(box for box in boxes if box["role"] not in done),
        printed=documents.read(base) if base and boxes else b"",
        more=longest.pages - pages if longest else 0,
        superseded=paper.superseded_by_id is not None,
        kind=paper.kind,
    )


def read(document: Document, *, at: dt.datetime) -> Reading:
    """Reads the document, once for each engine, and keeps what was seen. Raises gate.client.Unavailable."""
    found = Reading.objects.filter(document=document).first()
    if found is not None and found.engine >= scan.ENGINE:
        return found
    with documents.local(document) as path:
        made = scan.read(path, known_paper(document.paper), known)
    return _kept(document, made, at)


@transaction.atomic
def _kept(document: Document, made: scan.Reading, at: dt.datetime) -> Reading:
    Document.objects.select_for_update().get(pk=document.pk)
    weights = {problem.weight for problem in made.all_problems}
    weight = next((kept for word, kept in _WEIGHTS.items() if word in weights), ReadingWeight.FINE)
    facts = {"read_at": at, "engine": scan.ENGINE, "weight": weight, "result": plain(made)}
    row, is_new = Reading.objects.update_or_create(document=document, defaults=facts)
    if not is_new:
        BoxPicture.objects.filter(reading=row).delete()
    pictures = {(page.place, box.role): box.picture for page in made.pages for box in page.boxes if box.picture}
    BoxPicture.objects.bulk_create(
        BoxPicture(reading=row, page=page, role=role, jpeg=jpeg) for (page, role), jpeg in pictures.items()
    )
    return row


def plain(made: scan.Reading) -> dict[str, Any]:
    """The reading as it is kept: words for problems, so that every reader has them in her own language."""
    return {
        "expected": made.expected.code if made.expected else None,
        "pages": [
            {
                "page": page.place,
                "code": page.code or None,
                "number": page.number,
                "rotation": page.rotation,
                "version": page.known.version if page.known else None,
                "is_ours": page.known is not None and page.known is made.expected,
                "boxes": [
                    {"role": box.role, "ink": box.ink, "why": box.why, "length": box.length} for box in page.boxes
                ],
                "problems": [problem.plain() for problem in page.problems],
            }
            for page in made.pages
        ],
        "problems": [problem.plain() for problem in made.problems],
    }


def told(made: scan.Reading) -> dict[str, Any]:
    """The reading as `read_scan` prints it: problems in sentences."""
    return {
        **_told_paper(made.expected),
        "pages": [_told_page(page) for page in made.pages],
        **_told_problems(made.problems),
        "right": not any(problem.weight == "wrong" for problem in made.all_problems),
        "engine": scan.ENGINE,
    }


def told_unreadable(reason: Reason, expected: scan.Known | None) -> dict[str, Any]:
    """The same for a file that nobody can open."""
    problems = {"problems": [reason.sentence], "kinds": [str(reason)]}
    return {**_told_paper(expected), "pages": [], **problems, "right": False, "engine": scan.ENGINE}


def _told_paper(paper: scan.Known | None) -> dict[str, Any]:
    return {
        "code": paper.code if paper else None,
        "document": paper.number if paper else None,
        "version": paper.version if paper else None,
    }


def _told_page(page: scan.Page) -> dict[str, Any]:
    return {
        "page": page.place,
        **_told_paper(page.known),
        "code": page.code or None,
        "number": page.number,
        "rotation": page.rotation,
        "blank": page.blank,
        "boxes": [{"signer": box.role, "ink": box.ink, "why": box.why} for box in page.boxes],
        **_told_problems(page.problems),
    }


def _told_problems(problems: list[Found]) -> dict[str, list[str]]:
    return {
        "problems": [sentence(problem) for problem in problems],
        "kinds": [str(problem.problem) for problem in problems],
    }
