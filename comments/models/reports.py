"""What readers have reported: one case a comment, however many report it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comments.models.comments import Comment
from comments.models.rules import Rule


class Case(models.Model):
    """All reports of a comment between two decisions about it.

    It is open until the house decides about the comment; comments.moderation closes it by that
    decision's act (keeping the comment is one as well), and opens it again when that is undone.
    """

    comment = models.ForeignKey(
        Comment, models.PROTECT, related_name="cases", verbose_name=_("comment")
    )
    story_id = models.BigIntegerField()
    report_count = models.PositiveIntegerField(_("reports"), default=0)
    weight = models.IntegerField(_("weight"), default=0, db_default=0)
    is_legal = models.BooleanField(_("illegal content"), default=False, db_default=False)
    was_approved = models.BooleanField(_("reported after it was approved"), default=False)
    opened_at = models.DateTimeField(_("opened"), auto_now_add=True)
    closed_at = models.DateTimeField(_("closed"), null=True)
    closing_act = models.UUIDField(null=True)

    objects: ClassVar[models.Manager["Case"]] = models.Manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["-pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["comment"], condition=Q(closed_at=None), name="comment_has_one_open_case"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closing_act=None)
                | Q(closed_at__isnull=False, closing_act__isnull=False),
                name="case_is_closed_by_an_act",
            ),
        ]
        indexes = [
            models.Index(fields=["opened_at"], condition=Q(closed_at=None), name="case_open"),
            models.Index(
                fields=["closing_act"], condition=Q(closed_at__isnull=False), name="case_of_an_act"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.comment_id} ({self.report_count})"


class Report(models.Model):
    """What one person has reported of a comment: the rule that they name, and a line of text.

    Whose it is: an account, a guest who is known by a link (the keyed hash of comments.ownership),
    or somebody of whom nothing but the keyed hash of the address is known. `email` is where the
    outcome is told to somebody without an account; `token_hash` opens the report's own page. A
    notice of illegal content (DSA, Article 16) has an explanation, a name and an address of mail,
    but for the offences that the law excepts (`is_exempt`). `weight` is what it counted when it was
    made.
    """

    class Kind(models.TextChoices):
        """What is reported."""

        RULE = "rule", _("a rule of the policy")
        ILLEGAL = "illegal", _("illegal content")

    case = models.ForeignKey(Case, models.PROTECT, related_name="reports", verbose_name=_("case"))
    comment = models.ForeignKey(Comment, models.PROTECT, related_name="+")
    story_id = models.BigIntegerField()
    revision = models.PositiveIntegerField(_("revision seen"))
    rule = models.ForeignKey(
        Rule, models.PROTECT, null=True, related_name="+", verbose_name=_("rule")
    )
    text = models.CharField(_("text"), max_length=500, blank=True)
    kind = models.CharField(
        _("kind"), max_length=10, choices=Kind, default=Kind.RULE, db_default=Kind.RULE.value
    )
    explanation = models.TextField(
        _("why it is illegal"), max_length=5000, blank=True, default="", db_default=""
    )
    name = models.CharField(_("name"), max_length=100, blank=True, default="", db_default="")
    email = models.EmailField(_("e-mail"), blank=True, default="", db_default="")
    is_exempt = models.BooleanField(_("needs no name"), default=False, db_default=False)
    language = models.CharField(max_length=10, blank=True, default="", db_default="")
    weight = models.SmallIntegerField(_("weight"), default=1, db_default=1)
    token_hash = models.CharField(max_length=64, blank=True, default="", db_default="")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("account"),
        db_index=False,
    )
    guest = models.CharField(_("guest"), max_length=64, blank=True)
    address = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(_("time"), auto_now_add=True)

    objects: ClassVar[models.Manager["Report"]] = models.Manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user"],
                condition=Q(user__isnull=False),
                name="account_reports_once_a_case",
            ),
            models.UniqueConstraint(
                fields=["case", "guest"],
                condition=Q(user=None) & ~Q(guest=""),
                name="guest_reports_once_a_case",
            ),
            # Many people can be behind one address of the network; their mail tells them apart.
            models.UniqueConstraint(
                fields=["case", "address", "email"],
                condition=Q(user=None, guest="") & ~Q(address=""),
                name="stranger_reports_once_a_case_and_mail",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "made_at"], name="report_of_an_account"),
            models.Index(fields=["address", "made_at"], name="report_from_an_address"),
            models.Index(
                fields=["guest", "made_at"], condition=~Q(guest=""), name="report_of_a_guest"
            ),
            models.Index(fields=["made_at"], name="report_by_time"),
            models.Index(
                fields=["token_hash"], condition=~Q(token_hash=""), name="report_by_token"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.comment_id}: {self.text[:60]}"
