"""New rows by a statement written by hand: one as well as five hundred at once, or as many as there are."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import connection, models, transaction

Row = TypeVar("Row", bound=models.Model)
_BATCH = 500


def add(rows: Sequence[Row], *, ignore_conflicts: bool = False) -> list[Row]:
    """Writes new rows of one model, inside the caller's transaction, and gives them their keys.

    With `ignore_conflicts` a row that a unique rule forbids is left out in silence, and none gets its key. What
    Django's `bulk_create` does, without what makes it dear: it writes its statement anew each time, and for PostgreSQL
    it sends each column as one array, in which the driver escapes every quotation mark of JSON by itself, in Python.
    """
    if not rows:
        return []
    fields = _fields(type(rows[0]), rows[0].pk is not None)
    most = connection.features.max_query_params or _BATCH * len(fields)
    size = min(_BATCH, most // len(fields))
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        for start in range(0, len(rows), size):
            batch = rows[start : start + size]
            values = [_value(field, row) for row in batch for field in fields]
            cursor.execute(_statement(type(batch[0]), fields, len(batch), ignore_conflicts), values)
            keys = [] if ignore_conflicts else cursor.fetchall()
            for row, (key,) in zip(batch, keys, strict=not ignore_conflicts):
                row.pk = key if row.pk is None else row.pk
            for row in batch:
                row._state.adding, row._state.db = False, connection.alias
    return list(rows)


def add_one(row: Row) -> Row:
    """Writes one new row and gives it its key."""
    return add([row])[0]


def pour(model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Writes thousands of new rows of plain values, inside the caller's transaction; no keys come back, and a row that
    a unique rule forbids is left out in silence.

    `names` are attributes (`to_id`), the values those of JSON, and instants. They go as one document that the database
    takes apart: a place in the statement for each value costs more to write, to send and to read than the row itself.
    Columns that are not named are empty. Raises TypeError for any other value.
    """
    if not rows:
        return
    document = json.dumps(rows, ensure_ascii=False, separators=(",", ":"), default=cache(_instant))
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(_pouring(model, tuple(names), connection.vendor), [document])


def _instant(value: object) -> str:
    if not isinstance(value, dt.datetime):
        raise TypeError(f"{type(value).__name__} is no plain value")
    return str(connection.ops.adapt_datetimefield_value(value))


@cache
def _pouring(model: type[models.Model], names: tuple[str, ...], vendor: str) -> str:
    """`INSERT INTO table (columns) SELECT …` of the parts of one document."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    columns = ", ".join(_quoted(fields[name]) for name in names)
    if vendor == "postgresql":
        parts = (_part(fields[name], place) for place, name in enumerate(names))
        source = "jsonb_array_elements(%s::jsonb) AS rows(value)"
    else:
        parts = (f"json_extract(value, '$[{place}]')" for place in range(len(names)))
        source = "json_each(%s) WHERE true"  # without it, ON would begin the condition of a join
    table = connection.ops.quote_name(model._meta.db_table)
    # Tables, columns and places are the models' own; every value is in the document.
    return f"INSERT INTO {table} ({columns}) SELECT {', '.join(parts)} FROM {source} ON CONFLICT DO NOTHING"  # noqa: S608


def _part(field: models.Field[Any, Any], place: int) -> str:
    kind = field.rel_db_type(connection) if field.is_relation else field.cast_db_type(connection)
    return f"value -> {place}" if kind == "jsonb" else f"(value ->> {place})::{kind}"


Fields = tuple["models.Field[Any, Any]", ...]


@cache
def _fields(model: type[models.Model], has_key: bool) -> Fields:
    return tuple(field for field in model._meta.concrete_fields if has_key or not field.primary_key)


def _value(field: models.Field[Any, Any], row: models.Model) -> Any:
    return field.get_db_prep_save(field.pre_save(row, True), connection)


def _statement(model: type[models.Model], fields: Fields, rows: int, ignore_conflicts: bool) -> str:
    head, places, key = _parts(model, fields)
    return head + ", ".join([places] * rows) + (" ON CONFLICT DO NOTHING" if ignore_conflicts else f" RETURNING {key}")


@cache
def _parts(model: type[models.Model], fields: Fields) -> tuple[str, str, str]:
    """`INSERT INTO table (columns) VALUES `, the places of one row, and the name of the key."""
    columns = ", ".join(_quoted(field) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    head = " ".join(("INSERT INTO", connection.ops.quote_name(model._meta.db_table), f"({columns})", "VALUES "))
    return head, f"({places})", _quoted(model._meta.pk)


def _quoted(field: models.Field[Any, Any]) -> str:
    return connection.ops.quote_name(str(field.column))
