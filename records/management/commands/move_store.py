from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.module_loading import import_string

from records import moving, stores
from records.models.paper import document_storage
from records.store_setting import document_store


class Command(BaseCommand):
    help = (
        "Copies all documents into another store, each read back and compared with its SHA-256, under the same names."
        " Nothing is deleted and nothing is switched; it may be run again, and copies what is not there yet."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("target", help='what DOCUMENT_STORE will be ("disk" for MEDIA_ROOT)')

    def handle(self, *args: Any, **options: Any) -> None:
        source, target = document_storage(), _store(options["target"])
        if stores.root_of(source) is not None and stores.root_of(source) == stores.root_of(target):
            raise CommandError("The documents are there already: the target is the store in use.")
        moved = moving.copy_all(source, target)
        for name, why in moved.failed:
            self.stdout.write(f"not copied  {name}: {why}")
        self.stdout.write(f"{moved.copied} documents copied, {moved.there} were there, {len(moved.failed)} failed")
        if moved.failed:
            sys.exit(1)
        self.stdout.write("Run it once more after the last upload, then set DOCUMENT_STORE and restart.")


def _store(setting: str) -> Storage:
    if setting == "disk":
        return FileSystemStorage(location=settings.MEDIA_ROOT)
    made = document_store(setting)
    store: Storage = import_string(made["BACKEND"])(**made.get("OPTIONS", {}))
    return store
