"""What reading a discussion costs: one query a page, and never the whole of it."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from articles.models import Article
from comments.models import Comment
from comments.models.comments import UNRANKED
from comments.threads import FIRST_REPLIES, branch, discussion_page
from portal.database_roles import as_owner
from tests.comments.threads.conftest import Grow
from tests.making import Make


@pytest.mark.parametrize("count", [2, 300])
def test_a_page_takes_one_query_whatever_the_size(
    count: int,
    make_article: Make,
    grow: Grow,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    article = make_article()
    roots = grow(article, count)
    grow(article, count, parent=roots[0])
    branch(discussion_page(article.story_id) and roots[0])  # prepares both statements
    with django_assert_num_queries(1):
        page = discussion_page(article.story_id)
    assert page.threads[0].left == max(0, count - FIRST_REPLIES)
    with django_assert_num_queries(1):
        branch(roots[0])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("statistics", ["fresh", "of an empty table"])
def test_a_page_reads_only_what_it_shows(statistics: str, make_article: Make, grow: Grow) -> None:
    """Among 4,000 comments of a story, whatever PostgreSQL believes of the table by then."""
    article = make_article()
    as_the_owner("ALTER TABLE comments_comment SET (autovacuum_enabled = off)")
    try:
        as_the_owner("ANALYZE comments_comment")
        roots = grow(article, 2000)
        grow(article, 2000, parent=roots[0])
        if statistics == "fresh":
            as_the_owner("ANALYZE comments_comment")
        look_at_pages(article, roots)
    finally:
        as_the_owner("ALTER TABLE comments_comment RESET (autovacuum_enabled)")


def as_the_owner(statement: str) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(statement)


def look_at_pages(article: Article, roots: list[Comment]) -> None:
    middle = roots[1000].path
    for read in (
        lambda: discussion_page(article.story_id),
        lambda: discussion_page(article.story_id, after=middle),
        lambda: discussion_page(article.story_id, order="discussed", after=f"{UNRANKED}-{middle}"),
        lambda: branch(roots[0]),
    ):
        assert pages_read(read) < 1500, "about ten for each comment shown"


def pages_read(read: Callable[[], object]) -> int:
    """Return how many pages of tables and indexes PostgreSQL looks at for a function's queries."""
    read()  # prepares the statement
    with CaptureQueriesContext(connection) as queries:
        read()
    seen = 0
    with connection.cursor() as cursor:
        for query in queries.captured_queries:
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {query['sql']}")
            plan = cursor.fetchone()[0][0]["Plan"]
            seen += plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
    return seen
