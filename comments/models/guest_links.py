"""The links by which a guest comes back to a comment of theirs."""

from typing import ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.comments import Comment


class GuestLinkQuerySet(models.QuerySet["GuestLink"]):
    """Links by whether they still lead anywhere."""

    def good(self) -> Self:
        """Links that were neither revoked nor are too old."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())


class GuestLink(models.Model):
    """A link that a mail to a guest carried: who has it may act for that one comment's author.

    Only the hash of its token is kept, so that somebody who copies the database can open none.
    """

    comment = models.ForeignKey(
        Comment, models.PROTECT, related_name="guest_links", verbose_name=_("comment")
    )
    story_id = models.BigIntegerField()
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    expires_at = models.DateTimeField(_("good until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True)

    objects: ClassVar[GuestLinkQuerySet] = GuestLinkQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("guest's link")
        verbose_name_plural = _("guests' links")
        default_permissions = ()

    def __str__(self) -> str:
        return f"#{self.comment_id}"
