"""Asks the database for its part of the metrics, rarely, briefly, and without ever hanging.

Each question has half a second on the server, and all of them together what a scrape may wait:
after that, whatever keeps them, the database counts as down. It connects by itself: Django's
connection would start an embedded PostgreSQL that somebody has stopped.
"""

import threading
import time
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection
from django.db.backends.postgresql.base import DatabaseWrapper

from portal.embedded_postgres import cluster
from portal.metrics.questions import PARAMETERS, QUESTIONS, Question
from portal.metrics.sources import Sample

UP, UNANSWERED = "broadsheet_database_up", "broadsheet_database_questions_unanswered"
FRESH = 5.0  # seconds for which an answer is not asked for again
PATIENCE = 4.0  # seconds that a scrape waits; Prometheus gives up after 10
STATEMENT_MILLISECONDS = 500
LIMITS = {  # a connection whose other end vanished is given up by the kernel within seconds
    "connect_timeout": 2,
    "tcp_user_timeout": 5000,
    "keepalives_idle": 5,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "application_name": "broadsheet metrics",
}


class Database:
    """The database's samples, as fresh as FRESH. One scrape at a time may ask."""

    def __init__(self) -> None:
        self.asking: threading.Thread | None = None
        self.asked = -FRESH
        self.found: list[Sample] = []
        self.kept: dict[Question, tuple[float, list[Sample]]] = {}

    def samples(self) -> list[Sample]:
        """Return what the database says, or that it is down, within PATIENCE seconds."""
        if self.asking and self.asking.is_alive():
            return [Sample(UP, 0)]  # it had its time
        if time.monotonic() - self.asked < FRESH:
            return self.found
        self.asked = time.monotonic()
        self.found = [Sample(UP, 0)]
        self.asking = threading.Thread(target=self._ask, daemon=True, name="metrics-database")
        self.asking.start()
        self.asking.join(PATIENCE)
        return self.found

    def _ask(self) -> None:
        """Ask everything. What cannot be answered (a lock, a missing right) is counted."""
        found, unanswered = [Sample(UP, 1)], 0
        try:
            with psycopg.connect(**parameters(), autocommit=True) as session:
                for question in QUESTIONS:
                    try:
                        found += self._answer(session, question)
                    except psycopg.Error:
                        if session.closed:
                            raise
                        unanswered += 1
        except (psycopg.Error, OSError):
            return
        self.found = [*found, Sample(UNANSWERED, unanswered)]

    def _answer(self, session: psycopg.Connection[Any], question: Question) -> list[Sample]:
        when, samples = self.kept.get(question, (-question.every, []))
        if time.monotonic() - when < question.every:
            return samples
        with session.transaction():  # SET LOCAL passes a pooler too, options of a connection do not
            session.execute(f"SET LOCAL statement_timeout = {STATEMENT_MILLISECONDS}")
            samples = question.read(session.execute(question.sql, PARAMETERS).fetchall())
        self.kept[question] = (time.monotonic(), samples)
        return samples


def parameters() -> dict[str, Any]:
    """Return psycopg's parameters for the site's role; they start no embedded server."""
    known = dict(connection.settings_dict)
    if not settings.DATABASE_URL:
        known["HOST"] = str(cluster.socket_folder(settings.VAR_DIR / "postgres"))
    return DatabaseWrapper(known, "metrics").get_connection_params() | LIMITS
