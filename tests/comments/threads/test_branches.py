"""Long and deep threads, branches and permanent addresses: every comment can be reached."""

from collections.abc import Callable

import pytest

from articles.models import Article
from comments.models import Comment
from comments.paths import LEVELS
from comments.threads import BRANCH_COMMENTS, FIRST_REPLIES, BadCursor, branch
from tests.comments.threads.conftest import Grow
from tests.comments.threads.turning_pages import branch_pages, ids, pages
from tests.making import Make

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
