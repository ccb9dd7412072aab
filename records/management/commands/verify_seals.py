"""manage.py verify_seals: is every sealed paper still as it was sealed? Names those that are not, and exits 1."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from people import clock
from records import seals


class Command(BaseCommand):
    help = (
        "Looks at the newest sealed file of every paper: its hash, every seal, and whether a signer is missing."
        " Exit code 1 when one does not hold, or when store or certificate cannot be read."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        found = seals.verify(seals.everything(), clock.now())
        for row, problems in found.broken:
            self.stdout.write(f"{row.paper.short_code}  {row.pk}  {', '.join(problems)}")
        self.stdout.write(
            f"{found.checked} sealed papers, {len(found.broken)} of them not as they were sealed"
            + (", and the store or the sealing certificate does not answer" if found.unreachable else "")
        )
        if found.broken or found.unreachable:
            sys.exit(1)
