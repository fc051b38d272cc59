"""`manage.py migrate`, as the role that owns the tables."""

from typing import Any

from django.core.management.commands import migrate

from portal.database_roles import as_owner


class Command(migrate.Command):
    """Django's migrate, connected as DATABASE_OWNER_URL (or the embedded PostgreSQL's owner)."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, then grant the site's role its rights (portal.database_roles)."""
        with as_owner():
            super().handle(*args, **options)
