"""Reading a discussion page by page: nothing twice, nothing left out; what stands in a place."""

from itertools import pairwise
from typing import Any

import pytest

from comments.finished import for_display
from comments.models import Comment, Move, RuleText, Status
from comments.models.comments import UNRANKED
from comments.moderation import decide
from comments.threads import FIRST_REPLIES, ORDERS, BadCursor, discussion_page
from tests.comments.threads.conftest import Grow
from tests.comments.threads.turning_pages import ids, pages
from tests.making import Make

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


def test_the_order_of_pages_is_the_order_of_submission(make_article: Make, grow: Grow) -> None:
    article = make_article()
    grow(article, 60, apart=7)
    submitted = dict(Comment.objects.values_list("pk", "submitted_at"))
    times = [submitted[t.root.pk] for page in pages(article) for t in page.threads]
    assert all(earlier <= later for earlier, later in pairwise(times))


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
