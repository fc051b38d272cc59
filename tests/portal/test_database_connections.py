"""Connections that are kept between requests: a dead one is noticed, a live one is not asked."""

import psycopg
import pytest
from django.db import connection
from django.test import Client

from tests.making import Make

pytestmark = pytest.mark.django_db(transaction=True)


def backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def beside(sql: str, *values: object) -> tuple:
    """Ask something on a connection of its own."""
    with psycopg.connect(**connection.get_connection_params()) as other:
        return other.execute(sql, values).fetchone() or ()


def test_a_connection_that_lives_is_kept_without_a_word() -> None:
    pid = backend()
    assert connection.is_usable()
    assert beside("SELECT query FROM pg_stat_activity WHERE pid = %s", pid) == (
        "SELECT pg_backend_pid()",
    )


def test_a_connection_that_the_server_has_ended_is_noticed() -> None:
    beside("SELECT pg_terminate_backend(%s, 10000)", backend())
    assert not connection.is_usable()


def test_a_connection_after_an_error_is_asked() -> None:
    pid = backend()
    connection.errors_occurred = True
    assert connection.is_usable()
    assert beside("SELECT query FROM pg_stat_activity WHERE pid = %s", pid) == ("SELECT 1",)


def test_the_request_after_the_server_was_started_anew_is_answered(
    make_article: Make, client: Client
) -> None:
    """The kept connection is dead; the reader does not notice."""
    url = make_article().get_absolute_url()
    beside("SELECT pg_terminate_backend(%s, 10000)", backend())
    connection.health_check_done = False  # as at the beginning of a request
    assert client.get(url).status_code == 200
