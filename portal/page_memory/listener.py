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
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from psycopg import OperationalError, pq

from articles.purging import CHANNEL
from portal.page_memory.memory import LEASE, Memory

log = logging.getLogger(__name__)

BEAT = LEASE / 4  # seconds between two questions
PATIENCE = LEASE  # seconds after which a question without an answer means a dead connection
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 2.0  # seconds before a lost connection is tried again
LISTEN = f"LISTEN {CHANNEL}".encode()


@dataclass
class Question:
    """The sign of life that was last asked for, and when."""

    asked: float
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
        """Ask it to end; nothing is answered from memory from then on."""
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
        """Connect and LISTEN. What changed before that was not heard, so memory starts empty."""
        connection = pq.PGconn.connect(self.conninfo().encode())
        try:
            if connection.status != pq.ConnStatus.OK:
                raise OperationalError(connection.error_message.decode(errors="replace").strip())
            result = connection.exec_(LISTEN)
            if result.status != pq.ExecStatus.COMMAND_OK:
                raise OperationalError(result.error_message.decode(errors="replace").strip())
            connection.nonblocking = 1
            self.memory.clear()
            yield connection
        finally:
            connection.finish()

    def _listen(self, connection: pq.abc.PGconn) -> None:
        question = self._ask(connection)
        while not self._ending.is_set():
            now = time.monotonic()
            if question.answered and now >= question.asked + BEAT:
                question = self._ask(connection)
            if now > question.asked + PATIENCE:
                raise OperationalError(f"no answer for {PATIENCE:.0f} seconds")
            due = question.asked + (BEAT if question.answered else PATIENCE)
            if select.select([connection.socket], [], [], max(0.0, due - now))[0]:
                self._take_in(connection, question)

    def _ask(self, connection: pq.abc.PGconn) -> Question:
        question = Question(time.monotonic())
        connection.send_query(b"SELECT 1")
        connection.flush()
        return question

    def _take_in(self, connection: pq.abc.PGconn, question: Question) -> None:
        """Empty what was told, and only then renew the lease."""
        connection.consume_input()
        is_ready = False
        while not question.answered and not is_ready and not connection.is_busy():
            is_ready = connection.get_result() is None
        while told := connection.notifies():
            self.memory.purge(told.extra.decode())
        if is_ready:
            question.answered = True
            self.memory.renew(question.asked)
            self.is_up = True
