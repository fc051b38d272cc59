"""Hears what has changed: a connection of its own that LISTENs, and asks for signs of life.

Twice in LEASE seconds and more it asks the database something on the same connection. PostgreSQL
sends what has been notified before it says that it is ready again, so once the answer is in,
everything told before the question has been heard: from the question on the lease runs anew. A
connection that is cut, or silently dead, renews nothing, and is replaced.
"""

import contextlib
import logging
import select
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import psycopg
from psycopg import OperationalError, pq

from articles.purging import CHANNEL
from portal.page_memory.memory import LEASE, Memory

log = logging.getLogger(__name__)

BEAT = LEASE / 4  # seconds between two questions
PATIENCE = LEASE  # seconds after which a question without an answer means a dead connection
GOOD = {pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK}
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 2.0  # seconds before a lost connection is tried again
LISTEN = f"LISTEN {CHANNEL}".encode()
# Fails where the session does not listen any more: a pooler by transaction takes that away.
STILL_LISTENING = b"SELECT 1 / count(*) FROM pg_listening_channels()"


@dataclass
class Question:
    """The sign of life that was last asked for, and when; the first one is to LISTEN."""

    asked: float
    sql: bytes = STILL_LISTENING
    answered: bool = False


class Listener(threading.Thread):
    """Keeps a memory in step with the database until it is stopped.

    `conninfo` gives libpq's connection string when it is needed; it may raise what psycopg and
    Django raise where there is no database.
    """

    def __init__(self, memory: Memory, conninfo: Callable[[], str]) -> None:
        super().__init__(name="page memory's listener", daemon=True)
        self.memory = memory
        self.conninfo = conninfo
        self.is_up = False
        self._ending = threading.Event()

    def stop(self) -> None:
        """Ask it to end, within a beat; nothing is answered from memory any more then."""
        self._ending.set()

    def run(self) -> None:
        """Listen, and connect again for as long as it takes."""
        pause = FIRST_PAUSE
        while not self._ending.is_set():
            try:
                with self._connection() as connection:
                    pause = FIRST_PAUSE
                    self._listen(connection)
            except Exception as error:  # noqa: BLE001 (whatever it is: without a listener no memory)
                log.warning("The page memory hears nothing from the database: %s", error)
            finally:
                self.is_up = False
                self.memory.distrust()
            self._ending.wait(pause)
            pause = min(LONGEST_PAUSE, pause * 2)

    @contextlib.contextmanager
    def _connection(self) -> Iterator[pq.abc.PGconn]:
        """Connect without holding up the worker's other threads, as libpq's own call would."""
        connection = psycopg.connect(self.conninfo(), autocommit=True)
        try:
            yield connection.pgconn
        finally:
            connection.close()

    def _listen(self, connection: pq.abc.PGconn) -> None:
        question = self._ask(connection, LISTEN)
        while not self._ending.is_set():
            now = self.memory.clock()
            if question.answered and now >= question.asked + BEAT:
                question = self._ask(connection, STILL_LISTENING)
            if now > question.asked + PATIENCE:
                raise OperationalError(f"no answer for {PATIENCE:.0f} seconds")
            due = question.asked + (BEAT if question.answered else PATIENCE)
            if select.select([connection.socket], [], [], max(0.0, due - now))[0]:
                self._take_in(connection, question)

    def _ask(self, connection: pq.abc.PGconn, sql: bytes) -> Question:
        question = Question(self.memory.clock(), sql)
        connection.send_query(sql)
        connection.flush()
        return question

    def _take_in(self, connection: pq.abc.PGconn, question: Question) -> None:
        """Empty what was told, and only then renew the lease."""
        connection.consume_input()
        is_ready = False
        while not question.answered and not is_ready and not connection.is_busy():
            result = connection.get_result()
            is_ready = result is None
            if result is not None and result.status not in GOOD:
                raise OperationalError(result.error_message.decode(errors="replace").strip())
        while told := connection.notifies():
            self.memory.purge(told.extra.decode())
        if is_ready:
            question.answered = True
            self._answered(question)

    def _answered(self, question: Question) -> None:
        if question.sql == LISTEN:
            self.memory.clear()  # what changed before it listened was not heard
            question.asked -= BEAT  # so that the lease is asked for at once
        else:
            self.memory.renew(question.asked)
            self.is_up = True
