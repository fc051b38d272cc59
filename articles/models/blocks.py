"""The blocks of which an article's body is made."""

from content_editor.models import PluginBase
from django.core.validators import URLValidator
from django.db import models
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField

from articles import prose
from articles.embeds import Player, player_of
from articles.models.photos import Photo, PhotoGallery
from articles.models.stories import Article


class Block(PluginBase):
    """A part of an article's body, in a region and an order."""

    parent = models.ForeignKey(Article, models.CASCADE, related_name="%(app_label)s_%(class)s_set")
    region = models.CharField(max_length=255, default="main")
    ordering = models.IntegerField(default=0)

    class Meta:
        abstract = True
        app_label = "articles"
        ordering = ["ordering"]


class Text(Block):
    """Paragraphs, subheads, lists, links, quotes, tables, code and rules."""

    html = ProseEditorField(
        _("text"),
        sanitize=prose.clean,
        extensions=prose.EXTENSIONS,
    )

    class Meta(Block.Meta):
        verbose_name = _("text")
        verbose_name_plural = _("texts")

    def __str__(self) -> str:
        return Truncator(strip_tags(self.html)).chars(60)


class Placement(models.TextChoices):
    """Where a figure stands beside the text."""

    COLUMN = "", _("between two paragraphs")
    START = "start", _("beside the text, where its lines begin")
    END = "end", _("beside the text, where its lines end")
    WIDE = "wide", _("across the page")


class Figure(Block):
    """A photo with its caption."""

    photo = models.ForeignKey(Photo, models.PROTECT, related_name="+", verbose_name=_("photo"))
    caption = models.CharField(
        _("caption"), max_length=500, blank=True, help_text=_("Empty: the photo's own.")
    )
    alt_text = models.CharField(
        _("alternative text"), max_length=300, blank=True, help_text=_("Empty: the photo's own.")
    )
    placement = models.CharField(
        _("placement"),
        max_length=5,
        choices=Placement,
        blank=True,
        default=Placement.COLUMN,
        db_default="",
    )

    class Meta(Block.Meta):
        verbose_name = _("figure")
        verbose_name_plural = _("figures")

    def __str__(self) -> str:
        return self.caption or str(self.photo)


class Gallery(Block):
    """Several photos together."""

    gallery = models.ForeignKey(
        PhotoGallery, models.PROTECT, related_name="+", verbose_name=_("photo gallery")
    )

    class Meta(Block.Meta):
        verbose_name = _("gallery")
        verbose_name_plural = _("galleries")

    def __str__(self) -> str:
        return str(self.gallery)


class PullQuote(Block):
    """A sentence of the article, set large."""

    text = models.TextField(_("quote"), max_length=400)
    attribution = models.CharField(_("who said it"), max_length=120, blank=True)

    class Meta(Block.Meta):
        verbose_name = _("pull quote")
        verbose_name_plural = _("pull quotes")

    def __str__(self) -> str:
        return Truncator(self.text).chars(60)


class Embed(Block):
    """A film, a recording or a post of another site, which loads when a reader asks for it."""

    url = models.URLField(
        _("address"),
        max_length=1000,
        validators=[URLValidator(["http", "https"])],
        help_text=_("Of the page that shows it, as the browser's address bar has it."),
    )
    title = models.CharField(
        _("title"), max_length=200, blank=True, help_text=_("What it is called there.")
    )
    caption = models.CharField(_("caption"), max_length=500, blank=True)

    class Meta(Block.Meta):
        verbose_name = _("embedded content")
        verbose_name_plural = _("embedded contents")

    def __str__(self) -> str:
        return self.title or self.url

    @property
    def player(self) -> Player:
        """Who plays it, and at which address."""
        return player_of(self.url)

    @property
    def address_in_short(self) -> str:
        """Where it stands, in so many words as fit on a line."""
        return Truncator(self.url.split("://", 1)[-1].removeprefix("www.").rstrip("/")).chars(60)
