"""Reads while comments are published on the very article that is read, and on another one.

The writer adds answers to a thread of which the page shows the first twelve already, so that each
changes the page (its counts) and not its length: what is compared are pages of equal bytes.
"""

from benchmarks.bench import Bench
from benchmarks.figures import Goal, Line, Result
from benchmarks.rounds import GZIP, Contender, rate, ratio
from benchmarks.scenarios.raw import raw_of
from benchmarks.writing import Writer

GOALS = {10: 0.9, 50: 0.9, 200: 0.8}
QUIET = "quiet"


def run(bench: Bench) -> Result:
    """Measure the quiet article, then with 10, 50 and 200 comments a second, here and elsewhere."""
    site = bench.ours(bench.small)
    here = bench.house.place(bench.small, "talked-about")
    elsewhere = bench.house.place(bench.small, "elsewhere")
    writer = Writer(bench.house.url(bench.small))

    def reading(name: str, *, story: int = 0, each_second: int = 0) -> Contender:
        if not each_second:
            return site.contender(name, here.path, GZIP)
        return site.contender(
            name, here.path, GZIP, meanwhile=lambda: writer.publishing(story, each_second)
        )

    with writer:
        found = bench.measure(
            [
                reading(QUIET),
                *(reading(_here(n), story=here.story, each_second=n) for n in GOALS),
                reading(_there(200), story=elsewhere.story, each_second=200),
            ]
        )
    result = Result("publishing", "Reads while comments are published on that article")
    result.raw = raw_of(found) | {"writer": writer.done}
    result.lines = [Line(QUIET, rate(found, QUIET), "requests/s")]
    for number, least in GOALS.items():
        share = ratio(found, _here(number), QUIET)
        result.lines.append(Line(_here(number), share, "× quiet", Goal(least=least)))
    result.lines.append(Line(_there(200), ratio(found, _there(200), QUIET), "× quiet"))
    return result


def _here(number: int) -> str:
    return f"{number} comments/s on it"


def _there(number: int) -> str:
    return f"{number} comments/s on another article"
