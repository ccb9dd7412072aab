"""An announcement that is signed and ready to publish, with a line for each application."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator

from applications.models import Announcement, Application, Decision, Line
from bench import bulk
from bench.country import WRITTEN, Country
from records.models import Document, Paper

_JUDGED = ("ELIGIBLE", "RESERVE", "NOT_ELIGIBLE")


def announcement(country: Country, rows: list[Application]) -> int:
    """A signed edition with a line for each row: most eligible, some in reserve, some not."""
    outcomes = [("ELIGIBLE", "ELIGIBLE", "ELIGIBLE", "RESERVE", "NOT_ELIGIBLE")[n % 5] for n in range(len(rows))]
    Decision.objects.all().delete()
    bulk.write(
        Decision(application=row, outcome=outcome, decided_at=WRITTEN, decided_by=country.officer)
        for row, outcome in zip(rows, outcomes, strict=True)
    )
    paper = bulk.write([Paper(kind="ANNOUNCEMENT", year=2568, number="1/2568", issued_at=WRITTEN)])[0]
    document = Document.objects.create(
        paper=paper,
        kind="PRINTED",
        file="2025/02/19/list",
        sha256="ab" * 32,
        size=900_000,
        pages=120,
        kept_at=WRITTEN,
        kept_by=country.officer,
        begun_at=WRITTEN,
    )
    stamps = {
        f"{stamp}_{end}": WRITTEN if end == "at" else country.officer
        for stamp in ("created", "prepared", "signed")
        for end in ("at", "by")
    }
    edition = Announcement.objects.create(
        round=country.round,
        edition=1,
        number="1/2568",
        title="รายชื่อ",
        body="…",
        dated=dt.date(2025, 3, 10),
        signatory_name="ผู้ลงนาม",
        signatory_position="เลขาธิการ",
        state="SIGNED",
        paper=paper,
        document=document,
        **stamps,
    )
    places: dict[str, Iterator[int]] = {outcome: itertools.count(1) for outcome in _JUDGED}
    bulk.write(
        Line(
            announcement=edition,
            application=row,
            outcome=outcome,
            no=next(places[outcome]),
            name=row.name,
            college_name=row.college_name,
            branch=row.branch,
            province=row.college.province,
        )
        for row, outcome in zip(rows, outcomes, strict=True)
    )
    return edition.pk
