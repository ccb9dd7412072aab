"""A whole submission in one request: the file checked, hashed, moved, its row written, the application sent."""

from __future__ import annotations

import hashlib
import os
import uuid
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from bench.bare.views import NOW, who
from records import gate

# The file's check is the portal's own: forked from the same warm checker, so that its cost is on both sides.
_LIMITS = gate.Limits(max_bytes=25 * 2**20, max_pages=40)


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
        lock = " FOR UPDATE" if connection.vendor == "postgresql" else ""
        cursor.execute(
            "SELECT a.plan_id, p.paper_id, a.college_id, a.turn FROM applications_application a"
            " JOIN applications_plan p ON p.id = a.plan_id"
            f" WHERE a.id = %s AND a.user_id = %s AND a.state = 'DRAFT'{lock}",
            [pk, user],
        )
        row = cursor.fetchone()
        if row is None:
            return HttpResponse(status=403)
        plan, paper, college, turn = row
        os.rename(arrived, target)
        cursor.execute(
            "INSERT INTO records_document (id, paper_id, kind, file, sha256, size, pages, original_name, content_type,"
            " kept_at, kept_by_id, begun_at, warnings, facts)"
            " VALUES (%s, %s, 'SCANNED', %s, %s, %s, %s, %s, 'application/pdf', %s, %s, %s, '[]', '{}')",
            [
                key.hex if connection.vendor == "sqlite" else key,
                paper,
                name,
                digest.hexdigest(),
                file.size,
                report.pages,
                file.name,
                NOW,
                seat,
                NOW,
            ],
        )
        cursor.execute(
            "UPDATE applications_plan SET signed_id = %s WHERE id = %s",
            [key.hex if connection.vendor == "sqlite" else key, plan],
        )
        cursor.execute(
            "UPDATE applications_application SET state = 'SUBMITTED', submitted_at = %s, submitted_by_id = %s,"
            " turn = turn + 1 WHERE id = %s",
            [NOW, seat, pk],
        )
        cursor.execute(
            "INSERT INTO records_receipt (key, series, year, college_id, subject_label, subject_pk, title, paper_id,"
            " document_id, accepted_at, accepted_by_id, begun_at, extension_note)"
            " VALUES (%s, 'PLAN', 2568, %s, 'applications.application', %s, %s, %s, %s, %s, %s, %s, '')",
            [
                f"bare:{pk}:{turn}",
                college,
                str(pk),
                "แผนพัฒนา",
                paper,
                key.hex if connection.vendor == "sqlite" else key,
                NOW,
                seat,
                NOW,
            ],
        )
    return HttpResponseRedirect(f"/applications/{pk}/")
