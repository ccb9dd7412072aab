"""Receipts: the portal's word that something was accepted, given once for one act."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models

from people.models import Seat
from records import bulk
from records.models import Document, Paper, Receipt
from records.register import label_of


def issue(
    key: str,
    thing: models.Model,
    *,
    series: str,
    year: int,
    college_id: int | None,
    title: str,
    by: Seat,
    at: dt.datetime,
    begun_at: dt.datetime | None = None,
    paper: Paper | None = None,
    document: Document | None = None,
    extension_note: str = "",
) -> Receipt:
    """Writes the receipt of an act, inside the act's transaction. `key` names the act: a retry finds this row."""
    row = Receipt(
        key=key,
        series=series,
        year=year,
        college_id=college_id,
        subject_label=label_of(thing),
        subject_pk=str(thing.pk),
        title=title,
        paper=paper,
        document=document,
        accepted_at=at,
        accepted_by=by,
        begun_at=begun_at or at,
        extension_note=extension_note,
    )
    return bulk.add_one(row)


def of(key: str) -> Receipt | None:
    return Receipt.objects.filter(key=key).select_related("document", "paper", "accepted_by__user", "college").first()


def paper_facts(receipt: Receipt) -> dict[str, Any]:
    """What templates/pdf/receipt.html and receipt_card.html are made from: the row alone, so always the same."""
    document = receipt.document
    return {
        "made_at": receipt.accepted_at,
        "paper": {"url": receipt.url, "code": receipt.short_code, "number": receipt.number},
        "receipt": {
            "number": receipt.number,
            "what": receipt.title,
            "who": str(receipt.accepted_by.user or ""),
            "college": receipt.college.name if receipt.college else "",
            "at": receipt.accepted_at,
            "begun_at": receipt.begun_at,
            "file_name": document.original_name if document else "",
            "pages": document.pages if document else 0,
            "size": document.size if document else 0,
            "sha256": document.sha256 if document else "",
            "extension": receipt.extension_note,
        },
    }
