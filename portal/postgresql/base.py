"""Django's PostgreSQL engine, which tells a dead connection by its socket, without asking."""

import select

from django.db.backends.postgresql import base
from psycopg.pq import ConnStatus


class DatabaseWrapper(base.DatabaseWrapper):
    """Finds out at the beginning of each request whether the connection of the last one lives."""

    def is_usable(self) -> bool:
        """Whether the connection can be used; Django closes and opens it anew where it cannot.

        A server that ends a connection says so on it, and one that was killed has its sockets
        closed by its kernel: there is something to read. While there is nothing, asking (SELECT 1)
        would tell no more, and costs every request a way to the server and back.
        """
        if self.errors_occurred or not self._is_quiet():
            return super().is_usable()
        return True

    def _is_quiet(self) -> bool:
        if self.connection is None or self.connection.pgconn.status != ConnStatus.OK:
            return False
        socket = select.poll()
        socket.register(self.connection.fileno(), select.POLLIN)
        return not socket.poll(0)
