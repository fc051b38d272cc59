"""From the start of a worker, and of the whole server, to the first answer with an article."""

import statistics
import time

from benchmarks.asking import wait_for
from benchmarks.bench import THREADS, Bench, free_port
from benchmarks.figures import Goal, Line, Result
from benchmarks.processes import Server, python, started_at


def run(bench: Bench) -> Result:
    """Start a server several times; each is stopped before the next begins."""
    path, database = bench.article.path, bench.small
    workers, servers = [], []
    for number in range(bench.options.rounds):
        port = free_port()
        environment = bench.house.environment(database, port, WEB_THREADS=THREADS)
        server = Server(
            "starting",
            python("manage.py", "serve"),
            environment,
            core=bench.cores.server,
            log=bench.logs / f"starting-{number}.log",
        )
        try:
            wait_for(f"http://127.0.0.1:{port}{path}", {"Host": f"localhost:{port}"})
            answered = time.clock_gettime(time.CLOCK_BOOTTIME)
            servers.append(time.monotonic() - server.began)
            workers.append(answered - max(map(started_at, server.workers())))
        finally:
            server.stop()
    result = Result("start", "Start to the first answer with an article")
    result.raw = {"worker": workers, "server": servers}
    result.lines = [
        Line("a worker", statistics.median(workers), "s", Goal(most=1.5)),
        Line("the server with its worker", statistics.median(servers), "s"),
    ]
    return result
