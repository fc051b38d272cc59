"""The public log of moderation: a chain of hashes, without personal data."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

RESTRICT_COMMENTS = ("removed", "rejected", "held")
RESTRICT_PEOPLE = ("all_held", "suspended", "banned")
RESTRICT = (*RESTRICT_COMMENTS, *RESTRICT_PEOPLE)
REVERSE = ("restored", "undone", "lifted")


class LogEntryQuerySet(models.QuerySet["LogEntry"]):
    """Entries by what they did, and by whether that stands.

    What was reversed by an entry that was itself reversed stands again: a removal, its restoring,
    and the undo of that.
    """

    def restrictions(self) -> Self:
        """Entries that took something from somebody: a comment from its readers, or a person."""
        return self.filter(kind__in=RESTRICT)

    def reversals(self) -> Self:
        """Entries that gave back what another one had taken, or took back a decision."""
        return self.filter(kind__in=REVERSE)

    def upheld(self) -> Self:
        """Entries of appeals that changed nothing."""
        return self.filter(kind=LogEntry.Kind.UPHELD)

    def of_people(self) -> Self:
        """Entries of sanctions: put, lifted, and upheld on appeal."""
        return self.filter(sanction_id__isnull=False)

    def taken_back(self) -> Self:
        """Entries that do not stand any more: another one reverses them."""
        return self.filter(Exists(_standing_reversals()))

    def standing(self) -> Self:
        """Entries that nothing has reversed."""
        return self.exclude(Exists(_standing_reversals()))

    def between(self, begin: datetime, end: datetime) -> Self:
        """Entries from one moment on, until before another."""
        return self.filter(at__gte=begin, at__lt=end)

    def with_end(self) -> Self:
        """Entries with `reversed_by`: the number of the one that reverses it, None without one."""
        last = _standing_reversals().order_by("-number").values("number")
        return self.annotate(reversed_by=Subquery(last[:1]))


def _standing_reversals() -> "models.QuerySet[LogEntry]":
    """What reverses the entry of the query around it, and was not itself reversed."""
    again = LogEntry.objects.order_by().filter(reverses=OuterRef("number"))
    reversals = LogEntry.objects.order_by().filter(reverses=OuterRef("number"))
    return reversals.exclude(Exists(again))


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

    objects: ClassVar[LogEntryQuerySet] = LogEntryQuerySet.as_manager()  # type: ignore[assignment]

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
