"""The links by which a guest comes back to a comment of theirs."""

from typing import ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.comments import Comment


class GuestLinkQuerySet(models.QuerySet["GuestLink"]):
    """Links by whether they still lead anywhere."""

    def good(self) -> Self:
        """Links that were neither revoked nor are too old."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())


class GuestLink(models.Model):
    """A link that a mail to a guest carried: who has it may act for that one comment's author.

    Only the hash of its token is kept, so that somebody who copies the database can open none.
    """

    comment = models.ForeignKey(
        Comment, models.PROTECT, related_name="guest_links", verbose_name=_("comment")
    )
    story_id = models.BigIntegerField()
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    expires_at = models.DateTimeField(_("good until"))
    opened_at = models.DateTimeField(_("first opened"), null=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True)

    objects: ClassVar[GuestLinkQuerySet] = GuestLinkQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("guest's link")
        verbose_name_plural = _("guests' links")
        default_permissions = ()

    def __str__(self) -> str:
        return f"#{self.comment_id}"


class LinkRequest(models.Model):
    """Somebody asked for fresh links to the comments of an address, be there any or none.

    The address itself is kept until the mail is written, for a job keeps what it is given for
    good; then its keyed hash is, for a day, to count by.
    """

    mail_address = models.EmailField(_("e-mail"), blank=True)
    mail_hash = models.CharField(max_length=64)
    address = models.CharField(max_length=64, blank=True)
    network = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(_("time"), default=timezone.now)
    mailed_at = models.DateTimeField(_("mailed"), null=True)

    objects: ClassVar[models.Manager["LinkRequest"]] = models.Manager()

    class Meta:
        verbose_name = _("request for links")
        verbose_name_plural = _("requests for links")
        default_permissions = ()
        indexes = [
            models.Index(fields=["mail_hash", "made_at"], name="links_asked_for_an_address"),
            models.Index(fields=["address", "made_at"], name="links_asked_from_an_address"),
            models.Index(fields=["network", "made_at"], name="links_asked_from_a_network"),
            models.Index(fields=["made_at"], name="links_asked_lately"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
