"""A newspaper's desk: comments that wait, and decisions that moderators made about the others."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from benchmarks.data import texts
from benchmarks.data.copying import copy_rows, insert_from, reserve_ids
from benchmarks.data.threads import COLUMNS, LENGTHS, Discussed, rows_of
from comments.models import Comment, Decision, Discussion, Move, QueueCount, Status

A_STORY = 50  # comments that wait under one story
EACH = 25  # comments under one address of mail: cards carry as much in a small newspaper
PHASES = ("", "", "", "links", "new_author", "word_lists")  # what holds them, in turn
COUNT = """
INSERT INTO comments_queuecount (section_id, language, state, held_by, number)
SELECT article.section_id, comment.language, comment.status,
    CASE WHEN comment.status = 'held' THEN comment.held_by ELSE '' END, count(*)
FROM comments_comment AS comment JOIN articles_article AS article ON article.id = comment.article_id
GROUP BY 1, 2, 3, 4
"""


def add_waiting(count: int) -> None:
    """Let so many comments wait, under the newest stories, since the last week.

    Foreign keys and triggers may be off: what the triggers would write is written here.
    """
    first, now = reserve_ids(Comment, count), timezone.now().replace(microsecond=0)
    stories = list(
        Discussion.objects.order_by("-story")
        .values_list("story_id", "story__articles__id")
        .filter(story__articles__language="en")[: -(-count // A_STORY)]
    )
    columns = (*COLUMNS, "held_by")
    copy_rows(Comment, columns, _rows(stories, first, count, now))
    known = {
        "comment_id": "id",
        "story_id": "story_id",
        "revision": "1",
        "act": "gen_random_uuid()",
        "decided_at": "submitted_at",
        "move": f"'{Move.POST.value}'",
        "status_before": "''",
        "status_after": f"'{Status.HELD.value}'",
        "started_by": "'author'",
        "phase": "held_by",
    }
    insert_from(Decision, known, f"FROM comments_comment WHERE id >= {first} ORDER BY id")


def _rows(
    stories: list[tuple[int, int]], first: int, count: int, now: datetime
) -> Iterator[tuple[Any, ...]]:
    each = -(-count // len(stories))
    people = max(1, count // EACH)
    names = {name: place for place, name in enumerate(COLUMNS)}
    for number in range(count):
        story, article = stories[number // each]
        at = now - timedelta(days=7) * (count - number) / count
        one = Discussed(story, article, (1,), at, now)
        row = list(next(rows_of(one, first + number)))
        row[names["status"]], row[names["shown"]] = Status.HELD.value, False
        row[names["published_at"]] = None
        row[names["guest_email"]] = f"waiting{number % people}@example.org"
        row[names["body"]] = texts.letter(first + number, LENGTHS[number % len(LENGTHS)])
        yield (*row, PHASES[number % len(PHASES)])


def add_history(moderators: list[int]) -> None:
    """Let what is published have waited first, and have been approved by one of these people.

    Evenly over the last year, since no house decides about a hundred thousand in a day. For
    PostgreSQL's superuser with triggers off: what was recorded is written anew.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE comments_decision SET status_after = 'held',"
            " phase = (ARRAY['', '', 'links', 'new_author'])[1 + mod(id, 4)],"
            " decided_at = now() - interval '1 day' * (1 + mod(id * 7919, 36400) / 100.0)"
            " WHERE move = 'post' AND status_after = 'published'"
        )
    known = {
        "comment_id": "comment_id",
        "story_id": "story_id",
        "revision": "1",
        "act": "gen_random_uuid()",
        "decided_at": "decided_at + mod(id, 7919) * interval '7 seconds'",
        "move": f"'{Move.APPROVE.value}'",
        "status_before": f"'{Status.HELD.value}'",
        "status_after": f"'{Status.PUBLISHED.value}'",
        "started_by": "'house'",
        "actor_id": f"(ARRAY{moderators}::bigint[])[1 + mod(id, {len(moderators)})]",
    }
    insert_from(Decision, known, "FROM comments_decision WHERE move = 'post' ORDER BY id")


def count_queues() -> None:
    """Write the counts that the triggers would have kept."""
    QueueCount.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(COUNT)
