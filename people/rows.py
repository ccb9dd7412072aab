"""Statements written by hand, for the few that stand at every door; their rows come back as the models' own objects.

Django writes a statement anew at each call, which costs as much as PostgreSQL needs to answer it. What is read with
every request is therefore written down once. Rules: values are bound, never pasted; both databases understand it;
who may see what is said by the model, not here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import connection, models

Row = TypeVar("Row", bound=models.Model)
Converters = list[tuple[int, Any, list[Callable[..., Any]]]]


class Columns(Generic[Row]):
    """The columns of a model under an alias: `str()` of it stands in the statement.

    What is left out (`without`) is read when somebody asks for it, as after `defer`.
    """

    def __init__(self, model: type[Row], alias: str, *, without: Collection[str] = ()) -> None:
        self.model, self.alias, self.without = model, alias, without
        self._converters: dict[str, Converters] = {}

    @cached_property
    def fields(self) -> list[models.Field[Any, Any]]:
        return [field for field in self.model._meta.concrete_fields if field.name not in self.without]

    @cached_property
    def names(self) -> list[str]:
        return [field.attname for field in self.fields]

    def __str__(self) -> str:
        return ", ".join(f'{self.alias}."{field.column}"' for field in self.fields)

    def read(self, row: Sequence[Any], start: int) -> Row | None:
        """The object whose columns begin at `start`; None where an outer join found nothing."""
        values = list(row[start : start + len(self.names)])
        if values[0] is None:  # the key
            return None
        for place, expression, converters in self._conversions():
            for convert in converters:
                values[place] = convert(values[place], expression, connection)
        return self.model.from_db(connection.alias, self.names, values)

    def _conversions(self) -> Converters:
        """(place, column, what turns the database's value into ours), for the columns that need it."""
        if connection.vendor not in self._converters:
            found: Converters = []
            for place, field in enumerate(self.fields):
                column = field.get_col(self.alias)
                converters = connection.ops.get_db_converters(column) + column.get_db_converters(connection)
                if converters:
                    found.append((place, column, converters))
            self._converters[connection.vendor] = found
        return self._converters[connection.vendor]


class Statement:
    """A SELECT with `{alias}` where the columns of a model stand, in the order in which they are given here.

    `plain` single columns stand before them. The rows of the alias `locks` are locked where `{lock}` stands, if the
    database knows that: on SQLite who writes is alone anyway.
    """

    def __init__(self, text: str, *columns: Columns[Any], plain: int = 0, locks: str = "") -> None:
        self.text, self.columns, self.plain, self.locks = text, columns, plain, locks
        self._sql: dict[str, str] = {}

    @property
    def sql(self) -> str:
        if connection.vendor not in self._sql:
            lock = f" FOR UPDATE OF {self.locks}" if connection.features.has_select_for_update else ""
            places = {columns.alias: columns for columns in self.columns}
            self._sql[connection.vendor] = self.text.format(lock=lock, **places)
        return self._sql[connection.vendor]

    @cached_property
    def _starts(self) -> dict[str, int]:
        starts, start = {}, self.plain
        for columns in self.columns:
            starts[columns.alias] = start
            start += len(columns.names)
        return starts

    def rows(self, *values: Any) -> list[tuple[Any, ...]]:
        """What the database answers; instants and days are bound as it keeps them."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [_bound(value) for value in values])
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

    def read(self, columns: Columns[Row], row: Sequence[Any]) -> Row | None:
        return columns.read(row, self._starts[columns.alias])


def _bound(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, dt.date) else value
