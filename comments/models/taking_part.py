"""What people think of others' comments: recommended ones, and commenters whom they ignore."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.comments import Comment


class Recommendation(models.Model):
    """One person's "recommend" of one comment: an account's, or a guest's (a keyed hash)."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="+", db_index=False)
    story_id = models.BigIntegerField()
    user = models.ForeignKey(  # found by recommended_by_account
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", db_index=False
    )
    guest = models.CharField(max_length=64, blank=True)
    address = models.CharField(max_length=64, blank=True, default="", db_default="")
    made_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager["Recommendation"]] = models.Manager()

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "user"],
                condition=Q(user__isnull=False),
                name="account_recommends_once",
            ),
            models.UniqueConstraint(
                fields=["comment", "guest"],
                condition=~Q(guest=""),
                name="guest_recommends_once",
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False, guest="") | (Q(user=None) & ~Q(guest="")),
                name="recommendation_is_of_one",
            ),
        ]
        indexes = [
            models.Index(
                fields=["user", "made_at"],
                condition=Q(user__isnull=False),
                name="recommended_by_account",
            ),
            models.Index(
                fields=["guest", "made_at"], condition=~Q(guest=""), name="recommended_by_guest"
            ),
            models.Index(
                fields=["address", "made_at"],
                condition=~Q(address=""),
                name="recommended_from_address",
            ),
            models.Index(fields=["made_at"], name="recommended_lately"),
        ]

    def __str__(self) -> str:
        return f"#{self.comment_id}"


class Ignored(models.Model):
    """An account does not want to read the author of a comment; nobody is told.

    The author is named by one of their comments, so that a guest's address is not kept again.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False
    )
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="+")
    made_at = models.DateTimeField(_("since"), default=timezone.now)

    objects: ClassVar[models.Manager["Ignored"]] = models.Manager()

    class Meta:
        verbose_name = _("ignored commenter")
        verbose_name_plural = _("ignored commenters")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["user", "comment"], name="commenter_ignored_once")
        ]

    def __str__(self) -> str:
        return f"#{self.comment_id}"
