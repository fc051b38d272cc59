"""What the templates of a comment print: the comment as an entry, and the addresses around it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from articles.models import Article
from articles.newspaper import language_name
from comments.body_text import body_html
from comments.models import Comment

EXCERPT_WORDS = 40  # of a featured comment, above the discussion


@dataclass(frozen=True)
class Addresses:
    """Addresses around one article's discussion, reversed once a page."""

    article: str
    discussion: str
    post: str
    own: str
    policy: str
    follow: str

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
            reverse("follow_story", kwargs=parts),
        )

    @property
    def news(self) -> str:
        """Where an open page asks whether something was said since."""
        return f"{self.discussion}news/"

    def comment(self, pk: int) -> str:
        """A comment's permanent address, at the comment itself."""
        return f"{self.discussion}{pk}/#comment-{pk}"

    def changes(self, pk: int) -> str:
        """Where readers see what a comment's author has changed."""
        return f"{self.discussion}{pk}/changes/"

    def branch_after(self, pk: int, path: str) -> str:
        """Where a comment's branch goes on behind a path."""
        return f"{self.discussion}{pk}/?{urlencode({'after': path})}#replies"

    def page(self, order: str, after: str = "") -> str:
        """A page of the discussion in an order."""
        query = {"order": order} | ({"after": after} if after else {})
        return f"{self.discussion}?{urlencode(query)}#comments"


@dataclass(frozen=True)
class Place:
    """Where a discussion is shown: under which edition of which story."""

    story_id: int
    language: str
    headline: str
    addresses: Addresses
    is_standing: bool = False  # under a page like "About us"

    @classmethod
    def of(cls, article: Article) -> "Place":
        """The place under an article; it needs its section."""
        addresses, standing = Addresses.of(article), article.is_standing
        return cls(article.story_id, article.language, article.headline, addresses, standing)


@dataclass(frozen=True)
class Entry:
    """A comment as it stands on a page: how far indented, and as whose target."""

    comment: Comment
    level: int = 0
    is_target: bool = False
    goes_on: bool = False
    shows_changes: bool = False  # its earlier texts are there for readers to compare
    is_own: bool = False  # its author reads it in every state

    @property
    def html(self) -> SafeString:
        """Its text as HTML, translated where it is; nothing where readers may not see it.

        Nor where it was erased.
        """
        shown = self.comment.body and (self.is_own or self.comment.is_readable)
        return body_html(self.translation or self.comment.body) if shown else SafeString("")

    @property
    def translation(self) -> str:
        """Its text in the language of the edition, where finished.for_display has found one."""
        is_shown = self.comment.is_readable and not self.is_own
        return (getattr(self.comment, "translation", None) or "") if is_shown else ""

    @property
    def original_html(self) -> SafeString:
        """The text in its author's own words, beside a translation."""
        return body_html(self.comment.body) if self.translation else SafeString("")

    @property
    def original_language(self) -> str:
        """The language of its author's words, in the reader's language."""
        return language_name(self.comment.language)

    @property
    def original_direction(self) -> str:
        """The direction of its author's script: ltr or rtl."""
        return "rtl" if self.comment.language in settings.LANGUAGES_BIDI else "ltr"

    @property
    def excerpt(self) -> str:
        """The beginning of its text in one line, whole words."""
        words = (self.translation or self.comment.body).split()
        return Truncator(" ".join(words)).words(EXCERPT_WORDS, truncate="…")

    @property
    def by_author(self) -> bool:
        """Whether its writer is in a byline of the story, where finished.for_display has asked."""
        return getattr(self.comment, "by_author", False)

    @property
    def answers_name(self) -> str:
        """The name over the comment that this one answers, "" where readers cannot see it."""
        parent = self.comment.parent
        return parent.name if parent and parent.is_readable else ""

    @property
    def removed_by(self) -> str:
        """Who removed it, where the house names its moderators and finished.for_display asked."""
        return getattr(self.comment, "removed_by", None) or ""

    @property
    def rule_title(self) -> str:
        """The title of the rule that removed it, as it stands within a sentence."""
        return in_sentence(getattr(self.comment, "rule_title", None) or "")


def in_sentence(title: str) -> str:
    """Return a title with a small first letter, unless its first word is in capitals."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]
