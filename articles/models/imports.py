"""What came in from another site: which of its things became which of ours, and in which words."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.newsroom import Author, Section, Tag
from articles.models.stories import Article


class ImportedThing(models.Model):
    """A post, a person, a category or a tag of another site, and what it has become here.

    `site` is the other site's address, `key` what the thing is called there. `source` stands for
    what the file said of it and `written` for what was written here (SHA-256, in hexadecimal): a
    later import sees by the first whether it changed there, by the second whether somebody changed
    it here. A goal that is empty was deleted here, and stays so.
    """

    class Kind(models.TextChoices):
        """What it was there."""

        ARTICLE = "article", _("article")
        AUTHOR = "author", _("author")
        SECTION = "section", _("section")
        TAG = "tag", _("tag")

    site = models.CharField(_("site"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    key = models.CharField(_("name there"), max_length=255)
    article = models.ForeignKey(Article, models.SET_NULL, null=True, related_name="+")
    author = models.ForeignKey(Author, models.SET_NULL, null=True, related_name="+")
    section = models.ForeignKey(Section, models.SET_NULL, null=True, related_name="+")
    tag = models.ForeignKey(Tag, models.SET_NULL, null=True, related_name="+")
    source = models.CharField(max_length=64, blank=True)
    written = models.CharField(max_length=64, blank=True)
    missing = models.PositiveIntegerField(_("pictures that could not be had"), default=0)
    first_at = models.DateTimeField(_("came in"), auto_now_add=True)
    last_at = models.DateTimeField(_("last changed by an import"), auto_now=True)

    objects: ClassVar[models.Manager["ImportedThing"]] = models.Manager()

    class Meta:
        verbose_name = _("imported thing")
        verbose_name_plural = _("imported things")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["site", "kind", "key"], name="thing_came_in_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["article", "author", "section", "tag"]),
                name="imported_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site}: {self.kind} {self.key}"
