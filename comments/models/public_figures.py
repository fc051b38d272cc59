"""The public figures of a month that is over, as they were counted once: they never change."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class FiguresOfMonth(models.Model):
    """What happened in a month, counted when it was over (comments.public_figures.tally).

    `numbers` are lists of a key's parts and a number, `moderators` the ids of those who decided:
    for a year they are counted once each, and nobody outside is shown more than how many.
    """

    month = models.DateField(_("month"), primary_key=True)
    numbers = models.JSONField(_("numbers"))
    moderators = models.JSONField(_("moderators"), default=list)
    counted_at = models.DateTimeField(_("counted"), auto_now_add=True)

    objects: ClassVar[models.Manager["FiguresOfMonth"]] = models.Manager()

    is_record = True

    class Meta:
        verbose_name = _("figures of a month")
        verbose_name_plural = _("figures of months")
        ordering = ["-month"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
