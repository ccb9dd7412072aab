from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from people.clock import local
from rounds.models import Milestone


class Command(BaseCommand):
    help = "Prints the milestones of a round, as printed in its letter."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = list(Milestone.objects.filter(round__year=options["year"]).order_by("position"))
        if not rows:
            raise CommandError(f"There is no round {options['year']}.")
        if options["json"]:
            self.stdout.write(json.dumps([_facts(row) for row in rows], ensure_ascii=False, indent=2))
            return
        for row in rows:
            closes = local(row.closes_at)
            self.stdout.write(f"{row.number:<5}{row.kind:<21}{closes:%Y-%m-%d %H:%M:%S}  {row.label_th}")


def _facts(row: Milestone) -> dict[str, Any]:
    return {
        "number": row.number,
        "printed": row.printed,
        "kind": row.kind,
        "who": row.who,
        "opens_at": local(row.opens_at).isoformat(),
        "closes_at": local(row.closes_at).isoformat(),
        "label_th": row.label_th,
        "mode": row.mode,
    }
