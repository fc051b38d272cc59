"""The moderators' desk: its pages at a large newspaper with many waiting, and acts on many."""

import json
import os
import subprocess
from collections.abc import Mapping
from typing import Any

from benchmarks import rounds, wrk
from benchmarks.bench import Bench, Site
from benchmarks.figures import Goal, Line, Result
from benchmarks.house import run as run_program
from benchmarks.processes import ROOT, python
from benchmarks.rounds import Contender, rate, ratio
from benchmarks.wrk import MeasurementFailed

TENTH = 10  # of a newspaper's comments wait
MANY = 10_000  # comments of one act
MODERATORS = 4  # who ask at the same time; each page is a hundred times as much work as a reader's
LEAST_ROUNDS, LEAST_SECONDS = 3, 3.0
DESK = "/admin/comments/comment/waiting/"
FIGURES = "/admin/comments/decision/figures/?per="
PAGES = {
    "desk, waiting": DESK,
    "desk, published": f"{DESK}?status=published",
    "desk, an author's": f"{DESK}?author=waiting1%40example.org",
}
FIGURE_PAGES = {f"figures per {per}": f"{FIGURES}{per}" for per in ("hour", "day", "week")}
SLOWER = Goal(least=round(1 / 1.3, 3))  # 1.3 times the time is so many times the speed
QUERIES, SECONDS, FIGURES_SECONDS = Goal(most=15), Goal(most=30), Goal(most=1)


def run(bench: Bench) -> Result:
    """Measure pages in a small and the largest newspaper, count queries, decide about many."""
    result = Result("desk", "The desk at a million comments")
    if len(bench.options.articles) == 1:
        raise MeasurementFailed("The desk is compared at two sizes: name two ARTICLES and COMMENTS")
    numbers = (0, len(bench.options.articles) - 1)
    bench.close()  # a database is copied only while nobody uses it
    desks = [_Desk(bench, number) for number in numbers]
    small, large = desks
    _pages(bench, result, desks)
    _queries(result, large)
    _many(bench, result, large)
    result.notes.append(
        f"{small.waiting:,} of {small.comments:,} and {large.waiting:,} of {large.comments:,}"
        " comments wait; 30 cards on a page. Every comment was once decided about by a moderator."
    )
    for desk in desks:
        bench.stop(desk.site)
        desk.drop()
    return result


class _Desk:
    """A newspaper's copy with comments that wait, and a server for a moderator who is signed in."""

    def __init__(self, bench: Bench, number: int) -> None:
        self.bench = bench
        self.comments = bench.options.comments[number]
        self.waiting = self.comments // TENTH
        self.database = f"bench_desk_{self.comments}"
        bench.house.copy(bench.house.newspaper(number), self.database)
        prepared = self.do("prepare", {"waiting": self.waiting}, role="postgres")
        self.counted = self.do("count_days", {})
        self.headers = {"Cookie": prepared["cookie"]}
        self.site: Site = bench.ours(self.database, name="desk")

    def contender(self, page: str, path: str) -> Contender:
        """A page as the moderator opens it."""
        return self.site.contender(f"{page} at {self.comments:,}", path, self.headers)

    def environment(self, role: str) -> Mapping[str, str]:
        """In which a process of the desk works on the same database."""
        known = self.bench.house.environment(self.database, 8000)
        url = self.bench.house.url(self.database, role)
        return known | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "portal.settings"}

    def do(self, act: str, words: dict[str, Any], *, role: str = "broadsheet_app") -> Any:
        """Have something done in a process of its own, and return what it says."""
        command = python("-m", "benchmarks.desk", act, json.dumps(words))
        said = run_program(command, dict(self.environment(role)))
        return json.loads(said.splitlines()[-1])

    def drop(self) -> None:
        """Give the disk back: nobody else wants this copy."""
        with self.bench.house.administering() as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)')


def _pages(bench: Bench, result: Result, desks: list[_Desk]) -> None:
    """Measure the desk's pages in turn in both newspapers."""
    small, large = desks
    for page, path in PAGES.items():
        pair = [small.contender(page, path), large.contender(page, path)]
        found = rounds.measure(
            pair,
            rounds=max(bench.options.rounds, LEAST_ROUNDS),
            seconds=max(bench.options.seconds, LEAST_SECONDS),
            connections=MODERATORS,
            warm_up=LEAST_SECONDS,
        )
        result.raw[page] = {name: [run.per_second for run in runs] for name, runs in found.items()}
        own, other = pair[1].name, pair[0].name
        goal = SLOWER if page == "desk, waiting" else None
        result.lines += [
            Line(own, rate(found, own), "pages/s"),
            Line(own, ratio(found, own, other), f"× at {small.comments:,}", goal),
        ]


def _queries(result: Result, desk: _Desk) -> None:
    addresses = PAGES | FIGURE_PAGES
    found = desk.do("queries", {"addresses": list(addresses.values())})
    result.raw["queries"] = found
    for page, path in addresses.items():
        seen = found[path]
        if seen["status"] != 200:
            raise MeasurementFailed(f"{page} answered {seen['status']}")
        result.lines.append(Line(page, seen["queries"], "queries", QUERIES))
        if page in FIGURE_PAGES:
            result.lines.append(Line(page, seen["seconds"], "s", FIGURES_SECONDS))
    result.raw["count_days"] = desk.counted


def _many(bench: Bench, result: Result, desk: _Desk) -> None:
    """Decide about many while readers read, and undo it; say how fast readers were served."""
    page = bench.house.place(desk.database, f"size-{min(bench.options.sizes)}").path
    reading = desk.site.contender("reading", page, {"Accept-Encoding": "gzip"})
    reading.check()
    quiet = _read(bench, reading)
    many = min(MANY, desk.waiting)
    command = python("-m", "benchmarks.desk", "bulk", json.dumps({"comments": many}))
    environment = os.environ | dict(desk.environment("broadsheet_app"))
    rates = []
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as job:
        while job.poll() is None:
            rates.append(_read(bench, reading))
        said = job.stdout.read() if job.stdout else ""
    if job.returncode:
        raise MeasurementFailed("The act on many failed: see above")
    done = json.loads(said.splitlines()[-1])
    if done["decided"] != many or done["undone"] != many:
        raise MeasurementFailed(f"Of {many} comments {done} were decided about")
    reading.check()
    result.raw["many"] = done | {"quiet": quiet, "meanwhile": rates}
    result.lines += [
        Line(f"{many:,} comments approved in one act", done["seconds"], "s", SECONDS),
        Line("the same undone", done["undo_seconds"], "s", SECONDS),
        Line("an article read meanwhile", min(rates) / quiet, "× before"),
    ]


def _read(bench: Bench, reading: Contender) -> float:
    """Read an article for a while; an answer that is an error fails the scenario."""
    run = wrk.run(reading.url, reading.headers, seconds=bench.options.seconds, connections=8)
    if run.bad_answers or run.faults:
        raise MeasurementFailed("Readers met errors during an act on many")
    return run.per_second
