"""Statements of reasons: what is told to whoever a restriction is on (DSA, Article 17)."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comments.models.comments import Comment
from comments.models.decisions import Decision
from comments.models.policy import PolicyVersion
from comments.models.sanctions import Sanction


class Measure(models.TextChoices):
    """What was done to a comment or to a person that they may object to."""

    REMOVED = "removed", _("comment removed")
    REJECTED = "rejected", _("comment not published")
    HELD = "held", _("comment held")
    ALL_HELD = "all_held", _("everything waits")
    SUSPENDED = "suspended", _("person suspended")
    BANNED = "banned", _("person banned")


class StatementOfReasons(models.Model):
    """That a decision or a sanction is reasoned to the person whom it is on, and in which words.

    Written with what it is about, in one transaction, and never changed. The text itself is made of
    the decision and of the policy's version each time it is read; what was taken back within
    DECISION_MAIL_SECONDS is not sent. `number` names it outside the house and is never used again.
    Of deceptive bulk spam none is sent (`is_sent` false): it is counted alone.
    """

    number = models.UUIDField(unique=True, default=uuid.uuid4)
    decision = models.OneToOneField(Decision, models.PROTECT, null=True, related_name="statement")
    sanction = models.OneToOneField(Sanction, models.PROTECT, null=True, related_name="statement")
    comment = models.ForeignKey(Comment, models.PROTECT, null=True, related_name="statements")
    measure = models.CharField(_("measure"), max_length=10, choices=Measure)
    language = models.CharField(_("language"), max_length=10)
    policy = models.ForeignKey(PolicyVersion, models.PROTECT, null=True, related_name="+")
    is_sent = models.BooleanField(_("is told to the person"), default=True)
    made_at = models.DateTimeField(_("time"))
    appeal_until = models.DateTimeField(_("may be appealed until"))

    objects: ClassVar[models.Manager["StatementOfReasons"]] = models.Manager()

    is_record = True

    class Meta:
        verbose_name = _("statement of reasons")
        verbose_name_plural = _("statements of reasons")
        ordering = ["-pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(decision__isnull=False, comment__isnull=False, sanction=None)
                | Q(sanction__isnull=False, decision=None),
                name="statement_is_of_one",
            )
        ]
        indexes = [models.Index(fields=["made_at"], name="statement_by_time")]

    def __str__(self) -> str:
        return f"{self.get_measure_display()} {self.number}"


class StatementExport(models.Model):
    """That a statement was given to the EU's transparency database, and whether that has it.

    `puid` is the identifier that the database refuses to take twice (DSA, Article 24(5)).
    """

    statement = models.OneToOneField(StatementOfReasons, models.PROTECT, related_name="export")
    puid = models.CharField(max_length=500, unique=True)
    written_at = models.DateTimeField(_("written"), auto_now_add=True)
    taken_at = models.DateTimeField(_("taken"), null=True)
    answer = models.CharField(_("what the database answered"), max_length=500, blank=True)

    objects: ClassVar[models.Manager["StatementExport"]] = models.Manager()

    class Meta:
        verbose_name = _("statement in the transparency database")
        verbose_name_plural = _("statements in the transparency database")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.puid
