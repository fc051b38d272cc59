"""Turns: who acts under the same names waits until the other has ended.

What is counted and then added to is counted by one at a time; two that act in one moment would
not see each other. PostgreSQL keeps the order, so it holds for every worker of every machine.
"""

from hashlib import sha256

from django.db import connection


def wait_for_turn(*names: str) -> None:
    """Wait until nobody else acts under one of these names; keep them until the transaction ends.

    Names are taken in one order, so that nobody waits in a ring.
    """
    keys = sorted(
        int.from_bytes(sha256(f"turn of {name}".encode()).digest()[:8], signed=True)
        for name in names
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(key) FROM unnest(%s::bigint[]) AS key", [keys])
