"""Publishes comments at a steady rate, straight into the tables, from a process of its own.

One statement a comment, in one transaction, with everything that posting writes: the row, the
decision, the counts. So triggers see what they see when moderators approve.
"""

import contextlib
import json
import os
import select
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import psycopg
from psycopg import sql

from benchmarks.processes import ROOT, python
from benchmarks.wrk import MeasurementFailed

STEADY = 0.9  # of the rate that was asked for, below which a measurement says nothing


class Writer:
    """A process that publishes while it is told to."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.done: list[dict[str, Any]] = []
        self.popen: subprocess.Popen[str] | None = None

    def __enter__(self) -> "Writer":
        environment = os.environ | {
            "DATABASE_URL": self.url,
            "DJANGO_SETTINGS_MODULE": "portal.settings",
        }
        self.popen = subprocess.Popen(
            python("-m", "benchmarks.writing"),
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._hear()
        return self

    def __exit__(self, *_: object) -> None:
        assert self.popen  # noqa: S101 (entered)
        with contextlib.suppress(BrokenPipeError):
            self._tell({"stop": True, "end": True})
        self.popen.wait(30)

    @contextlib.contextmanager
    def publishing(self, story: int, each_second: int) -> Iterator[None]:
        """Publish under a story while the block runs. Raises MeasurementFailed if too slowly."""
        self._tell({"story": story, "each_second": each_second})
        self._hear()  # the first one is in
        yield
        self._tell({"stop": True})
        found = self._hear() | {"asked": each_second}
        self.done.append(found)
        if found["each_second"] < STEADY * each_second:
            raise MeasurementFailed(
                f"The writer published {found['each_second']} a second instead of {each_second}"
            )

    def _tell(self, order: dict[str, Any]) -> None:
        assert self.popen  # noqa: S101 (entered)
        assert self.popen.stdin  # noqa: S101 (a pipe was asked for)
        self.popen.stdin.write(json.dumps(order) + "\n")
        self.popen.stdin.flush()

    def _hear(self) -> dict[str, Any]:
        assert self.popen  # noqa: S101 (entered)
        assert self.popen.stdout  # noqa: S101 (a pipe was asked for)
        line = self.popen.stdout.readline()
        if not line:
            raise MeasurementFailed("The writer ended by itself: see above")
        return json.loads(line)


class Publication:
    """The statement that publishes an answer to a story's first thread.

    It is written once, from the models (so that fields of later migrations come along with their
    defaults) and prepared by PostgreSQL: what is left to do for each comment takes little of the
    core on which wrk runs.
    """

    def __init__(self, story: int) -> None:
        from django.db import connection

        from comments.models import Comment

        root = Comment.objects.filter(story_id=story, parent=None).order_by("path").first()
        assert root  # noqa: S101 (the stories of the benchmark have comments)
        self.place, self.root = root.place, root.pk
        self.statement = _statement(root)
        self.cursor = psycopg.Cursor(connection.connection)
        self.ids: list[int] = []

    def publish(self) -> None:
        """Add one comment, its decision and the counts, in one transaction."""
        from comments.paths import place_for

        comment, at = self._next_id(), datetime.now(UTC)
        varying = {
            "id": comment,
            "path": place_for(comment, at, self.place, self.root).path,
            "at": at,
            "submission": uuid.uuid4(),
            "act": uuid.uuid4(),
        }
        self.cursor.execute(self.statement, varying, prepare=True)

    def _next_id(self) -> int:
        """Take an id; many are fetched at once, so that publishing is one statement."""
        if not self.ids:
            self.cursor.execute(
                "SELECT nextval(pg_get_serial_sequence('comments_comment', 'id'))"
                " FROM generate_series(1, 500)"
            )
            self.ids = [row[0] for row in reversed(self.cursor.fetchall())]
        return self.ids.pop()


def _statement(root: Any) -> sql.Composed:
    """Return the statement that publishes an answer to a root."""
    from comments.models import Comment, Decision, Move, Status

    comment = Comment(
        story_id=root.story_id,
        article_id=root.article_id,
        parent_id=root.pk,
        root_id=root.pk,
        anchor=root.anchor,
        depth=root.depth + 1,
        guest_name="Writer",
        guest_email="writer@example.org",
        body="It has been said before, and it is said again.",
        language="en",
        status=Status.PUBLISHED,
        shown=True,
    )
    decision = Decision(
        story_id=root.story_id,
        revision=1,
        move=Move.POST,
        status_after=Status.PUBLISHED,
        started_by="author",
    )
    own = {name: name for name in ("id", "path", "submission")}
    said = _insertion(comment, own | {"submitted_at": "at", "published_at": "at"})
    decided = _insertion(decision, {"comment_id": "id", "act": "act", "decided_at": "at"})
    return sql.SQL(
        "WITH said AS ({}), decided AS ({}), counted AS "
        "(UPDATE comments_comment SET thread_size = thread_size + 1 WHERE id = {}) "
        "UPDATE comments_discussion SET comment_count = comment_count + 1 WHERE story_id = {}"
    ).format(said, decided, sql.Literal(root.pk), sql.Literal(root.story_id))


def _insertion(row: Any, varying: Mapping[str, str]) -> sql.Composed:
    """Return the INSERT of a row; `varying` names the parameters of fields that change."""
    from django.db import connection

    columns, values = [], []
    for field in row._meta.concrete_fields:
        of_the_database = field.generated or field.has_db_default()
        if field.attname in varying:
            values.append(sql.Placeholder(varying[field.attname]))
        elif field.primary_key or of_the_database:
            continue
        else:
            kept = field.get_db_prep_save(getattr(row, field.attname), connection)
            values.append(sql.Literal(kept))
        columns.append(sql.Identifier(field.column))
    return sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier(row._meta.db_table),
        sql.SQL(", ").join(columns),
        sql.SQL(", ").join(values),
    )


def main() -> None:
    """Read orders from standard input, one JSON a line, and answer each on standard output."""
    import django

    django.setup()
    from django.db import connection

    connection.ensure_connection()
    _say({"ready": True})
    for line in sys.stdin:
        order = json.loads(line)
        if order.get("end"):
            return
        if "story" in order:
            _say(_publish(Publication(order["story"]), order["each_second"]))


def _publish(publication: Publication, each_second: int) -> dict[str, Any]:
    """Publish at a steady rate until the next order; return how many a second it came to."""
    publication.publish()
    _say({"began": True})
    began, count = time.monotonic(), 0
    while True:
        due = began + (count + 1) / each_second
        if select.select([sys.stdin], [], [], max(0.0, due - time.monotonic()))[0]:
            sys.stdin.readline()
            lasted = time.monotonic() - began
            return {"each_second": round(count / lasted, 1), "comments": count}
        publication.publish()
        count += 1


def _say(answer: dict[str, Any]) -> None:
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
