"""Publishes comments at a steady rate, straight into the tables, from a process of its own.

One statement a comment, in one transaction, with everything that posting writes: the row, the
decision, the counts. So triggers see what they see when moderators approve.
"""

import contextlib
import json
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

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
    """The statement that publishes an answer to a story's first thread."""

    def __init__(self, connection: Any, story: int) -> None:
        from comments.models import Comment, Status

        self.connection = connection
        root = Comment.objects.filter(story_id=story, parent=None).order_by("path").first()
        assert root  # noqa: S101 (the stories of the benchmark have comments)
        self.root = root
        self.ids: list[int] = []
        self.published = Status.PUBLISHED.value

    def publish(self) -> None:
        """Add one comment, its decision and the counts, in one transaction."""
        from comments.models import Comment

        comment = Comment(
            id=self._next_id(),
            story_id=self.root.story_id,
            article_id=self.root.article_id,
            parent_id=self.root.pk,
            root_id=self.root.pk,
            guest_name="Writer",
            guest_email="writer@example.org",
            body="It has been said before, and it is said again.",
            language="en",
            status=self.published,
            submission=uuid.uuid4(),
            submitted_at=datetime.now(UTC),
            published_at=datetime.now(UTC),
            shown=True,
        )
        comment.set_place(self.root)
        with self.connection.cursor() as cursor:
            cursor.execute(*self._statement(comment))

    def _next_id(self) -> int:
        """Take an id; many are fetched at once, so that publishing is one statement."""
        if not self.ids:
            with self.connection.cursor() as cursor:
                cursor.execute(
                    "SELECT nextval(pg_get_serial_sequence('comments_comment', 'id'))"
                    " FROM generate_series(1, 500)"
                )
                self.ids = [row[0] for row in reversed(cursor.fetchall())]
        return self.ids.pop()

    def _statement(self, comment: Any) -> tuple[str, list[Any]]:
        from comments.models import Comment, Decision

        decision = Decision(
            comment_id=comment.pk,
            story_id=comment.story_id,
            revision=1,
            move="post",
            status_after=self.published,
            started_by="author",
            act=uuid.uuid4(),
            decided_at=datetime.now(UTC),
        )
        inserted, values = _insertion(Comment, comment, self.connection)
        decided, more = _insertion(Decision, decision, self.connection, without={"id"})
        statement = (
            f"WITH said AS ({inserted}), decided AS ({decided}), counted AS "  # noqa: S608
            "(UPDATE comments_comment SET thread_size = thread_size + 1 WHERE id = %s) "
            "UPDATE comments_discussion SET comment_count = comment_count + 1 WHERE story_id = %s"
        )
        return statement, [*values, *more, self.root.pk, comment.story_id]


def _insertion(
    model: Any, row: Any, connection: Any, without: frozenset[str] | set[str] = frozenset()
) -> tuple[str, list[Any]]:
    """Return the INSERT of a row; fields of later migrations come along with their defaults."""
    fields = [
        field
        for field in model._meta.concrete_fields
        if field.column not in without and not field.generated and not field.has_db_default()
    ]
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    return f"INSERT INTO {model._meta.db_table} ({columns}) VALUES ({marks})", values  # noqa: S608


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
            _say(_publish(Publication(connection, order["story"]), order["each_second"]))


def _publish(publication: Publication, each_second: int) -> dict[str, Any]:
    """Publish at a steady rate until the next order; return how many a second it came to."""
    import select

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
