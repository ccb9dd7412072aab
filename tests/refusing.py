"""A store of documents that takes nothing and gives nothing, as one whose line is down."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NoReturn

from django.core.files.storage.base import Storage

from records.stores import Stored, StoreDown

STORAGE = {"BACKEND": "tests.refusing.Refusing"}


class Refusing(Storage):
    def _down(self, *_args: object, **_more: object) -> NoReturn:
        raise StoreDown("no answer")

    _open = _save = delete = exists = size = url = _down

    def blocks(self, name: str) -> Iterator[bytes]:
        self._down()
        yield b""

    def listed(self, prefix: str) -> Iterator[Stored]:
        self._down()
        yield Stored("", 0, 0.0)
