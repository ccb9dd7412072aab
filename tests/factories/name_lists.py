"""The college's list of names in any state, made by the same actions as in life."""

from __future__ import annotations

import datetime as dt

from applications import actions
from applications.models import NameList
from records import documents
from records.copies import Copy
from records.enums import DocumentKind
from tests.cast import Cast, at
from tests.factories.plans import tiny_pdf

PREPARED = at("2025-02-22 09:00")
SIGNED = at("2025-02-22 15:00")
SENT = at("2025-02-23 09:00")


def prepared(cast: Cast, *, when: dt.datetime = PREPARED) -> NameList:
    """The newest version, made anew where it says something else."""
    assert cast.coordinator.seat
    return actions.prepare_list(cast.round, cast.college, by=cast.coordinator.seat, at=when)


def printed(cast: Cast) -> NameList:
    """Stands in for the bell that makes the PDF, which takes a second."""
    made = prepared(cast)
    if made.printed_id is None:
        document = documents.keep(
            tiny_pdf("list"), paper=made.paper, kind=DocumentKind.PRINTED, pages=1, by=cast.system, at=PREPARED
        )
        NameList.objects.filter(pk=made.pk).update(printed=document)
        made.refresh_from_db()
    return made


def attach(cast: Cast, made: NameList, *, when: dt.datetime = SIGNED, begun_at: dt.datetime | None = None) -> NameList:
    assert cast.coordinator.seat
    copy = Copy(tiny_pdf("signed list"), 1, "บัญชีที่ลงนามแล้ว.pdf", begun_at or when)
    actions.attach_list(made, copy, by=cast.coordinator.seat, at=when)
    made.refresh_from_db()
    return made


def signed(cast: Cast, *, when: dt.datetime = SIGNED, begun_at: dt.datetime | None = None) -> NameList:
    return attach(cast, printed(cast), when=when, begun_at=begun_at)


def sent(cast: Cast) -> NameList:
    assert cast.coordinator.seat
    made = signed(cast)
    actions.send_list(made, by=cast.coordinator.seat, at=SENT)
    made.refresh_from_db()
    return made
