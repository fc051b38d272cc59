"""What people are to be told, and the letters in which they are told it."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.appeals import Appeal
from comments.models.comments import Comment, Status
from comments.models.decisions import Decision, Move
from comments.models.reports import Report
from comments.models.sanctions import Sanction

OF_REPORTS, OF_APPEALS = ["reported", "outcome"], ["appealed", "appeal"]  # kinds of notices


class Letter(models.Model):
    """One mail, from the moment that it is decided to send it; written when it is sent.

    `number` is part of its Message-ID: however often it is tried, it is the same mail.
    """

    number = models.UUIDField(unique=True, default=uuid.uuid4)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+",
        verbose_name=_("account"),
    )  # fmt: skip
    own_comment = models.ForeignKey(
        Comment, models.CASCADE, null=True, related_name="+", verbose_name=_("guest's comment")
    )
    report = models.ForeignKey(
        Report, models.CASCADE, null=True, related_name="+", verbose_name=_("reporter by mail")
    )
    is_digest = models.BooleanField(_("daily"), default=False)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True)
    dropped_at = models.DateTimeField(_("not sent after all"), null=True)
    why_dropped = models.CharField(_("why"), max_length=200, blank=True)

    objects: ClassVar[models.Manager["Letter"]] = models.Manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, own_comment=None, report=None)
                | Q(user=None, own_comment__isnull=False, report=None)
                | Q(user=None, own_comment=None, report__isnull=False),
                name="letter_goes_to_one",
            )
        ]
        indexes = [
            models.Index(fields=["made_at"], name="letter_by_time"),
            models.Index(
                fields=["made_at"],
                condition=Q(sent_at=None, dropped_at=None),
                name="letter_on_its_way",
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices by whom they are for and what became of them."""

    def to(self, user_id: int) -> Self:
        """Notices to an account, newest first."""
        return self.filter(user_id=user_id).order_by("-pk")

    def tellable(self) -> Self:
        """Notices of what still holds: comments that readers may read now, decisions that stand.

        Of a decision that was taken back nothing is left to tell, its taking back neither, nor of
        a sanction that was lifted, or of a report that waits again.
        """
        return self.filter(
            Q(comment__status=Status.PUBLISHED, decision=None)
            | Q(decision__isnull=False, decision__reversed_by=None)
            | Q(sanction__isnull=False, sanction__lifted_at=None)
            | Q(appeal__isnull=False)
            | Q(kind="outcome", report__case__closed_at=F("made_at"))  # by the case's present end
        ).exclude(decision__move=Move.UNDO)

    def unread(self) -> Self:
        """Notices that their reader has not seen on the page."""
        return self.filter(read_at=None)

    def unsettled(self) -> Self:
        """Notices of which it is open whether they go into a letter."""
        return self.filter(settled_at=None)


class Notice(models.Model):
    """Something to tell one person about a comment, a sanction on them, a report or an appeal.

    For an account, or for a guest by the comment of theirs (`own_comment`) through which they are
    reached, or, where neither is named, for whoever left an address of mail with `report`. It is
    settled when it went into a letter, or when there is none to send.
    """

    class Kind(models.TextChoices):
        """What is told."""

        RECEIVED = "received", _("your comment has arrived")
        DECISION = "decision", _("a decision on your comment")
        ANSWER = "answer", _("an answer to you")
        STORY = "story", _("a comment on a story that you follow")
        ARTICLE = "article", _("a comment on your article")
        SANCTION = "sanction", _("a sanction on you")
        REPORTED = "reported", _("your report has arrived")
        OUTCOME = "outcome", _("what became of your report")
        APPEALED = "appealed", _("your appeal has arrived")
        APPEAL = "appeal", _("an answer to an appeal")

    kind = models.CharField(max_length=10, choices=Kind)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", db_index=False
    )
    own_comment = models.ForeignKey(
        Comment, models.CASCADE, null=True, related_name="+", db_index=False
    )
    comment = models.ForeignKey(Comment, models.CASCADE, null=True, related_name="+")
    story_id = models.BigIntegerField(null=True)
    decision = models.ForeignKey(Decision, models.CASCADE, null=True, related_name="+")
    sanction = models.ForeignKey(
        Sanction, models.CASCADE, null=True, related_name="+", db_index=False
    )
    report = models.ForeignKey(Report, models.CASCADE, null=True, related_name="+", db_index=False)
    appeal = models.ForeignKey(Appeal, models.CASCADE, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    letter = models.ForeignKey(Letter, models.SET_NULL, null=True, related_name="notices")

    objects: ClassVar[NoticeQuerySet] = NoticeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, own_comment=None)
                | Q(user=None, own_comment__isnull=False)
                | Q(user=None, own_comment=None, report__isnull=False),
                name="notice_is_to_one",
            ),
            models.CheckConstraint(
                condition=Q(kind="decision", decision__isnull=False)
                | (~Q(kind="decision") & Q(decision__isnull=True)),
                name="notice_of_a_decision_names_it",
            ),
            # With no comment of its own (the sanction names it): what is told of that once, as an
            # answer or a receipt, stays told once.
            models.CheckConstraint(
                condition=Q(kind="sanction", sanction__isnull=False, comment=None)
                | Q(kind__in=OF_REPORTS, report__isnull=False, comment=None, sanction=None)
                | Q(kind__in=OF_APPEALS, appeal__isnull=False, comment=None, sanction=None)
                | (
                    ~Q(kind__in=["sanction", *OF_REPORTS, *OF_APPEALS])
                    & Q(sanction=None, comment__isnull=False)
                ),
                name="notice_is_of_a_comment_or_sanction",
            ),
            # An account is told of a comment once, whatever it has to do with it.
            models.UniqueConstraint(
                fields=["user", "comment"],
                condition=Q(decision=None, own_comment=None),
                name="account_told_of_a_comment_once",
            ),
            models.UniqueConstraint(
                fields=["own_comment", "comment"],
                condition=Q(decision=None, user=None),
                name="guest_told_of_a_comment_once",
            ),
            models.UniqueConstraint(
                fields=["decision"],
                condition=Q(decision__isnull=False),
                name="decision_told_once",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-id"], name="notice_to_an_account"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(fields=["due_at"], condition=Q(settled_at=None), name="notice_unsettled"),
            models.Index(
                fields=["sanction"],
                condition=Q(sanction__isnull=False),
                name="notice_of_a_sanction",
            ),
            models.Index(
                fields=["report"], condition=Q(report__isnull=False), name="notice_of_a_report"
            ),
            models.Index(
                fields=["appeal"], condition=Q(appeal__isnull=False), name="notice_of_an_appeal"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} #{self.comment_id or self.sanction_id}"
