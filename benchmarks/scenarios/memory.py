"""What a worker holds with many pages in its memory, against the setting that bounds it."""

import threading
import time

from benchmarks.asking import Connection
from benchmarks.bench import Bench, Site
from benchmarks.figures import Goal, Line, Result
from benchmarks.processes import rss_mb
from benchmarks.rounds import GZIP
from benchmarks.wrk import MeasurementFailed

WARM_UP = 40  # pages: templates, catalogs and connections are in memory before it is counted
READERS = 4


def run(bench: Bench) -> Result:
    """Ask for many pages twice each (compression comes with the second), and weigh the worker."""
    number = len(bench.options.articles) - 1
    database, limit = bench.house.newspaper(number), bench.options.memory_mb
    paths = _paths(bench, database)
    site = bench.ours(database, name="filled", PAGE_MEMORY_MB=str(limit))
    longest = bench.options.filling
    _read(site, paths[:WARM_UP], longest)
    worker = site.server.workers()[-1]
    before = rss_mb(worker)
    read, moved = _read(site, paths[WARM_UP:], longest)
    grown = rss_mb(worker) - before
    bench.stop(site)
    result = Result("memory", f"Memory of a worker after {read:,} pages, PAGE_MEMORY_MB={limit}")
    result.raw = {"before_mb": before, "grown_mb": grown, "pages": read, "pages_mb": moved}
    # Without more pages than fit, a small figure would say nothing about the bound.
    goal = Goal(least=0.8, most=1.2) if moved > limit else Goal(most=1.2)
    result.lines = [
        Line("grown by", grown, "MB"),
        Line("grown by", grown / limit, "× the setting", goal),
    ]
    if read < bench.options.pages - WARM_UP:
        seconds = f"Stopped after {longest} seconds (FILLING)"
        result.notes.append(f"{seconds}, before all pages were read.")
    return result


def _paths(bench: Bench, database: str) -> list[str]:
    """Return the addresses of as many articles as asked for, those with comments first."""
    with bench.house.administering(database) as connection:
        rows = connection.execute(
            "SELECT '/en/' || section.slug || '/' || article.slug || '/'"
            " FROM articles_article article JOIN articles_section section"
            " ON section.id = article.section_id ORDER BY article.id LIMIT %s",
            [bench.options.pages],
        )
        return [row[0] for row in rows]


def _read(site: Site, paths: list[str], seconds: float) -> tuple[int, float]:
    """Read pages on a few connections; return how many, and their uncompressed bytes in MB."""
    deadline = time.monotonic() + seconds
    sizes: list[int] = []
    wrong: list[str] = []

    def read(share: list[str]) -> None:
        connection = Connection(site.url)
        for path in share:
            if time.monotonic() > deadline:
                break
            answers = [connection.ask(path, {"Host": site.host, **GZIP}) for _time in range(2)]
            sizes.append(len(answers[0].text))
            wrong.extend(path for answer in answers if answer.status != 200)
        connection.close()

    readers = [threading.Thread(target=read, args=(paths[n::READERS],)) for n in range(READERS)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    if wrong or not sizes:
        raise MeasurementFailed(f"{len(wrong)} pages were not answered, {wrong[:1]}")
    return len(sizes), sum(sizes) / 1024**2
