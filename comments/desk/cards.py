"""A comment as the desk shows it: what a moderator needs to know before deciding, on one card.

Whatever the number of cards, their authors' records take one query, their decisions another, and
the earlier texts of edited ones a third.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from comments.body_text import body_html
from comments.changes import Version, versions
from comments.desk.wording import rule_in_words
from comments.models import Comment, CommentRevision, Decision, Move, Rule, Status
from comments.moderation import NEEDS_RULE, allowed_moves

DIGITS = "1234567890"
LABELS = {
    Move.APPROVE: (_("Approve"), "a"),
    Move.REJECT: (_("Reject…"), "r"),
    Move.REMOVE: (_("Remove…"), "r"),
    Move.RESTORE: (_("Restore"), "a"),
    Move.HOLD: (_("Back to waiting"), "w"),
    Move.KEEP: (_("Keep"), "k"),
}


@dataclass(frozen=True)
class Button:
    """A move that can be made: what stands on the button, and the key that presses it."""

    move: Move
    key: str

    @property
    def label(self) -> Any:
        """The words on the button."""
        return LABELS[self.move][0]

    @property
    def needs_rule(self) -> bool:
        """Whether it opens the list of rules instead of deciding at once."""
        return self.move in NEEDS_RULE

    @property
    def is_primary(self) -> bool:
        """Whether it brings a comment before readers, which is what is done most."""
        return self.move in {Move.APPROVE, Move.RESTORE}


@dataclass(frozen=True)
class RuleChoice:
    """A rule in force in the moderator's language, and the digit that presses it ("" for none)."""

    code: str
    title: str
    key: str


@dataclass(frozen=True)
class Past:
    """A decision made earlier, and its rule in words ("" for none)."""

    decision: Decision
    rule: str


@dataclass
class Record:
    """What became of everything that an author has written."""

    published: int = 0
    removed: int = 0
    rejected: int = 0

    @property
    def is_new(self) -> bool:
        """Whether nothing of theirs was decided about yet."""
        return not (self.published or self.removed or self.rejected)


@dataclass
class Card:
    """Everything that one card prints. `refused` says why the last attempt did not go through."""

    comment: Comment
    record: Record | None = None
    decisions: list[Decision] = field(default_factory=list)
    texts: list[CommentRevision] = field(default_factory=list)
    refused: str = ""
    note: str = ""

    @property
    def choice(self) -> str:
        """What a form sends to choose it: the comment, and the revision that was read."""
        return f"{self.comment.pk}.{self.comment.revision}"

    @property
    def article_url(self) -> str:
        """The address of the article's page, "" while readers cannot open it."""
        article = self.comment.article
        return article.get_absolute_url() if article.is_published else ""

    @property
    def thread_url(self) -> str:
        """The comment's permanent address, "" while it stands in no thread."""
        article = self.comment.article
        if not (self.comment.shown and article.is_published):
            return ""
        return reverse("comment", kwargs={**article.address(), "pk": self.comment.pk})

    @property
    def body(self) -> SafeString:
        """The comment's text as HTML, nothing where it was erased."""
        return body_html(self.comment.body) if self.comment.body else SafeString("")

    @property
    def answered_body(self) -> SafeString:
        """The text of the comment that it answers, as HTML."""
        return body_html(self.comment.parent.body if self.comment.parent else "")

    @property
    def email(self) -> str:
        """The author's e-mail address, of the account or as the guest gave it."""
        author: Any = self.comment.author
        return author.email if author else self.comment.guest_email

    @property
    def language_name(self) -> str:
        """The name of the language in which it was written."""
        return language_name(self.comment)

    @property
    def held_by(self) -> Decision | None:
        """The decision that made it wait, where it waits; its edits meanwhile are not."""
        if self.comment.status != Status.HELD:
            return None
        holding = {Move.POST, Move.HOLD, Move.EDIT}
        held = [row for row in self.decisions if row.move in holding]
        return next((row for row in held if row.status_before != Status.HELD), None)

    @property
    def versions(self) -> list[Version]:
        """All its texts with what each has changed, oldest first; none where it was not edited."""
        return versions(self.comment, self.texts) if self.texts else []

    @property
    def earlier(self) -> list[Past]:
        """What was decided about it, newest first, without its being posted."""
        return [Past(row, rule_in_words(row)) for row in self.decisions if row.move != Move.POST]

    @property
    def buttons(self) -> list[Button]:
        """The moves that a moderator can make now."""
        return buttons(allowed_moves(self.comment))


def language_name(comment: Comment) -> str:
    """Return the name of the language in which a comment was written."""
    return str(dict(settings.LANGUAGES).get(comment.language, comment.language))


def buttons(moves: Iterable[Move]) -> list[Button]:
    """Return a button for each move."""
    return [Button(move, LABELS[move][1]) for move in moves]


def cards(comments: QuerySet[Comment]) -> list[Card]:
    """Read comments with all that their cards print, in five queries."""
    found = list(
        comments.select_related(
            "author", "parent__author", "article__section", "article__story", "story"
        )
    )
    records, decisions, texts = _records(found), _decisions(found), _texts(found)
    return [Card(row, records.get(_person(row)), decisions[row.pk], texts[row.pk]) for row in found]


def rule_choices() -> list[RuleChoice]:
    """Return the rules in force; a rule whose number is one digit is pressed by that digit."""
    rules = list(Rule.objects.in_force().with_texts())
    own = {rule.code for rule in rules if rule.code in DIGITS}
    free = [digit for digit in DIGITS if digit not in own]
    language = get_language() or settings.LANGUAGE_CODE
    choices = []
    for rule in rules:
        key = rule.code if rule.code in own else (free.pop(0) if free else "")
        choices.append(RuleChoice(rule.code, rule.title_in(language), key))
    return choices


def _person(comment: Comment) -> tuple[int | None, str]:
    """Who wrote it: an account, or all guests who gave the same e-mail address."""
    return (comment.author_id, "" if comment.author_id else comment.guest_email)


def _records(comments: list[Comment]) -> dict[tuple[int | None, str], Record]:
    """Count what became of the authors' comments; a guest without an address has no record."""
    accounts = {row.author_id for row in comments if row.author_id}
    addresses = {row.guest_email for row in comments if not row.author_id} - {""}
    counted = (
        Comment.objects.filter(
            Q(author_id__in=accounts) | Q(author=None, guest_email__in=addresses)
        )
        .order_by()
        .values("author_id", "guest_email")
        .annotate(
            published=Count("pk", filter=Q(status=Status.PUBLISHED)),
            removed=Count("pk", filter=Q(status=Status.REMOVED)),
            rejected=Count("pk", filter=Q(status=Status.REJECTED)),
        )
    )
    records: dict[tuple[int | None, str], Record] = defaultdict(Record)
    for row in counted:
        author = row["author_id"]
        record = records[author, "" if author else row["guest_email"]]
        record.published += row["published"]
        record.removed += row["removed"]
        record.rejected += row["rejected"]
    return records


def _decisions(comments: list[Comment]) -> dict[int, list[Decision]]:
    """Read all decisions about the comments, newest first."""
    rows = (
        Decision.objects.filter(comment__in=comments)
        .select_related("actor", "rule")
        .prefetch_related("rule__texts")
        .order_by("-pk")
    )
    found: dict[int, list[Decision]] = defaultdict(list)
    for row in rows:
        found[row.comment_id].append(row)
    return found


def _texts(comments: list[Comment]) -> dict[int, list[CommentRevision]]:
    """Read the earlier texts of the comments, oldest first."""
    found: dict[int, list[CommentRevision]] = defaultdict(list)
    for text in CommentRevision.objects.filter(comment__in=comments).order_by("number"):
        found[text.comment_id].append(text)
    return found
