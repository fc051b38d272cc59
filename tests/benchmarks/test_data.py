"""The benchmark's newspaper keeps what posting and moderation keep, so its pages are real ones."""

from typing import Any

import pytest
from django.test import Client

from articles.models import Article, Story
from benchmarks.data.filling import Plan, fill
from benchmarks.data.shape import PATTERN, TALKED_ABOUT, is_removed, threads_of
from benchmarks.data.threads import _answered
from benchmarks.writing import Publication
from comments.models import Comment, Decision, Discussion, Status
from comments.paths import ids_on
from comments.ranks import freeze
from comments.threads import FIRST_REPLIES, PAGE_ROOTS, discussion_page
from tests.making import Make

KEPT = (
    "depth", "status", "shown", "thread_size", "discussed_rank", "recommended_rank", "language",
    "origin", "revision", "author_id",
)  # fmt: skip


@pytest.fixture
def filled(db: None) -> dict[str, Article]:
    """Fill a small newspaper; return the articles by the labels of their stories."""
    fill(Plan(articles=8, comments=300, sizes=(42, 84), removals=1))
    articles = Article.objects.select_related("section", "story").order_by("-pk")
    return {article.story.label: article for article in articles}


def of(article: Article) -> list[Comment]:
    return list(Comment.objects.filter(article=article).order_by("pk"))


def as_shaped(comments: list[Comment]) -> list[tuple[Any, ...]]:
    """What a discussion is, whatever ids its comments have."""
    place = {comment.pk: number for number, comment in enumerate(comments)}
    return [
        (
            place.get(comment.parent_id or 0),
            place.get(comment.root_id or 0),
            place[comment.anchor],
            [place[pk] for pk in ids_on(comment.path)],
            comment.published_at is not None,
            [getattr(comment, name) for name in KEPT],
            list(
                comment.decisions.order_by("pk").values_list(
                    "move", "status_before", "status_after", "revision", "started_by", "rule__code"
                )
            ),
        )
        for comment in comments
    ]


def test_a_built_discussion_is_like_one_that_was_posted_and_moderated(
    filled: dict[str, Article], make_comment: Make, make_article: Make
) -> None:
    article = make_article()
    place = 0
    for thread, size in enumerate(PATTERN):
        said: list[Comment] = []
        for number in range(size):
            parent = said[_answered(thread, number)] if number else None
            said.append(make_comment(article, parent=parent))
            place += 1
    posted = of(article)
    for place, comment in enumerate(posted):
        if is_removed(place):
            _remove(comment)
    freeze(None)
    assert as_shaped(of(article)) == as_shaped(of(filled["size-42"]))
    counts = Discussion.objects.filter(
        story_id__in=[article.story_id, filled["size-42"].story_id]
    ).values_list("comment_count", flat=True)
    assert list(counts) == [42, 42]


def _remove(comment: Comment) -> None:
    from comments.models import Move, Rule
    from comments.moderation import decide

    decide([comment], Move.REMOVE, by=None, rule=Rule.objects.get(code="3"))


def test_ranks_and_counts_are_those_that_the_house_would_write(filled: dict[str, Article]) -> None:
    assert freeze(None) == set()
    for discussion in Discussion.objects.all():
        shown = Comment.objects.on(discussion.story_id).shown()
        assert discussion.comment_count == shown.count()
        for root in shown.filter(parent=None):
            assert root.thread_size == shown.filter(root=root).count()
    for comment in Comment.objects.select_related("parent"):
        before = (comment.anchor, comment.path, comment.depth)
        comment.set_place(comment.parent)
        assert (comment.anchor, comment.path, comment.depth) == before


def test_the_only_the_first_and_the_last_page_show_42_comments(filled: dict[str, Article]) -> None:
    only = discussion_page(filled["size-42"].story_id)
    first = discussion_page(filled["size-84"].story_id)
    last = discussion_page(filled["size-84"].story_id, after=first.next)
    for page in (only, first, last):
        assert sum(len(thread.comments) for thread in page.threads) == 42
    assert (only.next, bool(first.next), last.next) == ("", True, "")
    assert len(PATTERN) == PAGE_ROOTS, "a page ends with the pattern"


def test_a_large_discussion_is_the_pattern_over_and_over() -> None:
    assert threads_of(42) == PATTERN
    assert sum(threads_of(5_000)) == 5_040
    assert threads_of(43) == PATTERN * 2


def test_readers_see_the_article_with_its_comments_and_four_tombstones(
    filled: dict[str, Article], client: Client
) -> None:
    page = client.get(filled["size-42"].get_absolute_url()).content.decode()
    comments = of(filled["size-42"])
    seen = [comment for comment in comments if f"(No. {comment.pk})" in page]
    assert [c.status for c in comments].count(Status.REMOVED) == 4
    assert seen == [comment for comment in comments if comment.status == Status.PUBLISHED]


def test_new_records_follow_those_that_were_built(filled: dict[str, Article]) -> None:
    highest = Story.objects.order_by("-pk").values_list("pk", flat=True)[0]
    assert Story.objects.create(label="one more").pk > highest


def test_what_the_writer_publishes_is_counted_and_recorded_as_if_posted(
    filled: dict[str, Article], make_comment: Make
) -> None:
    """On two discussions of one shape: one comment by the writer, one as posting writes it."""
    written, posted = filled["talked-about"], filled["elsewhere"]
    Publication(written.story_id).publish()
    make_comment(posted, parent=of(posted)[0])
    written_last, posted_last = as_shaped(of(written)), as_shaped(of(posted))
    assert written_last == posted_last
    assert Discussion.objects.get(story_id=written.story_id).comment_count == 44
    assert Decision.objects.filter(story_id=written.story_id).count() == (
        Decision.objects.filter(story_id=posted.story_id).count()
    )


def test_a_publication_changes_the_counts_of_the_page_and_not_its_length(
    filled: dict[str, Article],
) -> None:
    story = filled["talked-about"].story_id
    assert TALKED_ABOUT[0] == 1 + FIRST_REPLIES + 1
    before = discussion_page(story)
    Publication(story).publish()
    after = discussion_page(story)
    assert [len(t.comments) for t in before.threads] == [len(t.comments) for t in after.threads]
    assert after.threads[0].left == before.threads[0].left + 1
