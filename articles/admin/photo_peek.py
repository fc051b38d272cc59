"""A small look at a photo, beside the field that chooses it."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from articles.models import Photo
from articles.photos.pictures import jpeg_near

WIDTH = 320  # pixels; it is shown at half of that


@require_GET
def photo_peek(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a photo with its own words, to those who may see photos; an admin view."""
    if not request.user.has_perm("articles.view_photo"):
        raise PermissionDenied
    photo = get_object_or_404(Photo, pk=pk)
    context = {"photo": photo, "picture": jpeg_near(photo, WIDTH)}
    return render(request, "admin/articles/_photo_peek.html", context)
