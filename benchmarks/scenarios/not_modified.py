"""The same article for somebody who has it already: If-None-Match, answered by a 304."""

from benchmarks.bench import Bench
from benchmarks.figures import Goal, Line, Result
from benchmarks.rounds import GZIP, rate, ratio
from benchmarks.scenarios.raw import raw_of


def run(bench: Bench) -> Result:
    """Measure the 304 beside the whole page."""
    site, path = bench.ours(bench.small), bench.article.path
    asking = {**GZIP, "If-None-Match": bench.page.headers["etag"]}
    found = bench.measure(
        [
            site.contender("whole page", path, GZIP),
            site.contender("304", path, asking, status=304),
        ]
    )
    result = Result("not_modified", "The same page, asked for conditionally (304)")
    result.raw = raw_of(found)
    result.lines = [
        Line("304", rate(found, "304"), "requests/s"),
        Line("304", ratio(found, "304", "whole page"), "× the whole page", Goal(least=1.0)),
    ]
    return result
