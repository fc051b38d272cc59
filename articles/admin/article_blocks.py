"""What an article's form holds besides its own fields: the byline and the blocks of the body."""

from typing import Any

from content_editor.admin import ContentEditorInline
from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles.models import (
    Byline,
    Embed,
    Figure,
    Gallery,
    MissingMedia,
    PullQuote,
    Text,
)

BY_ITSELF = {"region", "ordering"}  # what the page fills in


class PlaceField(forms.IntegerField):
    """A place in an order; left empty it is 0, which articles.drafting reads as the last."""

    def clean(self, value: Any) -> int:
        """Return the number, or 0."""
        return super().clean(value) or 0


# How a field for a position is made.
PLACE_FIELD = {
    "form_class": PlaceField,
    "required": False,
    "initial": None,
    "help_text": _("Empty: at the end."),
}


class BlockForm(forms.ModelForm):
    """A block of the body. One that was added and left empty is not there."""

    def has_changed(self) -> bool:
        """Whether somebody has typed or chosen anything, beside where it stands."""
        if self.instance.pk is None:
            return bool(set(self.changed_data) - BY_ITSELF)
        return super().has_changed()


class BylineInline(admin.TabularInline):
    """Who made the article, in order."""

    model = Byline
    extra = 0
    fields = ["author", "role", "position"]
    autocomplete_fields = ["author"]

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Let the position be left out: the name then comes last."""
        if db_field.name == "position":
            kwargs |= PLACE_FIELD
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class TextInline(ContentEditorInline):
    """Paragraphs, subheads, lists, quotes."""

    model = Text
    form = BlockForm
    icon = "notes"
    add_label = _("Add text")


class FigureInline(ContentEditorInline):
    """A photo."""

    model = Figure
    form = BlockForm
    icon = "image"
    add_label = _("Add figure")
    autocomplete_fields = ["photo"]


class GalleryInline(ContentEditorInline):
    """Several photos."""

    model = Gallery
    form = BlockForm
    icon = "photo_library"
    add_label = _("Add gallery")
    autocomplete_fields = ["gallery"]


class PullQuoteInline(ContentEditorInline):
    """A sentence set large."""

    model = PullQuote
    form = BlockForm
    icon = "format_quote"
    add_label = _("Add pull quote")

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Give the quote the three lines that it fills, not ten."""
        if db_field.name == "text":
            kwargs["widget"] = forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class EmbedInline(ContentEditorInline):
    """A film or a post of another site."""

    model = Embed
    form = BlockForm
    icon = "smart_display"
    add_label = _("Add embedded content")

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Take an address without its scheme for one of https."""
        if db_field.name == "url":
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class MissingMediaInline(ContentEditorInline):
    """The place of a picture that did not come along; only an import adds one."""

    model = MissingMedia
    form = BlockForm
    icon = "broken_image"
    add_label = _("Add missing picture")
    fields = ["photo", "caption", "credit", "alt_text", "address", "reason", "region", "ordering"]
    readonly_fields = ["address", "reason"]
    autocomplete_fields = ["photo"]

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        """Whoever misses a picture chooses one."""
        return False


BLOCKS = [
    TextInline,
    FigureInline,
    GalleryInline,
    PullQuoteInline,
    EmbedInline,
    MissingMediaInline,
]
