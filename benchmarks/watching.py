"""Watches each worker of several servers by a connection of its own that stays with that worker.

A server's workers share one port, and a connection that is kept stays with the process that
accepted it. So connections are opened until each worker has been met, and one to each is kept;
the header that benchmarks.servers.ours_by_name adds says whom one has met.
"""

import http.client
import time
from collections.abc import Sequence

from benchmarks.asking import Answer, Connection
from benchmarks.bench import Site
from benchmarks.wrk import MeasurementFailed

TRIES = 400  # connections until every worker must have been met
WORKER = "x-bench-worker"


class Eye:
    """A connection to one worker; a new one to the same worker where it was closed."""

    def __init__(self, site: Site, worker: str, connection: Connection) -> None:
        self.site, self.worker, self.connection = site, worker, connection

    def look(self, path: str) -> Answer:
        """Ask this worker for a page."""
        try:
            answer = self.connection.ask(path, {"Host": self.site.host})
        except (OSError, http.client.HTTPException):
            self.connection.close()
            self.connection = meet(self.site, path, {self.worker})[self.worker]
            answer = self.connection.ask(path, {"Host": self.site.host})
        if answer.headers.get(WORKER) != self.worker or answer.status != 200:
            raise MeasurementFailed(f"{path}: worker {self.worker} answered {answer.status}")
        return answer

    def sees(self, path: str, words: bytes) -> bool:
        """Whether this worker's page holds some words."""
        return words in self.look(path).text


def meet(site: Site, path: str, wanted: set[str], count: int = 0) -> dict[str, Connection]:
    """Open connections until each of the `wanted` workers, or `count` of them, has one."""
    met: dict[str, Connection] = {}
    for _try in range(TRIES):
        connection = Connection(site.url)
        worker = connection.ask(path, {"Host": site.host}).headers.get(WORKER, "")
        if worker in met or (wanted and worker not in wanted):
            connection.close()
        else:
            met[worker] = connection
        if len(met) == (len(wanted) or count):
            return met
    raise MeasurementFailed(f"Only {len(met)} workers were met in {TRIES} connections")


def eyes_on(sites: Sequence[Site], path: str, workers: int) -> list[Eye]:
    """Return an eye on each worker of each server."""
    return [
        Eye(site, worker, connection)
        for site in sites
        for worker, connection in meet(site, path, set(), workers).items()
    ]


def until_gone(eyes: Sequence[Eye], path: str, words: bytes, patience: float) -> float:
    """Look until no worker shows some words any more; return when (time.monotonic) that was.

    A worker that was seen without them has to stay without them. Raises MeasurementFailed when
    one shows them again, or still does after `patience` seconds.
    """
    deadline = time.monotonic() + patience
    left = list(eyes)
    while left:
        left = [eye for eye in left if eye.sees(path, words)]
        if left and time.monotonic() > deadline:
            raise MeasurementFailed(f"A worker still shows {words!r} after {patience:g} seconds")
    gone = time.monotonic()
    if any(eye.sees(path, words) for eye in eyes):
        raise MeasurementFailed(f"A worker shows {words!r} again")
    return gone
