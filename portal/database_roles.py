"""Two database roles: the owner migrates; the site runs as a role that cannot rewrite records.

A record is a model with `is_record = True`: the site's role may read it and add to it, but not
UPDATE, DELETE or TRUNCATE. The rights are granted after each migration.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection
from psycopg import sql


@contextmanager
def as_owner() -> Iterator[None]:
    """Connect as the role that owns the tables, for as long as the block runs."""
    before = {key: connection.settings_dict[key] for key in settings.DATABASE_OWNER}
    connect_as(settings.DATABASE_OWNER)
    try:
        yield
    finally:
        connect_as(before)


def connect_as(role: Mapping[str, Any]) -> None:
    """Connect as another role from the next query on; within a transaction nothing changes."""
    if connection.settings_dict["USER"] == role["USER"] or connection.in_atomic_block:
        return
    connection.close()
    connection.settings_dict.update(role)


def record_tables() -> list[str]:
    """Names of the tables whose rows are added and never changed."""
    return sorted(
        model._meta.db_table for model in apps.get_models() if getattr(model, "is_record", False)
    )


def grant_after_migrate(**_: Any) -> None:
    """Give the site's role its rights on everything that the migration has made."""
    site = settings.DATABASE_SITE["USER"]
    if not site or site == settings.DATABASE_OWNER["USER"]:
        return
    role = sql.Identifier(site)
    statements = [
        "GRANT USAGE ON SCHEMA public TO {role}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
    ]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(sql.SQL(statement).format(role=role))
        for table in record_tables():
            cursor.execute(
                sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {role}").format(
                    table=sql.Identifier(table), role=role
                )
            )
