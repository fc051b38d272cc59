"""Addresses that once led somewhere, each with what is meant by it now."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models.newsroom import Author, Section, Tag
from articles.models.photos import Photo
from articles.models.stories import Article

LONGEST = 500  # characters; an entry of an index ends at 2,700 bytes, a letter takes up to four
GOALS = ("article", "section", "author", "tag", "photo")


def _one_goal() -> Q:
    """The condition that a row leads to exactly one thing."""
    either = Q()
    for goal in (*GOALS, "to"):
        empty = {f"{name}__isnull": name != goal for name in GOALS}
        either |= Q(**empty) & (~Q(to="") if goal == "to" else Q(to=""))
    return either


class OldAddress(models.Model):
    """An address under which readers found something, here or on a site that was taken over.

    `address` is written as articles.moving.key_of() gives it. Where the goal is an article, the
    address leads to wherever that article is.
    """

    address = models.CharField(_("old address"), max_length=LONGEST)
    article = models.ForeignKey(
        Article, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("article")
    )
    section = models.ForeignKey(
        Section, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("section")
    )
    author = models.ForeignKey(
        Author, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("author")
    )
    tag = models.ForeignKey(
        Tag, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("tag")
    )
    photo = models.ForeignKey(
        Photo, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("photo")
    )
    to = models.CharField(_("another page"), max_length=LONGEST, blank=True)
    language = models.CharField(
        _("language"),
        max_length=10,
        blank=True,
        help_text=_("Whose page of a section, an author or a tag. Empty: the first masthead's."),
    )
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["to"], condition=~Q(to=""), name="old_address_to_another_page")
        ]
        constraints = [
            models.UniqueConstraint(fields=["address"], name="old_address_leads_to_one_goal"),
            models.CheckConstraint(condition=_one_goal(), name="old_address_has_one_goal"),
        ]

    def __str__(self) -> str:
        return self.address
