"""The desk walks indexes: no queue is sorted before its first card is shown, however long it is."""

import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict

from comments.desk.filters import Filters
from comments.models import Comment, Status
from comments.posting import next_id
from tests.making import Make

OTHERS = 600  # comments that wait for another reason


def plan(query: str, moderator: Any, *, scored: bool = False) -> str:
    """What PostgreSQL does for a page, where it sorts and reads whole tables only if it must."""
    filters = Filters(QueryDict(query))
    filters.has_scores = scored
    rows = filters.reading.sorted(filters.matching(Comment.objects.all(), moderator))
    with connection.cursor() as cursor:
        for way in ("sort", "seqscan", "bitmapscan", "hashjoin", "mergejoin"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
    return rows[:31].explain()


def add_held_by_another_phase(comment: Comment, number: int) -> None:
    """Add so many that the way past them costs more than the phase's own, in any table."""
    values = {field.attname: getattr(comment, field.attname) for field in Comment._meta.fields}
    places = range(number)  # in a thread nobody reads: each needs a path of its own
    Comment.objects.bulk_create(
        Comment(
            **values
            | {
                "id": next_id(),
                "submission": uuid.uuid4(),
                "path": f"{comment.path}{place:06d}",
                "held_by": "flood",
            }
        )
        for place in places
    )


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("", "comment_waiting"),
        ("order=score", "comment_waiting_by_score"),
        ("queue=phase", "comment_waiting"),
        ("phase=links", "comment_held_by_a_phase"),
        ("section=valley", "comment_waiting"),
        ("language=ru&age=over-day", "comment_waiting"),
        ("assigned=nobody", "comment_waiting"),
        ("queue=reported", "case_open"),
        ("status=any", "comments_comment_pkey"),
    ],
)
def test_a_queue_is_read_along_an_index(
    query: str, index: str, make_comment: Make, moderator: Any
) -> None:
    comment = make_comment(status=Status.HELD, held_by="links")
    add_held_by_another_phase(comment, OTHERS)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE comments_comment")
    found = plan(query, moderator)
    assert index in found, found
    assert not re.search(r"(?<!Incremental )Sort  \(", found), found  # equals alone are sorted
