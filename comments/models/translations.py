"""A comment in the language of another edition, written by somebody who may."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.models.comments import Comment


class Translation(models.Model):
    """A comment's text in another language; it counts for the revision that it translates."""

    comment = models.ForeignKey(
        Comment,
        models.PROTECT,
        related_name="translations",
        verbose_name=_("comment"),
        db_index=False,
    )
    story_id = models.BigIntegerField()
    revision = models.PositiveIntegerField(_("revision"))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    body = models.TextField(_("text"))
    translator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("translator")
    )
    made_at = models.DateTimeField(_("time"), auto_now=True)

    objects: ClassVar[models.Manager["Translation"]] = models.Manager()

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "language"], name="comment_has_one_translation_a_language"
            )
        ]
        permissions = [("translate_comment", "Can translate comments")]

    def __str__(self) -> str:
        return f"#{self.comment_id}, {self.language}"
