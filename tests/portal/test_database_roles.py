"""Two roles: the site's can add to the records and never rewrite them; nor can the owner."""

import os
import subprocess
import sys
from collections.abc import Iterator

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from comments.models import Decision
from portal.database_roles import as_owner, connect_as, grant_after_migrate, record_tables
from portal.embedded_postgres import cluster, server
from tests.making import Make

CHANGES = [
    "UPDATE comments_decision SET note = 'something else'",
    "DELETE FROM comments_decision",
    "TRUNCATE comments_decision",
]


def current_role() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return cursor.fetchone()[0]


def has_right(right: str, table: str = "comments_decision") -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege(%s, %s, %s)",
            [settings.DATABASE_SITE["USER"], table, right],
        )
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_the_tests_themselves_run_as_the_sites_role() -> None:
    assert current_role() == settings.DATABASE_SITE["USER"]
    assert current_role() != settings.DATABASE_OWNER["USER"]


@pytest.mark.parametrize("statement", CHANGES)
def test_the_site_may_not_rewrite_a_record(make_comment: Make, statement: str) -> None:
    make_comment()
    before = list(Decision.objects.values())
    assert before
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert list(Decision.objects.values()) == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("statement", CHANGES[:2])
def test_not_even_the_owner_may_change_or_delete_a_record(
    make_comment: Make, statement: str
) -> None:
    make_comment()
    with as_owner():
        assert current_role() == settings.DATABASE_OWNER["USER"]
        with (
            pytest.raises(DatabaseError, match="they are never changed or deleted"),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert current_role() == settings.DATABASE_SITE["USER"]
    assert Decision.objects.exists()


@pytest.mark.django_db
def test_every_model_that_calls_itself_a_record_is_kept_from_the_site() -> None:
    assert "comments_decision" in record_tables()
    for table in record_tables():
        assert has_right("INSERT", table)
        assert not any(has_right(right, table) for right in ("UPDATE", "DELETE", "TRUNCATE"))


@pytest.mark.django_db
def test_the_site_is_refused_every_change_of_every_record() -> None:
    assert {"comments_decision", "comments_logentry"} <= set(record_tables())
    for table in record_tables():
        key = next(m for m in apps.get_models() if m._meta.db_table == table)._meta.pk
        assert key is not None
        for statement in (
            f"UPDATE {table} SET {key.column} = {key.column}",  # noqa: S608
            f"DELETE FROM {table}",  # noqa: S608
            f"TRUNCATE {table} CASCADE",
        ):
            with (
                pytest.raises(DatabaseError, match="permission denied"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)


@pytest.mark.django_db
def test_the_site_may_not_make_or_drop_tables() -> None:
    for statement in ("CREATE TABLE more (id int)", "DROP TABLE comments_comment"):
        with (
            pytest.raises(DatabaseError, match=r"permission denied|must be owner"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_each_migrate_puts_the_rights_right_again() -> None:
    with as_owner(), connection.cursor() as cursor:
        role = settings.DATABASE_SITE["USER"]
        cursor.execute(f"REVOKE ALL ON comments_comment FROM {role}")
        cursor.execute(f"GRANT DELETE ON comments_decision TO {role}")
    assert not has_right("SELECT", "comments_comment")
    assert has_right("DELETE")
    call_command("migrate", verbosity=0)
    assert has_right("SELECT", "comments_comment")
    assert not has_right("DELETE")
    assert current_role() == settings.DATABASE_SITE["USER"]


@pytest.fixture
def database_of_ones_own() -> Iterator[str]:
    """An empty database on the tests' own server, as somebody else's would be named."""
    sockets = server.ensure(settings.VAR_DIR / "postgres")
    name = f"own_{os.getpid()}"
    with psycopg.connect(
        host=sockets, port=cluster.PORT, user="postgres", dbname="postgres", autocommit=True
    ) as owner:
        owner.execute(f"CREATE DATABASE {name} OWNER {cluster.OWNER}")
        yield f"/{name}?host={sockets}"
        owner.execute(f"DROP DATABASE {name}")


def test_two_urls_name_the_two_roles_of_a_database_of_ones_own(database_of_ones_own: str) -> None:
    environment = os.environ | {
        "DATABASE_URL": f"postgres://{cluster.SITE}@{database_of_ones_own}",
        "DATABASE_OWNER_URL": f"postgres://{cluster.OWNER}@{database_of_ones_own}",
    }

    def manage(*words: str) -> str:
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=settings.BASE_DIR,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    manage("migrate", "-v0")
    program = (
        "from django.db import connection as c; k = c.cursor(); "
        "k.execute(\"SELECT current_user, tableowner, has_table_privilege(tablename, 'INSERT'), "
        "has_table_privilege(tablename, 'DELETE') FROM pg_tables "
        "WHERE tablename = 'comments_decision'\"); print(*k.fetchone())"
    )
    said = manage("shell", "-v0", "-c", program).strip()
    assert said == f"{cluster.SITE} {cluster.OWNER} True False"


@pytest.mark.django_db
def test_a_house_with_one_role_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DATABASE_SITE", settings.DATABASE_OWNER)
    grant_after_migrate()  # would fail as the site's role, which owns nothing


@pytest.mark.django_db
def test_within_a_transaction_the_role_does_not_change() -> None:
    connect_as(settings.DATABASE_OWNER)
    assert current_role() == settings.DATABASE_SITE["USER"]
