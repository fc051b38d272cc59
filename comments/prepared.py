"""Statements whose plan a connection keeps: planning a discussion costs more than its rows.

They are prepared in SQL, so that they pass through Django's cursor like every other query. A pooler
that gives each transaction another connection forgets them: PREPARED_STATEMENTS turns them off.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import DatabaseError, connection
from psycopg import errors

PARAMETER = re.compile(r"\$(\d+)")
MARK = re.compile(r"%[%s]")
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
            types = f" ({', '.join(self.types)})" if self.types else ""
            cursor.execute(f"PREPARE {self.name}{types} AS {self.sql}")
            known.add(self.name)
        cursor.execute(_execute(self.name, len(values)), values)
        return cursor.fetchall()

    def _plainly(self, cursor: Any, values: Sequence[Any]) -> list[tuple]:
        typed = PARAMETER.sub(lambda n: f"%(p{n[1]})s::{self.types[int(n[1]) - 1]}", self.sql)
        cursor.execute(typed, {f"p{n}": value for n, value in enumerate(values, 1)})
        return cursor.fetchall()


def _execute(name: str, values: int) -> str:
    return f"EXECUTE {name} ({', '.join(['%s'] * values)})" if values else f"EXECUTE {name}"


@lru_cache(maxsize=100)
def _made(sql: str) -> tuple[str, str]:
    """Return the name of a query with %s in it, and what prepares it, as it is sent with values."""
    name = f"asked_{sha256(sql.encode()).hexdigest()[:16]}"
    numbers = count(1)
    numbered = MARK.sub(lambda n: f"${next(numbers)}" if n[0] == "%s" else n[0], sql)
    return name, f"PREPARE {name} AS {numbered}"


def execute_behind(
    cursor: Any, first: tuple[str, Sequence[Any]], sql: str, values: Sequence[Any]
) -> None:
    """Send a statement, and a SELECT behind it whose plan the connection keeps, in one message.

    The cursor then gives the rows of the SELECT. Both have %s for their values; PostgreSQL sees by
    itself of which types those of the SELECT are. For queries that settings put together
    (comments.drafts), of which a process knows a few. Within a transaction: a plan that was lost
    meanwhile ends it like any error of the database, and the next time it is made anew.
    """
    before, values_before = first
    name, prepare = _made(sql)
    known = _known.setdefault(connection.connection, set())
    steps = [before, sql]
    if settings.PREPARED_STATEMENTS and f"not {name}" not in known:
        steps = [*([] if name in known else [prepare]), before, _execute(name, len(values))]
        known.add(name)
    try:
        cursor.execute("; ".join(steps), [*values_before, *values])
    except DatabaseError as error:
        if isinstance(error.__cause__, errors.InvalidSqlStatementName):
            known.discard(name)
        elif isinstance(error.__cause__, errors.FeatureNotSupported):
            known.add(f"not {name}")
        raise  # else it may be there or not: it is taken to be, and made when it is missed
    while cursor.nextset():
        pass
