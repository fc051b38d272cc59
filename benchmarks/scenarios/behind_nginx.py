"""Ours behind nginx as deploy/nginx sets it up, against the same nginx serving a file."""

import time

from benchmarks.asking import ask
from benchmarks.bench import Bench, Site
from benchmarks.figures import Goal, Line, Result
from benchmarks.moderating import Moderator
from benchmarks.rounds import GZIP, rate, ratio
from benchmarks.scenarios.raw import raw_of
from benchmarks.scenarios.removal import words_of
from benchmarks.wrk import MeasurementFailed

OURS, FILE = "ours behind nginx", "nginx serving the file"
MICRO_CACHE = 2.0  # seconds: fresh until the second ends, then the old page while one gets it
REMOVALS = 5
PATIENCE = 20.0


def run(bench: Bench) -> Result:
    """Measure both, then how old the oldest page is that the micro-cache gives out."""
    path, page = bench.article.path, bench.page
    front, file = bench.behind_nginx()
    found = bench.measure(
        [
            front.contender(OURS, path, GZIP, holds=page.text[-200:]),
            file.contender(FILE, path, GZIP, holds=page.text[-200:]),
        ]
    )
    result = Result("behind_nginx", "Behind nginx: TLS and a micro-cache", raw=raw_of(found))
    oldest = _oldest(bench, front)
    result.raw["seconds_until_fresh"] = oldest
    result.lines = [
        Line(OURS, rate(found, OURS), "requests/s"),
        Line(FILE, rate(found, FILE), "requests/s"),
        Line(OURS, ratio(found, OURS, FILE), f"× {FILE}", Goal(least=0.9)),
        Line("the oldest page given out", max(oldest), "s", Goal(most=MICRO_CACHE)),
    ]
    return result


def _oldest(bench: Bench, front: Site) -> list[float]:
    """Remove comments; return the seconds until each was gone from the page behind nginx."""
    found = []
    with Moderator(bench.house.url(bench.small)) as moderator:
        for _number in range(REMOVALS):
            place, comment = next(bench.removable)
            if not _shows(front, place.path, comment):
                raise MeasurementFailed(f"{place.path} does not show comment {comment}")
            moderator.remove(comment)
            deadline = time.monotonic() + PATIENCE
            while _shows(front, place.path, comment):
                if time.monotonic() > deadline:
                    raise MeasurementFailed(f"nginx shows comment {comment} for too long")
                time.sleep(0.01)
            gone = time.monotonic()
            found.append(gone - moderator.outcome()["began"])
    return found


def _shows(front: Site, path: str, comment: int) -> bool:
    answer = ask(f"{front.url}{path}", {"Host": front.host, **GZIP}, certificate=front.certificate)
    return words_of(comment) in answer.text
