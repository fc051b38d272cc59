"""The lease: with its connection cut, silently dead or never made, a worker answers from Django."""

import shutil
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from articles.models import Article
from comments.models import Comment, Move
from comments.moderation import decide
from portal.page_memory.listener import Listener
from portal.page_memory.memory import LEASE, Memory
from portal.page_memory.worker import known_hosts, listening_conninfo
from tests.making import Make
from tests.portal.page_memory.conftest import Worker, wait_for


class Line:
    """A line to the database that can be cut, or go silent while it looks alive."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="line"))  # short: a socket's path is limited
        self.is_silent = threading.Event()
        self.ends: list[socket.socket] = []
        self.server = socket.socket(socket.AF_UNIX)
        self.server.bind(str(self.folder / ".s.PGSQL.5432"))
        self.server.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def conninfo(self) -> str:
        """Where to connect to go through this line."""
        known = conninfo_to_dict(listening_conninfo())
        return make_conninfo(**known | {"host": str(self.folder), "port": 5432})

    def cut(self) -> None:
        """Close what is open; new connections are possible."""
        ends, self.ends = self.ends, []
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def close(self) -> None:
        """Take the line down for good."""
        self.server.close()
        self.cut()
        shutil.rmtree(self.folder)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self.server.accept()
                far = self._database()
                self.ends += [near, far]
                for source, target in ((near, far), (far, near)):
                    threading.Thread(target=self._carry, args=[source, target], daemon=True).start()

    def _database(self) -> socket.socket:
        known = conninfo_to_dict(listening_conninfo())
        host, port = str(known["host"]), int(known.get("port") or 5432)
        if not host.startswith("/"):
            return socket.create_connection((host, port))
        far = socket.socket(socket.AF_UNIX)
        far.connect(f"{host}/.s.PGSQL.{port}")
        return far

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if not self.is_silent.is_set():  # else it is lost, as behind a dead router
                    target.sendall(data)
            target.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def line() -> Iterator[Line]:
    made = Line()
    yield made
    made.close()


@pytest.fixture
def comment(transactional_db: None, make_comment: Make) -> Comment:
    return make_comment()


def path_of(comment: Comment) -> str:
    return str(Article.objects.get(pk=comment.article_id).get_absolute_url())


def test_on_a_line_that_is_cut_nothing_is_answered_from_memory_until_it_is_heard_again(
    make_worker: Callable[..., Worker], line: Line, comment: Comment, make_rule: Make
) -> None:
    worker = make_worker(line.conninfo)
    path = path_of(comment)
    worker.get(path)
    assert worker.is_kept(path)
    line.is_silent.set()  # nobody can connect anew either
    line.cut()
    wait_for(lambda: not worker.is_kept(path))
    decide([comment], Move.REMOVE, by=None, rule=make_rule())
    assert comment.body.encode() not in worker.ask(path).body
    line.is_silent.clear()
    line.cut()
    worker.settle()
    assert not worker.is_kept(path), (
        "what was kept before is not trusted: something may have changed"
    )
    assert comment.body.encode() not in worker.get(path).body
    assert worker.is_kept(path)


def test_on_a_line_that_is_silently_dead_the_lease_runs_out(
    make_worker: Callable[..., Worker], line: Line, comment: Comment, make_rule: Make
) -> None:
    worker = make_worker(line.conninfo)
    path = path_of(comment)
    worker.get(path)
    line.is_silent.set()
    decide([comment], Move.REMOVE, by=None, rule=make_rule())
    wait_for(lambda: worker.memory.lease_age() > LEASE)
    assert comment.body.encode() not in worker.ask(path).body
    assert worker.memory.counts.without_lease + worker.memory.counts.purged > 0
    line.is_silent.clear()
    line.cut()
    worker.settle()
    assert comment.body.encode() not in worker.get(path).body


def test_a_backend_that_is_ended_by_the_operator_is_replaced(
    worker: Worker, comment: Comment
) -> None:
    path = path_of(comment)
    worker.get(path)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE application_name = 'page memory' AND datname = current_database()"
        )
        assert cursor.fetchone()[0] >= 1
    wait_for(lambda: not worker.is_kept(path))
    worker.get(path)
    assert worker.is_kept(path)


def test_a_session_that_does_not_listen_any_more_renews_nothing(
    line: Line, comment: Comment
) -> None:
    """As behind a pooler that gives each transaction another connection."""
    memory = Memory(1_000_000)
    listener = Listener(memory, line.conninfo)
    real, said = listener._ask, []

    def ask(connection: Any, sql: bytes) -> Any:
        said.append(sql)
        return real(connection, b"UNLISTEN *" if len(said) == 2 else sql)

    listener._ask = ask  # type: ignore[method-assign]
    listener.start()
    wait_for(lambda: len([sql for sql in said if sql.startswith(b"LISTEN")]) == 2)
    wait_for(lambda: listener.is_up)
    listener.stop()
    listener.join(30)


def test_without_a_database_nothing_is_answered_and_it_is_tried_again() -> None:
    memory = Memory(1_000_000)
    tried = threading.Semaphore(0)

    def nowhere() -> str:
        tried.release()
        return "host=/nonexistent port=5432 dbname=none"

    listener = Listener(memory, nowhere)
    listener.start()
    for _ in range(3):
        assert tried.acquire(timeout=30)
    assert not listener.is_up
    assert memory.lease_age() > LEASE
    listener.stop()
    listener.join(30)
    assert not listener.is_alive()


def test_it_listens_around_a_pooler_where_the_setting_says_so(settings: Any) -> None:
    settings.DATABASE_LISTEN_URL = "postgres://site:made-up@database.example.org:5432/newspaper"
    known = conninfo_to_dict(listening_conninfo())
    assert (known["host"], known["dbname"]) == ("database.example.org", "newspaper")
    assert known["connect_timeout"], "a line that is dead from the start is given up"


@pytest.mark.parametrize(
    ("allowed", "known"),
    [
        (["news.example.org"], {"news.example.org", "news.example.org:8123"}),
        (["*", ".example.org"], {"localhost"}),
        ([".example.org"], set()),
    ],
)
def test_it_answers_on_the_house_s_own_names(
    settings: Any, allowed: list[str], known: set[str]
) -> None:
    settings.ALLOWED_HOSTS, settings.PORT = allowed, 8123
    assert known_hosts() >= known
    assert ("localhost" in known_hosts()) == ("localhost" in known)
    assert not any("*" in host or host.startswith(".") for host in known_hosts())
