"""The record of what was decided about a comment. Rows are added, never changed."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comments.models.comments import Comment, Status
from comments.models.rules import Rule


class Move(models.TextChoices):
    """What can be done to a comment. comments.moderation says from which state to which."""

    POST = "post", _("posted")
    HOLD = "hold", _("sent back to waiting")
    APPROVE = "approve", _("approved")
    REJECT = "reject", _("rejected")
    REMOVE = "remove", _("removed")
    RESTORE = "restore", _("restored")
    KEEP = "keep", _("kept")
    UPHOLD = "uphold", _("upheld on appeal")
    EDIT = "edit", _("edited by its author")
    DELETE = "delete", _("deleted by its author")
    UNDO = "undo", _("undone")


class Decision(models.Model):
    """One move of one comment: who, when, on which text, why. Append-only.

    The database refuses UPDATE and DELETE by a trigger, and its runtime role has no right to
    either. `act` is shared by all decisions that somebody made with one press of a button. `alone`
    is of an appeal that somebody decided who had taken part, because nobody else was there.
    """

    comment = models.ForeignKey(
        Comment, models.PROTECT, related_name="decisions", verbose_name=_("comment")
    )
    story_id = models.BigIntegerField()
    revision = models.PositiveIntegerField(_("revision seen"))
    move = models.CharField(_("move"), max_length=10, choices=Move)
    status_before = models.CharField(_("before"), max_length=10, choices=Status, blank=True)
    status_after = models.CharField(_("after"), max_length=10, choices=Status)
    rule = models.ForeignKey(
        Rule, models.PROTECT, null=True, related_name="+", verbose_name=_("rule")
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("by"),
        db_index=False,
    )
    phase = models.CharField(_("screening phase"), max_length=60, blank=True)
    automated = models.BooleanField(_("automated"), default=False)
    started_by = models.CharField(
        _("started by"),
        max_length=10,
        choices={
            "author": _("the author"),
            "house": _("the house"),
            "report": _("a report"),
            "notice": _("a notice of illegal content"),
            "appeal": _("an appeal"),
        },
        default="house",
    )
    alone = models.BooleanField(
        _("by somebody who had taken part"), default=False, db_default=False
    )
    act = models.UUIDField(_("act"))
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="reversed_by", verbose_name=_("reverses")
    )
    decided_at = models.DateTimeField(_("time"), auto_now_add=True)

    objects: ClassVar[models.Manager["Decision"]] = models.Manager()

    is_record = True  # portal.database_roles keeps UPDATE, DELETE and TRUNCATE from the site

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=~Q(move__in=[Move.REMOVE, Move.REJECT]) | Q(rule__isnull=False),
                name="removal_names_a_rule",
            ),
            models.CheckConstraint(
                condition=Q(move=Move.UNDO, reverses__isnull=False)
                | (~Q(move=Move.UNDO) & Q(reverses__isnull=True)),
                name="undo_reverses_a_decision",
            ),
        ]
        indexes = [
            models.Index(fields=["actor", "-id"], name="decision_of_an_actor"),
            models.Index(fields=["act"], name="decision_of_an_act"),
            models.Index(fields=["decided_at"], name="decision_lately"),
        ]

    def __str__(self) -> str:
        return f"{self.get_move_display()} #{self.comment_id}"
