"""What a comment said before its author changed it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.models.comments import Comment


class CommentRevision(models.Model):
    """A text that another took the place of; the latest stands in the comment itself.

    `was_published` says whether readers have seen it: others are for moderators alone. Erasing a
    person's words erases these as well.
    """

    comment = models.ForeignKey(
        Comment, models.PROTECT, related_name="revisions", verbose_name=_("comment"), db_index=False
    )
    story_id = models.BigIntegerField()
    number = models.PositiveIntegerField(_("revision"))
    body = models.TextField(_("text"))
    language = models.CharField(_("language"), max_length=10)
    was_published = models.BooleanField(_("readers have seen it"))
    written_at = models.DateTimeField(_("written"))
    replaced_at = models.DateTimeField(_("replaced"), auto_now_add=True)

    objects: ClassVar[models.Manager["CommentRevision"]] = models.Manager()

    class Meta:
        verbose_name = _("earlier text")
        verbose_name_plural = _("earlier texts")
        ordering = ["number"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "number"], name="comment_has_one_text_a_revision"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.comment_id}, {self.number}"
