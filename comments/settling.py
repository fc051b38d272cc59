"""What follows from the states of comments, and the one message in which it is written.

For comments.moderation alone, which holds the locks: nobody else changes a state. Everything is
worked out for the whole set first and then written by a handful of statements in one round trip,
however many comments a moderator has chosen.
"""

import json
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db import connection, models

from comments.models import Comment, Decision, Status
from comments.models.comments import COUNTED
from comments.prepared import execute_kept

Statement = tuple[str, list[Any]]

STATES = """
UPDATE comments_comment AS comment
SET status = new.status, published_at = new.published_at, shown = new.shown,
    held_by = new.held_by
FROM unnest(%s::bigint[], %s::text[], %s::timestamptz[], %s::boolean[], %s::text[])
    AS new (id, status, published_at, shown, held_by)
WHERE comment.id = new.id
"""
THREAD_SIZES = """
UPDATE comments_comment AS root SET thread_size = root.thread_size + more.number
FROM unnest(%s::bigint[], %s::int[]) AS more (id, number) WHERE root.id = more.id
"""
COUNTS = """
UPDATE comments_discussion AS discussion
SET comment_count = discussion.comment_count + more.number
FROM unnest(%s::bigint[], %s::int[]) AS more (story_id, number)
WHERE discussion.story_id = more.story_id
"""
ANSWERED = """
SELECT DISTINCT parent_id FROM comments_comment
WHERE parent_id = ANY(%s) AND shown AND id <> ALL(%s)
"""


def settle_shown(comments: Iterable[Comment]) -> list[Comment]:
    """Set whether comments stand in the thread, and so up the thread as far as it matters.

    From the deepest up, since a comment may stand for the answers below it alone. Returns those
    that came into the thread or left it, the ones above among them.
    """
    known = {comment.pk: comment for comment in comments}
    levels: dict[int, list[Comment]] = {}
    for comment in known.values():
        levels.setdefault(comment.depth, []).append(comment)
    moved: dict[int, Comment] = {}
    while levels:
        level = levels.pop(max(levels))
        answered = _answered(level, known)
        for comment in level:
            shown = _stands(comment, answered)
            if shown != comment.shown:
                comment.shown = shown
                moved[comment.pk] = comment
        above = {c.parent_id for c in level if c.parent_id and c.pk in moved} - known.keys()
        for parent in Comment.objects.filter(pk__in=above) if above else ():
            known[parent.pk] = parent
            levels.setdefault(parent.depth, []).append(parent)
    return list(moved.values())


def _stands(comment: Comment, answered: set[int]) -> bool:
    if comment.status in COUNTED:
        return True
    return comment.status != Status.REJECTED and comment.pk in answered


def _answered(level: list[Comment], known: dict[int, Comment]) -> set[int]:
    """Return which of these comments have an answer that stands in the thread.

    Answers that are known stand as they were just settled, others as the database has them.
    """
    unsure = [c.pk for c in level if c.status not in {*COUNTED, Status.REJECTED}]
    if not unsure:
        return set()
    answered = {c.parent_id for c in known.values() if c.shown and c.parent_id}
    with connection.cursor() as cursor:
        cursor.execute(ANSWERED, [unsure, list(known)])
        return answered | {row[0] for row in cursor.fetchall()}


def states(comments: Iterable[Comment]) -> Statement:
    """Write the state that each comment has in memory."""
    rows = {comment.pk: comment for comment in comments}.values()
    return STATES, [
        [row.pk for row in rows],
        [str(row.status) for row in rows],
        [row.published_at for row in rows],
        [row.shown for row in rows],
        [row.held_by for row in rows],
    ]


def thread_sizes(moved: Iterable[Comment]) -> list[Statement]:
    """Count those that came into a thread or left it, on its root."""
    more = Counter[int]()
    for comment in moved:
        if comment.root_id:
            more[comment.root_id] += 1 if comment.shown else -1
    return _added_to(THREAD_SIZES, more)


def counts(more: Counter[int]) -> list[Statement]:
    """Add to the counts of discussions, by story."""
    return _added_to(COUNTS, more)


def _added_to(sql: str, more: Counter[int]) -> list[Statement]:
    changes = {key: number for key, number in more.items() if number}
    return [(sql, [list(changes), list(changes.values())])] if changes else []


def new_rows(rows: list[Any]) -> Statement:
    """Add rows of one model as they are in memory; those without an id are given one by write().

    All values travel as one, which takes psycopg a tenth of the time of a value each.
    """
    model: Any = type(rows[0])
    sql, names = _insert(model, with_id=rows[0].pk is not None)
    given = [{column: getattr(row, name) for column, name in names} for row in rows]
    return sql, [as_json(given)]


# Times, ids and the like as PostgreSQL reads them; letters as they are.
as_json = json.JSONEncoder(default=str, ensure_ascii=False, separators=(",", ":")).encode


@lru_cache(maxsize=20)
def _insert(model: type[models.Model], *, with_id: bool) -> tuple[str, list[tuple[str, str]]]:
    """Return the statement that adds rows; their columns, and the attributes that fill these."""
    fields = [f for f in model._meta.concrete_fields if with_id or not f.primary_key]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    table = model._meta.db_table
    sql = f"""INSERT INTO {table} ({columns})
        SELECT {columns} FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb) RETURNING id"""  # noqa: S608
    return sql, [(str(field.column), field.attname) for field in fields]


def write(
    statements: list[Statement],
    decisions: list[Decision],
    afterwards: list[Statement],
    *,
    keeps_plans: bool,
) -> None:
    """Write everything, then the decisions, which are given their ids, and what needs those.

    `keeps_plans`: for what is done again and again with one comment. A plan that was lost ends the
    transaction, which is then to be done once more.
    """
    before = [*statements, new_rows(decisions)]
    all_of_it = before + afterwards
    with connection.cursor() as cursor:
        if keeps_plans:
            execute_kept(cursor, all_of_it)
        else:
            cursor.execute(
                "; ".join(sql for sql, _values in all_of_it),
                [value for _sql, values in all_of_it for value in values],
            )
        for _earlier in before[1:]:
            cursor.nextset()
        for decision, (pk,) in zip(decisions, cursor.fetchall(), strict=True):
            decision.pk = pk
