from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import translation

from applications.models import Application
from people.models import College, User
from reports.demo import door
from reports.demo.load import load
from reports.demo.people import cast
from reports.demo.sizes import size_of


class Command(BaseCommand):
    help = "Fills an empty database with invented people for the demo. A database that has its demo stays as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--size", choices=("small", "national"), default="small")
        parser.add_argument("--colleges", type=int, help="a reduced country: so many of the 430 colleges (national)")
        parser.add_argument("--announced", action="store_true", help="this year's list is out; opens on 17 March")
        parser.add_argument("--again", action="store_true", help="throw the demo away and load it anew")
        parser.add_argument("--people", action="store_true", help="print whom one can be, and load nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["people"]:
                self._print_people()
            else:
                self._load(options)
        except door.NotHere as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            raise CommandError(f"{error}. Is the database there and migrated (manage.py migrate)?") from error

    def _load(self, options: dict[str, Any]) -> None:
        door.refuse_strangers()
        mark = door.mark()
        loud = options["verbosity"] > 0
        if mark is not None and not options["again"]:
            if loud:
                self.stdout.write(
                    f"The demo ({mark.size}) is here already; nothing was changed. --again loads it anew."
                )
            return
        began = time.monotonic()
        load(size_of(options["size"], colleges=options["colleges"], announced=options["announced"]))
        if loud:
            self.stdout.write(
                f"{College.objects.count()} colleges, {User.objects.count()} people, "
                f"{Application.objects.count()} applications in {time.monotonic() - began:.1f} s."
            )
            if not settings.DEMO:
                self.stdout.write("Its doors open when the portal runs with TEACHERSYNC_DEMO=1.")

    def _print_people(self) -> None:
        if door.mark() is None:
            raise CommandError("There are no demo people here: load them first (manage.py demo).")
        with translation.override("th"):
            rows = [
                (
                    str(known.seat.get_kind_display()),
                    known.seat.user.full_name if known.seat.user else "",
                    str(known.seat.college or known.seat.office),
                    known.member.email,
                )
                for known in cast()
            ]
        widths = [max(_width(row[column]) for row in rows) for column in range(4)]
        for row in rows:
            self.stdout.write(
                "  ".join(text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=True)).rstrip()
            )


def _width(text: str) -> int:
    """Columns on a terminal: Thai vowels and marks above and below take none."""
    return sum(
        1
        for letter in text
        if letter
        not in "\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e3a\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d\u0e4e"
    )
