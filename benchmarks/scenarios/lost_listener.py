"""The same with the listeners' connections cut, or silently dead, at a random moment before.

Cut: PostgreSQL ends the connection. Silently dead: the backend behind it is stopped (SIGSTOP), so
that the connection looks alive and says nothing, like one through a router that has forgotten it.
"""

import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.bench import Bench
from benchmarks.figures import Goal, Line, Result
from benchmarks.moderating import Moderator
from benchmarks.scenarios.removal import (
    SERVERS,
    WORKERS,
    delay_of_removal,
    show_everywhere,
    watched,
)
from benchmarks.wrk import MeasurementFailed

LEASE = 2.0  # seconds
TIMES = 4  # of each kind
PATIENCE = 20.0  # seconds in which every worker listens again
LISTENERS = (
    "SELECT pid FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
    " AND (query ILIKE '%%listen%%' OR application_name ILIKE '%%listen%%'"
    " OR application_name ILIKE '%%page%%memory%%')"
)


def run(bench: Bench) -> Result:
    """Remove comments while the listeners hear nothing; watch all workers."""
    bench.close()  # other servers listen as well: all listeners are to be those of the watched
    chance = random.Random(3)  # noqa: S311 (a moment, not a secret)
    delays: dict[str, list[float]] = {"cut": [], "silently dead": []}
    with Moderator(bench.house.url(bench.small)) as moderator:
        eyes = watched(bench)
        for number in range(2 * TIMES):
            kind = list(delays)[number % 2]
            place, comment = next(bench.removable)
            pids = _all_listeners(bench)
            show_everywhere(eyes, place, comment)
            with _deaf(bench, kind, pids):
                time.sleep(chance.uniform(0, 1.5))
                delays[kind].append(delay_of_removal(moderator, eyes, place, comment))
    result = Result("lost_listener", "The same with the listeners' connections lost")
    result.raw = delays
    result.lines = [
        Line(f"{kind}, {TIMES} times, the slowest", max(found), "s", Goal(most=LEASE))
        for kind, found in delays.items()
    ]
    return result


def _all_listeners(bench: Bench) -> list[int]:
    """Return the backends of all workers' listeners, once all of them listen."""
    deadline = time.monotonic() + PATIENCE
    pids: list[int] = []
    while time.monotonic() < deadline:
        with bench.house.administering() as connection:
            pids = [row[0] for row in connection.execute(LISTENERS, [bench.small])]
        if len(pids) >= SERVERS * WORKERS:
            return pids
        time.sleep(0.1)
    raise MeasurementFailed(f"{len(pids)} workers listen, of {SERVERS * WORKERS}")


@contextmanager
def _deaf(bench: Bench, kind: str, pids: list[int]) -> Iterator[None]:
    """Let backends end, or stop for as long as the block runs."""
    if kind == "cut":
        with bench.house.administering() as connection:
            for pid in pids:
                connection.execute("SELECT pg_terminate_backend(%s)", [pid])
        yield
        return
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)
