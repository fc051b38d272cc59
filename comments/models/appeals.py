"""Appeals: somebody objects to a decision or a sanction, and another person decides."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comments.models.comments import Comment
from comments.models.decisions import Decision
from comments.models.reports import Report
from comments.models.sanctions import Sanction

PERSON = settings.AUTH_USER_MODEL


class AppealOutcome(models.TextChoices):
    """How an appeal ended."""

    UPHELD = "upheld", _("the decision stands")
    REVERSED = "reversed", _("the decision was reversed")
    WITHDRAWN = "withdrawn", _("taken back")


class Appeal(models.Model):
    """One objection to one decision, by the comment's author or, with `report`, by a reporter.

    Of a decision or a sanction there is one, whoever makes it. `decided_by` took no part before,
    but where nobody else was there: then `alone` says so. The text is emptied with the comment's
    words; the rest stays.
    """

    decision = models.OneToOneField(Decision, models.PROTECT, null=True, related_name="appeal")
    sanction = models.OneToOneField(Sanction, models.PROTECT, null=True, related_name="appeal")
    comment = models.ForeignKey(
        Comment, models.PROTECT, null=True, related_name="appeals", verbose_name=_("comment")
    )
    report = models.ForeignKey(Report, models.PROTECT, null=True, related_name="appeals")
    user = models.ForeignKey(
        PERSON, models.SET_NULL, null=True, related_name="+", verbose_name=_("account")
    )
    text = models.TextField(_("text"), max_length=5000, blank=True)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    closed_at = models.DateTimeField(_("closed"), null=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=AppealOutcome, blank=True)
    answer = models.TextField(_("answer"), max_length=5000, blank=True)
    decided_by = models.ForeignKey(
        PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    alone = models.BooleanField(_("decided by somebody who had taken part"), default=False)
    act = models.UUIDField(null=True)

    objects: ClassVar[models.Manager["Appeal"]] = models.Manager()

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        ordering = ["-pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(decision__isnull=False, comment__isnull=False, sanction=None)
                | Q(sanction__isnull=False, decision=None, report=None),
                name="appeal_is_against_one",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="", act=None)
                | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="appeal_ends_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["upheld", "reversed"]) | Q(decided_by__isnull=False),
                name="appeal_is_decided_by_a_person",
            ),
        ]
        indexes = [
            models.Index(fields=["made_at"], condition=Q(closed_at=None), name="appeal_open"),
            models.Index(fields=["made_at"], name="appeal_by_time"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def appellant_id(self) -> int | None:
        """The account whose appeal it is now: of an author's that of the comment, once taken over.

        And of a guest's against a sanction that of the comment by which they were known.

        None for guests and for reporters without one.
        """
        is_accounts = self.report_id or (self.sanction_id and self.user_id)
        return self.user_id if is_accounts or not self.comment else self.comment.author_id


class AppealMessage(models.Model):
    """What the house asks about an open appeal, and what whoever appeals answers."""

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="messages")
    by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    is_house = models.BooleanField(default=False)
    text = models.TextField(_("text"), max_length=2000, blank=True)
    made_at = models.DateTimeField(_("time"), auto_now_add=True)

    objects: ClassVar[models.Manager["AppealMessage"]] = models.Manager()

    class Meta:
        verbose_name = _("message about an appeal")
        verbose_name_plural = _("messages about an appeal")
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.text[:60]
