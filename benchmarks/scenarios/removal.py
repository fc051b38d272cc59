"""From a moderator's removal to the last worker of two servers that shows the tombstone."""

import statistics

from benchmarks.bench import Bench
from benchmarks.figures import Goal, Line, Result
from benchmarks.house import Place
from benchmarks.moderating import Moderator
from benchmarks.watching import Eye, eyes_on, until_gone
from benchmarks.wrk import MeasurementFailed

SERVERS, WORKERS = 2, 2  # servers, and processes of each
PATIENCE = 30.0  # seconds after which a worker that still shows the comment fails the scenario
LATEST = 1.0  # second


def run(bench: Bench) -> Result:
    """Remove comments one by one and watch all four workers."""
    delays = []
    with Moderator(bench.house.url(bench.small)) as moderator:
        eyes = watched(bench)
        for _number in range(bench.options.removals):
            place, comment = next(bench.removable)
            show_everywhere(eyes, place, comment)
            delays.append(delay_of_removal(moderator, eyes, place, comment))
    result = Result("removal", f"Removal to tombstone, {SERVERS} servers of {WORKERS} processes")
    result.raw = {"seconds": [round(delay, 4) for delay in delays]}
    in_time = sum(delay <= LATEST for delay in delays) / len(delays)
    result.lines = [
        Line(f"{len(delays)} removals, the slowest", max(delays), "s", Goal(most=LATEST)),
        Line("seen by all within a second", in_time, "of all", Goal(least=1.0)),
        Line("99 of 100 within", percentile(delays, 0.99), "s"),
        Line("half of them within", statistics.median(delays), "s"),
    ]
    result.notes.append("Counted from before the verb is called, so the decision itself is in it.")
    return result


def watched(bench: Bench) -> list[Eye]:
    """Return an eye on each worker of two servers."""
    target = "benchmarks.servers.ours_by_name:application"
    sites = [
        bench.ours(bench.small, name=f"server {number}", target=target, WEB_PROCESSES=str(WORKERS))
        for number in range(SERVERS)
    ]
    return eyes_on(sites, bench.article.path, WORKERS)


def words_of(comment: int) -> bytes:
    """What stands in one comment's text and nowhere else."""
    return f"(No. {comment})".encode()


def show_everywhere(eyes: list[Eye], place: Place, comment: int) -> None:
    """Have every worker show the comment, twice, so that it answers from its memory."""
    for _time in range(2):
        for eye in eyes:
            if not eye.sees(place.path, words_of(comment)):
                raise MeasurementFailed(f"{place.path} does not show comment {comment}")


def delay_of_removal(moderator: Moderator, eyes: list[Eye], place: Place, comment: int) -> float:
    """Have a comment removed; return the seconds until the last worker no longer showed it."""
    moderator.remove(comment)
    gone = until_gone(eyes, place.path, words_of(comment), PATIENCE)
    outcome = moderator.outcome()
    if outcome["made"] != 1:
        raise MeasurementFailed(f"Comment {comment} was not removed")
    return gone - outcome["began"]


def percentile(values: list[float], share: float) -> float:
    """Return the value below which a share of them lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
