from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from rounds.actions import load_round
from rounds.moves import Refused


class Command(BaseCommand):
    help = "Loads the calendar of a round from a TOML file (see rounds/data/2568.toml)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            round_ = load_round(options["file"])
        except (OSError, KeyError, ValueError, Refused) as error:
            raise CommandError(f"{options['file']}: {error}") from error
        self.stdout.write(f"{round_.year}: {round_.milestones.count()} milestones")
