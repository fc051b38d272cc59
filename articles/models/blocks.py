"""The blocks of which an article's body is made."""

from content_editor.models import PluginBase
from django.db import models
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField

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
    """Paragraphs, subheads, lists, links and quotes."""

    html = ProseEditorField(
        _("text"),
        sanitize=True,
        extensions={
            "Bold": True,
            "Italic": True,
            "Heading": {"levels": [2, 3]},
            "BulletList": True,
            "OrderedList": True,
            "ListItem": True,
            "Blockquote": True,
            "HardBreak": True,
            "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
        },
    )

    class Meta(Block.Meta):
        verbose_name = _("text")
        verbose_name_plural = _("texts")

    def __str__(self) -> str:
        return Truncator(strip_tags(self.html)).chars(60)


class Figure(Block):
    """A photo with its caption."""

    photo = models.ForeignKey(Photo, models.PROTECT, related_name="+", verbose_name=_("photo"))
    caption = models.CharField(
        _("caption"), max_length=500, blank=True, help_text=_("Empty: the photo's own.")
    )
    alt_text = models.CharField(
        _("alternative text"), max_length=300, blank=True, help_text=_("Empty: the photo's own.")
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
