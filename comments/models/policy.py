"""The comments policy as it stood at each time: what a statement of reasons quotes."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PolicyVersion(models.Model):
    """All rules with their words in all languages, from `begins_at` until the next version.

    `rules` is a list of those in force: each has `code`, `category`, `keyword`, `ground`, `is_spam`
    and `texts`, by language `title`, `text`, `examples`, `why` and `law`. Rows are added by
    comments.policy when a rule changes, and never changed.
    """

    number = models.PositiveIntegerField(_("version"), unique=True)
    begins_at = models.DateTimeField(_("in force since"))
    rules = models.JSONField(default=list)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )

    objects: ClassVar[models.Manager["PolicyVersion"]] = models.Manager()

    is_record = True

    class Meta:
        verbose_name = _("version of the policy")
        verbose_name_plural = _("versions of the policy")
        ordering = ["-number"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return str(self.number)
