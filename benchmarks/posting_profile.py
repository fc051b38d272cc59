"""Measures how many comments a second are accepted, against a bare Django view and xtd.

    .venv/bin/python benchmarks/posting_profile.py --posts 200 --rounds 7
    .venv/bin/python benchmarks/posting_profile.py --profile house

Each contender is a process of one thread that answers through its WSGI handler, on one embedded
PostgreSQL in a folder of its own, which is thrown away afterwards. They take turns; ratios are of
medians. Every comment comes from another guest, another address and with another text, so that
every check is made and nothing is refused.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import django  # noqa: E402

HOUSES = {
    "house": {},
    "house, a job each": {"POSTING_JOB": "1"},
    "house, an answer": {"POSTING_ANSWERS": "1"},
    "house, in place": {"POSTING_FRAGMENTS": "1"},
}


class Process:
    """A contender's process, and what it says."""

    def __init__(self, name: str, environment: dict[str, str]) -> None:
        self.name = name
        module = name.partition(",")[0]
        self.child = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.posting.contender", module],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.told: Any = self.child.stdin
        self.says: Any = self.child.stdout
        self.turns: list[dict[str, float]] = []

    def middle(self, figure: str) -> float:
        """Return a figure of the turn in the middle."""
        return median(turn[figure] for turn in self.turns)

    def ask(self, line: str) -> dict:
        """Give it one line to do; return its answer."""
        self.told.write(f"{line}\n")
        self.told.flush()
        answer = self.says.readline()
        if not answer:
            raise SystemExit(f"{self.name} ended before it answered")
        return json.loads(answer)

    def end(self) -> None:
        """Let it end by itself."""
        self.told.close()
        self.child.wait(30)


def start(names: list[str], var: Path) -> list[Process]:
    """Start PostgreSQL, a database for each contender, and the contenders."""
    os.environ |= {"VAR_DIR": str(var), "DJANGO_SETTINGS_MODULE": "portal.settings"}
    os.environ |= {"LOG_LEVEL": "ERROR", "TRUSTED_PROXIES": "0"}
    django.setup()
    from django.conf import settings
    from django.db import connection

    from portal.database_roles import connect_as

    connect_as(settings.DATABASE_OWNER)
    with connection.cursor() as cursor:
        for number in range(len(names)):
            cursor.execute(f"CREATE DATABASE posting_{number}")
    processes = []
    for number, name in enumerate(names):
        environment = {
            "POSTING_HOST": connection.settings_dict["HOST"],
            "POSTING_USER": settings.DATABASE_OWNER["USER"],
            "POSTING_NAME": f"posting_{number}",
            **HOUSES.get(name, {}),
        }
        processes.append(Process(name, environment))
    return processes


def interleave(processes: list[Process], posts: int, rounds: int) -> None:
    """Let each contender take comments in turn; the first turn of each warms it up."""
    for turn in range(rounds + 1):
        for process in processes:
            told = process.ask(f"post {posts}")
            if not turn:
                process.ask("analyze")  # as autovacuum does a minute later
            if turn:
                process.turns.append({word: number / posts for word, number in told.items()})


def report(processes: list[Process]) -> None:
    """Print a row for each contender: what a comment costs, and the ratio to the bare view."""
    bare = next(process for process in processes if process.name == "bare")
    print("milliseconds a comment: by the clock, of this process and of PostgreSQL's")
    print(
        f"{'':18} {'clock':>7} {'python':>7} {'postgres':>8} {'a second':>8} {'x bare':>6} queries"
    )
    for process in processes:
        clock, python, postgres = (
            process.middle(word) * 1000 for word in ("seconds", "python", "postgres")
        )
        asked = [sql for sql in process.ask("queries")["sql"] if sql]
        print(
            f"{process.name:18} {clock:7.2f} {python:7.2f} {postgres:8.2f} {1000 / clock:8.0f} "
            f"{bare.middle('seconds') * 1000 / clock:6.2f} {len(asked):7}"
        )
    for process in processes:
        if process.name == "house":
            for number in (1, 50):
                print(f"decide {number}:", process.ask(f"decide {number}"))


def main() -> None:
    """Measure, or say where one contender's time goes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=200, help="comments a turn")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", default="", help="names, separated by semicolons")
    parser.add_argument("--profile", default="", help="profile one contender instead")
    parser.add_argument("--queries", default="", help="name one contender's statements instead")
    asked = parser.parse_args()
    names = ["bare", "xtd", *HOUSES]
    if asked.only:
        names = asked.only.split(";")
    if single := asked.profile or asked.queries:
        names = [single]
    with tempfile.TemporaryDirectory(prefix="posting-profile-") as folder:
        Path(folder).chmod(0o755)  # PostgreSQL may run as another account
        processes = start(names, Path(folder) / "var")
        try:
            if single:
                processes[0].ask("post 100")
                if asked.profile:
                    print(processes[0].ask(f"profile {asked.posts}")["profile"])
                else:
                    print("\n\n".join(processes[0].ask("queries")["sql"]))
                return
            interleave(processes, asked.posts, asked.rounds)
            report(processes)
        finally:
            for process in processes:
                process.end()
            from django.db import connection

            connection.close()


if __name__ == "__main__":
    main()
