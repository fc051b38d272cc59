"""The desk walks indexes: no queue is sorted before its first card is shown, however long it is."""

import re
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict

from comments.desk.filters import Filters
from comments.models import Comment, Status
from tests.making import Make


def plan(query: str, moderator: Any, *, scored: bool = False) -> str:
    """What PostgreSQL does for a page, where it sorts and reads whole tables only if it must."""
    filters = Filters(QueryDict(query))
    filters.has_scores = scored
    rows = filters.reading.sorted(filters.matching(Comment.objects.all(), moderator))
    with connection.cursor() as cursor:
        for way in ("sort", "seqscan", "bitmapscan", "hashjoin", "mergejoin"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
    return rows[:31].explain()


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
    for nth in range(20):  # so many that the way through another phase's comments costs more
        make_comment(status=Status.HELD, held_by="links" if nth == 0 else "flood")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE comments_comment")
    found = plan(query, moderator)
    assert index in found, found
    assert not re.search(r"(?<!Incremental )Sort  \(", found), found  # equals alone are sorted
