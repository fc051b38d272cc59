"""/healthz and /readyz: for machines, under any name, never stored, and saying nothing private."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone

from portal import health


@pytest.fixture(autouse=True)
def _asked_for_the_first_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_migrated", False)


@pytest.fixture
def worker(db: None) -> None:
    """A job worker that has just said that it lives."""
    see_worker(ago=timedelta(seconds=5))


def see_worker(ago: timedelta) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", [timezone.now() - ago]
        )


def test_healthz_says_ok_without_asking_the_database(client: Client) -> None:
    """Without the db fixture a query would be an error."""
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("worker")
def test_readyz_says_what_it_looked_at(client: Client) -> None:
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"database": "ok", "migrations": "ok", "worker": "ok"}
    assert response["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("worker")
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_load_balancer_may_ask_by_any_name_and_over_plain_http(settings: Any, path: str) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["news.example.org"]
    assert Client().get(path, HTTP_HOST="10.0.0.7:8000").status_code == 200
    assert Client().get("/", HTTP_HOST="10.0.0.7:8000").status_code in {301, 400}


@pytest.mark.django_db
def test_without_a_worker_the_house_is_not_ready(client: Client) -> None:
    see_worker(ago=timedelta(minutes=2))
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["worker"] == "no job worker for 40 seconds"
    assert response.json()["database"] == "ok"


@pytest.mark.usefixtures("worker")
def test_a_missing_migration_is_named_and_a_complete_one_is_remembered(
    client: Client, django_assert_num_queries: Any
) -> None:
    recorder = MigrationRecorder(connection)
    graph = MigrationLoader(connection).graph
    [newest] = graph.leaf_nodes("comments")
    names = [newest, *graph.nodes[newest].replaces]  # it counts as applied by either
    for name in names:
        recorder.record_unapplied(*name)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert "migrations were not applied" in response.json()["migrations"]
    for name in names:
        recorder.record_applied(*name)
    assert client.get("/readyz").status_code == 200
    with django_assert_num_queries(1):  # from now on only the worker is asked for
        assert client.get("/readyz").status_code == 200


def test_a_database_that_is_gone_is_said_without_its_address(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise OperationalError("connection to server at 10.1.2.3 failed: password of site")

    monkeypatch.setattr(connection, "ensure_connection", refuse)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["database"] == "the database cannot be reached"
    assert b"10.1.2.3" not in response.content
    assert client.get("/healthz").status_code == 200
