from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import translation

from records import gate, scanning
from records.gate import client
from records.scan import reading


class Command(BaseCommand):
    help = (
        "Reads a scan or photograph of papers that the portal printed, and prints what was seen as JSON. For each page:"
        " `page` its place in the file (from 1), the `code` found, `document`, `version` and `number` (its page number"
        " on paper), `rotation` (0, 90, 180 or 270 degrees, clockwise, by which it lies turned), and for each signature"
        ' box the `signer` and `ink`: true, false or "doubtful". `problems` are in words, `kinds` the same in one word.'
    )
    # It reads a file; the database only helps to tell whose it is.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="a PDF, or a JPEG, PNG, WEBP or TIFF picture")
        parser.add_argument("--plan", metavar="CODE", help="the paper it should be; else the scan's own codes say it")
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default="th")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        settings.DATA.mkdir(parents=True, exist_ok=True)  # where the checker has its door
        with translation.override(options["language"]):
            expected = self._expected(options["plan"])
            try:
                told = scanning.told(reading.read(file, expected, _known))
            except reading.Unreadable as unreadable:
                told = scanning.told_unreadable(unreadable.reason, expected)
            except client.Unavailable as error:
                raise CommandError(gate.Reason.UNAVAILABLE.sentence) from error
        self.stdout.write(json.dumps({"file": file.name, **told}, ensure_ascii=False, indent=2))

    def _expected(self, code: str | None) -> reading.Known | None:
        if not code:
            return None
        found = _known(code)
        if found is None:
            raise CommandError(f"There is no paper with the code {code}.")
        return found


def _known(code: str) -> reading.Known | None:
    """None as well where there is no database, or an empty one."""
    try:
        return scanning.known(code)
    except DatabaseError:
        return None
