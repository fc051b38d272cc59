"""A comment as the desk shows it: what a moderator needs to know before deciding, on one card.

Whatever the number of cards, they take three queries: the comments, what is known about them
(comments.desk.facts), and the other comments that stand on them.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from comments.changes import Version, versions
from comments.desk.buttons import Button, buttons
from comments.desk.facts import facts_of
from comments.desk.plain_sight import hidden_in, marked_html
from comments.desk.reported import OpenCase
from comments.desk.told import (
    Note,
    Past,
    Record,
    Said,
    Score,
    Told,
    UnderSanction,
    held_by,
    when,
)
from comments.limits import Limits
from comments.models import Comment, CommentRevision, HandOut, Move, Rule, Status
from comments.moderation import allowed_moves
from comments.trust import Trust, trust_of

OPENING = 320  # characters of the article
JOINED = ("author", "article__section", "article__story", "story", "handed_out__moderator")


@dataclass
class Card:
    """Everything that one card prints. `refused` says why the last attempt did not go through.

    `acts` is what its form has to press, as HTML (comments.desk.answers makes it for a whole page).
    """

    comment: Comment
    decisions: list[Past] = field(default_factory=list)
    texts: list[CommentRevision] = field(default_factory=list)
    screening: list[Said] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    sanctions: list[UnderSanction] = field(default_factory=list)
    above: list[Comment] = field(default_factory=list)
    same_author: list[Comment] = field(default_factory=list)
    same_address: list[Comment] = field(default_factory=list)
    record: Record | None = None
    trust: Trust | None = None
    case: OpenCase | None = None
    score: Score | None = None
    opening: str = ""
    appeal: int | None = None  # the id of an open one about it
    refused: str = ""
    note: str = ""
    acts: SafeString = SafeString("")  # noqa: RUF009 (it cannot be changed)
    act: uuid.UUID = field(default_factory=uuid.uuid4)

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
        """The comment's text as HTML with nothing hidden, nothing where it was erased."""
        return marked_html(self.comment.body) if self.comment.body else SafeString("")

    @property
    def hidden(self) -> int:
        """How many characters of the text readers would not see."""
        return hidden_in(self.comment.body)

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
    def held_by(self) -> Past | None:
        """The decision that made it wait, where it waits."""
        return held_by(self.decisions) if self.comment.status == Status.HELD else None

    @property
    def objections(self) -> list[Said]:
        """What phases of screening had against its present text."""
        return [said for said in self.screening if not said.is_pass]

    @property
    def versions(self) -> list[Version]:
        """All its texts with what each has changed, oldest first; none where it was not edited."""
        return versions(self.comment, self.texts) if self.texts else []

    @property
    def earlier(self) -> list[Past]:
        """What was decided about it, newest first, without its being posted."""
        return [row for row in self.decisions if row.move != Move.POST]

    @property
    def handed_out(self) -> HandOut | None:
        """Whose card it is now, None for nobody's."""
        held: HandOut | None = getattr(self.comment, "handed_out", None)
        if held is None or (held.until is not None and held.until <= timezone.now()):
            return None
        return held

    @cached_property
    def buttons(self) -> list[Button]:
        """The moves that a moderator can make now; keeping is for what was reported."""
        moves = allowed_moves(self.comment)
        if self.case is None:
            return buttons(move for move in moves if move != Move.KEEP)
        return buttons(sorted(moves, key=lambda move: move != Move.KEEP))


def language_name(comment: Comment) -> str:
    """Return the name of the language in which a comment was written."""
    return str(dict(settings.LANGUAGES).get(comment.language, comment.language))


def cards(
    comments: QuerySet[Comment], limits: Limits, rules: Mapping[int, Rule] | None = None
) -> list[Card]:
    """Read comments with all that their cards print; `rules` are the policy's, where known.

    `limits` are those of whoever reads them: other comments by the same hand are within these.
    """
    found = list(comments.select_related(*JOINED))
    facts = facts_of(found)
    if rules is None:
        rules = {rule.pk: rule for rule in Rule.objects.with_texts()} if found else {}
    kin, trust = _kin(facts, limits), trust_of(row.author_id for row in found if row.author_id)
    made = [_card(row, Told(facts.get(row.pk, {}), rules), kin) for row in found]
    for card in made:
        card.trust = trust.get(card.comment.author_id or 0)
    return made


def _kin(facts: Mapping[int, Mapping[str, Any]], limits: Limits) -> dict[int, Comment]:
    """Read the other comments that cards name; what is answered is read whatever the limits."""
    above = {pk for known in facts.values() for pk in known["above"] or []}
    names = ("same_author", "same_address")
    ids = {pk for known in facts.values() for name in names for pk in known[name] or []}
    theirs = limits.condition("article__section", "language") & Q(pk__in=ids)
    rows = Comment.objects.filter(theirs | Q(pk__in=above)).order_by().select_related("author")
    return {row.pk: row for row in rows} if ids | above else {}


def _card(comment: Comment, told: Told, kin: Mapping[int, Comment]) -> Card:
    others: dict[str, Any] = {
        name: [kin[pk] for pk in told.rows(name) if pk in kin]
        for name in ("above", "same_author", "same_address")
    }
    opening = strip_tags(told.facts.get("opening") or "")
    return Card(
        comment,
        decisions=told.decisions(),
        texts=[_text(comment, row) for row in told.rows("texts")],
        screening=told.screening(),
        notes=told.notes(),
        sanctions=told.sanctions(),
        record=told.record(is_known=bool(comment.author_id or comment.guest_email)),
        case=told.case(),
        score=told.score(),
        appeal=told.facts.get("appeal"),
        opening=Truncator(" ".join(opening.split())).chars(OPENING),
        **others,
    )


def _text(comment: Comment, row: Mapping[str, Any]) -> CommentRevision:
    written = when(row["written_at"])
    return CommentRevision(comment=comment, **{**row, "written_at": written})
