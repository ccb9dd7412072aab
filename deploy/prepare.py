"""Makes the database ready: tables, the cache table and, in demo mode, the round and the demo people.

One process does it all, because starting Python and Django four times costs more than the work.
"""
# ruff: noqa: T201 (this is a program of the terminal)

import argparse
import os
import sys
import traceback

import django
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import Error


def main(arguments: list[str]) -> int:
    """Answers the exit code: 1 with one sentence where the database is not to be had or not ours to fill."""
    parser = argparse.ArgumentParser(prog="deploy.prepare", description=__doc__)
    parser.add_argument("--size", default="small", help="small or national")
    parser.add_argument("--people", action="store_true", help="print the demo people in the end")
    parser.add_argument("--static", action="store_true", help="collect the static files for a front server")
    options = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "teachersync.settings")
    django.setup()
    try:
        call_command("check", verbosity=0)
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        if options.static:
            call_command("collectstatic", verbosity=0, interactive=False)
        if settings.DEMO:
            call_command("demo", size=options.size, verbosity=0)
            if options.people:
                call_command("demo", people=True)
    except CommandError as error:
        print(f"demo: {error}", file=sys.stderr)
        return 1
    except Error as error:
        # The last line says what is wrong with the database; the way there helps nobody at a terminal.
        print(traceback.format_exception_only(error)[-1].strip(), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
