"""`pk__among=[…]`: one of many keys, given to the database as one value.

`pk__in` writes a place for each key, so a statement with another number of them is another statement: nothing of it is
prepared, and hundreds of places cost more to write than the rows to read.
"""

from __future__ import annotations

import json
from typing import Any

from django.db import models

_LISTED = "SELECT value FROM json_each(%s)"


@models.BigAutoField.register_lookup
class Among(models.Lookup[Any]):
    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        keys = list(self.rhs)
        if connection.vendor == "postgresql":
            return f"{column} = ANY(%s)", (*params, keys)
        return f"{column} IN ({_LISTED})", (*params, json.dumps(keys))
