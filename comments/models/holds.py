"""What keeps evidence: legal holds, and what was handed to the authorities."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models import Photo
from comments.models.comments import Comment

PERSON = settings.AUTH_USER_MODEL


class LegalHold(models.Model):
    """A comment, a photo or a person's records that nothing deletes until the hold is lifted.

    While it is in force exactly one of the three is named; `about` says it in words that stay.
    """

    comment = models.ForeignKey(
        Comment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("comment")
    )
    photo = models.ForeignKey(
        Photo, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("photo")
    )
    user = models.ForeignKey(
        PERSON,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("a person's records"),
    )
    about = models.CharField(_("what is held"), max_length=200, blank=True)
    reason = models.CharField(_("reason"), max_length=500)
    made_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("by"))
    made_at = models.DateTimeField(_("since"), auto_now_add=True)
    lifted_at = models.DateTimeField(_("lifted"), null=True, editable=False)
    lifted_by = models.ForeignKey(
        PERSON, models.PROTECT, null=True, editable=False, related_name="+"
    )
    lifted_because = models.CharField(_("why it was lifted"), max_length=500, blank=True)

    objects: ClassVar[models.Manager["LegalHold"]] = models.Manager()

    class Meta:
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")
        ordering = ["-pk"]
        default_permissions = ("view", "add", "change")
        constraints = [
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=False)
                | Q(comment__isnull=False, photo=None, user=None)
                | Q(comment=None, photo__isnull=False, user=None)
                | Q(comment=None, photo=None, user__isnull=False),
                name="legal_hold_is_on_one",
            )
        ]

    def __str__(self) -> str:
        return self.about or f"#{self.pk}"


class Escalation(models.Model):
    """That a case was exported for the authorities: who did it, when, for whom and why.

    `digest` is the SHA-256 of the file that was handed out, so that it can be told from another.
    """

    comment = models.ForeignKey(
        Comment, models.PROTECT, related_name="escalations", verbose_name=_("comment")
    )
    authority = models.CharField(_("to whom"), max_length=200)
    reason = models.CharField(_("reason"), max_length=500)
    made_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("by"))
    made_at = models.DateTimeField(_("time"), auto_now_add=True)
    digest = models.CharField(max_length=64)

    objects: ClassVar[models.Manager["Escalation"]] = models.Manager()

    is_record = True

    class Meta:
        verbose_name = _("case handed to the authorities")
        verbose_name_plural = _("cases handed to the authorities")
        ordering = ["-pk"]
        default_permissions = ("view", "add")

    def __str__(self) -> str:
        return f"#{self.comment_id}: {self.authority}"
