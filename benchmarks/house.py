"""The benchmark's own house under var/bench: its PostgreSQL, its databases, its settings.

Never touches the demo. What takes long to build is kept for the next run of the same day and the
same code; what scenarios change is copied anew from that at each run.
"""

import contextlib
import hashlib
import json
import os
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from benchmarks.options import Options
from benchmarks.processes import ROOT, family, python
from benchmarks.wrk import MeasurementFailed
from portal.embedded_postgres import server as postgres

VAR = ROOT / "var" / "bench"
BLANK, COMPETITORS = "bench_blank", "bench_competitors"
REMOVABLE = 38  # comments of a story of 42 that are not removed yet
BESIDE = 60  # removals by other scenarios than the one that counts them
APPS = ("articles", "comments", "portal")
PREPARE = (
    "import django; django.setup(); from portal.running import preparing; "
    "preparing.translations(print); preparing.static_files(print)"
)


@dataclass(frozen=True)
class Place:
    """An article of the benchmark: ids, its path, its comments' ids in the order they were sent."""

    story: int
    article: int
    path: str
    comments: int
    first_comment: int


class House:
    """Databases on the embedded PostgreSQL, and the environment of the servers that use them."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.sockets = ""
        self.built: dict[str, dict[str, Any]] = {}

    @contextmanager
    def open(self) -> Iterator["House"]:
        """Start PostgreSQL; stop it at the end."""
        VAR.mkdir(parents=True, exist_ok=True)
        self.sockets = postgres.ensure(VAR / "postgres")
        try:
            self._migrate()
            yield self
        finally:
            postgres.leave(VAR / "postgres")

    def url(self, database: str, role: str = "broadsheet_app") -> str:
        """Return the address of a database for one role."""
        return f"postgres://{role}@/{database}?host={self.sockets}&port=5432"

    def environment(self, database: str, port: int, **more: str) -> dict[str, str]:
        """Return the environment in which our own server runs on a database."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return {
            **kept,
            "PYTHONUTF8": "1",
            "VAR_DIR": str(VAR),
            "DATABASE_URL": self.url(database),
            "DATABASE_OWNER_URL": self.url(database, "broadsheet_owner"),
            "SITE_URL": f"http://localhost:{port}",
            "PORT": str(port),
            "WEB_PROCESSES": "1",
            **more,
        }

    @contextmanager
    def administering(self, database: str = "postgres") -> Iterator[psycopg.Connection[Any]]:
        """Connect as PostgreSQL's superuser; nothing is in a transaction."""
        with psycopg.connect(
            host=self.sockets, port=5432, user="postgres", dbname=database, autocommit=True
        ) as connection:
            yield connection

    def newspaper(self, number: int) -> str:
        """Return the database of the smallest (0) or a larger (1, …) newspaper, filled.

        Scenarios may change the smallest one, a copy; from a larger one they take back what
        they add.
        """
        articles, comments = self.options.articles[number], self.options.comments[number]
        name = f"bench_{articles}_{comments}"
        if name in self.built:
            return name
        sizes = [size for size in self.options.sizes if number or size <= comments // 2]
        plan = {"articles": articles, "comments": comments, "sizes": sizes}
        plan["removals"] = 0 if number else -(-(self.options.removals + BESIDE) // REMOVABLE)
        if number:
            self._fill(name, plan)
        else:
            self._fill(f"{name}_kept", plan)
            self.copy(f"{name}_kept", name)
        self.built[name] = plan
        return name

    def forget_waiting(self, database: str) -> None:
        """Take back what was posted to a newspaper: it was built without comments that wait."""
        with self.administering(database) as connection:
            connection.execute("SET session_replication_role = replica")  # decisions stay, else
            waiting = "SELECT id FROM comments_comment WHERE status = 'held'"
            for table, column in (("comments_decision", "comment_id"), ("comments_comment", "id")):
                connection.execute(
                    sql.SQL("DELETE FROM {} WHERE {} IN ({})").format(
                        sql.Identifier(table), sql.Identifier(column), sql.SQL(waiting)
                    )
                )

    def keep_to(self, core: int) -> None:
        """Move PostgreSQL, with what it starts from now on, to one core."""
        home = (VAR / "postgres").resolve()
        postmaster = int((home / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])
        for pid in family(postmaster):
            with contextlib.suppress(ProcessLookupError):
                os.sched_setaffinity(pid, {core})

    def copy(self, database: str, name: str) -> None:
        """Make a database anew as a copy of another."""
        with self.administering() as connection:
            for statement in (
                "DROP DATABASE IF EXISTS {name} WITH (FORCE)",
                "CREATE DATABASE {name} TEMPLATE {database} STRATEGY FILE_COPY",
            ):
                names = {"name": sql.Identifier(name), "database": sql.Identifier(database)}
                connection.execute(sql.SQL(statement).format(**names))

    def place(self, database: str, label: str, number: int = 0) -> Place:
        """Return the article with a label; several may bear it, `number` says which."""
        with self.administering(database) as connection:
            row = connection.execute(
                "SELECT story.id, article.id, section.slug, article.slug FROM articles_story story"
                " JOIN articles_article article ON article.story_id = story.id"
                " JOIN articles_section section ON section.id = article.section_id"
                " WHERE story.label = %s ORDER BY story.id OFFSET %s LIMIT 1",
                [label, number],
            ).fetchone()
            if row is None:
                raise MeasurementFailed(f"{database} has no story {label}: see SIZES")
            count = connection.execute(
                "SELECT count(*), coalesce(min(id), 0) FROM comments_comment WHERE story_id = %s",
                [row[0]],
            ).fetchone()
        assert count  # noqa: S101 (an aggregate always gives a row)
        return Place(row[0], row[1], f"/en/{row[2]}/{row[3]}/", count[0], count[1])

    def published_comments(self, database: str, story: int) -> list[int]:
        """Return the ids of the comments of a story that readers may read."""
        with self.administering(database) as connection:
            found = connection.execute(
                "SELECT id FROM comments_comment WHERE story_id = %s AND status = 'published'"
                " ORDER BY id",
                [story],
            )
            return [row[0] for row in found]

    def cursor_of_page(self, database: str, story: int, page: int, roots: int) -> str:
        """Return the cursor of a page (0, 1, …) of a story in the order "oldest"."""
        with self.administering(database) as connection:
            row = connection.execute(
                "SELECT path FROM comments_comment WHERE story_id = %s AND parent_id IS NULL"
                " AND shown ORDER BY path OFFSET %s LIMIT 1",
                [story, page * roots - 1],
            ).fetchone()
        if row is None:
            raise MeasurementFailed(f"The story has no page {page}")
        return row[0]

    def _migrate(self) -> None:
        """Make the empty database that the others are copies of, and what pages link to."""
        environment = self.environment(BLANK, 8000)
        stamp = _mark_of(*(ROOT / app / "migrations" for app in APPS))
        if self._stamp(BLANK) != stamp:
            say("Building: tables")
            self.create(BLANK)
            manage(environment, "migrate", "--verbosity", "0")
            self._put_stamp(BLANK, stamp)
        run(python("-c", PREPARE), environment | {"DJANGO_SETTINGS_MODULE": "portal.settings"})

    def _fill(self, name: str, plan: Mapping[str, Any]) -> None:
        code = _mark_of(ROOT / "benchmarks" / "data", *(ROOT / app / "migrations" for app in APPS))
        stamp = f"{code} {time.strftime('%Y-%m-%d')} {json.dumps(plan, sort_keys=True)}"
        if self._stamp(name) == stamp:
            return
        say(f"Building: {plan['articles']:,} articles, {plan['comments']:,} comments")
        began = time.monotonic()
        self.copy(BLANK, name)
        environment = self.environment(name, 8000) | {"DATABASE_URL": self.url(name, "postgres")}
        environment.pop("DATABASE_OWNER_URL")
        run(python("-m", "benchmarks.data", json.dumps(plan)), environment)
        self._put_stamp(name, stamp)
        say(f"  in {time.monotonic() - began:.0f} seconds")

    def create(self, name: str) -> None:
        """Make an empty database of the owner's."""
        with self.administering() as connection:
            known = sql.Identifier(name)
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(known))
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER broadsheet_owner").format(known))

    def _stamp(self, name: str) -> str:
        with self.administering() as connection:
            row = connection.execute(
                "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
                [name],
            ).fetchone()
        return (row[0] or "") if row else ""

    def _put_stamp(self, name: str, stamp: str) -> None:
        with self.administering() as connection:
            comment = sql.SQL("COMMENT ON DATABASE {} IS {}")
            connection.execute(comment.format(sql.Identifier(name), sql.Literal(stamp)))


def manage(environment: Mapping[str, str], *words: str) -> None:
    """Run one of manage.py's commands."""
    run(python("manage.py", *words), environment)


def run(command: list[str], environment: Mapping[str, str], given: str | None = None) -> str:
    """Run a program to its end and return what it said. Raises MeasurementFailed if it failed."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=dict(environment),
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise MeasurementFailed(f"{' '.join(command[1:4])} failed: {done.stderr.strip()[-800:]}")
    return done.stdout


def say(sentence: str) -> None:
    """Tell whoever waits what is being done."""
    print(sentence, flush=True)


def _mark_of(*folders: Path) -> str:
    """Return a mark that changes with the modules of some folders."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.glob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
