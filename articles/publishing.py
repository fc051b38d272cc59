"""Publishing: the only way an article's status changes, and who may change it.

Whether a published article is out or still waits for its time is no status: `publish_at <= now`
says so, and nothing has to run at that minute. `Standing` is the status with that time looked at.
"""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser, PermissionsMixin
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.completeness import missing_for_publication
from articles.models import Article
from articles.models.stories import ArticleQuerySet, ArticleStatus

Person = PermissionsMixin | AnonymousUser


class Standing(models.TextChoices):
    """Where an article stands for those who work on it."""

    DRAFT = "draft", gettext_lazy("draft")
    IN_REVIEW = "in_review", gettext_lazy("in review")
    SCHEDULED = "scheduled", gettext_lazy("scheduled")
    PUBLISHED = "published", gettext_lazy("published")
    WITHDRAWN = "withdrawn", gettext_lazy("withdrawn")


class Move(models.TextChoices):
    """What can be done with an article besides writing it."""

    SUBMIT = "submit", gettext_lazy("Send to review")
    PUBLISH = "publish", gettext_lazy("Publish")
    UPDATE = "update", gettext_lazy("Save as substantive update")
    WITHDRAW = "withdraw", gettext_lazy("Withdraw")
    BACK_TO_DRAFT = "back_to_draft", gettext_lazy("Back to draft")


# What readers have seen never becomes a draft again: its address answers "withdrawn" instead.
MOVES: dict[tuple[Standing, Move], ArticleStatus] = {
    (Standing.DRAFT, Move.SUBMIT): ArticleStatus.IN_REVIEW,
    (Standing.DRAFT, Move.PUBLISH): ArticleStatus.PUBLISHED,
    (Standing.IN_REVIEW, Move.PUBLISH): ArticleStatus.PUBLISHED,
    (Standing.IN_REVIEW, Move.BACK_TO_DRAFT): ArticleStatus.DRAFT,
    (Standing.SCHEDULED, Move.PUBLISH): ArticleStatus.PUBLISHED,
    (Standing.SCHEDULED, Move.BACK_TO_DRAFT): ArticleStatus.DRAFT,
    (Standing.PUBLISHED, Move.UPDATE): ArticleStatus.PUBLISHED,
    (Standing.PUBLISHED, Move.WITHDRAW): ArticleStatus.WITHDRAWN,
    (Standing.WITHDRAWN, Move.PUBLISH): ArticleStatus.PUBLISHED,
}
WRITERS_MOVES = {Move.SUBMIT, Move.BACK_TO_DRAFT}
UNPUBLISHED = (ArticleStatus.DRAFT, ArticleStatus.IN_REVIEW)


class PublishRefused(Exception):  # noqa: N818 (a refusal is an answer, not an error)
    """A move that cannot be made. `reasons` are full sentences, one for each thing missing."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


# --- Who may do what --------------------------------------------------------------------------
def writable_by(person: Person) -> ArticleQuerySet:
    """Articles that somebody may read and change in the newsroom.

    That is every article for those who may change any; for others who write, those that they
    began themselves, until they are published.
    """
    if person.has_perm("articles.change_any_article"):
        return Article.objects.all()
    if not person.has_perm("articles.change_article"):
        return Article.objects.none()
    return Article.objects.filter(created_by_id=person.pk, status__in=UNPUBLISHED)


def can_write(person: Person, article: Article) -> bool:
    """Whether an article is among those that writable_by() gives somebody."""
    if person.has_perm("articles.change_any_article"):
        return True
    return (
        person.has_perm("articles.change_article")
        and article.created_by_id == person.pk
        and article.status in UNPUBLISHED
    )


def may(person: Person, move: Move, article: Article) -> bool:
    """Whether somebody has the right to make a move, be it possible at the moment or not."""
    if move not in WRITERS_MOVES or article.status == ArticleStatus.PUBLISHED:
        return person.has_perm("articles.publish_article")
    return can_write(person, article)


def moves_for(person: Person, article: Article) -> list[Move]:
    """The moves that are possible now and that somebody has the right to, in the usual order."""
    now = standing(article)
    return [move for move in Move if (now, move) in MOVES and may(person, move, article)]


# --- Where it stands ---------------------------------------------------------------------------
def standing(article: Article) -> Standing:
    """Where an article stands now."""
    if article.is_scheduled:
        return Standing.SCHEDULED
    return Standing(article.status)


def standing_is(wanted: Standing) -> Q:
    """The condition that an article stands so now."""
    published = Q(status=ArticleStatus.PUBLISHED)
    if wanted == Standing.SCHEDULED:
        return published & Q(publish_at__gt=timezone.now())
    if wanted == Standing.PUBLISHED:
        return published & Q(publish_at__lte=timezone.now())
    return Q(status=wanted.value)


def has_been_public(article: Article) -> bool:
    """Whether readers could ever see it, so that its address and its story are fixed."""
    first = article.first_published_at
    return first is not None and first <= timezone.now()


# --- The verbs --------------------------------------------------------------------------------
@transaction.atomic
def submit_for_review(article: Article, *, by: Person) -> Article:
    """Hand a draft to the editors. What is missing may still come."""
    return _settle(_begin(article, Move.SUBMIT, by))


@transaction.atomic
def back_to_draft(article: Article, *, by: Person) -> Article:
    """Take an article out of review or off the schedule."""
    locked = _begin(article, Move.BACK_TO_DRAFT, by)
    locked.first_published_at = None
    return _settle(locked)


@transaction.atomic
def publish(article: Article, *, by: Person, at: datetime | None = None) -> Article:
    """Publish an article now, or from a later time on; give a scheduled one another time.

    A time that is past means now: readers are told when they could first read it. An article
    that comes back after having been withdrawn keeps its time of publication.
    Raises PublishRefused with everything that is missing.
    """
    locked = _begin(article, Move.PUBLISH, by)
    missing = missing_for_publication(locked)
    if missing:
        raise PublishRefused(missing)
    if not has_been_public(locked):
        now = timezone.now()
        locked.publish_at = locked.first_published_at = max(at or now, now)
    return _settle(locked)


@transaction.atomic
def record_update(article: Article, *, by: Person) -> Article:
    """Tell readers that the article has changed in substance, as of now."""
    locked = _begin(article, Move.UPDATE, by)
    locked.updated_at = timezone.now()
    return _settle(locked)


@transaction.atomic
def withdraw(article: Article, *, by: Person) -> Article:
    """Take a published article from readers; its address says that it was withdrawn."""
    return _settle(_begin(article, Move.WITHDRAW, by))


def _begin(article: Article, move: Move, by: Person) -> Article:
    """Lock the article, see that the move is possible and theirs, and give it its new status.

    Raises PublishRefused where it stands otherwise, PermissionDenied where it is not theirs.
    """
    locked = Article.objects.select_for_update().get(pk=article.pk)
    before = standing(locked)
    if (before, move) not in MOVES:
        raise PublishRefused([_why_not(move, before)])
    if not may(by, move, locked):
        raise PermissionDenied
    locked.status = MOVES[before, move]
    return locked


def _settle(locked: Article) -> Article:
    locked.save(update_fields=["status", "publish_at", "first_published_at", "updated_at"])
    return locked


def _why_not(move: Move, now: Standing) -> str:
    """Say in a sentence why a move is not possible."""
    sentences = {
        Move.SUBMIT: _("Only a draft can be sent to review; this article is %(standing)s."),
        Move.PUBLISH: _("This article is %(standing)s already."),
        Move.UPDATE: _("Only a published article can be updated; this one is %(standing)s."),
        Move.WITHDRAW: _("Only a published article can be withdrawn; this one is %(standing)s."),
        Move.BACK_TO_DRAFT: _(
            "Only an article in review or on the schedule can go back to draft;"
            " this one is %(standing)s."
        ),
    }
    return sentences[move] % {"standing": now.label}
