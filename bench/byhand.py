"""Rows written by hand, as one does who knows what they are: plain SQL, and one INSERT for each 500 rows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection

Rows = list[Sequence[Any]]
ENTRY = "verb, at, by_id, subject_label, subject_pk, year, college_id, facts"
NOTICE = "key, name, to_id, year, context, groups, reminds_of, written_at"
_BATCH = 500


def run(sql: str, values: Sequence[Any] = ()) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


def insert(table: str, columns: str, rows: Rows, ending: str = "") -> None:
    one = f"({', '.join(['%s'] * len(columns.split(',')))})"
    for start in range(0, len(rows), _BATCH):
        batch = rows[start : start + _BATCH]
        values = [value for row in batch for value in row]
        run(f"INSERT INTO {table} ({columns}) VALUES {', '.join([one] * len(batch))}{ending}", values)


def as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def seat(kind: str) -> int:
    return int(run("SELECT id FROM people_seat WHERE kind = %s", [kind])[0][0])
