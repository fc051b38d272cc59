"""A comment: who said what under which story, where in its thread, and in which state."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Story
from comments.limits import within
from comments.mail_addresses import folded
from comments.paths import Place, is_full, place_for

BODY_CHARACTERS = 1500  # as a reader counts them (user-perceived characters, Unicode UAX #29)
BODY_CODE_POINTS = 6000  # an emoji family is one character and eleven code points


class Status(models.TextChoices):
    """The states of a comment; comments.moderation holds the moves between them."""

    HELD = "held", _("waiting")
    PUBLISHED = "published", _("published")
    REJECTED = "rejected", _("rejected")
    REMOVED = "removed", _("removed")
    DELETED = "deleted", _("deleted by its author")


UNRANKED = 2_147_483_647  # behind every rank that comments.ranks gives
COUNTED = (Status.PUBLISHED, Status.REMOVED)


class CommentQuerySet(models.QuerySet["Comment"]):
    """Which comments, in which order."""

    def on(self, story_id: int) -> Self:
        """Comments under one story, in all its editions."""
        return self.filter(story_id=story_id)

    def shown(self) -> Self:
        """Comments that stand in the thread: published, or a tombstone of their own."""
        return self.filter(shown=True)

    def held(self) -> Self:
        """Comments that wait, for a moderator or for their guest, oldest first."""
        return self.filter(status=Status.HELD).order_by("submitted_at", "pk")

    def unconfirmed(self) -> Self:
        """Comments that wait for their guest to confirm the e-mail address, oldest first."""
        return self.held().filter(unconfirmed=True)

    def confirmed(self) -> Self:
        """Comments without those whose guest has not confirmed the address, or never did."""
        return self.filter(unconfirmed=False)

    def waiting(self) -> Self:
        """Comments that wait for a moderator, oldest first; not those that wait for their guest."""
        return self.held().confirmed()

    def featured(self) -> Self:
        """Comments that the newsroom has put on top of their discussion, in that order.

        Those that readers can read, in the words that were chosen: an edit made since ends it.
        """
        unchanged = Q(edited_at=None) | Q(edited_at__lt=F("featured_at"))
        chosen = self.filter(unchanged, status=Status.PUBLISHED, featured_at__isnull=False)
        return chosen.order_by("featured_at", "pk")

    def showing_changes(self) -> Self:
        """Comments of which readers see what was changed: somebody has answered an edited one.

        And readers have seen an earlier text. comments.threads asks the same of each row.
        """
        answers = Comment.objects.shown().filter(parent=OuterRef("pk"))
        edited = self.filter(Exists(answers), status=Status.PUBLISHED, revision__gt=1)
        return edited.filter(revisions__was_published=True).distinct()

    def may_be_erased(self) -> Self:
        """Deleted comments whose words nobody needs any more: no appeal can be made about them.

        Nothing was decided about them for COMMENT_EVIDENCE_DAYS, which their deletion is as well.
        """
        since = timezone.now() - timedelta(days=settings.COMMENT_EVIDENCE_DAYS)
        deleted = self.filter(status=Status.DELETED, erased_at=None)
        return deleted.exclude(decisions__decided_at__gt=since)

    def with_old_addresses(self) -> Self:
        """Comments that are too old for anybody to ask where they came from."""
        until = timezone.now() - timedelta(days=settings.COMMENT_ADDRESS_DAYS)
        return self.filter(~Q(address="", network=""), submitted_at__lt=until)

    def of_guest(self, address: str) -> Self:
        """Comments that guests have sent under an address of mail, however that is written."""
        return self.of_guests([address])

    def of_guests(self, addresses: Iterable[str]) -> Self:
        """Comments that guests have sent under one of these addresses."""
        known = {folded(address) for address in addresses} - {""}
        return self.filter(author=None, guest_email__in=known)

    def of_account(self, user_id: int) -> Self:
        """What an account has written, in every state, newest first."""
        return self.filter(author_id=user_id).order_by("-pk")

    def for_moderator(self, moderator: Any) -> Self:
        """Comments that a moderator may see on the desk and decide about (ModeratorScope)."""
        return within(self, moderator, section="article__section", language="language")

    def by_same_author(self, comment: "Comment") -> Self:
        """All comments of a comment's author: the account's, or those under the guest's e-mail.

        A guest without an address (imported, or erased) has written this one alone.
        """
        if comment.author_id:
            return self.filter(author_id=comment.author_id)
        if not comment.guest_email:  # forgotten, or never given: nobody's but its own
            return self.filter(pk=comment.pk)
        return self.filter(author=None, guest_email=comment.guest_email)


class Comment(models.Model):
    """What somebody said under a story.

    `anchor`, `path` and `depth` are fixed when it is posted (comments.paths). `shown` says
    whether it stands in the thread, and `thread_size`, on roots, how many answers at any depth
    do; both follow from states and are written by comments.moderation alone, like the status.
    """

    # Without an index of its own: a plan for any story would take that instead of the one that has
    # a discussion in its order, and sort all of a large one for each page.
    story = models.ForeignKey(
        Story, models.PROTECT, related_name="+", verbose_name=_("story"), db_index=False
    )
    article = models.ForeignKey(
        Article, models.PROTECT, related_name="+", verbose_name=_("written on")
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="replies",
        editable=False,
        verbose_name=_("answers"),
    )
    root = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", editable=False, db_index=False
    )
    anchor = models.BigIntegerField(editable=False)
    path = models.CharField(max_length=640, db_collation="C", editable=False)
    depth = models.PositiveIntegerField(default=0, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        db_index=False,  # `comment_of_an_account` finds them as well, and in their order
        verbose_name=_("account"),
    )
    guest_name = models.CharField(_("guest's name"), max_length=60, blank=True, editable=False)
    guest_email = models.EmailField(_("guest's e-mail"), blank=True, editable=False)
    body = models.TextField(_("text"), editable=False)
    language = models.CharField(_("language"), max_length=10, editable=False)
    revision = models.PositiveIntegerField(_("revision"), default=1, editable=False)
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.HELD, editable=False
    )
    submission = models.UUIDField(
        unique=True, editable=False, help_text="The form it was sent with: a second send is it."
    )
    address = models.CharField(max_length=64, blank=True, editable=False)
    network = models.CharField(max_length=64, blank=True, editable=False)
    origin = models.CharField(_("came by"), max_length=20, default="form", editable=False)
    submitted_at = models.DateTimeField(_("submitted"), default=timezone.now, editable=False)
    published_at = models.DateTimeField(_("first published"), null=True, editable=False)
    shown = models.BooleanField(default=False, editable=False)
    thread_size = models.PositiveIntegerField(default=0, editable=False)
    discussed_rank = models.PositiveIntegerField(default=UNRANKED, editable=False)
    recommended_rank = models.PositiveIntegerField(
        default=UNRANKED, db_default=UNRANKED, editable=False
    )
    recommend_count = models.PositiveIntegerField(
        _("recommended"), default=0, db_default=0, editable=False
    )
    edited_at = models.DateTimeField(_("edited"), null=True, editable=False)
    featured_at = models.DateTimeField(_("featured"), null=True, editable=False)
    erased_at = models.DateTimeField(_("erased"), null=True, editable=False)
    held_by = models.CharField(
        _("held by"), max_length=60, default="", db_default="", blank=True, editable=False
    )
    score = models.FloatField(_("learned score"), null=True, editable=False)
    unconfirmed = models.BooleanField(
        _("waits for its guest to confirm the e-mail address"),
        default=False,
        db_default=False,
        editable=False,
    )

    waits_because: str = ""  # what its author is told; comments.own_comments fills it in

    objects: ClassVar[CommentQuerySet] = CommentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["anchor", "path"], name="comment_place_unique"),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="comment_status_known"
            ),
            models.CheckConstraint(
                condition=Q(author__isnull=False) | ~Q(guest_name="") | Q(erased_at__isnull=False),
                name="comment_has_a_name",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True, root__isnull=True, depth=0)
                | Q(parent__isnull=False, root__isnull=False, depth__gt=0),
                name="comment_is_root_or_has_both",
            ),
        ]
        indexes = [
            models.Index(
                fields=["story", "path"],
                condition=Q(parent=None, shown=True),
                name="comment_shown_roots",
            ),
            models.Index(
                fields=["story", "discussed_rank", "path"],
                condition=Q(parent=None, shown=True),
                name="comment_discussed_roots",
            ),
            models.Index(
                fields=["story", "recommended_rank", "path"],
                condition=Q(parent=None, shown=True),
                name="comment_recommended_roots",
            ),
            models.Index(
                fields=["story", "featured_at"],
                condition=Q(featured_at__isnull=False),
                name="comment_featured",
            ),
            models.Index(
                fields=["anchor", "path"], condition=Q(shown=True), name="comment_shown_thread"
            ),
            models.Index(
                fields=["submitted_at", "id"],
                condition=Q(status=Status.HELD),
                name="comment_waiting",
            ),
            models.Index(
                fields=["held_by", "submitted_at", "id"],
                condition=Q(status=Status.HELD),
                name="comment_held_by_a_phase",
            ),
            models.Index(
                F("score").desc(nulls_last=True),
                "submitted_at",
                "id",
                condition=Q(status=Status.HELD),
                name="comment_waiting_by_score",
            ),
            models.Index(
                fields=["guest_email"], condition=Q(author=None), name="comment_of_a_guest"
            ),
            models.Index(
                fields=["author", "-id"],
                condition=Q(author__isnull=False),
                name="comment_of_an_account",
            ),
            models.Index(
                fields=["author"],
                condition=Q(author__isnull=False, status__in=["removed", "rejected", "deleted"]),
                name="comment_taken_from_an_account",
            ),
            models.Index(fields=["address", "submitted_at"], name="comment_from_an_address"),
            models.Index(fields=["status", "story"], name="comment_in_a_state"),
            models.Index(
                fields=["submitted_at"],
                condition=~Q(address="", network=""),
                name="comment_with_an_address",
            ),
            models.Index(fields=["id"], condition=Q(origin="wordpress"), name="comment_imported"),
        ]
        permissions = [
            ("moderate_comment", "Can moderate comments"),
            ("feature_comment", "Can feature comments"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.body[:60]}"

    @property
    def name(self) -> str:
        """The name that stands over the comment."""
        if self.author is None:
            return self.guest_name or str(_("A former reader"))
        if getattr(self.author, "closed_at", None):
            return str(_("A former reader"))
        return self.author.display_name or str(_("Newsroom"))  # never the address

    @property
    def by_staff(self) -> bool:
        """Whether the newsroom's badge stands beside the name."""
        return bool(self.author and self.author.is_staff)

    @property
    def is_readable(self) -> bool:
        """Whether readers may read its text (else at most a tombstone stands in its place)."""
        return self.status == Status.PUBLISHED

    @property
    def is_featured(self) -> bool:
        """Whether it stands on top of its discussion as well (CommentQuerySet.featured)."""
        if not (self.featured_at and self.is_readable):
            return False
        return self.edited_at is None or self.edited_at < self.featured_at

    def set_place(self, parent: "Comment | None") -> None:
        """Fix where a new comment stands; it needs its id and its time of submission."""
        above = parent.place if parent else None
        place = place_for(self.pk, self.submitted_at, above, parent.pk if parent else None)
        self.anchor, self.path, self.depth = place.anchor, place.path, place.depth

    @property
    def place(self) -> Place:
        """Where it stands in its thread."""
        return Place(self.anchor, self.path, self.depth)

    @property
    def answers_begin_anew(self) -> bool:
        """Whether its answers stand on a new path, below this comment as their anchor."""
        return is_full(self.path)
