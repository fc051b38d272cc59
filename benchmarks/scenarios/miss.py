"""The article made anew for every request, before compression: with its parts kept, and without."""

from benchmarks.bench import Bench
from benchmarks.figures import Goal, Line, Result
from benchmarks.rounds import rate, ratio
from benchmarks.scenarios.raw import raw_of

MISS, COLD = "ours, a miss every time", "ours, nothing kept"
READY, PLAIN = "ready string through Django", "plain template page"


def run(bench: Bench) -> Result:
    """Measure both kinds of miss beside the ready string and the template page."""
    path = bench.article.path
    said = bench.page.text[-200:]
    miss = bench.ours(bench.small, name="miss", target="benchmarks.servers.ours_miss:application")
    cold = bench.ours(bench.small, name="cold", target="benchmarks.servers.ours_cold:application")
    ordinary = bench.ordinary_django()
    found = bench.measure(
        [
            miss.contender(MISS, path, holds=said),
            ordinary.contender(READY, "/ready/", holds=said),
            cold.contender(COLD, path, holds=said),
            ordinary.contender(PLAIN, "/article/1/"),
        ]
    )
    result = Result("miss", "A miss every time, before compression", raw=raw_of(found))
    result.lines = [
        Line(MISS, rate(found, MISS), "requests/s"),
        Line(MISS, ratio(found, MISS, READY), f"× {READY}", Goal(least=0.25)),
        Line(MISS, ratio(found, MISS, PLAIN), f"× {PLAIN}"),
        Line(COLD, rate(found, COLD), "requests/s"),
        Line(COLD, ratio(found, COLD, READY), f"× {READY}"),
    ]
    return result
