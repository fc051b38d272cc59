"""Reading a discussion page by page: nothing twice, nothing left out, never the whole of it."""

import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.models import Article
from comments.finished import for_display
from comments.models import Comment, Discussion, Move, RuleText, Status
from comments.models.comments import UNRANKED
from comments.moderation import decide
from comments.paths import LEVELS
from comments.posting import next_id
from comments.threads import (
    BRANCH_COMMENTS,
    FIRST_REPLIES,
    ORDERS,
    BadCursor,
    Branch,
    DiscussionPage,
    Row,
    branch,
    discussion_page,
)
from portal.database_roles import as_owner
from tests.making import Make

BEGAN = timezone.now() - timedelta(days=2)
Grow = Callable[..., list[Comment]]


@pytest.fixture
def grow(make_article: Make) -> Grow:
    """Publish many comments at once: under `parent`, each `apart` seconds after the one before."""

    def make(
        article: Article, count: int, *, parent: Comment | None = None, apart: int = 1
    ) -> list[Comment]:
        Discussion.objects.of(article.story_id)
        began = parent.submitted_at if parent else BEGAN
        made = [_new(article, parent, began + timedelta(seconds=n * apart)) for n in range(count)]
        Comment.objects.bulk_create(made)
        root = parent and (parent.root or parent)
        if root:
            root.thread_size += count
            root.save(update_fields=["thread_size"])
        return made

    return make


def _new(article: Article, parent: Comment | None, when: datetime) -> Comment:
    comment = Comment(
        id=next_id(),
        story_id=article.story_id,
        article=article,
        parent=parent,
        root_id=(parent.root_id or parent.pk) if parent else None,
        guest_name="Reader",
        guest_email="reader@example.org",
        body="Short.",
        language="en",
        submission=uuid.uuid4(),
        submitted_at=when,
        status=Status.PUBLISHED,
        shown=True,
    )
    comment.set_place(parent)
    return comment


@pytest.fixture
def chain(make_article: Make) -> Callable[[int], list[Comment]]:
    """A root and answers each of which answers the one before."""

    def make(length: int) -> list[Comment]:
        article = make_article()
        made: list[Comment] = []
        for number in range(length):
            above = made[-1] if made else None
            made.append(_new(article, above, BEGAN + timedelta(seconds=number)))
            made[-1].save(force_insert=True)
        Comment.objects.filter(pk=made[0].pk).update(thread_size=length - 1)
        return [Comment.objects.get(pk=made[0].pk), *made[1:]]

    return make


def pages(article: Article, order: str = "oldest") -> Iterator[DiscussionPage]:
    """Turn the pages as a reader does."""
    after = ""
    while True:
        page = discussion_page(article.story_id, order=order, after=after)
        yield page
        if not page.next:
            return
        after = page.next


def branch_pages(comment: Comment | Row, after: str = "") -> Iterator[Branch]:
    """Turn the pages of a branch."""
    while True:
        found = branch(Comment.objects.get(pk=comment.pk), after=after)
        yield found
        if not found.next:
            return
        after = found.next


def ids(comments: list[Comment]) -> list[int]:
    return [comment.pk for comment in comments]


# --- Pages of the discussion ---


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("count", [0, 1, 24, 25, 26, 50, 51, 137])
def test_pages_show_each_root_once(count: int, order: str, make_article: Make, grow: Grow) -> None:
    article = make_article()
    roots = grow(article, count)
    grow(make_article(), 3)
    seen = [thread.root.pk for page in pages(article, order) for thread in page.threads]
    wanted = ids(roots) if order != "newest" else ids(roots)[::-1]
    assert seen == wanted


@pytest.mark.parametrize("order", ORDERS)
def test_comments_of_one_second_are_neither_repeated_nor_lost(
    order: str, make_article: Make, grow: Grow
) -> None:
    article = make_article()
    roots = grow(article, 60, apart=0)
    seen = [thread.root.pk for page in pages(article, order) for thread in page.threads]
    assert sorted(seen) == ids(roots)


@pytest.mark.parametrize("order", ["recommended", "discussed"])
def test_pages_by_rank_follow_the_ranks_and_unranked_roots_come_last(
    order: str, make_article: Make, grow: Grow
) -> None:
    article = make_article()
    roots = grow(article, 80)
    for rank, root in enumerate(reversed(roots[:50]), start=1):
        Comment.objects.filter(pk=root.pk).update(**{f"{order}_rank": rank})
    seen = [thread.root.pk for page in pages(article, order) for thread in page.threads]
    assert seen == ids(roots[:50])[::-1] + ids(roots[50:])


def test_a_page_ends_early_when_its_threads_are_long(make_article: Make, grow: Grow) -> None:
    article = make_article()
    roots = grow(article, 10, apart=60)
    for root in roots:
        grow(article, 30, parent=root)
    shown = [page.threads for page in pages(article)]
    assert [thread.root.pk for threads in shown for thread in threads] == ids(roots)
    assert len(shown) == 3
    assert all(thread.left == 30 - FIRST_REPLIES for threads in shown for thread in threads)


def test_a_thread_is_read_depth_first_with_the_oldest_answers_first(make_comment: Make) -> None:
    root = make_comment()
    first, second = make_comment(parent=root), make_comment(parent=root)
    below_second = make_comment(parent=second)
    below_first = make_comment(parent=first)
    [page] = pages(root.article)
    wanted = [root, first, below_first, second, below_second]
    assert ids(page.threads[0].comments) == ids(wanted)


@pytest.mark.parametrize(
    ("order", "after"),
    [
        ("loudest", ""),
        ("oldest", "x"),
        ("oldest", "0" * 19),
        ("oldest", "0" * 40),
        ("newest", "' OR 1=1"),
        ("discussed", "0" * 20),
        ("recommended", "0" * 20),
        ("oldest", f"1-{'0' * 20}"),
        ("discussed", f"-1-{'0' * 20}"),
        ("discussed", f"{UNRANKED + 1}-{'0' * 20}"),
        ("discussed", f"²-{'0' * 20}"),
    ],
)
def test_a_cursor_that_the_house_did_not_write_is_refused(
    order: str, after: str, make_article: Make
) -> None:
    with pytest.raises(BadCursor):
        discussion_page(make_article().story_id, order=order, after=after)


# --- Long and deep threads ---


def everything_reachable(article: Article) -> set[int]:
    """Follow every link that a reader without JavaScript has; return the comments seen."""
    seen: set[int] = set()
    to_read: list[tuple[Comment, str]] = []

    def read(comments: list[Comment]) -> None:
        for comment in comments:
            if comment.pk not in seen and comment.goes_on:  # type: ignore[attr-defined]
                to_read.append((comment, ""))
            seen.add(comment.pk)

    for page in pages(article):
        for thread in page.threads:
            read(thread.comments)
            if thread.left:
                to_read.append((thread.root, thread.continues_after))
    while to_read:
        comment, after = to_read.pop()
        for part in branch_pages(comment, after):
            assert len(part.rows) <= BRANCH_COMMENTS + 1
            assert len(part.above) <= LEVELS + 1
            read(part.rows)
    return seen


def test_every_comment_of_a_chain_of_500_answers_is_reachable(
    chain: Callable[[int], list[Comment]],
) -> None:
    comments = chain(501)
    assert comments[-1].depth == 500
    assert everything_reachable(comments[0].article) == set(ids(comments))


@pytest.mark.parametrize("length", [LEVELS - 1, LEVELS, LEVELS + 1, 2 * LEVELS + 1])
def test_chains_around_a_new_anchor_are_whole(
    length: int, chain: Callable[[int], list[Comment]]
) -> None:
    comments = chain(length)
    assert everything_reachable(comments[0].article) == set(ids(comments))


def test_two_thousand_answers_to_one_comment_are_read_once_and_in_order(
    make_article: Make, grow: Grow
) -> None:
    article = make_article()
    [root] = grow(article, 1)
    replies = grow(article, 2000, parent=root)
    [page] = pages(article)
    [thread] = page.threads
    assert ids(thread.replies) == ids(replies[:FIRST_REPLIES])
    assert thread.left == 2000 - FIRST_REPLIES
    rows = [row for part in branch_pages(root, thread.continues_after) for row in part.rows]
    assert ids(rows) == ids(replies[FIRST_REPLIES:])


def test_answers_to_the_last_comment_of_a_page_go_on_on_the_next(
    make_article: Make, grow: Grow
) -> None:
    article = make_article()
    [root] = grow(article, 1)
    replies = grow(article, BRANCH_COMMENTS, parent=root)
    below = grow(article, 20, parent=replies[-1])
    first, second = branch_pages(Comment.objects.get(pk=root.pk))
    assert ids(first.rows) == [root.pk, *ids(replies)]
    assert ids(second.above) == [root.pk, replies[-1].pk]
    assert ids(second.rows) == ids(below)


# --- Branches and permanent addresses ---


@pytest.mark.parametrize("depth", [0, 1, 5, 31, 32, 33, 64, 65])
def test_the_page_of_any_comment_shows_it_below_what_it_answers(
    depth: int, chain: Callable[[int], list[Comment]]
) -> None:
    comments = chain(70)
    found = branch(comments[depth])
    assert found.rows[0].pk == comments[depth].pk
    assert ids(found.above) == ids(comments[depth - len(found.above) : depth])
    assert bool(found.above) == (depth > 0)
    follow = comments[depth + 1 : depth + 1 + len(found.rows) - 1]
    assert ids(found.rows[1:]) == ids(follow)


def test_a_branch_leaves_out_its_neighbours(make_comment: Make) -> None:
    root = make_comment()
    before, comment, behind = (make_comment(parent=root) for _ in range(3))
    make_comment(parent=before)
    answer = make_comment(parent=comment)
    make_comment(parent=behind)
    found = branch(comment)
    assert ids(found.above) == [root.pk]
    assert ids(found.rows) == [comment.pk, answer.pk]


def test_a_cursor_of_another_thread_shows_nothing_of_it(
    make_comment: Make, make_user: Make
) -> None:
    comment, other = make_comment(), make_comment()
    neighbour = make_comment(article=comment.article)
    with pytest.raises(BadCursor):
        branch(comment, after=other.path)
    for stranger in (other, neighbour):
        found = branch(comment, after=comment.path + stranger.path)
        assert ids(found.above) == [comment.pk]
        assert found.rows == []


# --- What stands in a place ---


@pytest.mark.parametrize("status", [Status.REMOVED, Status.DELETED, Status.HELD])
def test_answers_stay_whatever_becomes_of_the_comment(
    status: str, make_comment: Make, make_rule: Make
) -> None:
    root = make_comment()
    answer = make_comment(parent=root)
    moves = {Status.REMOVED: Move.REMOVE, Status.DELETED: Move.DELETE, Status.HELD: Move.HOLD}
    decide([root], moves[status], by=None, rule=make_rule())
    [page] = pages(root.article)
    assert ids(page.threads[0].comments) == [root.pk, answer.pk]
    assert page.threads[0].root.status == status


@pytest.mark.parametrize("status", [Status.HELD, Status.REJECTED, Status.DELETED])
def test_without_answers_it_leaves_no_place(status: str, make_comment: Make) -> None:
    comment = make_comment(status=status)
    [page] = pages(comment.article)
    assert page.threads == []


def test_a_removed_comment_names_its_rule_in_the_page_s_language_else_in_another(
    make_comment: Make, make_rule: Make
) -> None:
    comment = make_comment(status=Status.REMOVED)
    rule = make_rule()
    RuleText.objects.create(rule=rule, language="fa", title="حملهٔ شخصی", text="…")
    titles = {}
    for language in ("en", "fa", "uz"):
        shown: Any = for_display(Comment.objects.filter(pk=comment.pk), language).get()
        assert shown.rule_code == "3"
        titles[language] = shown.rule_title
    assert titles == {"en": "Personal attacks", "fa": "حملهٔ شخصی", "uz": "Personal attacks"}


def test_a_comment_in_view_carries_no_rule(make_comment: Make) -> None:
    comment = make_comment()
    shown: Any = for_display(Comment.objects.filter(pk=comment.pk), "en").get()
    assert shown.rule_code == ""
    [page] = pages(comment.article)
    assert page.threads[0].root.removal is None


# --- Cost ---


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


def test_the_order_of_pages_is_the_order_of_submission(make_article: Make, grow: Grow) -> None:
    article = make_article()
    grow(article, 60, apart=7)
    submitted = dict(Comment.objects.values_list("pk", "submitted_at"))
    times = [submitted[t.root.pk] for page in pages(article) for t in page.threads]
    assert all(earlier <= later for earlier, later in pairwise(times))
