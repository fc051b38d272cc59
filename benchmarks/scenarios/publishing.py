"""Reads while comments are published on the very article that is read, and on another one.

The writer adds answers to a thread of which the page shows the first twelve already, so that each
changes the page (its counts) and not its length: what is compared are pages of equal bytes.

PostgreSQL and the writer work on the core of wrk, which asks less often then, whatever the server
does. So reads are compared three ways: with quiet ones, with reads while as much is published on
another article, and by how many the server answers in a second of its own processor time.
"""

import contextlib
import statistics
from collections.abc import Iterator

from benchmarks.bench import Bench
from benchmarks.figures import Goal, Line, Result
from benchmarks.processes import Server, busy_seconds, family
from benchmarks.rounds import GZIP, Contender, Rounds, rate, ratio
from benchmarks.scenarios.raw import raw_of
from benchmarks.writing import Writer

GOALS = {10: 0.9, 50: 0.9, 200: 0.8}
QUIET = "quiet"
Busy = dict[str, list[float]]  # seconds of the server's processor, by contender and round


def run(bench: Bench) -> Result:
    """Measure the quiet article, then with 10, 50 and 200 comments a second, here and elsewhere."""
    site = bench.ours(bench.small)
    here = bench.house.place(bench.small, "talked-about")
    elsewhere = bench.house.place(bench.small, "elsewhere")
    writer = Writer(bench.house.url(bench.small))
    busy: Busy = {}

    def reading(name: str, story: int = 0, each_second: int = 0) -> Contender:
        @contextlib.contextmanager
        def meanwhile() -> Iterator[None]:
            writing = writer.publishing(story, each_second) if story else contextlib.nullcontext()
            with writing, _noting(busy.setdefault(name, []), site.server):
                yield

        return site.contender(name, here.path, GZIP, meanwhile=meanwhile)

    contenders = [reading(QUIET)]
    for number in GOALS:
        contenders.append(reading(_here(number), here.story, number))
        contenders.append(reading(_there(number), elsewhere.story, number))
    with writer:
        found = bench.measure(contenders)
    result = Result("publishing", "Reads while comments are published on that article")
    result.raw = raw_of(found) | {"writer": writer.done, "server_seconds": busy}
    result.lines = [Line(QUIET, rate(found, QUIET), "requests/s"), *_lines(found, busy)]
    return result


def _lines(found: Rounds, busy: Busy) -> Iterator[Line]:
    for number, least in GOALS.items():
        here, there = _here(number), _there(number)
        goal = Goal(least=least)
        yield Line(here, ratio(found, here, QUIET), f"× {QUIET}", goal)
        yield Line(here, ratio(found, here, there), "× as many elsewhere", goal)
        yield Line(here, _by_processor(found, busy, here), f"× {QUIET}, by processor time")
        yield Line(there, ratio(found, there, QUIET), f"× {QUIET}")


def _by_processor(found: Rounds, busy: Busy, name: str) -> float:
    """Return how many reads a second of the server's processor answers, as a share of quiet ones.

    The median of the rounds.
    """

    def each(who: str) -> list[float]:
        pairs = zip(found[who], busy[who], strict=True)
        return [run.requests / seconds for run, seconds in pairs]

    return statistics.median(
        own / quiet for own, quiet in zip(each(name), each(QUIET), strict=True)
    )


@contextlib.contextmanager
def _noting(seconds: list[float], server: Server) -> Iterator[None]:
    """Note how long a server's processes work while the block runs."""
    before = busy_seconds(family(server.popen.pid))
    yield
    seconds.append(busy_seconds(family(server.popen.pid)) - before)


def _here(number: int) -> str:
    return f"{number} comments/s on it"


def _there(number: int) -> str:
    return f"{number} comments/s on another article"
