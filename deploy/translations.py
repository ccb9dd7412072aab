"""Every English text of code and templates has its Thai one, with the same placeholders.

The texts are collected by Django's own makemessages, from a copy, so that nothing in the checkout is touched.
"""
# ruff: noqa: T201 (this is a program of the terminal)

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from deploy import po

TOP = Path(__file__).resolve().parent.parent
ROOMS = (
    *("teachersync", "people", "records", "rounds", "placements", "applications", "logbooks", "reports"),
    "templates",
)
# %(name)s, %s, %d and {name}: a translation that loses one breaks the page or tells half the story.
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")


def wanted(top: Path) -> list[po.Message]:
    """Every text that the sources mark for translation."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for room in ROOMS:
            if (top / room).is_dir():
                skip = shutil.ignore_patterns("migrations", "__pycache__", "data")
                shutil.copytree(top / room, copy / room, ignore=skip)
        (copy / "locale").mkdir()
        # Without settings of a project: makemessages then reads the folder it stands in.
        environment = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
        subprocess.run(
            [sys.executable, "-m", "django", "makemessages", "--locale", "th", "--verbosity", "0"],
            cwd=copy,
            env=environment,
            check=True,
        )
        collected = copy / "locale" / "th" / "LC_MESSAGES" / "django.po"
        return [message for message in po.read(collected) if message.msgid] if collected.exists() else []


def faults(sources: list[po.Message], thai: list[po.Message]) -> list[str]:
    """One line for each text without Thai, with a guess for it, or whose placeholders differ."""
    known = {message.key: message for message in thai}
    found = []
    for source in sources:
        message = known.get(source.key)
        if message is None or not message.translated:
            why = "is only a guess (fuzzy)" if message is not None and message.fuzzy else "has no Thai"
            found.append(f"{why}: {source.msgid!r}")
            continue
        if (message.plural is None) != (source.plural is None):
            found.append(f"has another plural in Thai: {source.msgid!r}")
        promised = set(_PLACEHOLDER.findall(source.msgid)) | set(_PLACEHOLDER.findall(source.plural or ""))
        found += [
            f"other placeholders in Thai: {source.msgid!r} → {text!r}"
            for text in message.texts.values()
            if set(_PLACEHOLDER.findall(text)) != promised
        ]
    return found


def main() -> int:
    """Exit code 1 with a list of faults, or when xgettext is not there to look for them."""
    if shutil.which("xgettext") is None:
        print("xgettext is missing (package gettext), so the translations were not checked")
        return 1
    catalogue = TOP / "locale" / "th" / "LC_MESSAGES" / "django.po"
    lines = faults(wanted(TOP), po.read(catalogue) if catalogue.exists() else [])
    for line in lines:
        print(line)
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
