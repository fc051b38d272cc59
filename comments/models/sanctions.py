"""What somebody may not do for a while, who said so, and why."""

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.indexes import GistIndex, OpClass
from django.db import models
from django.db.models import Q, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, NullIf
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.comments import Comment
from comments.models.rules import Rule

# Whether a sanction counts at a moment (given twice). It has ended at the very moment of its end.
# comments.sanctions asks it in SQL of its own, together with everything else about a new comment.
IN_FORCE = """comments_sanction.lifted_at IS NULL AND comments_sanction.begins_at <= %s
AND (comments_sanction.ends_at IS NULL OR comments_sanction.ends_at > %s)"""


class SanctionKind(models.TextChoices):
    """From a word of warning to the end."""

    WARNING = "warning", _("warning")
    HOLD = "hold", _("everything waits")
    SUSPENSION = "suspension", _("suspended")
    BAN = "ban", _("banned")


class SanctionQuerySet(models.QuerySet["Sanction"]):
    """Sanctions by whether they count."""

    def in_force(self, now: datetime | None = None) -> Self:
        """Sanctions that count now, or at another moment."""
        now = now or timezone.now()
        counts = RawSQL(IN_FORCE, [now, now], output_field=models.BooleanField())  # noqa: S611 (ours)
        return self.filter(counts)

    def over(self, before: datetime) -> Self:
        """Sanctions that ended, by themselves or lifted, before a moment."""
        return self.filter(Q(ends_at__lte=before) | Q(lifted_at__lte=before))


class Sanction(models.Model):
    """A sanction on an account, a guest's address of mail, or a network. It ends by itself.

    Exactly one of `user`, `guest` (the keyed hash of comments.ownership) and a network is under
    it. A network is known by `network` in clear, by `network_hash` (of articles.reader_identity:
    an address or a network from which a comment came), or by both once somebody has come from it.
    Rows are evaluated when they are asked for (comments.sanctions): nothing runs at their end. Of
    one that has long been over, the network is forgotten (portal.forgetting).
    """

    kind = models.CharField(_("sanction"), max_length=10, choices=SanctionKind)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("account"),
    )
    guest = models.CharField(_("guest"), max_length=64, blank=True)
    guest_name = models.CharField(_("guest's name"), max_length=60, blank=True)
    network = models.CharField(_("network"), max_length=49, blank=True)
    network_hash = models.CharField(max_length=64, blank=True, editable=False)
    rule = models.ForeignKey(
        Rule, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("rule")
    )
    reason = models.CharField(
        _("reason"), max_length=500, help_text=_("Whoever is under the sanction reads it.")
    )
    comment = models.ForeignKey(
        Comment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("because of the comment"),
    )
    begins_at = models.DateTimeField(_("begins"), default=timezone.now, editable=False)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True, help_text=_("Empty: never."))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    lifted_at = models.DateTimeField(_("lifted"), null=True, editable=False)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    lifted_because = models.CharField(_("why it was lifted"), max_length=500, blank=True)

    objects: ClassVar[SanctionQuerySet] = SanctionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("sanction")
        verbose_name_plural = _("sanctions")
        ordering = ["-pk"]
        default_permissions = ("view", "add", "change")
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, guest="", network="", network_hash="")
                | (Q(user=None, network="", network_hash="") & ~Q(guest=""))
                | (
                    Q(user=None, guest="")
                    & (~Q(network="", network_hash="") | ~Q(ends_at=None) | ~Q(lifted_at=None))
                ),
                name="sanction_is_on_one",
            ),
            models.CheckConstraint(
                condition=~Q(kind="suspension") | Q(ends_at__isnull=False),
                name="suspension_has_an_end",
            ),
        ]
        indexes = [
            models.Index(fields=["user"], condition=Q(user__isnull=False), name="sanction_user"),
            models.Index(fields=["guest"], condition=~Q(guest=""), name="sanction_guest"),
            models.Index(
                fields=["network_hash"], condition=~Q(network_hash=""), name="sanction_network"
            ),
            GistIndex(
                OpClass(
                    Cast(NullIf("network", Value("")), models.GenericIPAddressField()),
                    name="inet_ops",
                ),
                condition=~Q(network=""),
                name="sanction_network_in_clear",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} #{self.pk}"

    def is_in_force(self, now: datetime | None = None) -> bool:
        """Whether it counts now, or at another moment."""
        now = now or timezone.now()
        has_ended = self.ends_at is not None and self.ends_at <= now
        return self.lifted_at is None and self.begins_at <= now and not has_ended

    @property
    def is_of_the_network(self) -> bool:
        """Whether it is on where somebody comes from, and not on anybody in particular."""
        return self.user_id is None and not self.guest
