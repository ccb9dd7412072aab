from __future__ import annotations

import json
import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from people import clock
from records import documents, integrity
from records.enums import Fault


class Command(BaseCommand):
    help = (
        "Reads stored documents again and names what is missing, cut or changed, and what lies there without a row."
        " Exit code 1 when something is damaged or the store does not answer."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="everything, not only what is due")
        parser.add_argument("--seconds", type=float, help="stop after so many seconds")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        at = clock.now()
        wanted = integrity.everything() if options["all"] else integrity.due(at)
        found = integrity.verify(wanted, at, seconds=options["seconds"])
        orphans = documents.orphans(time.time(), ever=True) if options["all"] and not found.unreachable else []
        if options["json"]:
            self.stdout.write(json.dumps(found.as_json() | {"orphans": orphans}, ensure_ascii=False, indent=2))
        else:
            self._print(found, orphans)
        if found.damaged or found.unreachable:
            sys.exit(1)

    def _print(self, found: integrity.Findings, orphans: list[str]) -> None:
        for damage in found.damaged:
            self.stdout.write(f"{Fault(damage.what).name.lower():<8} {damage.file}  {damage.paper}  {damage.name}")
        for name in orphans:
            self.stdout.write(f"no row   {name}")
        self.stdout.write(
            f"{found.checked} documents read ({found.bytes_read / 2**20:.1f} MB), {len(found.damaged)} damaged"
            + (", and the store does not answer" if found.unreachable else "")
        )
