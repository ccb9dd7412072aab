from __future__ import annotations

import datetime as dt
import json
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from people import clock
from people.clock import local
from people.thai import BANGKOK, NotADate, parse_date
from reports.rehearsal import Event, rehearse
from rounds.models import Round


class Command(BaseCommand):
    help = (
        "Prints what a round will do by itself: what opens, what closes, which messages go to how many. Sends nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("round", type=int, help="its Buddhist year, for example 2568")
        parser.add_argument("--json", action="store_true", help="one JSON list, an object for each event")
        parser.add_argument("--since", help="from the morning of this day on; else from now, or from its first opening")

    def handle(self, *args: Any, **options: Any) -> None:
        round_ = Round.objects.filter(year=options["round"]).first()
        if round_ is None:
            raise CommandError(f"There is no round {options['round']}.")
        began = time.monotonic()
        found = rehearse(round_, now=clock.now(), since=_morning(options["since"]))
        if options["json"]:
            self.stdout.write(json.dumps([row.plain() for row in found], ensure_ascii=False, indent=2))
            return
        for row in found:
            self.stdout.write(_line(row))
        told = sum(row.count for row in found if row.kind == "message")
        self.stdout.write(f"{len(found)} events, {told} messages to read, in {time.monotonic() - began:.1f} s.")


def _morning(day: str | None) -> dt.datetime | None:
    """The first instant of a day as people type it."""
    if not day:
        return None
    try:
        return dt.datetime.combine(parse_date(day), dt.time(0), tzinfo=BANGKOK)
    except NotADate as error:
        raise CommandError(f"--since: {error}") from error


def _line(row: Event) -> str:
    at = local(row.at)
    return f"{at:%Y-%m-%d %H:%M:%S}  {row.kind:<8}{row.milestone:<20}{row.audience:<28}{row.count:>6}  {row.what}"
