"""What the house asks of comments, for the whole site, a section or (in discussions) a story."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models import Section


class Mode(models.TextChoices):
    """What waits for a moderator before readers see it."""

    ALL_WAIT = "all", _("everything waits")
    FIRST_WAIT = "first", _("first comments wait")
    SCREENED = "screened", _("nothing waits unless screening holds it")
    CLOSED = "closed", _("closed")


class DiscussionTerms(models.Model):
    """The terms of a section, or of the whole site where it names none. Empty: one level up."""

    section = models.OneToOneField(
        Section,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("section"),
        help_text=_("Empty: the whole site."),
    )
    mode = models.CharField(_("mode"), max_length=10, choices=Mode, blank=True)
    close_after_days = models.PositiveSmallIntegerField(
        _("closes after days"),
        null=True,
        blank=True,
        help_text=_("Since the article was published. Empty: as the level above says."),
    )

    objects: ClassVar[models.Manager["DiscussionTerms"]] = models.Manager()

    class Meta:
        verbose_name = _("terms of discussions")
        verbose_name_plural = _("terms of discussions")
        constraints = [
            models.UniqueConstraint(
                fields=["section"],
                name="one_row_of_terms_a_section",
                nulls_distinct=False,
                violation_error_message=_("There are terms for this already: change those."),
            )
        ]

    def __str__(self) -> str:
        return str(self.section) if self.section else str(_("the whole site"))
