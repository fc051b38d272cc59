"""64 readers at once with mixed traffic, while comments are published: errors, and memory."""

import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from benchmarks import wrk
from benchmarks.bench import Bench
from benchmarks.figures import Goal, Line, Result
from benchmarks.processes import ROOT, Server, rss_mb
from benchmarks.rounds import GZIP
from benchmarks.writing import Writer
from benchmarks.wrk import MeasurementFailed

READERS = 64
PUBLISHED = 5  # comments a second
SCRIPT = ROOT / "benchmarks" / "mixed.lua"
FLAT = 1.05  # the last quarter's memory against the second one's


def run(bench: Bench) -> Result:
    """Let wrk walk over a list of addresses, and weigh the worker every second."""
    site = bench.ours(bench.small, name="soaked")
    talked_about = bench.house.place(bench.small, "talked-about")
    addresses = _addresses(bench, talked_about.path)
    for path in addresses.read_text(encoding="utf-8").splitlines():
        status = site.contender(path, path).answer().status
        if not 200 <= status < 400:
            raise MeasurementFailed(f"{path} answered {status}")
    known = site.contender("ours", bench.article.path, GZIP).check()
    with (
        Writer(bench.house.url(bench.small)) as writer,
        _weighing(site.server) as weights,
        writer.publishing(talked_about.story, PUBLISHED),
    ):
        found = wrk.run(
            site.url,
            {"Host": site.host},
            seconds=bench.options.soak,
            connections=READERS,
            script=SCRIPT,
            words=(str(addresses), known.headers["etag"], bench.article.path),
        )
    bench.stop(site)
    quarter = max(1, len(weights) // 4)
    second, last = weights[quarter : 2 * quarter] or weights, weights[-quarter:]
    grown = statistics.median(last) / statistics.median(second)
    result = Result("soak", f"{READERS} readers for {bench.options.soak} s of mixed traffic")
    result.raw = {"rss_mb": weights, "requests": found.requests, "p99_ms": found.p99 * 1000}
    result.lines = [
        Line("answered", found.per_second, "requests/s"),
        Line("errors", found.bad_answers + found.faults, f"of {found.requests:,}", Goal(most=0)),
        Line("memory at the end", grown, "× after a quarter", Goal(most=FLAT)),
        Line("memory at the end", weights[-1], "MB"),
    ]
    return result


def _addresses(bench: Bench, talked_about: str) -> Path:
    """Write down what is asked for, each as often as it stands there."""
    with bench.house.administering(bench.small) as connection:
        rows = connection.execute(
            "SELECT '/en/' || section.slug || '/' || article.slug || '/'"
            " FROM articles_article article JOIN articles_section section"
            " ON section.id = article.section_id ORDER BY article.id LIMIT 30"
        )
        articles = [row[0] for row in rows]
    own = bench.article.path
    lists = ["/", "/", "/", "/en/valley/", "/en/river/", "/en/policy/", "/en/archive/"]
    lists += ["/en/author/ilse-maar/", "/session/", f"{own}reply/", f"{own}waiting/"]
    orders = [f"{own}comments/?{urlencode({'order': order})}" for order in ("newest", "discussed")]
    branch = [f"{own}comments/{bench.article.first_comment}/"]
    path = bench.page_folder / "mixed.txt"
    everything = [*articles, *([talked_about, own] * 5), *lists, *orders, *branch]
    path.write_text("\n".join(everything) + "\n", encoding="utf-8")
    return path


@contextmanager
def _weighing(server: Server) -> Iterator[list[float]]:
    """Note the memory of a server's worker every second, in MB."""
    weights: list[float] = []
    done = threading.Event()

    def weigh() -> None:
        while not done.wait(1.0):
            weights.append(rss_mb(server.workers()[-1]))

    scale = threading.Thread(target=weigh)
    scale.start()
    began = time.monotonic()
    try:
        yield weights
    finally:
        done.set()
        scale.join()
    if time.monotonic() - began > 2 and 0.0 in weights:
        raise MeasurementFailed("The worker ended while it was read from")
