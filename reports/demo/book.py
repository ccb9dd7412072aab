"""Rows in memory with their numbers known beforehand, written in bulk.

Numbers are given out here and not by the database, so that two loads give the same rows, a session survives
"start again", and a row can name another before either is written.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from random import Random
from typing import TypeVar

from django.core.management.color import no_style
from django.db import connection, models
from django.db.models import Max

M = TypeVar("M", bound=models.Model)
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class Book:
    def __init__(self, seed: str) -> None:
        self.draw = Random(seed)  # noqa: S311 (a story, not a secret)
        self._rows: dict[type[models.Model], list[models.Model]] = {}
        self._next: dict[type[models.Model], int] = {}

    def add(self, row: M) -> M:
        """Takes a row and gives it its number, unless it has one of its own (a document)."""
        model = type(row)
        if isinstance(model._meta.pk, models.AutoField) and row.pk is None:
            row.pk = self._number(model)
        self._rows.setdefault(model, []).append(row)
        return row

    def _number(self, model: type[models.Model]) -> int:
        if model not in self._next:
            self._next[model] = (model._default_manager.aggregate(last=Max("pk"))["last"] or 0) + 1
        number = self._next[model]
        self._next[model] = number + 1
        return number

    def of(self, model: type[M]) -> list[M]:
        """The rows of a model that are not written yet."""
        return self._rows.get(model, [])  # type: ignore[return-value]  # rows are kept by their model

    def code(self) -> str:
        """A paper's code. Drawn from the story, so it is no secret: there are none in a demo."""
        return "".join(self.draw.choice(_ALPHABET) for _letter in range(12))

    def uuid(self) -> uuid.UUID:
        return uuid.UUID(int=self.draw.getrandbits(128), version=4)

    def write(self, batch: int = 1000) -> int:
        """Writes all rows, in the order in which their models first appeared; says how many. Call in a transaction:
        rows may name rows that come later, for foreign keys are looked at when it commits."""
        written = 0
        for model, rows in self._rows.items():
            model._default_manager.bulk_create(rows, batch_size=batch)
            written += len(rows)
        self._catch_up(self._rows)
        # Others write too between two of our writings; the next number is asked for again.
        self._rows, self._next = {}, {}
        return written

    @staticmethod
    def _catch_up(written: Iterable[type[models.Model]]) -> None:
        """Tells the database to count on from where the book stopped (SQLite sees that by itself)."""
        statements = connection.ops.sequence_reset_sql(no_style(), list(written))
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
