"""First, middle and last page of long discussions against the only page of one of 42 comments.

All of them show 42 comments, so they have about the same bytes: an article's first page is
compared with the article of 42, later pages with that one's page of the discussion alone.
"""

from urllib.parse import urlencode

from benchmarks.bench import Bench
from benchmarks.data.shape import PATTERN
from benchmarks.figures import Goal, Line, Result
from benchmarks.house import Place
from benchmarks.rounds import GZIP, Contender, ratio
from benchmarks.scenarios.raw import raw_of

GOAL = Goal(least=0.9)
KINDS = ("hit", "miss")
ROUNDS = 5  # at least: the shares are near 1, and a second's measurement is off by more


def run(bench: Bench) -> Result:
    """Measure every page from memory and as a miss."""
    database = bench.house.newspaper(len(bench.options.articles) - 1)
    small = bench.house.place(database, f"size-{min(bench.options.sizes)}")
    pages = {"first page of 42": small.path, "discussion of 42": f"{small.path}comments/"}
    compared = {}
    for size in sorted(bench.options.sizes)[1:]:
        place = bench.house.place(database, f"size-{size}")
        for name, path in _pages(bench, database, place, size).items():
            pages[name] = path
            compared[name] = list(pages)[0 if path == place.path else 1]
    result = Result("long_threads", "Pages of long discussions")
    result.notes.append("Every page shows 42 comments: bytes_each in latest.json says how equal.")
    for kind in KINDS:
        found = bench.measure(
            _contenders(bench, database, kind, pages), many=True, least_rounds=ROUNDS
        )
        result.raw[kind] = raw_of(found)
        for name, other in compared.items():
            share = ratio(found, name, other)
            result.lines.append(Line(f"{name}, {kind}", share, f"× {other}", GOAL))
    return result


def _pages(bench: Bench, database: str, place: Place, size: int) -> dict[str, str]:
    """Return the addresses of a long discussion's first, middle and last page."""
    found = {f"first page of {size:,}": place.path}
    last = place.comments // sum(PATTERN) - 1
    for name, number in (("middle", last // 2), ("last", last)):
        after = bench.house.cursor_of_page(database, place.story, number, len(PATTERN))
        query = urlencode({"order": "oldest", "after": after})
        found[f"{name} page of {size:,}"] = f"{place.path}comments/?{query}"
    return found


def _contenders(bench: Bench, database: str, kind: str, pages: dict[str, str]) -> list[Contender]:
    if kind == "hit":
        site = bench.ours(database)
        return [site.contender(name, path, GZIP) for name, path in pages.items()]
    site = bench.ours(database, name="miss", target="benchmarks.servers.ours_miss:application")
    return [site.contender(name, path) for name, path in pages.items()]
