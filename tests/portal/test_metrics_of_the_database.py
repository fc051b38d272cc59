"""What the database is asked for metrics: what waits, how long, and what if it says nothing."""

import socket
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from articles.models.photos import RenditionState
from comments.letters import make_letters
from comments.models import Letter, Status
from comments.tasks import freeze_all_ranks
from portal.metrics import Sample, database
from portal.metrics.database import UNANSWERED, UP, Database
from tests.making import Make


def said(asked: Database) -> dict[str, Any]:
    return {" ".join((sample.name, *sample.labels)): sample.value for sample in asked.samples()}


@pytest.fixture
def own_queue(transactional_db: None) -> Iterator[None]:
    """A queue without jobs, before and after: its tables are not emptied between tests."""
    empty_queue()
    yield
    empty_queue()


def empty_queue() -> None:
    with connection.cursor() as cursor:
        for table in ("periodic_defers", "events", "jobs", "workers"):
            cursor.execute(f"DELETE FROM procrastinate_{table}")  # noqa: S608


@pytest.mark.usefixtures("own_queue")
def test_the_database_says_what_waits(make_comment: Make, make_photo: Make) -> None:
    make_comment(status=Status.HELD, submitted_at=timezone.now() - timedelta(hours=2))
    make_comment(status=Status.HELD)
    make_comment()
    make_photo(rendition_state=RenditionState.FAILED)
    make_photo()
    assert make_letters() == 3  # to the guests of these comments
    now = timezone.now()
    waiting, sent, _dropped = Letter.objects.order_by("pk")
    Letter.objects.filter(pk=waiting.pk).update(made_at=now - timedelta(days=2))
    Letter.objects.filter(pk=sent.pk).update(sent_at=now)
    Letter.objects.exclude(pk__in=[waiting.pk, sent.pk]).update(dropped_at=now)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    freeze_all_ranks.defer(timestamp=0)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = now() - interval '3 hours'")
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, scheduled_at) VALUES "
            "('mail', 'x', 'failed', NULL), ('mail', 'x', 'succeeded', NULL), "
            "('mail', 'x', 'doing', NULL), ('mail', 'x', 'todo', now() + interval '1 hour')"
        )
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES "
            "(now()), (now() - interval '5 minutes')"
        )
    found = said(Database())
    assert found[UP] == 1
    assert found[UNANSWERED] == 0
    assert found["broadsheet_comments_waiting"] == 2
    assert 7200 <= found["broadsheet_comments_oldest_waiting_seconds"] < 9000
    assert found["broadsheet_photos_failed"] == 1
    states = ("waiting", "sent", "dropped")
    assert [found[f"broadsheet_letters {state}"] for state in states] == [1, 1, 1]
    assert found["broadsheet_letters_oldest_waiting_seconds"] >= 2 * 24 * 3600
    assert found["broadsheet_notices_oldest_due_seconds"] == 0
    assert found["broadsheet_jobs default todo"] == 1
    assert found["broadsheet_jobs mail todo"] == 1
    assert found["broadsheet_jobs mail doing"] == 1
    assert found["broadsheet_jobs mail failed"] == 1
    assert "broadsheet_jobs mail succeeded" not in found
    assert 10_800 <= found["broadsheet_jobs_oldest_due_seconds"] < 12_600
    assert found["broadsheet_job_workers"] == 1
    assert found["broadsheet_database_statistics_readable"] == 1
    assert found["broadsheet_database_size_bytes"] > 1_000_000


@pytest.mark.usefixtures("own_queue")
def test_a_job_that_is_tried_again_is_due_since_its_new_time() -> None:
    freeze_all_ranks.defer(timestamp=0)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = now() - interval '3 hours'")
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() - interval '1 minute'")
    assert 60 <= said(Database())["broadsheet_jobs_oldest_due_seconds"] < 1800
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() + interval '1 hour'")
    assert said(Database())["broadsheet_jobs_oldest_due_seconds"] == 0


@pytest.mark.usefixtures("own_queue")
def test_a_question_that_has_to_wait_is_left_out_and_counted() -> None:
    with psycopg.connect(**database.parameters()) as other:
        other.execute("LOCK TABLE comments_comment IN ACCESS EXCLUSIVE MODE")
        found = said(Database())
    assert (found[UP], found[UNANSWERED]) == (1, 1)
    assert "broadsheet_comments_waiting" not in found
    assert found["broadsheet_job_workers"] == 0


@pytest.mark.usefixtures("own_queue")
def test_an_open_transaction_shows_its_age() -> None:
    with psycopg.connect(**database.parameters()) as other:
        began = other.execute("SELECT now()").fetchone()
        assert began
        found = said(Database())["broadsheet_database_oldest_transaction_seconds"]
    assert found > 0


@pytest.mark.usefixtures("own_queue")
def test_the_database_is_not_asked_again_within_five_seconds(
    make_comment: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Database()
    assert said(asked)["broadsheet_comments_waiting"] == 0
    session = asked.asking
    make_comment(status=Status.HELD)
    monkeypatch.setattr(database, "FRESH", 3600)
    assert said(asked)["broadsheet_comments_waiting"] == 0
    assert asked.asking is session
    assert said(Database())["broadsheet_comments_waiting"] == 1


@pytest.fixture
def silent_server(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """A database server that takes connections and never says a word."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(8)
        settings.DATABASE_URL = "postgres://site@127.0.0.1/newspaper"
        monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
        monkeypatch.setitem(connection.settings_dict, "PORT", str(listening.getsockname()[1]))
        yield listening


def test_a_database_that_says_nothing_is_down(silent_server: socket.socket) -> None:
    assert Database().samples() == [Sample(UP, 0)]


def test_a_scrape_does_not_wait_for_a_question_that_hangs(
    silent_server: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.05)
    monkeypatch.setattr(database, "FRESH", 0)
    monkeypatch.setitem(database.LIMITS, "connect_timeout", 60)
    asked = Database()
    assert asked.samples() == [Sample(UP, 0)]
    hanging = asked.asking
    assert hanging is not None
    assert hanging.is_alive()
    assert asked.samples() == [Sample(UP, 0)]
    assert asked.asking is hanging  # nobody asks a second time meanwhile
    silent_server.shutdown(socket.SHUT_RDWR)
    silent_server.close()
    hanging.join(60)
    assert not hanging.is_alive()


def test_a_database_that_refuses_is_down(silent_server: socket.socket) -> None:
    silent_server.close()
    assert Database().samples() == [Sample(UP, 0)]
