"""The public log of moderation: a chain of hashes, without personal data."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class LogEntry(models.Model):
    """One decision as everybody may read it. Appended by one job, never changed.

    `hash` is made of all other columns and of the hash before it (comments.public_log), so whoever
    has kept a hash sees whether anything before it was changed. Ids are plain numbers: the log
    refers to what may be erased, and does not keep it.
    """

    class Kind(models.TextChoices):
        """What was done; comments.models.statements.Measure, and how such things end."""

        REMOVED = "removed", _("comment removed")
        REJECTED = "rejected", _("comment not published")
        HELD = "held", _("comment sent back to waiting")
        ALL_HELD = "all_held", _("everything of a person waits")
        SUSPENDED = "suspended", _("person suspended")
        BANNED = "banned", _("person banned")
        RESTORED = "restored", _("comment restored")
        UNDONE = "undone", _("decision taken back")
        LIFTED = "lifted", _("sanction lifted")
        UPHELD = "upheld", _("appeal decided: the decision stands")

    number = models.BigIntegerField(_("number"), primary_key=True)
    at = models.DateTimeField(_("time"))
    kind = models.CharField(_("measure"), max_length=10, choices=Kind)
    rule = models.CharField(_("rule"), max_length=10, blank=True)
    automated = models.BooleanField(_("by a machine"), default=False)
    started_by = models.CharField(_("started by"), max_length=10)
    alone = models.BooleanField(_("by somebody who had taken part"), default=False)
    language = models.CharField(_("language"), max_length=10, blank=True)
    story_id = models.BigIntegerField(null=True)
    comment_id = models.BigIntegerField(null=True)
    reverses = models.BigIntegerField(_("reverses number"), null=True)
    decision_id = models.BigIntegerField(null=True, unique=True)
    sanction_id = models.BigIntegerField(null=True)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    objects: ClassVar[models.Manager["LogEntry"]] = models.Manager()

    is_record = True

    class Meta:
        verbose_name = _("entry of the public log")
        verbose_name_plural = _("public log")
        ordering = ["-number"]
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["at"], name="log_by_time"),
            models.Index(fields=["reverses"], name="log_reversals"),
            models.Index(fields=["sanction_id", "kind"], name="log_of_a_sanction"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.get_kind_display()}"
