"""`manage.py flush`, as the role that owns the tables."""

from typing import Any

from django.core.management.commands import flush

from portal.database_roles import as_owner


class Command(flush.Command):
    """Django's flush; the site's own role has no right to empty the records."""

    def handle(self, **options: Any) -> None:
        """Empty the database. The trigger on records lets TRUNCATE by the owner through."""
        with as_owner():
            super().handle(**options)
