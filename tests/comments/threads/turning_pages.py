"""How the tests of threads turn the pages of a discussion and of a branch."""

from collections.abc import Iterator

from articles.models import Article
from comments.models import Comment
from comments.threads import Branch, DiscussionPage, Row, branch, discussion_page


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
    """Which comments these are, in their order."""
    return [comment.pk for comment in comments]
