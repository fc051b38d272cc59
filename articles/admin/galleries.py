"""Galleries: photos shown together, in an order given by numbers."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.forms import Script
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin.article_blocks import PLACE_FIELD
from articles.admin.refusing import RefusableForm, TakesBack
from articles.completeness import missing_for_publication
from articles.drafting import number_in_order
from articles.models import Gallery, GalleryPhoto, PhotoGallery
from articles.models.stories import ArticleStatus
from articles.publishing import PublishRefused


class GalleryPhotoInline(admin.StackedInline):
    """A photo of the gallery."""

    model = GalleryPhoto
    extra = 0
    fields = ["photo", "caption", "alt_text", "position"]
    autocomplete_fields = ["photo"]

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Let the position be left out: the photo then comes last."""
        if db_field.name == "position":
            kwargs |= PLACE_FIELD
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(PhotoGallery)
class PhotoGalleryAdmin(TakesBack, admin.ModelAdmin):
    """Galleries. What readers see is for those who may change any article."""

    form = RefusableForm
    fields = ["title"]
    ordering = ["-pk"]  # said here too: counting loses the model's own order
    list_display = ["title", "size"]
    search_fields = ["title"]
    inlines = [GalleryPhotoInline]

    class Media:
        css = {"all": ["css/admin-article.css"]}
        js = [Script("js/admin-blocks-photos.js", type="module")]

    def get_queryset(self, request: HttpRequest) -> QuerySet[PhotoGallery]:
        """Galleries with the number of their photos."""
        return super().get_queryset(request).annotate(photo_count=Count("placements"))

    @admin.display(description=_("photos"), ordering="photo_count")
    def size(self, gallery: Any) -> int:
        """How many photos it has."""
        return gallery.photo_count

    def has_change_permission(self, request: HttpRequest, obj: PhotoGallery | None = None) -> bool:
        """Whether this person may change it: reporters while no published article shows it."""
        if not super().has_change_permission(request, obj):
            return False
        if obj is None or request.user.has_perm("articles.change_any_article"):
            return True
        return not _in_published(obj).exists()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the photos and number them in their order.

        Raises PublishRefused where a published article that shows them would lack something.
        """
        super().save_related(request, form, formsets, change)
        number_in_order(form.instance.placements.all())
        for block in _in_published(form.instance).select_related("parent__lead_photo"):
            if missing := missing_for_publication(block.parent):
                named = gettext("The published article “%(article)s” shows this gallery.")
                raise PublishRefused([*missing, named % {"article": block.parent}])


def _in_published(gallery: PhotoGallery) -> QuerySet[Gallery]:
    return Gallery.objects.filter(gallery=gallery, parent__status=ArticleStatus.PUBLISHED)
