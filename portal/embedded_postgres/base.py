"""Django's PostgreSQL engine, which starts the embedded server at the first connection."""

from typing import Any

from django.conf import settings
from psycopg import OperationalError

from portal.embedded_postgres.server import ensure
from portal.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Connects over the embedded server's private socket; `manage.py check` starts nothing."""

    def get_connection_params(self) -> dict[str, Any]:
        """Return psycopg's parameters, the server started and its socket filled in."""
        self.settings_dict["HOST"] = ensure(settings.VAR_DIR / "postgres")
        return super().get_connection_params()

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect; where the server has ended since it was last asked, start it and try again."""
        try:
            return super().get_new_connection(conn_params)
        except OperationalError:
            ensure(settings.VAR_DIR / "postgres", doubting=True)
            return super().get_new_connection(conn_params)
