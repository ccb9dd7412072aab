"""A whole submission in one request, with all that the portal promises of one and nothing else.

The file is opened in the limited child, hashed, on the disk with its folder's entry before the rows are; the sender may
do this, the window is open, the agreement covers the stay; document, state, receipt, register, and the notices to
teacher and checker are one transaction. Left out is what a plain form has no need of: a second look before the press,
typed words in two languages, retries that find their first receipt.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import uuid
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from bench.bare.views import NOW, moment, who
from records import gate

# The file's check is the portal's own: forked from the same warm checker, so that its cost is on both sides.
_LIMITS = gate.Limits(max_bytes=25 * 2**20, max_pages=40)
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"

_READ = (
    "SELECT a.plan_id, p.paper_id, a.college_id, a.turn, a.name, a.college_name, p.content, m.opens_at,"
    " coalesce((SELECT max(e.until) FROM rounds_extension e WHERE e.round_id = a.round_id AND e.kind = m.kind"
    " AND e.state = 'GRANTED' AND (e.level = 'ROUND' OR (e.level = 'PERSON' AND e.person_id = a.user_id)"
    " OR (e.level = 'COLLEGE' AND e.college_id = a.college_id) OR (e.level = 'REGION' AND e.region = a.region))),"
    " m.closes_at), (SELECT max(g.valid_until) FROM placements_agreement g"
    " WHERE g.establishment_id = p.establishment_id AND g.college_id = a.college_id),"
    " (SELECT s.user_id FROM rounds_participation t JOIN people_seat s ON s.id = t.coordinator_id"
    " WHERE t.round_id = a.round_id AND t.college_id = a.college_id)"
    " FROM applications_application a JOIN applications_plan p ON p.id = a.plan_id"
    " JOIN rounds_milestone m ON m.round_id = a.round_id AND m.kind = 'PLANS_DUE'"
    " WHERE a.id = %s AND a.user_id = %s AND a.state IN ('DRAFT', 'SENT_BACK') AND p.state = 'FROZEN'"
)


def submit(request: HttpRequest, pk: int) -> HttpResponse:
    user, _name, seat, *_place = who(request)
    file = request.FILES["files"]
    arrived = file.temporary_file_path()  # type: ignore[union-attr]  # always a file
    report = gate.check(arrived, kind="pdf", limits=_LIMITS)
    if not report.ok:
        return HttpResponse(report.reason, status=422)
    digest = hashlib.sha256()
    with open(arrived, "rb") as source:
        while chunk := source.read(1 << 20):
            digest.update(chunk)
        os.fsync(source.fileno())
    key = uuid.uuid4()
    name = f"bare/{key}"
    target = Path(settings.MEDIA_ROOT) / name
    target.parent.mkdir(parents=True, exist_ok=True)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_READ + (" FOR UPDATE OF a" if connection.vendor == "postgresql" else ""), [pk, user])
        row = cursor.fetchone()
        if row is None:
            return HttpResponse(status=403)
        plan, paper, college, turn, teacher, place, content, opens, closes, covered, checker = row
        last_day = max(day["until_date"] for day in json.loads(content)["schedule"])
        if not moment(opens) <= NOW <= moment(closes) or str(covered) < last_day:
            return HttpResponse(status=403)
        os.rename(arrived, target)
        _name_on_the_disk(target.parent)
        document = key.hex if connection.vendor == "sqlite" else key
        facts = {"name": teacher, "college": place, "year_text": "2568", "application": pk}
        _insert(
            cursor,
            "records_document",
            {
                "id": document, "paper_id": paper, "kind": "SCANNED", "file": name, "sha256": digest.hexdigest(),
                "size": file.size, "pages": report.pages, "original_name": file.name, "kept_at": NOW,
                "content_type": "application/pdf", "kept_by_id": seat, "begun_at": NOW, "warnings": "[]", "facts": "{}",
                "fault": "",
            },
        )  # fmt: skip
        cursor.execute("UPDATE applications_plan SET signed_id = %s WHERE id = %s", [document, plan])
        cursor.execute(
            "UPDATE applications_application SET state = 'SUBMITTED', submitted_at = %s, submitted_by_id = %s,"
            " turn = turn + 1, lapsed_at = NULL WHERE id = %s",
            [NOW, seat, pk],
        )
        _insert(
            cursor,
            "records_receipt",
            {
                "key": f"bare:{pk}:{turn}", "series": "PLAN", "year": 2568, "college_id": college,
                "subject_label": "applications.application", "subject_pk": str(pk), "title": "แผนพัฒนา",
                "paper_id": paper, "document_id": document, "accepted_at": NOW, "accepted_by_id": seat,
                "begun_at": NOW, "extension_note": "", "code": "".join(secrets.choice(_LETTERS) for _n in range(12)),
            },
        )  # fmt: skip
        entry = {"at": NOW, "by_id": seat, "year": 2568, "college_id": college}
        _insert(
            cursor,
            "records_entry",
            {
                **entry, "verb": "applications:plan:attach", "subject_label": "applications.plan",
                "subject_pk": str(plan), "facts": json.dumps({"document": str(key), "sha256": digest.hexdigest()}),
            },
            {
                **entry, "verb": "applications:application:submit", "subject_label": "applications.application",
                "subject_pk": str(pk), "facts": json.dumps({"turn": turn + 1}),
            },
        )  # fmt: skip
        notice = {"year": 2568, "groups": False, "reminds_of": "", "written_at": NOW, "message_id": None}
        _insert(
            cursor,
            "records_notice",
            *(
                {
                    **notice, "key": f"bare:{pk}:{turn}:{verb}", "name": f"applications/{verb}", "to_id": to,
                    "context": json.dumps({**facts, "sha256": digest.hexdigest()}),
                }
                for verb, to in (("submit", user), ("to_check", checker))
            ),
        )  # fmt: skip
    return HttpResponseRedirect(f"/applications/{pk}/")


def _name_on_the_disk(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _insert(cursor: Any, table: str, *rows: dict[str, Any]) -> None:
    places = "(" + ", ".join(["%s"] * len(rows[0])) + ")"
    cursor.execute(
        f"INSERT INTO {table} ({', '.join(rows[0])}) VALUES {', '.join([places] * len(rows))}",
        [value for row in rows for value in row.values()],
    )
