"""Statements whose plan a connection keeps: planning a discussion costs more than its rows.

They are prepared in SQL, so that they pass through Django's cursor like every other query. A pooler
that gives each transaction another connection forgets them: PREPARED_STATEMENTS turns them off.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
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
TABLE = re.compile(r"\b(?:INTO|UPDATE|FROM) (\w+)")
LONGEST_NAME = 63  # bytes, of any name in PostgreSQL
# Somebody has let go of the connection's plans, or has made them behind our back,
GONE = (errors.InvalidSqlStatementName, errors.DuplicatePreparedStatement)
LOST = (*GONE, errors.FeatureNotSupported)  # or a migration has changed what they were made for.
# A plan for any values. Else one is made each time where that looks dear: a sender's comments of
# five minutes, counted among a million of few senders, took 2 ms of planning for 0.3 of reading.
ANY_VALUES = "SET LOCAL plan_cache_mode = force_generic_plan"
_known: WeakKeyDictionary[Any, set[str] | None] = WeakKeyDictionary()  # None: to be asked for


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
            known = _kept(cursor)
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
            _send(cursor, f"PREPARE {self.name}{types} AS {self.sql}", None)
            known.add(self.name)
        _send(cursor, _execute(self.name, len(values)), values)
        return cursor.fetchall()

    def _plainly(self, cursor: Any, values: Sequence[Any]) -> list[tuple]:
        typed = PARAMETER.sub(lambda n: f"%(p{n[1]})s::{self.types[int(n[1]) - 1]}", self.sql)
        cursor.execute(typed, {f"p{n}": value for n, value in enumerate(values, 1)})
        return cursor.fetchall()


def _execute(name: str, values: int) -> str:
    return f"EXECUTE {name} ({', '.join(['%s'] * values)})" if values else f"EXECUTE {name}"


@lru_cache(maxsize=200)
def name_of(sql: str) -> str:
    """Return the name under which a connection keeps the plan of a statement: it says what it does.

    It stands in EXECUTE, and so in PostgreSQL's log and in pg_stat_activity.
    """
    [verb, *_rest], table = sql.lower().split(maxsplit=1), TABLE.search(sql)
    mark = sha256(sql.encode()).hexdigest()[:12]
    return f"kept_{verb}_{table[1] if table else ''}"[: LONGEST_NAME - len(mark) - 1] + f"_{mark}"


def _prepare(sql: str) -> str:
    """Return the PREPARE of a statement with %s in it."""
    numbers = count(1)
    numbered = MARK.sub(lambda n: f"${next(numbers)}" if n[0] == "%s" else "%", sql)
    return f"PREPARE {name_of(sql)} AS {numbered}"


def execute_kept(cursor: Any, statements: Iterable[tuple[str, Sequence[Any]]]) -> None:
    """Send statements, whose plans the connection keeps, in one message; they run one by one.

    The cursor stands on what the first of them gives; nextset() goes on. They have %s for their
    values, and PostgreSQL sees by itself of which types those are. For statements of which a
    process knows a few. Within a transaction: a plan that was lost meanwhile ends it like any error
    of the database, and the next time it is made anew.
    """
    known = _kept(cursor)
    steps: list[str] = []
    names: list[str] = []
    sent: list[Any] = []
    for sql, values in statements:
        name = name_of(sql)
        if not settings.PREPARED_STATEMENTS or f"not {name}" in known:
            steps.append(sql)
            sent += values
        else:
            if name not in known:
                _send(cursor, _prepare(sql), None)
                known.add(name)
            steps.append(_execute(name, len(values)))
            names.append(name)
            sent += map(_as_text, values)
    if names:
        steps.insert(0, ANY_VALUES)
    try:
        _send(cursor, "; ".join(steps), sent)
    except DatabaseError as error:
        if isinstance(error.__cause__, errors.FeatureNotSupported):
            known |= {f"not {name}" for name in names}
        raise
    if names:
        cursor.nextset()


def _as_text(value: Any) -> Any:
    """Return a time as text: PostgreSQL knows where it wants one, and psycopg needs 6 µs for it."""
    return value.isoformat() if type(value) is datetime else value


def _send(cursor: Any, sql: str, values: Sequence[Any] | None) -> None:
    """Execute something; where a plan was lost, note that the connection is to be asked for all."""
    try:
        cursor.execute(sql, values)
    except DatabaseError as error:
        if isinstance(error.__cause__, GONE):
            _known[connection.connection] = None
        raise


def _kept(cursor: Any) -> set[str]:
    """Return the names of the plans that the connection keeps; it is asked when one was lost."""
    known = _known.setdefault(connection.connection, set())
    if known is None:
        cursor.execute("SELECT name FROM pg_prepared_statements")
        known = _known[connection.connection] = {name for [name] in cursor.fetchall()}
    return known
