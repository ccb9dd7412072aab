"""manage.py verify_seals: is every sealed paper still as it was sealed? Names those that are not, and exits 1."""

from __future__ import annotations

import hashlib
import sys
from typing import Any

from django.core.management.base import BaseCommand

from records import documents, sealing
from records.enums import DocumentKind
from records.models import Document


class Command(BaseCommand):
    help = "Looks at the newest sealed file of every paper: its hash, every seal, and whether a signer is missing."

    def handle(self, *args: Any, **options: Any) -> None:
        looked, bad = 0, 0
        rows = Document.objects.filter(kind=DocumentKind.SIGNED, facts__has_key="signers").select_related("paper")
        newest = {row.paper_id: row for row in rows.order_by("kept_at", "pk").iterator(chunk_size=500)}
        for row in newest.values():
            looked += 1
            found = [str(problem) for problem in problems(row)]
            if found:
                bad += 1
                self.stdout.write(f"{row.paper.short_code}  {row.pk}  {', '.join(found)}")
        self.stdout.write(f"{looked} sealed papers, {bad} of them not as they were sealed")
        if bad:
            sys.exit(1)


def problems(row: Document) -> list[str]:
    try:
        data = documents.read(row)
    except OSError:
        return ["gone"]
    verdict = sealing.verify(data, code=row.paper.code, roles=row.facts["signers"])
    changed = [] if hashlib.sha256(data).hexdigest() == row.sha256 else ["hash"]
    return changed + [problem.value for problem in verdict.problems]
