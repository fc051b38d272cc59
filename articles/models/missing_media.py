"""A picture that a text had elsewhere, and that did not come with it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.blocks import Block
from articles.models.photos import Photo


class MissingMedia(Block):
    """The place of a picture that could not be had: editors see it, readers at most its words.

    `photo` is what an editor has chosen in its stead; saving makes a figure of the two.
    """

    address = models.CharField(_("where it was"), max_length=1000, blank=True)
    reason = models.CharField(_("why it is missing"), max_length=300, blank=True)
    photo = models.ForeignKey(
        Photo,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("photo"),
        help_text=_("Choose the picture, or another one: it stands here once you save."),
    )
    caption = models.CharField(_("caption"), max_length=500, blank=True)
    credit = models.CharField(_("credit"), max_length=120, blank=True)
    alt_text = models.CharField(_("alternative text"), max_length=300, blank=True)

    class Meta(Block.Meta):
        verbose_name = _("missing picture")
        verbose_name_plural = _("missing pictures")

    def __str__(self) -> str:
        return self.caption or self.address
