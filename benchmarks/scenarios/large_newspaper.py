"""Home and a section of a large newspaper against the same pages of a small one."""

from benchmarks.bench import Bench
from benchmarks.figures import Goal, Line, Result
from benchmarks.rounds import GZIP, Contender, ratio
from benchmarks.scenarios.raw import raw_of

PAGES = {"home": "/", "section": "/en/valley/"}
GOAL = Goal(least=0.9)
ROUNDS = 5  # at least: the shares are near 1, and a second's measurement is off by more


def run(bench: Bench) -> Result:
    """Measure both pages in every newspaper, from memory and as a miss."""
    sizes = bench.options.articles
    result = Result("large_newspaper", f"Home and section at {sizes[-1]:,} articles")
    for kind in ("hit", "miss"):
        found = bench.measure(
            [
                contender
                for number in range(len(sizes))
                for contender in _contenders(bench, number, kind)
            ],
            many=True,
            least_rounds=ROUNDS,
        )
        result.raw[kind] = raw_of(found)
        for number in range(1, len(sizes)):
            for page in PAGES:
                share = ratio(found, _name(bench, page, number), _name(bench, page, 0))
                what = f"{_name(bench, page, number)}, {kind}"
                result.lines.append(Line(what, share, f"× at {sizes[0]:,}", GOAL))
    return result


def _name(bench: Bench, page: str, number: int) -> str:
    return f"{page} at {bench.options.articles[number]:,}"


def _contenders(bench: Bench, number: int, kind: str) -> list[Contender]:
    database = bench.house.newspaper(number)
    headers = {}
    if kind == "hit":
        site, headers = bench.ours(database), GZIP
    else:
        target = "benchmarks.servers.ours_miss:application"
        site = bench.ours(database, name="miss", target=target)
    return [
        site.contender(_name(bench, page, number), path, headers) for page, path in PAGES.items()
    ]
