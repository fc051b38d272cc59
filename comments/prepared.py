"""Statements whose plan a connection keeps: planning a discussion costs more than its rows.

They are prepared in SQL, so that they pass through Django's cursor like every other query. A pooler
that gives each transaction another connection forgets them: PREPARED_STATEMENTS turns them off.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import DatabaseError, connection
from psycopg import errors

PARAMETER = re.compile(r"\$(\d+)")
# Somebody has let go of the connection's plans, or a migration has changed what they were made for.
LOST = (
    errors.InvalidSqlStatementName,
    errors.DuplicatePreparedStatement,
    errors.FeatureNotSupported,
)
_known: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Statement:
    """A query with $1, $2, …, and the types of these."""

    name: str
    types: tuple[str, ...]
    sql: str

    def rows(self, *values: Any) -> Sequence[tuple[Any, ...]]:
        """Return what the query gives for these values."""
        with connection.cursor() as cursor:
            if not settings.PREPARED_STATEMENTS:
                return self._plainly(cursor, values)
            known = _known.setdefault(connection.connection, set())
            try:
                return self._prepared(cursor, values, known)
            except DatabaseError as error:
                known.discard(self.name)
                if connection.in_atomic_block or not isinstance(error.__cause__, LOST):
                    raise
            return self._plainly(cursor, values)

    def _prepared(self, cursor: Any, values: Sequence[Any], known: set[str]) -> list[tuple]:
        if self.name not in known:
            cursor.execute(f"PREPARE {self.name} ({', '.join(self.types)}) AS {self.sql}")
            known.add(self.name)
        marks = ", ".join(["%s"] * len(values))
        cursor.execute(f"EXECUTE {self.name} ({marks})", values)
        return cursor.fetchall()

    def _plainly(self, cursor: Any, values: Sequence[Any]) -> list[tuple]:
        typed = PARAMETER.sub(lambda n: f"%(p{n[1]})s::{self.types[int(n[1]) - 1]}", self.sql)
        cursor.execute(typed, {f"p{n}": value for n, value in enumerate(values, 1)})
        return cursor.fetchall()
