"""One discussion per story, over all its editions."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models import Story
from comments.models.terms import Mode


class DiscussionQuerySet(models.QuerySet["Discussion"]):
    """Discussions by story."""

    def of(self, story_id: int) -> "Discussion":
        """The story's discussion, made when it is first needed."""
        return self.get_or_create(story_id=story_id)[0]

    def most_discussed(self) -> Self:
        """Discussions with the most comments first; silent ones are left out."""
        return self.filter(comment_count__gt=0).order_by("-comment_count", "-story_id")


class Discussion(models.Model):
    """What is said about a story, and what this one asks of comments (comments.terms has the rest).

    `comment_count` is the number of comments published or removed (a removed one leaves its
    tombstone); comments.moderation changes it together with the status that it counts.
    """

    story = models.OneToOneField(Story, models.PROTECT, related_name="+", verbose_name=_("story"))
    is_open = models.BooleanField(_("open"), default=True)
    closes_at = models.DateTimeField(
        _("closes at"), null=True, blank=True, help_text=_("Empty: stays open.")
    )
    mode = models.CharField(
        _("mode"),
        max_length=10,
        choices=Mode,
        blank=True,
        db_default="",
        help_text=_("Empty: as the section or the site says."),
    )
    comment_count = models.PositiveIntegerField(_("comments"), default=0, editable=False)

    objects: ClassVar[DiscussionQuerySet] = DiscussionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("discussion")
        verbose_name_plural = _("discussions")
        indexes = [
            models.Index(fields=["-comment_count", "-story"], name="discussion_most_discussed")
        ]

    def __str__(self) -> str:
        return str(self.story)
