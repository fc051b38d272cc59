"""Photos in the admin: adding, words, focal point, and how far their sizes are."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Script
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles.admin.refusing import RefusableForm, TakesBack
from articles.models import Photo
from articles.models.photos import RenditionState
from articles.photo_fields import PhotoField
from articles.photos.archive import (
    CHANGED_BY_HAND,
    change_photo,
    lacking_in_published,
    readers_see,
    remove_photo,
    same_pictures,
)
from articles.photos.intake import PREFILLED, add_photo
from articles.photos.pictures import jpeg_near
from articles.photos.refusals import PhotoRefusedError, sentence
from articles.photos.renditions import GROUPS, ask_for_sizes, card_box, nobody_makes, sets_made
from articles.publishing import PublishRefused

WORDS = ["caption", "credit", "photographer", "alt_text"]
FOCAL_POINT = forms.NumberInput(attrs={"min": 0, "max": 1, "step": 0.01})
TWO_LINES = AdminTextareaWidget(attrs={"rows": 2})
SENTENCES = {"caption": TWO_LINES, "alt_text": TWO_LINES}
PREVIEW = 768  # pixels
UNKNOWN = "–"


class NewPhotoForm(RefusableForm):
    """A photo's file and its words."""

    file = PhotoField(
        label=gettext_lazy("Photo"),
        help_text=gettext_lazy(
            "JPEG, PNG, WebP, AVIF or HEIC, up to 60 megapixels and 40 MB. Caption, credit and "
            "photographer are taken from the file where you leave them empty. Where and with what "
            "it was taken never reaches a reader."
        ),
    )

    class Meta:
        model = Photo
        fields = ["file", *WORDS]
        widgets = SENTENCES


class PhotoForm(RefusableForm):
    """What can be changed of a photo: its words and its focal point, never the picture."""

    class Meta:
        model = Photo
        fields = CHANGED_BY_HAND
        widgets = SENTENCES | {"focal_x": FOCAL_POINT, "focal_y": FOCAL_POINT}
        help_texts = {
            "focal_x": gettext_lazy("0 is the left edge, 1 the right one."),
            "focal_y": gettext_lazy("0 is the top edge, 1 the bottom."),
        }

    def _post_clean(self) -> None:
        """Keep what readers see described: nobody empties the words that an article relies on."""
        super()._post_clean()  # type: ignore[misc]
        if {"caption", "alt_text"} & set(self.changed_data):
            for sentence in lacking_in_published(self.instance):
                self.add_error("alt_text", sentence)


@admin.register(Photo)
class PhotoAdmin(TakesBack, admin.ModelAdmin):
    """The photo archive."""

    list_display = ["thumbnail", "title", "credit", "rendition_state", "created_at"]
    list_display_links = ["title"]
    list_filter = ["rendition_state", "created_at"]
    list_per_page = 50
    search_fields = ["caption", "credit", "photographer", "alt_text"]
    readonly_fields = ["came_as", "pixels", "camera", "taken_at", "added_by", "created_at"]
    change_form_template = "admin/articles/photo/change_form.html"

    class Media:
        css = {"all": ["css/admin-photo.css"]}
        js = [
            Script("js/admin-photo-focal-point.js", type="module"),
            Script("js/admin-photo-state.js", type="module"),
        ]

    # --- The list -----------------------------------------------------------------------------
    @admin.display(description=gettext_lazy("photo"))
    def thumbnail(self, photo: Photo) -> str:
        """The photo, small."""
        return format_html(
            '<img class="photo-thumbnail" src="{}" alt="" width="96" height="64" loading="lazy">',
            jpeg_near(photo, 320, "card").src,
        )

    @admin.display(description=gettext_lazy("caption"), ordering="caption")
    def title(self, photo: Photo) -> str:
        """What it is called in lists."""
        return str(photo)

    # --- The form -----------------------------------------------------------------------------
    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kw: Any):
        """A file and words for a new photo; words and focal point for one that is there."""
        return super().get_form(
            request, obj, change, **{"form": PhotoForm if obj else NewPhotoForm, **kw}
        )

    def get_fieldsets(self, request: HttpRequest, obj: Photo | None = None) -> Any:
        """The fields in the order of the work: words, focal point, what is known."""
        if obj is None:
            return [(None, {"fields": ["file", *WORDS]})]
        return [
            (None, {"fields": WORDS}),
            (gettext_lazy("Focal point"), {"fields": [("focal_x", "focal_y")]}),
            (gettext_lazy("About the file"), {"fields": self.readonly_fields}),
        ]

    @admin.display(description=gettext_lazy("size in pixels"))
    def pixels(self, photo: Photo) -> str:
        """Width and height of what is kept, and of what came."""
        kept = f"{photo.width} × {photo.height}"
        came = photo.source_metadata.get("size", kept)
        if came == kept:
            return kept
        return _("%(kept)s, from %(came)s") % {"kept": kept, "came": came}

    @admin.display(description=gettext_lazy("name of the file"))
    def came_as(self, photo: Photo) -> str:
        """What the file was called where it came from."""
        return photo.source_metadata.get("name") or UNKNOWN

    @admin.display(description=gettext_lazy("camera"))
    def camera(self, photo: Photo) -> str:
        """What took it."""
        return photo.source_metadata.get("camera") or UNKNOWN

    @admin.display(description=gettext_lazy("taken at"))
    def taken_at(self, photo: Photo) -> str:
        """When it was taken, by the camera's clock."""
        return photo.source_metadata.get("taken_at", "").replace("T", " ") or UNKNOWN

    @admin.display(description=gettext_lazy("added by"))
    def added_by(self, photo: Photo) -> str:
        """Who added it: the name alone, as most who read it may not open the account."""
        return str(photo.uploaded_by or UNKNOWN)

    def has_change_permission(self, request: HttpRequest, obj: Photo | None = None) -> bool:
        """Whether this person may change it: reporters while readers do not see it."""
        if not super().has_change_permission(request, obj):
            return False
        if obj is None or request.user.has_perm("articles.change_any_article"):
            return True
        return not readers_see(obj)

    def render_change_form(
        self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Give the page the photo, the focal point's marks and the state of the sizes."""
        if photo := kwargs.get("obj"):
            context |= _state(photo) | {
                "picture": jpeg_near(photo, PREVIEW),
                "marks": _marks(photo),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    # --- What the form does -------------------------------------------------------------------
    def save_model(self, request: HttpRequest, obj: Photo, form: Any, change: bool) -> None:
        """Add or change the photo by the archive's verbs.

        Raises PublishRefused where its file cannot be stored.
        """
        if change:
            change_photo(obj, by=request.user)
            return
        typed = {name for name in PREFILLED if getattr(obj, name)}
        try:
            add_photo(form.cleaned_data["file"], by=request.user, photo=obj)
        except PhotoRefusedError as refused:
            raise PublishRefused([str(refused)]) from refused
        self._tell_what_came(request, obj, typed)

    def _tell_what_came(self, request: HttpRequest, photo: Photo, typed: set[str]) -> None:
        names = [name for name in PREFILLED if getattr(photo, name) and name not in typed]
        if names:
            labels = ", ".join(str(getattr(Photo, name).field.verbose_name) for name in names)
            text = _("Taken from the file, please check: %(fields)s.") % {"fields": labels}
            messages.info(request, text)
        if twin := same_pictures(photo).first():
            address = reverse("admin:articles_photo_change", args=[twin.pk])
            text = _('The archive has this very picture already: <a href="{}">{}</a>.')
            messages.warning(request, format_html(text, address, twin))

    def response_add(
        self, request: HttpRequest, obj: Photo, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Go on to the photo's own page, where it is seen and its focal point is chosen."""
        if "_addanother" not in request.POST and "_popup" not in request.POST:
            request.POST = request.POST.copy()  # type: ignore[assignment]
            request.POST["_continue"] = "1"  # type: ignore[misc]
        return super().response_add(request, obj, post_url_continue)

    def delete_model(self, request: HttpRequest, obj: Photo) -> None:
        """Remove the photo with its files."""
        remove_photo(obj, by=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Photo]) -> None:
        """Remove photos with their files."""
        for photo in queryset:
            remove_photo(photo, by=request.user)

    # --- The sizes ----------------------------------------------------------------------------
    def get_urls(self) -> list:
        """The state of the sizes, and asking for them again, beside Django's own pages."""
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/state/", view(self.state), name="articles_photo_state"),
            path(
                "<int:pk>/try-again/",
                view(require_POST(self.try_again)),
                name="articles_photo_try_again",
            ),
            *super().get_urls(),
        ]

    def state(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The panel that says how far the sizes are; fetched while they are being made."""
        photo = get_object_or_404(Photo, pk=pk)
        if not self.has_view_permission(request, photo):
            raise PermissionDenied
        context = _state(photo) | {
            "original": photo,
            "has_change_permission": self.has_change_permission(request, photo),
        }
        return render(request, "admin/articles/photo/_state.html", context)

    def try_again(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask the worker for the sizes once more."""
        photo = get_object_or_404(Photo, pk=pk)
        if not self.has_change_permission(request, photo):
            raise PermissionDenied
        ask_for_sizes(photo)
        messages.success(request, _("The sizes will be made again."))
        return HttpResponseRedirect(reverse("admin:articles_photo_change", args=[pk]))


def _state(photo: Photo) -> dict[str, Any]:
    """How far a photo's sizes are, for _state.html."""
    return {
        "state": photo.rendition_state,
        "settled": photo.rendition_state in {RenditionState.READY, RenditionState.FAILED},
        "abandoned": nobody_makes(photo),
        "error": sentence(photo.rendition_error) if photo.rendition_error else "",
        "made": sets_made(photo),
        "wanted": len(GROUPS),
        "files": len(photo.renditions),
    }


def _marks(photo: Photo) -> dict[str, int]:
    """The focal point and the card's crop in pixels, for the drawing over the preview."""
    card = dict(zip(("left", "top", "right", "bottom"), card_box(photo), strict=True))
    return card | {
        "x": round(photo.focal_x * photo.width),
        "y": round(photo.focal_y * photo.height),
        "radius": max(1, round(max(photo.width, photo.height) / 40)),
    }
