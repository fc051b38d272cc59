"""What the templates of a discussion print: threads as entries, and the addresses around them.

Three queries for a page whatever its size: the discussion, its roots, their first replies.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from comments.body_text import body_html
from comments.models import Comment, Discussion
from comments.threads import ORDERS, Thread, branch, discussion_page

LEVELS_INDENTED = 6  # deeper answers stand on the sixth step and say whom they answer
ORDER_NAMES = {
    "oldest": _("Oldest first"),
    "newest": _("Newest first"),
    "discussed": _("Most discussed"),
}


@dataclass(frozen=True)
class Addresses:
    """Addresses around one article's discussion, reversed once a page."""

    article: str
    discussion: str
    post: str
    own: str
    policy: str

    @classmethod
    def of(cls, article: Article) -> "Addresses":
        """The addresses below an article's own; it needs its section."""
        parts = article.address()
        return cls(
            article.get_absolute_url(),
            reverse("discussion", kwargs=parts),
            reverse("post_comment", kwargs=parts),
            reverse("own_comments", kwargs=parts),
            reverse("policy", kwargs={"language": article.language}),
        )

    def comment(self, pk: int) -> str:
        """A comment's permanent address, at the comment itself."""
        return f"{self.discussion}{pk}/#comment-{pk}"

    def branch_after(self, pk: int, path: str) -> str:
        """Where a comment's branch goes on behind a path."""
        return f"{self.discussion}{pk}/?{urlencode({'after': path})}#replies"

    def page(self, order: str, after: str = "") -> str:
        """A page of the discussion in an order."""
        query = {"order": order} | ({"after": after} if after else {})
        return f"{self.discussion}?{urlencode(query)}#comments"


@dataclass(frozen=True)
class Entry:
    """A comment as it stands on a page: how far indented, and its text as HTML if it is shown."""

    comment: Comment
    level: int
    html: SafeString
    is_target: bool = False

    @property
    def answers_name(self) -> str:
        """The name over the comment that this one answers, "" where readers cannot see it."""
        parent = self.comment.parent
        return parent.name if parent and parent.is_readable else ""

    @property
    def rule_title(self) -> str:
        """The title of the rule that removed it, as it stands within a sentence."""
        return in_sentence(getattr(self.comment, "rule_title", None) or "")


def in_sentence(title: str) -> str:
    """Return a title with a small first letter, unless its first word is in capitals."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


@dataclass(frozen=True)
class ShownThread:
    """A thread's entries, how many replies are left, and where those are."""

    entries: list[Entry]
    left: int
    more: str


def entry(comment: Comment, *, base: int = 0, target: int = 0) -> Entry:
    """Prepare a comment for its template; `base` is the depth that stands at the margin."""
    html = body_html(comment.body) if comment.is_readable else SafeString("")
    level = min(comment.depth - base, LEVELS_INDENTED)
    return Entry(comment, level, html, is_target=comment.pk == target)


def own_entry(comment: Comment) -> Entry:
    """Prepare a comment for the page of its author, who reads it in every state."""
    return Entry(comment, 0, body_html(comment.body))


def discussion_context(
    article: Article, *, order: str = "oldest", after: str = ""
) -> dict[str, Any]:
    """Return what comments/_discussion.html prints of an article's discussion.

    `order` is oldest, newest or discussed, `after` the cursor of an earlier page. Raises
    BadCursor (comments.threads) for others. The article needs its section. Three queries.
    """
    addresses = Addresses.of(article)
    page = discussion_page(article.story_id, article.language, order=order, after=after)
    return {
        **_surroundings(article, addresses),
        "order": order,
        "orders": [
            {"name": ORDER_NAMES[name], "url": addresses.page(name), "is_current": name == order}
            for name in ORDERS
        ],
        "threads": [_shown(thread, addresses) for thread in page.threads],
        "next_url": addresses.page(order, page.next) if page.next else "",
        "is_first_page": not after,
    }


def branch_context(article: Article, comment: Comment, *, after: str = "") -> dict[str, Any]:
    """Return what comments/branch.html prints: a comment, what is above and what is below it.

    Raises BadCursor (comments.threads) where `after` is no path of the branch. Three queries.
    """
    addresses = Addresses.of(article)
    found = branch(comment, article.language, after=after)
    rows = found.above + found.rows
    base = rows[0].depth if rows else comment.depth
    target = 0 if after else comment.pk
    return {
        **_surroundings(article, addresses),
        "comment": comment,
        "above": [entry(row, base=base) for row in found.above],
        "entries": [entry(row, base=base, target=target) for row in found.rows],
        "next_url": addresses.branch_after(comment.pk, found.next) if found.next else "",
        "is_first_page": not after,
    }


def _surroundings(article: Article, addresses: Addresses) -> dict[str, Any]:
    discussion = Discussion.objects.filter(story_id=article.story_id).first()
    discussion = discussion or Discussion(story_id=article.story_id)  # reading writes nothing
    return {
        "article": article,
        "discussion": discussion,
        "accepts_comments": discussion.accepts_comments,
        "addresses": addresses,
    }


def _shown(thread: Thread, addresses: Addresses) -> ShownThread:
    entries = [entry(comment) for comment in thread.comments]
    more = addresses.branch_after(thread.root.pk, thread.continues_after) if thread.left else ""
    return ShownThread(entries, thread.left, more)
