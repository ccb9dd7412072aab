"""Rows in bulk, by COPY where there is one. Keys are given here: rows may name each other before they are in."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from django.core.management.color import no_style
from django.db import connection, models

Row = TypeVar("Row", bound=models.Model)
_keys: dict[type[models.Model], Iterator[int]] = {}


def numbered(rows: Iterable[Row]) -> list[Row]:
    """The same rows, each with a key."""
    found = list(rows)
    for row in found:
        if row.pk is None:
            row.pk = next(_counter(type(row)))
    return found


def _counter(model: type[models.Model]) -> Iterator[int]:
    if model not in _keys:
        last = model._default_manager.aggregate(last=models.Max("pk"))["last"] or 0
        _keys[model] = itertools.count(last + 1)
    return _keys[model]


def write(rows: Iterable[Row]) -> list[Row]:
    """Writes rows of one model; all are new."""
    found = numbered(rows)
    if found and connection.vendor == "postgresql":
        _copy(found)
    elif found:
        type(found[0])._default_manager.bulk_create(found, batch_size=500)
    return found


def _copy(rows: list[Row]) -> None:
    fields = rows[0]._meta.concrete_fields
    table = connection.ops.quote_name(rows[0]._meta.db_table)
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([_value(field, row) for field in fields])


def _value(field: Any, row: models.Model) -> Any:
    value = getattr(row, field.attname)
    if isinstance(field, models.JSONField):
        return None if value is None else json.dumps(value, ensure_ascii=False)
    return str(value) if isinstance(field, models.FileField) else value


def finish() -> None:
    """Lets the database count on from the keys that were given, and look at what it has."""
    counted = [model for model in _keys if isinstance(model._meta.pk, models.AutoField)]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), counted):
            cursor.execute(statement)
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
