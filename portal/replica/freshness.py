"""Whether the replica may be read now: it answers, and has come as far as it has to.

Positions are PostgreSQL's in its write-ahead log, in bytes. The replica is not asked how late it
is: its clock says too much while nobody writes, and nothing while it is cut off from the primary.
It is asked how far it has come, which is compared with where the primary was some seconds ago.
"""

import logging
import threading
import time
from collections import deque

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connections

ALIAS = "replica"
REST_SECONDS = 5.0  # how long a replica in trouble is left alone, by each worker for itself
SAMPLES = 10  # of the primary's position, within REPLICA_MAX_LAG
# The end of what is written by now, on the disk or not: a commit that does not wait for the disk
# (synchronous_commit = off) is seen by others before pg_current_wal_lsn() has passed it.
WRITTEN = "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint"
REPLAYED = "SELECT pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')::bigint, pg_is_in_recovery()"
OK, CATCHING_UP = "ok", "is catching up"

logger = logging.getLogger(__name__)


def written() -> int:
    """Return the position up to which the primary has written."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(WRITTEN)
        return cursor.fetchone()[0]


class Freshness:
    """What a worker knows of the replica; shared by its threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._samples: deque[tuple[float, int]] = deque()  # moment and position, oldest first
        self._behind: tuple[float, int] | None = None  # since when it has not reached a position
        self._trouble = ""
        self._rest_until = 0.0

    def may_read(self, after: int = 0) -> bool:
        """Whether the replica may be read by somebody who has written up to `after`.

        Asks both servers, and never raises what the replica says.
        """
        return self.state(after) == OK

    def state(self, after: int = 0) -> str:
        """Return OK, or why the replica is not read."""
        if self._is_resting():
            return self._trouble
        tolerated = self._tolerated()
        try:
            with connections[ALIAS].cursor() as cursor:
                cursor.execute(REPLAYED)
                reached, is_replica = cursor.fetchone()
        except Error:
            connections[ALIAS].close()
            return self._rest("cannot be reached")
        if not is_replica:
            return self._rest("is no replica")
        if reached >= tolerated:
            self._is_well()
            return OK if reached >= after else CATCHING_UP
        if self._lags(reached, tolerated):
            return self._rest(f"lags more than {settings.REPLICA_MAX_LAG} seconds")
        return CATCHING_UP

    def _is_resting(self) -> bool:
        """Whether to leave it alone; when the rest is over, one thread tries for all."""
        now = time.monotonic()
        with self._lock:
            if now < self._rest_until:
                return True
            if self._trouble:
                self._rest_until = now + REST_SECONDS
            return False

    def _tolerated(self) -> int:
        """Return a position of the primary that is at most REPLICA_MAX_LAG seconds old."""
        now, limit = time.monotonic(), settings.REPLICA_MAX_LAG
        with self._lock:
            while self._samples and now - self._samples[0][0] > limit:
                self._samples.popleft()
            is_due = not self._samples or now - self._samples[-1][0] > limit / SAMPLES
            oldest = self._samples[0][1] if self._samples else None
        if is_due:
            sample = (now, written())
            with self._lock:
                self._samples.append(sample)
            return sample[1] if oldest is None else oldest
        assert oldest is not None  # noqa: S101 (without a sample one is due)
        return oldest

    def _lags(self, reached: int, tolerated: int) -> bool:
        """Whether it has not come to one and the same position for REPLICA_MAX_LAG seconds."""
        now = time.monotonic()
        with self._lock:
            if self._behind is None or reached >= self._behind[1]:
                self._behind = (now, tolerated)
            return now - self._behind[0] >= settings.REPLICA_MAX_LAG

    def _rest(self, trouble: str) -> str:
        with self._lock:
            is_new, self._trouble = trouble != self._trouble, trouble
            self._rest_until = time.monotonic() + REST_SECONDS
        if is_new:
            logger.warning("The replica %s: everything is read from the primary.", trouble)
        return trouble

    def _is_well(self) -> None:
        with self._lock:
            was_in_trouble, self._trouble = bool(self._trouble), ""
            self._behind, self._rest_until = None, 0.0
        if was_in_trouble:
            logger.warning("The replica is read again.")


replica = Freshness()
