"""Who wants to be told of what, and how."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Story
from comments.models.comments import Comment


class How(models.TextChoices):
    """How somebody is told."""

    AT_ONCE = "at_once", _("at once")
    DAILY = "daily", _("once a day")
    NEVER = "never", _("not at all")


class Subscription(models.Model):
    """A story that an account follows, or a comment whose guest wants to hear of its answers.

    Accounts hear of answers to all of their comments, as their MailSettings say.
    """

    story = models.ForeignKey(
        Story, models.PROTECT, related_name="+", verbose_name=_("story"), db_index=False
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+",
        verbose_name=_("account"),
    )  # fmt: skip
    comment = models.OneToOneField(
        Comment, models.CASCADE, null=True, related_name="subscription", verbose_name=_("comment")
    )
    made_at = models.DateTimeField(_("since"), default=timezone.now)

    objects: ClassVar[models.Manager["Subscription"]] = models.Manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["story", "user"], name="story_followed_once"),
            models.CheckConstraint(
                condition=Q(user__isnull=False, comment__isnull=True)
                | Q(user__isnull=True, comment__isnull=False),
                name="subscription_is_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class MailSettings(models.Model):
    """How an account is told of answers, of stories that it follows, and of its own articles.

    An account without a row has the defaults. Decisions on one's own comments are always told.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("account")
    )
    answers = models.CharField(_("answers to me"), max_length=10, choices=How, default=How.AT_ONCE)
    stories = models.CharField(
        _("new comments on stories that I follow"), max_length=10, choices=How, default=How.DAILY
    )
    articles = models.CharField(
        _("comments on my articles"), max_length=10, choices=How, default=How.AT_ONCE
    )
    digest_hour = models.PositiveSmallIntegerField(
        _("hour of the daily mail"), default=8, help_text=_("By your own clock.")
    )

    objects: ClassVar[models.Manager["MailSettings"]] = models.Manager()

    class Meta:
        verbose_name = _("mail settings")
        verbose_name_plural = _("mail settings")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(digest_hour__lt=24), name="digest_hour_is_of_a_day")
        ]

    def __str__(self) -> str:
        return f"#{self.user_id}"


class Suppression(models.Model):
    """An address that is written to no more: its mail came back, or somebody complained.

    The address is kept as a keyed hash (articles.reader_identity) of its folded form.
    """

    class Reason(models.TextChoices):
        """Why."""

        BOUNCE = "bounce", _("mail came back")
        COMPLAINT = "complaint", _("called unwanted")
        NOT_ME = "not_me", _("“that was not me”")

    address_hash = models.CharField(max_length=64, unique=True)
    reason = models.CharField(_("reason"), max_length=10, choices=Reason)
    made_at = models.DateTimeField(_("since"), default=timezone.now)

    objects: ClassVar[models.Manager["Suppression"]] = models.Manager()

    class Meta:
        verbose_name = _("address that is not written to")
        verbose_name_plural = _("addresses that are not written to")
        default_permissions = ("view", "delete")

    def __str__(self) -> str:
        return self.address_hash[:12]
