"""A cache on PostgreSQL that all workers share: what limits count, and little else.

Django's own database cache counts all its rows with each write, throws live ones away beyond a
number, and two workers may both be told that they have added the same key. Here adding is one
statement, only what has ended goes (portal.tasks takes it away), and values are JSON, not pickles.
"""

import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connections

TABLE = "portal_cacheentry"  # unlogged: a crash of the server may forget it, replicas have none
FOR_EVER = timedelta(days=3650)
PUT = f"""
    INSERT INTO {TABLE} (key, value, ends_at) VALUES (%s, %s, %s)
    ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value, ends_at = EXCLUDED.ends_at
"""  # noqa: S608 (our own words)
ADD = f"{PUT} WHERE {TABLE}.ends_at <= clock_timestamp()"
GET = f"SELECT value FROM {TABLE} WHERE key = %s AND ends_at > clock_timestamp()"  # noqa: S608
TOUCH = f"""
    UPDATE {TABLE} SET ends_at = %s WHERE key = %s AND ends_at > clock_timestamp()
"""  # noqa: S608
DELETE = f"DELETE FROM {TABLE} WHERE key = %s AND ends_at > clock_timestamp()"  # noqa: S608
FORGET = f"DELETE FROM {TABLE} WHERE ends_at <= clock_timestamp()"  # noqa: S608


class SharedCache(BaseCache):
    """Django's cache interface over one table of the primary."""

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def validate_key(self, key: str) -> None:
        """Take keys of any length and letters; Django warns of what memcached cannot take."""

    def add(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Put a value where there is none; of several who try at once one is told True."""
        return bool(self._run(ADD, self._row(key, value, timeout, version)))

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """Return the value that is kept, or the default."""
        with connections["default"].cursor() as cursor:
            cursor.execute(GET, [self.make_and_validate_key(key, version=version)])
            row = cursor.fetchone()
        return default if row is None else _read(row[0])

    def set(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        """Put a value, whatever there was."""
        self._run(PUT, self._row(key, value, timeout, version))

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Let what is kept last from now on; whether it was there."""
        key = self.make_and_validate_key(key, version=version)
        return bool(self._run(TOUCH, [self._ends(timeout), key]))

    def delete(self, key: str, version: int | None = None) -> bool:
        """Let go of a value; whether it was there."""
        return bool(self._run(DELETE, [self.make_and_validate_key(key, version=version)]))

    def clear(self) -> None:
        """Let go of everything."""
        self._run(f"DELETE FROM {TABLE}", [])  # noqa: S608

    def forget_ended(self) -> int:
        """Take away what has ended; how many rows that were."""
        return self._run(FORGET, [])

    def _row(self, key: str, value: Any, timeout: Any, version: int | None) -> list[Any]:
        key = self.make_and_validate_key(key, version=version)
        return [key, json.dumps(value), self._ends(timeout)]

    def _ends(self, timeout: Any) -> datetime:
        stamp = self.get_backend_timeout(timeout)
        if stamp is None:
            return datetime.now(UTC) + FOR_EVER
        return datetime.fromtimestamp(max(stamp, 0), UTC) if stamp > 0 else _past()

    def _run(self, statement: str, values: list[Any]) -> int:
        with connections["default"].cursor() as cursor:
            cursor.execute(statement, values)
            return int(cursor.rowcount)


def _past() -> datetime:
    return datetime.fromtimestamp(time.time() - 1, UTC)


def _read(value: Any) -> Any:
    """A JSON value, which Django's connections give as text."""
    return json.loads(value) if isinstance(value, str) else value
