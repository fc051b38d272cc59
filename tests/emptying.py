"""Emptying the database behind a test whose transactions were real ones.

Django's flush truncates every table, whether it holds anything or not, and makes the rights and
roles anew: a second for each such test. Nearly all of them leave a few rows in a few tables.
"""

from django.core.management import call_command
from django.db import connection, transaction

from portal.database_roles import as_owner

KEPT = {  # what migrations end with: the tests run on it, none of them changes it for good
    "django_content_type",
    "auth_permission",
    "auth_group",
    "auth_group_permissions",
}
QUEUE = (  # the jobs' tables are the queue's own, of which Django knows nothing
    "procrastinate_events",
    "procrastinate_periodic_defers",
    "procrastinate_jobs",
    "procrastinate_workers",
)
MANY = 300  # rows of a table from which truncating is the quicker way


def empty_database(*_: object, **__: object) -> None:
    """Take out whatever tests have put in; what migrations put in themselves stays."""
    with as_owner():  # on a connection of its own: the test may have had the other one cut
        tables = set(connection.introspection.django_table_names(only_existing=True)) - KEPT
        rows = _rows([*QUEUE, *sorted(tables)])
        if any(number > MANY for number in rows.values()):
            call_command("flush", verbosity=0, interactive=False)
            rows = _rows(list(QUEUE))
        _empty(rows)


def _empty(rows: dict[str, int]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for table in rows:
            name = connection.ops.quote_name(table)
            cursor.execute(  # its own triggers refuse to delete records, or tell pages of each row
                f"ALTER TABLE {name} DISABLE TRIGGER USER; DELETE FROM {name};"  # noqa: S608
            )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in rows:
            cursor.execute(f"ALTER TABLE {connection.ops.quote_name(table)} ENABLE TRIGGER USER")
        cursor.execute("SELECT articles_purge('all')")


def _rows(tables: list[str]) -> dict[str, int]:
    """Return how many rows each table holds, as far as that matters; without the empty ones."""
    names = [(table, connection.ops.quote_name(table)) for table in tables]
    parts = [
        f"SELECT '{table}', count(*) FROM (SELECT FROM {name} LIMIT {MANY + 1}) AS found"  # noqa: S608
        for table, name in names
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return {table: number for table, number in cursor.fetchall() if number}
